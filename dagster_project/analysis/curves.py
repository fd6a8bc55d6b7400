"""Survival curves of duration KPIs, thinned for drawing."""

from __future__ import annotations

import numpy as np

from dagster_project.analysis.cells import Cells
from dagster_project.analysis.change import KpiData
from dagster_project.analysis.levels import durations
from dagster_project.analysis.results import CurvePoint
from dagster_project.analysis.survival import kaplan_meier
from dagster_project.analysis.windows import AuditWindows
from dagster_project.catalogue import KpiDeclaration

MAX_POINTS = 200
"""Steps kept of one curve; a chart is narrower than that."""


def curve_points(declaration: KpiDeclaration, data: KpiData, windows: AuditWindows) -> list[CurvePoint]:
    """The curves of both periods, or of all data (period "all") without windows; none for other statistics.

    Each starts with everything open at 0; x is in the KPI's unit.
    """
    if declaration.statistic != "km_median":
        return []
    if windows.before is None:
        return _points(declaration.id, "all", data.cells)
    return [
        point
        for period in ("before", "after")
        for point in _points(declaration.id, period, data.cells.in_period(windows, period))
    ]


def _points(kpi: str, period: str, cells: Cells) -> list[CurvePoint]:
    if cells.complete_rows == 0:
        return []
    found = durations(cells, censored=True)
    curve = kaplan_meier(found)
    last = len(curve.times) - 1
    places = np.unique(np.linspace(0, last, min(MAX_POINTS, last + 1)).round().astype(int))
    start = CurvePoint(kpi, period, 0.0, 1.0, found.n)
    steps = [
        CurvePoint(kpi, period, float(curve.times[at]), float(curve.survival[at]), int(curve.at_risk[at]))
        for at in places
    ]
    return [start, *steps]
