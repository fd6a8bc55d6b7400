"""The rules of risk: ``rules.yml`` → frozen, validated models."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator

from dagster_project.errors import InputError
from dagster_project.evidence.reasons import EXPORTS
from dagster_project.settings_messages import nearest, plain_message
from dagster_project.settings_part import Part
from dagster_project.settings_strategy import Strategy

RULES = Path(__file__).with_name("rules.yml")

FAMILIES = ("low_adoption", "configuration_errors", "weak_integration", "no_strategy")
"""The four families of risk, in the order of the report."""

Family = Literal["low_adoption", "configuration_errors", "weak_integration", "no_strategy"]
Steps = Annotated[dict[float, Annotated[int, Field(ge=1, le=5)]], Field(min_length=1)]
"""Thresholds, each with the likelihood (1 to 5) from there on."""


class Words(Part):
    """One text in both languages of the report."""

    ru: str = Field(min_length=1)
    en: str = Field(min_length=1)


class FigureNote(Part):
    """What a row of ``marts.risk_figures`` is called, and which exports it needs, the most telling first."""

    label: Words
    needs: tuple[str, ...] = Field(min_length=1)

    @field_validator("needs")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            _one_of(name, EXPORTS, "an export")
        return value


class Rule(Part):
    """One rule: its input, the thresholds on one side of it, what the risk is and what to do about it.

    ``least`` is the fewest cases on which it is judged; ``check`` the KPI that proves the recommendation.
    """

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    family: Family
    input: str
    above: Steps | None = None
    below: Steps | None = None
    source: Literal["guess"] | Words
    impact: int = Field(ge=1, le=5)
    least: int = Field(default=1, ge=1)
    risk: Words
    recommendation: Words
    expected: Words
    check: str

    @model_validator(mode="after")
    def _one_direction(self) -> Rule:
        if (self.above is None) == (self.below is None):
            raise ValueError(f"rule {self.id}: give either `above` or `below`, with thresholds")
        ordered = [likelihood for _, likelihood in self.steps]
        if ordered != sorted(set(ordered)):
            raise ValueError(f"rule {self.id}: the likelihood must rise with each further threshold")
        return self

    @property
    def direction(self) -> Literal["above", "below"]:
        """On which side of its thresholds the rule fires."""
        return "below" if self.above is None else "above"

    @property
    def steps(self) -> tuple[tuple[float, int], ...]:
        """Thresholds and likelihoods, the mildest threshold first."""
        if self.above is not None:
            return tuple(sorted(self.above.items()))
        return tuple(sorted((self.below or {}).items(), reverse=True))

    @property
    def kind(self) -> str:
        """What the input is: kpi, figure or answer."""
        return self.input.partition(".")[0]

    @property
    def name(self) -> str:
        """The input without its kind."""
        return self.input.partition(".")[2]


class RuleBook(Part):
    """All rules with the figures and answers that they may look at. Validation needs ``kpis``, the ids that exist."""

    figures: dict[str, FigureNote]
    answers: dict[str, Words]
    rules: tuple[Rule, ...] = Field(min_length=1)

    @field_validator("answers")
    @classmethod
    def _asked(cls, value: dict[str, Words]) -> dict[str, Words]:
        for name in value:
            _one_of(name, Strategy.model_fields, "a key of `strategy` in audit.yml")
        return value

    @model_validator(mode="after")
    def _known(self, info: ValidationInfo) -> RuleBook:
        kpis: Collection[str] = (info.context or {}).get("kpis", ())
        known = {"kpi": kpis, "figure": self.figures, "answer": self.answers}
        for rule in self.rules:
            kind = _one_of(rule.kind, known, "a kind of input", rule.id)
            _one_of(rule.name, known[kind], f"an input of the kind {kind}", rule.id)
            _one_of(rule.check, kpis, "a KPI", rule.id)
        ids = [rule.id for rule in self.rules]
        for one in ids:
            if ids.count(one) > 1:
                raise ValueError(f"two rules are called {one}; give each an id of its own")
        return self


def load_rules(kpis: Collection[str], path: Path = RULES) -> RuleBook:
    """The rules of a file. ``kpis`` are the ids of the KPIs that exist.

    Raises InputError naming file and key, what was expected there and, where something is near, what was meant.
    """
    try:
        found: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise InputError(f"{path.name}{line}: not valid YAML ({getattr(error, 'problem', 'unreadable')})") from None
    if not isinstance(found, dict):
        raise InputError(f"{path.name}: expected the keys figures, answers and rules")
    try:
        return RuleBook.model_validate(found, context={"kpis": kpis})
    except ValidationError as error:
        raise InputError("\n".join(plain_message(path.name, item, RuleBook) for item in error.errors()[:5])) from None


def _one_of(value: str, known: Collection[str], what: str, rule: str = "") -> str:
    if value not in known:
        place = f"rule {rule}: " if rule else ""
        raise ValueError(f"{place}{value!r} is not {what}{nearest(value, known)}")
    return value
