"""How far the parts of a company lie apart in one KPI: the best, the weakest, and whether that is more than chance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dagster_project.analysis.cells import Cells
from dagster_project.analysis.change import SEGMENT_REPLICATES
from dagster_project.analysis.comparison import Sample, compare
from dagster_project.analysis.estimate import Interval
from dagster_project.analysis.intervals import Moments, ratio_interval_of
from dagster_project.analysis.levels import count_of, level_interval, level_of
from dagster_project.analysis.verdicts import SIGNIFICANT, holm
from dagster_project.catalogue import KpiDeclaration

SIZE_BOUND = ("monthly_sum",)
"""Sums follow the size of a part, not how well it works: their levels are not held against each other."""


@dataclass(frozen=True)
class PartLevel:
    """One part of the company in one period: its name, level, 95 % interval (None: no method for so few) and rows."""

    name: str
    value: float
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True)
class Spread:
    """The parts of one KPI and segment: how many were compared, the best and the weakest, how sure the difference is.

    ``p_value`` is of the difference of these two, times the number of pairs they were chosen from (Bonferroni);
    ``p_adjusted`` that after Holm's step over all KPIs and segments. None where there is no interval.
    """

    kpi: str
    segment: str
    n_parts: int
    best: PartLevel
    weakest: PartLevel
    p_value: float | None = None
    p_adjusted: float | None = None

    @property
    def is_clear(self) -> bool:
        """Whether the two differ by more than chance would make the extremes of so many parts differ."""
        return self.p_adjusted is not None and self.p_adjusted < SIGNIFICANT


@dataclass(frozen=True)
class Part:
    """One published part in one period: its cells, the months of the period, its moments over clusters if known."""

    name: str
    cells: Cells
    months: tuple[int, ...]
    moments: Moments | None = None


def spread_of(declaration: KpiDeclaration, segment: str, parts: Sequence[Part], *, seed: int) -> Spread | None:
    """The spread of the parts, not yet adjusted over KPIs; None for sums and for fewer than two parts with a level.

    Ties go by name. In: parts that may be published, all of one period.
    """
    if declaration.statistic in SIZE_BOUND:
        return None
    known = {part.name: (part, level) for part in parts if (level := _level(declaration, part)) is not None}
    if len(known) < 2:
        return None
    sign = 1 if declaration.better == "higher" else -1
    order = sorted(known, key=lambda name: (-sign * known[name][1].value, name))
    (best, best_level), (weakest, weakest_level) = known[order[0]], known[order[-1]]
    p_value = _p_value(declaration, weakest, best, seed)
    if p_value is not None:
        p_value = min(1.0, p_value * math.comb(len(known), 2))
    return Spread(declaration.id, segment, len(known), best_level, weakest_level, p_value)


def adjusted(spreads: Sequence[Spread]) -> list[Spread]:
    """The same with Holm's adjustment over all of them, in the order given."""
    values = holm([one.p_value for one in spreads])
    return [replace(one, p_adjusted=value) for one, value in zip(spreads, values, strict=True)]


def _p_value(declaration: KpiDeclaration, weakest: Part, best: Part, seed: int) -> float | None:
    """The p-value of the difference of two parts, by the method that compares two periods of the KPI."""
    moments: Mapping[str, Moments] = {
        period: part.moments for period, part in (("before", weakest), ("after", best)) if part.moments is not None
    }
    sample = Sample(weakest.cells, best.cells, weakest.months, best.months, False, moments, seed, SEGMENT_REPLICATES)
    found = compare(declaration, sample)
    return None if found.main is None else found.main.p_value


def _level(declaration: KpiDeclaration, part: Part) -> PartLevel | None:
    value = level_of(declaration, part.cells, part.months)
    if value is None:
        return None
    interval = level_interval(declaration, part.cells)
    if interval is None and part.moments is not None:
        interval = ratio_interval_of(part.moments)
    low, high = (None, None) if interval is None else _limits(declaration, interval)
    return PartLevel(part.name, value, low, high, count_of(declaration, part.cells))


def _limits(declaration: KpiDeclaration, interval: Interval) -> tuple[float | None, float | None]:
    """The limits within what the KPI can be; None for one that is not known."""
    least, most = declaration.bounds or (None, None)
    low = interval.low if least is None else max(least, interval.low)
    high = interval.high if most is None else min(most, interval.high)
    return low, (high if math.isfinite(high) else None)
