"""Shaded tables: what is not known yet is empty, the largest share is darkest, the total has no shade."""

from __future__ import annotations

import duckdb
import pytest

from dagster_project.evidence.customers import cohorts
from dagster_project.evidence.rows import Row, read
from reports.charts import heat_colour
from reports.format import NBSP
from reports.heat_table import HeatTable
from reports.sections.context import Context
from reports.sections.heat_tables import heat_table
from reports.sentences import Voice
from reports.words import Words
from tests.reports import evidence_fixture as fixture

COLUMNS = "cohort_quarter, age_quarters, n_customers, is_over, n_active, active_share"
ROWS = (
    "(date '2025-01-01', 0, 10, true, 10, 1e0)",
    "(date '2025-01-01', 1, 10, true, 4, 4e-1)",
    "(date '2025-01-01', 2, 10, true, 0, 0e0)",
    "(date '2025-04-01', 0, 30, true, 30, 1e0)",
    "(date '2025-04-01', 1, 30, true, 6, 2e-1)",
    "(date '2025-04-01', 2, 30, false, null, null)",
    "(date '2025-07-01', 0, 20, true, 20, 1e0)",
    "(date '2025-07-01', 1, 20, false, null, null)",
    "(date '2024-10-01', 0, 4, true, 4, 1e0)",
    "(date '2024-10-01', 1, 4, true, 4, 1e0)",
)


class Marts:
    """What a builder of figures reads from."""

    def __init__(self, *rows: str) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("create schema marts")
        self.connection.execute("create table marts.audit_parameters as select 5 as suppress_people_below")
        self.connection.execute(
            f"create table marts.cohort_retention as from (values {', '.join(rows)}) as one({COLUMNS})"
        )

    def rows(self, relation: str, order_by: str) -> list[Row]:
        return read(self.connection, relation, order_by)

    def entity_files(self, *tables: str) -> tuple[str, ...]:
        return ("sales.csv",)


def _figure(*rows: str) -> HeatTable:
    found = cohorts(Marts(*rows))  # type: ignore[arg-type]
    assert isinstance(found, HeatTable)
    return found


def test_the_line_for_all_cohorts_counts_for_each_age_those_observed_so_long() -> None:
    figure = _figure(*ROWS)
    assert [(row.n, row.shares) for row in figure.rows] == [(10, (0.4, 0.0)), (30, (0.2, None)), (40, (0.25, 0.0))]
    assert [row.is_total for row in figure.rows] == [False, False, True]


def test_one_cohort_makes_no_triangle() -> None:
    assert cohorts(Marts(*ROWS[:3])) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "first"), [("ru", "I кв. 2025 г."), ("en", "Q1 2025")])
def test_a_quarter_that_is_not_over_is_empty_and_the_largest_share_is_darkest(language: str, first: str) -> None:
    table = heat_table(Context(fixture.sparse(), Voice(Words(language)), "pdf"), _figure(*ROWS))
    texts = [[cell.text.replace(NBSP, " ") for cell in row.cells] for row in table.rows]
    assert texts[0] == [first, "10", "40", "0"]
    assert texts[1][2:] == ["20", ""]
    assert texts[2][2:] == ["25", "0"]
    shades = [[cell.background for cell in row.cells[2:]] for row in table.rows]
    assert shades[0][0] == heat_colour(1, 0, 1) and shades[0][1] == heat_colour(0, 0, 1)
    assert shades[1][1] is None and shades[2] == [None, None]
    assert "sales.csv" in table.note
