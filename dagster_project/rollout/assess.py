"""The stages of a roll-out and the promises, judged on what is known: pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dagster_project.analysis.results import Verdict
from dagster_project.rollout.items import Item

Status = Literal["done", "not_done", "not_assessed"]

CLOSE = 0.05
"""A level without an interval that misses its target by less is not called missed."""


@dataclass(frozen=True)
class ItemOutcome:
    """One item: its status, whether data or an answer tell it, and the level that was held against a limit."""

    item: str
    stage: str
    status: Status
    origin: Literal["data", "answer"] | None = None
    value: float | None = None


@dataclass(frozen=True)
class KpiLevel:
    """The level of a KPI after the roll-out with its interval, if it has one, and its rows."""

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0


@dataclass(frozen=True)
class PromiseOutcome:
    """A promise: what was achieved, the verdict, and whether its day lies within the data.

    ok: the whole interval reaches the target; likely: the level does, the interval does not, or there is none; bad: the
    level misses it and so does the whole interval; none: it cannot be told; na: no level, or not due yet.
    """

    kpi: str
    target: float
    by: date | None
    achieved: KpiLevel
    verdict: Verdict
    is_due: bool


def judge_items(
    items: Iterable[Item],
    facts: Mapping[str, bool | None],
    levels: Mapping[str, float | None],
    answers: Mapping[str, bool],
) -> tuple[ItemOutcome, ...]:
    """The outcome of every item. ``levels`` are those of ``kpi.…`` and ``figure.…``; data go before answers."""
    found = []
    for one in items:
        told, value = _told(one, facts, levels)
        origin: Literal["data", "answer"] | None = None if told is None else "data"
        if told is None and one.id in answers:
            told, origin = answers[one.id], "answer"
        status: Status = "not_assessed" if told is None else "done" if told else "not_done"
        found.append(ItemOutcome(one.id, one.stage, status, origin, value))
    return tuple(found)


def _told(
    item: Item, facts: Mapping[str, bool | None], levels: Mapping[str, float | None]
) -> tuple[bool | None, float | None]:
    if item.input is None:
        return None, None
    if item.input.startswith("fact."):
        return facts.get(item.input.removeprefix("fact.")), None
    value = levels.get(item.input)
    if value is None:
        return None, None
    if item.at_least is not None:
        return value >= item.at_least, value
    return value <= (item.at_most or 0.0), value


def judge_promise(
    kpi: str, target: float, by: date | None, better: str, level: KpiLevel, as_of: date
) -> PromiseOutcome:
    """What became of one promise; see ``PromiseOutcome``."""
    is_due = by is None or by <= as_of
    verdict: Verdict = "na" if level.value is None or not is_due else _verdict(target, better, level)
    return PromiseOutcome(kpi, target, by, level, verdict, is_due)


def _verdict(target: float, better: str, level: KpiLevel) -> Verdict:
    assert level.value is not None
    sign = 1 if better == "higher" else -1
    value, wanted = sign * level.value, sign * target
    if level.low is None or level.high is None:
        if value >= wanted:
            return "likely"
        return "none" if wanted - value <= CLOSE * abs(target) else "bad"
    low, high = sorted((sign * level.low, sign * level.high))
    if value >= wanted:
        return "ok" if low >= wanted else "likely"
    return "bad" if high < wanted else "none"
