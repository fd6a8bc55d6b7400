"""How far the teams, channels and other parts of the company lie apart, as the report is given it."""

from __future__ import annotations

from dataclasses import dataclass

from reports.measures import Reason


@dataclass(frozen=True)
class PartLevel:
    """One part: its name, its level in the unit of the KPI, the 95 % interval (None: not known) and its rows."""

    name: str
    value: float
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True)
class SegmentSpread:
    """The best and the weakest of ``n_parts`` parts in one KPI after the roll-out (or over all data).

    ``is_clear``: they differ by more than the extremes of so many parts would by chance. ``better``, ``worse`` and
    ``compared`` count the parts whose own change from before to after is for the better, for the worse, or known.
    """

    kpi: str
    segment: str
    unit: str
    n_parts: int
    best: PartLevel
    weakest: PartLevel
    is_clear: bool
    better: int = 0
    worse: int = 0
    compared: int = 0


@dataclass(frozen=True)
class Segments:
    """All spreads in the order of the KPIs, how many figures of teams are hidden, and why there is no spread at all."""

    spreads: tuple[SegmentSpread, ...] = ()
    n_hidden: int = 0
    missing: Reason | None = None
