"""Small companies with a known truth: observations of one KPI, aggregated as marts.audit_cells does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from dagster_project.analysis.cells import CellRow, cells_of
from dagster_project.analysis.change import AuditContext, KpiData, Measurement, Overview, measure
from dagster_project.analysis.intervals import Moments
from dagster_project.analysis.windows import AuditWindows, Window, audit_windows
from dagster_project.catalogue import Bilingual, KpiDeclaration

FIRST, GO_LIVE, LAST = date(2023, 1, 1), date(2024, 1, 1), date(2024, 12, 31)
YEARS = AuditWindows(Window(FIRST, GO_LIVE, 12), Window(GO_LIVE, date(2025, 1, 1), 12))


@dataclass(frozen=True)
class Observation:
    """One row of a KPI model."""

    on: date
    value: float
    user: str | None = None
    team: str | None = None
    channel: str | None = None
    cluster: str | None = None
    weight: float = 1.0
    complete: bool = True


def declaration(statistic: str = "share", **changes: Any) -> KpiDeclaration:
    """A KPI declaration with the given statistic."""
    texts = Bilingual("Показатель", "Indicator")
    units = {"monthly_sum": "money", "mean": "money", "ratio": "count", "nps": "points", "share": "share"}
    base = KpiDeclaration(
        id=f"test_{statistic}", code="K00", label=texts, short=texts, definition=texts,
        unit=units.get(statistic, "days"), better="higher", statistic="share", bounds=None, materiality=0.05,
        area="sales", inputs=("deals",),
    )  # fmt: skip
    return replace(base, **{"statistic": statistic, **changes})


def cell_rows(statistic: str, observations: Iterable[Observation], resolution: float = 1.0) -> list[CellRow]:
    """Observations as rows of audit_cells."""
    bucketed = statistic in ("km_median", "median", "nps")
    sums: dict[tuple[Any, ...], list[float]] = defaultdict(lambda: [0, 0, 0.0, 0.0, 0.0])
    for one in observations:
        bucket = round(one.value / resolution) * resolution if bucketed else None
        who = (one.team, None, None) if bucketed else (one.team, one.user, one.channel)
        total = sums[(one.on.replace(day=1), *who, bucket)]
        total[0] += 1
        if one.complete:
            for place, part in enumerate((1, one.value, one.weight, one.value**2), start=1):
                total[place] += part
    return [(*key, int(total[0]), int(total[1]), *total[2:]) for key, total in sums.items()]  # type: ignore[misc]


SEGMENTS = {"team": "team", "manager": "user", "channel": "channel"}


def segment_rows(statistic: str, observations: Iterable[Observation], resolution: float = 1.0) -> list[tuple[Any, ...]]:
    """Observations as rows of audit_segment_cells, without the id of the KPI."""
    listed = list(observations)
    found: list[tuple[Any, ...]] = []
    for segment, attribute in SEGMENTS.items():
        parts: dict[str | None, list[Observation]] = defaultdict(list)
        for one in listed:
            parts[getattr(one, attribute)].append(replace(one, team=None, channel=None))
        for part, own in parts.items():
            for month, _, user, _, *numbers in cell_rows(statistic, own, resolution):
                found.append((segment, part, month, user, *numbers))
    return found


def segment_moments(observations: Iterable[Observation], windows: AuditWindows) -> list[tuple[Any, ...]]:
    """Cluster moments of each part, as rows of audit_segment_moments without the id of the KPI."""
    found = []
    for segment, attribute in SEGMENTS.items():
        parts: dict[str | None, list[Observation]] = defaultdict(list)
        for one in observations:
            parts[getattr(one, attribute)].append(one)
        for part, own in parts.items():
            for period, sums in moments(own, windows).items():
                numbers = (sums.n_clusters, sums.y, sums.w, sums.yy, sums.yw, sums.ww)
                found.append((segment, part, period, *numbers))
    return found


def moments(observations: Iterable[Observation], windows: AuditWindows) -> dict[str, Moments]:
    """Cluster moments of both periods, as audit_cluster_moments holds them."""
    sums: dict[str, dict[str, list[float]]] = {
        period: defaultdict(lambda: [0.0, 0.0]) for period in ("before", "after")
    }
    for one in observations:
        period = windows.period_of(one.on.replace(day=1))
        if period in sums and one.complete:
            sums[period][one.cluster or one.user or ""][0] += one.value
            sums[period][one.cluster or one.user or ""][1] += one.weight
    found = {}
    for period, clusters in sums.items():
        y, w = np.array(list(clusters.values())).T if clusters else (np.zeros(0), np.zeros(0))
        found[period] = Moments(len(clusters), float(y.sum()), float(w.sum()), float(y @ y), float(y @ w), float(w @ w))
    return found


def kpi_data(statistic: str, observations: list[Observation], windows: AuditWindows = YEARS) -> KpiData:
    """All that the marts would know of these observations."""
    if not observations:
        return KpiData(cells_of([]), Overview(0, 0, None, None))
    days = [one.on for one in observations]
    complete = [one.value for one in observations if one.complete]
    overview = Overview(
        len(days), len(complete), min(days), max(days), median=float(np.median(complete)) if complete else None
    )
    return KpiData(cells_of(cell_rows(statistic, observations)), overview, moments(observations, windows))


def measured(
    statistic: str,
    observations: list[Observation],
    windows: AuditWindows = YEARS,
    seed: int = 1,
    **changes: Any,
) -> Measurement:
    """The measurement of a KPI with these observations."""
    context = AuditContext(windows, seed)
    return measure(declaration(statistic, **changes), kpi_data(statistic, observations, windows), context)


def days_of(year: int, month: int, n: int, rng: np.random.Generator) -> list[date]:
    """n random days of a month, in order."""
    first = date(year, month, 1)
    length = (date(year + month // 12, month % 12 + 1, 1) - first).days
    return [first + timedelta(days=int(day)) for day in np.sort(rng.integers(0, length, n))]


def world(statistic: str, seed: int, effect: float = 1.0, per_month: int = 40) -> list[Observation]:
    """Two years of a company; ``effect`` multiplies the truth of the second year (1.0: nothing happened).

    Sales have a season of 20 %; durations are log-normal with open cases at the end of the data; the value of a
    customer's order and the pace of a manager vary between people; nothing has a trend.
    """
    rng = np.random.default_rng(seed)
    pace = rng.lognormal(0, 0.3, 30)
    found: list[Observation] = []
    for place in range(24):
        factor = effect if place >= 12 else 1.0
        year, month = 2023 + place // 12, place % 12 + 1
        found += _month(statistic, rng, days_of(year, month, per_month, rng), factor, month, pace)
    return found


def _month(
    statistic: str, rng: np.random.Generator, days: list[date], factor: float, month: int, pace: np.ndarray[Any, Any]
) -> list[Observation]:
    n = len(days)
    if statistic == "monthly_sum":
        season = 1 + 0.2 * np.sin(2 * np.pi * month / 12)
        values = rng.lognormal(6, 0.4, n) * season * factor
    elif statistic == "share":
        values = (rng.random(n) < 0.3 * factor).astype(float)
    elif statistic == "nps":
        values = rng.choice([10, 8, 3], n, p=[0.45, 0.25, 0.30] if factor == 1 else [0.65, 0.2, 0.15]).astype(float)
    elif statistic == "mean":
        return _orders(rng, days, factor, pace)
    elif statistic == "ratio":
        return [
            Observation(days[0], float(rng.poisson(4 * pace[manager] * factor)), user=f"m{manager}")
            for manager in range(12)
        ]
    else:
        return _durations(statistic, rng, days, factor)
    return [Observation(day, float(value)) for day, value in zip(days, values, strict=True)]


def _orders(rng: np.random.Generator, days: list[date], factor: float, pace: np.ndarray[Any, Any]) -> list[Observation]:
    customers = rng.integers(0, 30, len(days))
    values = rng.lognormal(5, 0.3, len(days)) * pace[customers] * factor
    return [
        Observation(day, float(value), cluster=f"c{customer}")
        for day, value, customer in zip(days, values, customers, strict=True)
    ]


def _durations(statistic: str, rng: np.random.Generator, days: list[date], factor: float) -> list[Observation]:
    found = []
    for day, length in zip(days, rng.lognormal(np.log(30), 0.9, len(days)) * factor, strict=True):
        age = (LAST - day).days
        ended = bool(length <= age) or statistic == "median"
        found.append(Observation(day, float(np.floor(length if ended else age)), complete=ended))
    return found


def year_windows(first: date = FIRST, last: date = LAST, go_live: date = GO_LIVE) -> AuditWindows:
    """Windows as an audit would choose them."""
    return audit_windows(first, last, [go_live])
