"""From a rule and what is known of its input to fired, not fired or not assessed. Pure: no input, no output."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from dagster_project.risks.rules import FAMILIES, Rule

Status = Literal["fired", "not_fired", "not_assessed"]
_ORDER: tuple[Status, ...] = ("fired", "not_assessed", "not_fired")


@dataclass(frozen=True)
class Reading:
    """What is known of an input: its value, on how many cases; unknown: why, and what would tell it.

    ``reason`` is a reason code of the report; ``missing`` a file to load or a key of audit.yml to answer.
    """

    value: float | None = None
    n: int | None = None
    reason: str | None = None
    missing: str | None = None


@dataclass(frozen=True)
class Assessment:
    """The outcome of a rule. ``threshold`` is the mildest, from which on it fires.

    Of a fired rule ``likelihood`` (that of the furthest threshold passed) and ``impact`` are 1 to 5, ``score`` is their
    product. ``reason`` and ``missing`` tell of one not assessed what ``Reading`` does.
    """

    rule: str
    family: str
    status: Status
    input: str
    value: float | None
    n: int | None
    threshold: float
    likelihood: int | None = None
    impact: int | None = None
    score: int | None = None
    reason: str | None = None
    missing: str | None = None


def assess(rule: Rule, reading: Reading) -> Assessment:
    """Judge one rule. An unknown value, or one of fewer cases than the rule demands, is not assessed."""
    found = Assessment(rule.id, rule.family, "not_assessed", rule.input, reading.value, reading.n, rule.steps[0][0])
    if reading.value is None:
        return replace(found, reason=reading.reason or "not_tracked", missing=reading.missing)
    if reading.n is not None and reading.n < rule.least:
        return replace(found, reason="too_few")
    passed = [step for step in rule.steps if _is_past(reading.value, step[0], rule.direction)]
    if not passed:
        return replace(found, status="not_fired")
    likelihood = passed[-1][1]
    return replace(found, status="fired", likelihood=likelihood, impact=rule.impact, score=likelihood * rule.impact)


def assess_all(rules: Iterable[Rule], readings: Mapping[str, Reading]) -> tuple[Assessment, ...]:
    """Judge every rule on the reading of its input; one that has no reading is not assessed.

    Fired rules come first, the highest score on top, then those not assessed, then the rest; equals by family and id.
    """
    found = [assess(rule, readings.get(rule.input, Reading())) for rule in rules]
    return tuple(sorted(found, key=_place))


def _place(one: Assessment) -> tuple[int, int, int, str]:
    return (_ORDER.index(one.status), -(one.score or 0), FAMILIES.index(one.family), one.rule)


def _is_past(value: float, threshold: float, direction: str) -> bool:
    return value > threshold if direction == "above" else value < threshold
