"""What the report is given of shares over two dimensions: cohorts by age, classes then and now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reports.measures import Text


@dataclass(frozen=True)
class HeatRow:
    """One line: of ``n`` cases, the share (0..1) in each column; ``None`` where it is not known yet."""

    label: Text
    n: int
    shares: tuple[float | None, ...]
    is_total: bool = False


@dataclass(frozen=True)
class HeatTable:
    """A shaded table. ``subject`` is the key of its words in the catalogue: ``heat.<subject>_caption`` and so on."""

    area: str
    subject: str
    columns: tuple[Text, ...]
    rows: tuple[HeatRow, ...]
    sources: tuple[str, ...] = ()
    kind: Literal["heat"] = "heat"
