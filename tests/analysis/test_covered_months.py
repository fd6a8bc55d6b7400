"""Which months a KPI's data cover."""

from __future__ import annotations

from datetime import date

from dagster_project.analysis.coverage import covered_months, instrument_codes, source_codes
from dagster_project.analysis.windows import month_index
from tests.analysis.audit_worlds import declaration


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


def test_a_period_has_another_source_when_less_than_half_is_in_common() -> None:
    kpi = declaration(inputs=("sales_orders", "deals"))

    def codes(before: dict[str, int], after: dict[str, int], entity: str = "deals") -> tuple[str, ...]:
        return source_codes(kpi, {entity: {"before": before, "after": after}})

    assert codes({"sheet": 100}, {"crm": 300}) == ("source_changed",)
    assert codes({"a": 60, "b": 40}, {"a": 90, "b": 110}) == ()
    assert codes({"old": 100}, {"old": 40, "new": 60}) == ("source_changed",)
    assert codes({}, {"crm": 5}) == codes({"sheet": 5}, {"crm": 5}, "leads") == ()
    orders_first = {
        "sales_orders": {"before": {"erp": 1}, "after": {"erp": 1}},
        "deals": {"before": {"sheet": 1}, "after": {"crm": 1}},
    }
    assert source_codes(kpi, orders_first) == ()


def test_another_question_or_scale_for_most_answers_is_another_instrument() -> None:
    def codes(before: dict[str, int], after: dict[str, int]) -> tuple[str, ...]:
        return instrument_codes("csat", {"csat": {"before": before, "after": after}, "nps": {"before": {"x": 1}}})

    assert codes({"довольны|1|5": 90}, {"довольны|1|10": 80}) == ("instrument_changed",)
    assert codes({"довольны|1|5": 90}, {"довольны|1|5": 80, "новый|1|5": 20}) == ()
    assert codes({}, {"довольны|1|5": 80}) == ()
    assert instrument_codes("ces", {}) == ()
