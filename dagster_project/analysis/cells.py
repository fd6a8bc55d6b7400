"""The aggregates that every figure is made of: one KPI's cells of marts.audit_cells as arrays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dagster_project.analysis.windows import AuditWindows, month_index, month_start

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CellRow = tuple[
    date | None, str | None, str | None, str | None, float | None, int, int, float | None, float | None, float | None
]
"""month, team_id, user_id, channel, bucket, n, n_complete, value_sum, weight_sum, value_sq_sum."""

UNDATED = -1
"""The month of rows without a date: they count in a level over all data and in no period."""

_DIGITS = 12


@dataclass(frozen=True)
class Cells:
    """Parallel arrays, one entry per cell, in a fixed order whatever the order of the rows.

    ``month`` counts months since year 0, UNDATED where unknown; ``team``, ``user``, ``channel`` are "" where not given;
    ``bucket`` is NaN where the KPI has no buckets; sums are over complete rows, ``n`` over all.
    """

    month: Ints
    team: NDArray[np.str_]
    user: NDArray[np.str_]
    channel: NDArray[np.str_]
    bucket: Floats
    n: Ints
    n_complete: Ints
    value: Floats
    weight: Floats
    square: Floats

    def __len__(self) -> int:
        return len(self.month)

    def where(self, mask: NDArray[np.bool_] | Ints) -> Cells:
        """The cells for which ``mask`` holds, or those at the given places."""
        return Cells(*(getattr(self, name)[mask] for name in self.__dataclass_fields__))

    def in_months(self, months: Iterable[int]) -> Cells:
        """The cells of these months (indices)."""
        return self.where(np.isin(self.month, np.fromiter(months, dtype=np.int64)))

    def in_period(self, windows: AuditWindows, period: str) -> Cells:
        """The cells of one period of the windows."""
        return self.in_months(index for index in self.months() if windows.period_of(month_start(index)) == period)

    def months(self) -> list[int]:
        """The months that have cells, in order."""
        return [int(index) for index in np.unique(self.month) if index != UNDATED]

    @property
    def rows(self) -> int:
        """All rows behind the cells."""
        return int(self.n.sum())

    @property
    def complete_rows(self) -> int:
        """The rows that count: mature, ended, answered."""
        return int(self.n_complete.sum())


def cells_of(rows: Iterable[CellRow]) -> Cells:
    """Cells from rows of marts.audit_cells, in any order. Sums and buckets are kept to 12 significant digits.

    The warehouse adds floats on several threads, so their last digits may differ from run to run; ours must not.
    """
    listed = list(rows)
    columns = list(zip(*listed, strict=True)) if listed else [()] * 10
    month = np.array([month_index(day) if day else UNDATED for day in columns[0]], dtype=np.int64)
    team, user, channel = (np.array([value or "" for value in column], dtype=np.str_) for column in columns[1:4])
    n, n_complete = (np.array(column, dtype=np.int64) for column in columns[5:7])
    bucket = steady(np.array([np.nan if value is None else value for value in columns[4]], dtype=np.float64))
    sums = (steady(np.array([value or 0.0 for value in column], dtype=np.float64)) for column in columns[7:10])
    cells = Cells(month, team, user, channel, bucket, n, n_complete, *sums)
    order = (cells.square, cells.weight, cells.value, n_complete, n, bucket, channel, user, team, month)
    return cells.where(np.lexsort(order)) if listed else cells


def steady(values: Floats) -> Floats:
    """The values rounded to 12 significant digits."""
    size = np.abs(values)
    known = np.isfinite(values) & (size > 0)
    exponent = np.zeros(len(values))
    exponent[known] = _DIGITS - 1 - np.floor(np.log10(size[known]))
    up, down = 10.0 ** np.maximum(exponent, 0), 10.0 ** np.maximum(-exponent, 0)
    rounded = np.round(values * up / down) * down / up
    return np.where(known & (exponent < 300), rounded, values)
