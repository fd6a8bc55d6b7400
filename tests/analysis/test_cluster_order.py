"""The codes of persons are keyed hashes: another workspace has other codes, and must get the same bytes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from dagster_project.analysis.cells import CellRow, cells_of
from dagster_project.analysis.intervals import cluster_ratio_change
from dagster_project.analysis.levels import level_of
from tests.analysis.audit_worlds import declaration

MONTHS = [date(2024, month, 1) for month in range(1, 13)]


def test_the_order_of_managers_does_not_change_the_interval():
    rng = np.random.default_rng(5)
    columns = [rng.poisson(9, 12), rng.uniform(3, 12, 12), rng.poisson(12, 12), rng.uniform(3, 12, 12)]
    shuffled = rng.permutation(12)
    first = cluster_ratio_change(*(column.tolist() for column in columns), seed=1)
    second = cluster_ratio_change(*(column[shuffled].tolist() for column in columns), seed=1)
    assert first is not None
    assert first == second


def rows(codes: list[str]) -> list[CellRow]:
    """Twelve months of twenty persons with odd shares of a month worked."""
    rng = np.random.default_rng(7)
    return [
        (month, "team", code, None, None, 1, 1, rng.uniform(0, 3), rng.uniform(0, 1), 1.0)
        for month in MONTHS
        for code in codes
    ]


@pytest.mark.parametrize("statistic", ["ratio", "mean", "share", "monthly_sum"])
def test_the_codes_of_managers_do_not_change_the_last_digit_of_a_level(statistic):
    names = [f"{number:02d}" for number in range(20)]
    shuffles = [np.random.default_rng(seed).permutation(names).tolist() for seed in range(40)]
    levels = {
        level_of(declaration(statistic), cells, cells.months())
        for cells in (cells_of(rows(codes)) for codes in shuffles)
    }
    assert len(levels) == 1
