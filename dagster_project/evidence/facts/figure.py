"""What a small table of descriptive figures is declared with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dagster_project.evidence.rows import Row
from reports.measures import Text


@dataclass(frozen=True)
class Figure:
    """One descriptive figure before it is placed in its section."""

    name: str
    label: Text
    value: float | None
    unit: str
    n: int | None
    definition: Text | None = None
    row: Text | None = None


@dataclass(frozen=True)
class Section:
    """Where a small table of figures comes from: a relation in a fixed order, its builder, the inputs it rests on."""

    area: str
    caption: Text
    relation: str
    order_by: str
    build: Callable[[Row], Iterator[Figure]]
    inputs: tuple[str, ...]


def over_all_data(ru: str, en: str) -> Text:
    """The caption of figures that no period bounds."""
    return Text(f"{ru} за весь период", f"{en} over all data")
