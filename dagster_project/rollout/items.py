"""The checklist of a roll-out: ``items.yml`` → frozen, validated models."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field, TypeAdapter, model_validator

from dagster_project.settings_part import Part

ITEMS = Path(__file__).with_name("items.yml")

STAGES = ("analysis", "choice", "pilot", "training", "launch", "monitoring")
"""The six stages, in their order."""

FACTS = (
    "data_before", "targets_set", "pilot_held", "trained_before_launch", "launch_dated", "audited_again",
    "figures_reviewed", "owner_named",
)  # fmt: skip
"""The facts that an item may rest on."""


class Label(Part):
    """One text in both languages of the report."""

    ru: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Item(Part):
    """One item of a stage: where it is read, and the limit that a level must keep to."""

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    stage: Literal["analysis", "choice", "pilot", "training", "launch", "monitoring"]
    label: Label
    input: str | None = Field(default=None, pattern=r"^(fact|kpi|figure)\.[a-z_]+$")
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _complete(self) -> Item:
        limits = sum(limit is not None for limit in (self.at_least, self.at_most))
        has_level = bool(self.input) and not str(self.input).startswith("fact.")
        if limits != int(has_level):
            raise ValueError(f"item {self.id}: a kpi or figure needs one of at_least and at_most, nothing else has one")
        if self.input and self.input.startswith("fact.") and self.input.removeprefix("fact.") not in FACTS:
            raise ValueError(f"item {self.id}: {self.input} is no fact; known: {', '.join(FACTS)}")
        return self


@cache
def load_items() -> tuple[Item, ...]:
    """All items in the order of the stages. Raises pydantic's ValidationError when the file is wrong."""
    found = yaml.safe_load(ITEMS.read_text(encoding="utf-8"))
    return tuple(sorted(TypeAdapter(tuple[Item, ...]).validate_python(found), key=lambda one: STAGES.index(one.stage)))
