"""The return on the CRM, by hand: cost of a year, sales that pay for it, and what is said of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from dagster_project.analysis.payback import Spending, YearlyChange, one_off, payback, yearly_cost
from dagster_project.analysis.windows import Window
from dagster_project.settings_costs import Cost, Margin

AFTER = Window(date(2025, 1, 1), date(2026, 1, 1), 12)
LICENCES = Spending(1200.0, date(2025, 1, 1), date(2025, 12, 31))
SALES = YearlyChange(before=10_000, change=2_000, low=-1_000, high=5_000)


def test_a_running_cost_counts_by_the_days_that_fall_into_the_period() -> None:
    two_years = Spending(730.0, date(2024, 1, 2), date(2025, 12, 31))  # a rouble a day
    assert yearly_cost([two_years], AFTER) == pytest.approx(365.25)
    half_a_year = Window(date(2025, 7, 1), date(2026, 1, 1), 6)
    assert yearly_cost([two_years], half_a_year) == pytest.approx(365.25), "a year's cost, however long the period"
    assert yearly_cost([Spending(100.0, date(2023, 1, 1), date(2024, 12, 31))], AFTER) == 0


def test_a_payment_made_once_is_spread_over_three_years_from_its_day() -> None:
    assert yearly_cost([one_off(3000.0, date(2024, 6, 1))], AFTER) == pytest.approx(1000.0, rel=1e-3)
    assert yearly_cost([one_off(3000.0, date(2021, 12, 31))], AFTER) == 0, "written off before the period"


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(4_000, 9_000, "ok"), (3_999, 9_000, "none"), (-1_000, 4_100, "none"), (-1_000, 3_900, "bad")],
)
def test_only_an_interval_that_lies_beyond_the_needed_sales_is_a_verdict(low: int, high: int, verdict: str) -> None:
    """1,200 a year at a margin of 0.3 (scaled to 365.25 days) need about 4,003 of sales."""
    margin = 1200 * 365.25 / 365 / 4_000
    found = payback([LICENCES], margin, AFTER, YearlyChange(10_000, 2_000, low, high))
    assert found.verdict == verdict and found.needed == pytest.approx(4_000)
    assert found.return_low == pytest.approx(low / 4_000 - 1) and found.return_high == pytest.approx(high / 4_000 - 1)


@pytest.mark.parametrize(
    ("spent", "margin", "after", "sales", "why"),
    [
        ([], 0.3, AFTER, SALES, "no_costs"),
        ([LICENCES], None, AFTER, SALES, "no_margin"),
        ([LICENCES], 0.3, None, SALES, "not_compared"),
        ([LICENCES], 0.3, AFTER, None, "not_compared"),
        ([Spending(9.0, date(2020, 1, 1), date(2020, 12, 31))], 0.3, AFTER, SALES, "no_costs_in_period"),
    ],
)
def test_what_is_not_known_gives_no_verdict_and_no_zero(spent, margin, after, sales, why) -> None:  # type: ignore[no-untyped-def]
    found = payback(spent, margin, after, sales)
    assert (found.verdict, found.why, found.return_low) == ("na", why, None)


@given(st.floats(0.01, 1), st.floats(1, 1e9), st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_paid_means_a_return_of_at_least_nothing(margin: float, amount: float, low: float, width: float) -> None:
    spent = [Spending(amount, AFTER.starts_on, date(2025, 12, 31))]
    found = payback(spent, margin, AFTER, YearlyChange(1e9, low + width / 2, low, low + width))
    assert found.return_low is not None and found.return_high is not None
    if found.verdict == "ok":
        assert found.return_low >= -1e-9
    if found.verdict == "bad":
        assert found.return_high < 1e-9


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"kind": "licences", "amount": 5}, "licences: give either `paid_on`"),
        ({"kind": "a", "amount": 5, "paid_on": "2025-01-01", "period": ["2025-01-01", "2025-02-01"]}, "give either"),
        ({"kind": "a", "amount": 5, "period": ["2025-02-01", "2025-01-01"]}, "ends (2025-01-01) before it starts"),
        ({"kind": "a", "amount": -5, "paid_on": "2025-01-01"}, "greater than 0"),
    ],
)
def test_a_cost_that_cannot_be_is_refused(entry: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError) as error:
        Cost.model_validate(entry)
    assert said in str(error.value)


def test_a_margin_in_per_cent_is_refused_with_the_right_form() -> None:
    margin = TypeAdapter(Margin)
    assert margin.validate_python(0.35) == 0.35
    with pytest.raises(ValueError, match=r"0\.35 for 35 %"):
        margin.validate_python(35)
