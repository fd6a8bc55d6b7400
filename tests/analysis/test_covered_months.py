"""Which months a KPI's data cover."""

from __future__ import annotations

from datetime import date

from dagster_project.analysis.coverage import covered_months
from dagster_project.analysis.windows import month_index


def covered(first: date, last: date, n: int) -> list[int]:
    """The covered months of a monthly sum as indices."""
    return list(covered_months("monthly_sum", first, last, n))


def test_three_sales_in_two_months_cover_two_months_and_none_before_or_after() -> None:
    assert covered(date(2026, 3, 10), date(2026, 4, 30), 3) == [
        month_index(date(2026, 3, 1)),
        month_index(date(2026, 4, 1)),
    ]


def test_a_month_that_daily_data_only_touch_is_not_covered() -> None:
    assert covered(date(2026, 3, 20), date(2026, 6, 10), 800) == [
        month_index(date(2026, 4, 1)),
        month_index(date(2026, 5, 1)),
    ]
