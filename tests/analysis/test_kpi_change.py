"""One KPI from cells to its line: levels, windows, reasons, comparability."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dagster_project.analysis.cells import cells_of
from dagster_project.analysis.change import AuditContext, Overview, measure, monthly_values
from dagster_project.analysis.verdicts import judge
from dagster_project.analysis.windows import AuditWindows, audit_windows
from tests.analysis.audit_worlds import (
    GO_LIVE,
    LAST,
    YEARS,
    Observation,
    cell_rows,
    declaration,
    kpi_data,
    measured,
    world,
)

NO_ROLLOUT = AuditWindows(reason="no_rollout")
STATISTICS = ["monthly_sum", "km_median", "median", "share", "mean", "ratio", "nps"]


@pytest.mark.parametrize("statistic", STATISTICS)
def test_the_order_of_the_rows_changes_nothing(statistic: str) -> None:
    observations = world(statistic, 5, 1.2)
    data = kpi_data(statistic, observations)
    rows = cell_rows(statistic, observations)
    random.Random(1).shuffle(rows)
    shuffled = replace(data, cells=cells_of(rows))
    context = AuditContext(YEARS, 1)
    assert measure(declaration(statistic), shuffled, context) == measure(declaration(statistic), data, context)


@pytest.mark.parametrize("statistic", ["monthly_sum", "mean", "ratio"])
def test_another_currency_gives_the_same_change_in_per_cent(statistic: str) -> None:
    observations = world(statistic, 5, 1.2)
    first = measured(statistic, observations).result
    other = measured(statistic, [replace(one, value=one.value / 97.3) for one in observations]).result
    assert (other.change_pct, other.ci_low, other.ci_high) == pytest.approx(
        (first.change_pct, first.ci_low, first.ci_high), abs=1e-8
    )


@pytest.mark.parametrize("statistic", STATISTICS)
def test_without_a_roll_out_the_level_over_all_data_stands_in_after(statistic: str) -> None:
    found = measured(statistic, world(statistic, 1), NO_ROLLOUT)
    line = found.result
    assert found.codes == ("no_rollout",)
    assert (line.before, line.n_before, line.change, line.ci_low, line.period_before) == (None,) * 5
    assert line.after is not None
    assert line.period_after is not None and line.period_after.startswith("2023-01-")
    assert line.n_after == len(world(statistic, 1))


def test_levels_are_what_a_pencil_gives() -> None:
    sales = [Observation(date(2023, month, day), 10.0 * month) for month in range(1, 13) for day in (1, 28)]
    sales += [
        Observation(date(2024, month, day), 20.0 * month)
        for month in range(1, 13)
        for day in (1, 31 if month == 12 else 28)
    ]
    line = measured("monthly_sum", sales).result
    assert (line.before, line.after, line.change, line.change_pct) == (130.0, 260.0, 130.0, 100.0)
    assert (line.n_before, line.n_after) == (24, 24)
    share = [Observation(date(2023, 5, 2), float(place < 3)) for place in range(20)]
    share += [Observation(date(2024, 5, 2), float(place < 8)) for place in range(20)]
    line = measured("share", share).result
    assert (line.before, line.after, line.change) == (0.15, 0.4, 0.25)
    assert line.change_pct == pytest.approx(166.6667, abs=1e-4)
    ratio = [
        Observation(date(2023, 5, 1), 8.0, user="a", weight=1.0),
        Observation(date(2023, 5, 1), 2.0, user="b", weight=0.25),
    ]
    assert measured("ratio", ratio, NO_ROLLOUT).result.after == 8.0


def test_a_month_without_orders_is_an_observed_zero() -> None:
    sales = [Observation(date(2023, month, day), 10.0) for month in range(1, 13) if month != 5 for day in range(1, 29)]
    sales += [Observation(date(2024, month, day), 10.0) for month in range(1, 13) for day in range(1, 29)]
    assert measured("monthly_sum", sales).result.before == pytest.approx(280 * 11 / 12)


def test_a_source_that_starts_inside_the_period_does_not_count_its_empty_months_as_zero() -> None:
    sales = [one for one in world("monthly_sum", 1) if one.on >= date(2023, 4, 1)]
    found = measured("monthly_sum", sales)
    full = measured("monthly_sum", world("monthly_sum", 1))
    assert "partial_coverage" in found.codes and "partial_coverage" not in full.codes
    expected = sum(one.value for one in sales if one.on < GO_LIVE) / 9
    assert found.result.before == pytest.approx(expected)
    after = sum(one.value for one in sales if one.on >= date(2024, 4, 1)) / 9
    assert found.result.after == pytest.approx(after)


def test_a_kpi_that_exists_only_after_the_go_live_is_shown_and_not_compared() -> None:
    found = measured("share", [one for one in world("share", 1) if one.on >= GO_LIVE])
    assert found.codes == ("no_before",)
    assert found.result.before is None and found.result.after is not None and found.result.change is None


def test_a_kpi_that_ends_with_the_go_live_has_nothing_after() -> None:
    found = measured("share", [one for one in world("share", 1) if one.on < GO_LIVE])
    assert found.codes == ("no_after",)
    assert found.result.before is not None and found.result.after is None


def test_another_question_or_scale_leaves_levels_and_no_verdict() -> None:
    changed = {"test_share": {"before": {"q|1|5": 50}, "after": {"q|1|10": 50}}}
    data = kpi_data("share", world("share", 1))
    found = measure(declaration("share"), data, AuditContext(YEARS, 1, instruments=changed))
    assert "instrument_changed" in found.codes and found.result.before is not None
    assert [(one.verdict, (one.reason or "").partition(";")[0]) for one in judge([found], frozenset())] == [
        ("na", "instrument_changed")
    ]
    late = kpi_data("share", [one for one in world("share", 1) if one.on >= GO_LIVE])
    codes = measure(declaration("share"), late, AuditContext(YEARS, 1, instruments=changed)).codes
    assert set(codes) == {"instrument_changed", "no_before"}


def test_without_rows_the_source_is_missing_or_the_thing_is_not_tracked() -> None:
    nothing = kpi_data("share", [])
    missing = measure(declaration("share"), nothing, AuditContext(YEARS, 1))
    untracked = measure(declaration("share"), nothing, AuditContext(YEARS, 1, inputs=frozenset({"deals", "leads"})))
    assert (missing.codes, untracked.codes) == (("no_source",), ("not_tracked",))
    assert missing.result.after is None


def test_zero_before_has_no_per_cent_but_points() -> None:
    rows = [Observation(date(2023, 3, day), 0.0) for day in range(1, 21)]
    rows += [Observation(date(2024, 3, day), float(day <= 2)) for day in range(1, 21)]
    found = measured("share", rows)
    assert found.result.change_pct is None
    assert found.result.change == pytest.approx(0.1)
    assert found.result.ci_unit == "pp"
    assert "zero_before" in found.codes


def test_ten_rows_are_too_few_and_thirty_are_enough() -> None:
    def rows(n: int) -> list[Observation]:
        days = [date(year, 1, 1) + timedelta(days=7 * place) for year in (2023, 2024) for place in range(n)]
        return [Observation(day, float(place % 2)) for place, day in enumerate(days)]

    assert "too_few" in measured("share", rows(9)).codes
    assert measured("share", rows(9)).result.ci_low is None
    assert "few_rows" in measured("share", rows(10)).codes
    assert {"too_few", "few_rows"}.isdisjoint(measured("share", rows(30)).codes)


def test_an_nps_below_thirty_answers_is_not_compared() -> None:
    rows = [Observation(date(year, 3, day), 9.0) for year in (2023, 2024) for day in range(1, 30)]
    assert "too_few" in measured("nps", rows).codes
    more = [Observation(date(year, 4, 1), 3.0) for year in (2023, 2024)]
    found = measured("nps", rows + more)
    assert "too_few" not in found.codes
    assert found.result.change_pct is None and found.result.ci_unit == "points"


def test_sums_of_different_calendar_months_carry_the_season_and_are_called_so() -> None:
    windows = audit_windows(date(2024, 1, 1), LAST, [date(2024, 7, 1)])
    rows = [one for one in world("monthly_sum", 1) if one.on >= GO_LIVE]
    assert "different_months" in measured("monthly_sum", rows, windows).codes
    shares = [one for one in world("share", 1) if one.on >= GO_LIVE]
    assert measured("share", shares, windows).codes == ("season_not_removed",)


def test_a_rate_whose_recording_began_inside_the_period_is_not_comparable() -> None:
    """As in a marketplace whose won deals start half a year after its leads: 0 of 1,357, then 3 of 645, then 9 %."""
    sizes = {6: (0, 4), 7: (0, 239), 8: (0, 386), 9: (0, 312), 10: (0, 416), 11: (2, 445), 12: (1, 200)}
    rows = [
        Observation(date(2023, month, 15), float(place < k)) for month, (k, n) in sizes.items() for place in range(n)
    ]
    rows += [Observation(date(2024, month, 15), float(place < 92)) for month in range(1, 6) for place in range(1000)]
    found = measured("share", rows)
    assert "not_comparable_cohorts" in found.codes
    assert found.result.before == pytest.approx(3 / 2002)


def test_a_rare_success_is_not_taken_for_late_recording() -> None:
    flagged = 0
    for seed in range(40):
        rows = world("share", seed, per_month=60)
        rare = random.Random(seed)
        rows = [replace(one, value=float(rare.random() < 0.02)) for one in rows]
        flagged += "not_comparable_cohorts" in measured("share", rows).codes
    assert flagged <= 1


def test_a_rate_without_a_fixed_window_is_shown_and_never_compared() -> None:
    found = measured("share", world("share", 1), follow_up="ever")
    assert "not_comparable_cohorts" in found.codes
    assert found.result.before is not None and found.result.after is not None


def test_many_young_cases_after_the_go_live_are_said() -> None:
    rows = [replace(one, complete=one.on < date(2024, 7, 1)) for one in world("share", 1)]
    found = measured("share", rows)
    assert "young_cohorts" in found.codes
    assert found.result.n_after == sum(one.complete for one in rows if one.on >= GO_LIVE)
    assert "young_cohorts" not in measured("share", world("share", 1)).codes


def test_so_few_old_cases_that_they_stand_for_the_first_days_are_not_compared() -> None:
    rows = [replace(one, complete=one.on < date(2024, 2, 1)) for one in world("share", 1)]
    found = measured("share", rows)
    assert {"not_comparable_cohorts", "young_cohorts", "one_cohort"} <= set(found.codes)


@pytest.mark.parametrize("statistic", ["km_median", "median"])
def test_durations_are_not_compared_when_ends_were_recorded_only_later(statistic: str) -> None:
    """Deals of 2023 that closed before October 2023 are missing from the export, so those left look slow."""
    rows = world("median", 1)
    kept = [one for one in rows if one.on + timedelta(days=one.value) >= date(2023, 10, 1)]
    full, cut = measured(statistic, rows), measured(statistic, kept)
    assert "not_comparable_cohorts" not in full.codes
    assert "not_comparable_cohorts" in cut.codes
    assert cut.result.change_pct is not None and cut.result.change_pct < -15
    young = [replace(one, complete=one.value < 180) for one in kept]
    assert "not_comparable_cohorts" in measured("median", young).codes


def test_months_without_a_case_old_enough_do_not_blur_the_median() -> None:
    rows = [replace(one, complete=one.on < date(2024, 7, 1)) for one in world("median", 1)]
    found = measured("median", rows)
    assert found.result.ci_low is not None and found.result.ci_low < 0 < (found.result.ci_high or 0)
    assert found.codes == ("young_cohorts",)


def test_more_than_half_open_leaves_no_median() -> None:
    rows = [replace(one, complete=one.complete and one.on < GO_LIVE) for one in world("km_median", 1)]
    found = measured("km_median", rows)
    assert found.result.before is not None and found.result.after is None
    assert found.codes == ("median_not_reached",)
    rows = [replace(one, complete=place % 3 == 0) for place, one in enumerate(world("km_median", 1))]
    rows = [one if one.complete else replace(one, value=900.0) for one in rows]
    assert measured("km_median", rows).codes == ("median_not_reached",)


def test_a_single_manager_gives_figures_without_an_interval() -> None:
    rows = [replace(one, user="only") for one in world("ratio", 1)]
    found = measured("ratio", rows)
    assert found.result.change is not None and found.result.ci_low is None
    assert "few_clusters" in found.codes


def test_rows_for_a_managers_month_stand_on_its_first_day_and_cover_it() -> None:
    rows = [replace(one, on=one.on.replace(day=1)) for one in world("ratio", 1)]
    assert "partial_coverage" not in measured("ratio", rows).codes


def test_a_part_of_the_company_is_measured_like_the_whole() -> None:
    observations = [replace(one, team="north" if place % 2 else "south") for place, one in enumerate(world("share", 2))]
    data = kpi_data("share", observations)
    north = replace(data, cells=data.cells.where(data.cells.team == "north"))
    found = measure(declaration("share"), north, AuditContext(YEARS, 1), ("team", "north"))
    assert (found.result.segment, found.result.segment_value) == ("team", "north")
    assert found.result.n_before == sum(one.team == "north" for one in observations if one.on < GO_LIVE)


def test_answers_without_a_date_give_a_level_and_belong_to_no_period() -> None:
    data = kpi_data("nps", world("nps", 1))
    rows = [(None, *row[1:]) for row in cell_rows("nps", world("nps", 1))]
    undated = replace(data, cells=cells_of(rows), overview=replace(data.overview, first_day=None, last_day=None))
    for windows in (YEARS, AuditWindows(reason="no_dates")):
        found = measure(declaration("nps"), undated, AuditContext(windows, 1))
        assert found.codes == ("no_dates",)
        assert (found.result.n_after, found.result.period_after, found.result.before) == (960, None, None)
        assert found.result.after == measured("nps", world("nps", 1), NO_ROLLOUT).result.after
    assert monthly_values(declaration("nps"), undated) == ()


def test_monthly_values_have_no_gaps() -> None:
    rows = [one for one in world("share", 1) if one.on.month != 5]
    months = monthly_values(declaration("share"), kpi_data("share", rows))
    assert [month for month, _, _ in months] == [date(2023 + place // 12, place % 12 + 1, 1) for place in range(24)]
    assert months[4][1:] == (None, 0)
    assert sum(n for _, _, n in months) == len(rows)
    sums = monthly_values(declaration("monthly_sum"), kpi_data("monthly_sum", rows))
    assert sums[4][1:] == (0.0, 0)


def test_the_exact_median_of_the_warehouse_is_the_level_over_all_data() -> None:
    data = kpi_data("median", [Observation(date(2023, 1, day), day + 0.25) for day in range(1, 12)])
    data = replace(data, overview=replace(data.overview, median=6.25))
    assert measure(declaration("median"), data, AuditContext(NO_ROLLOUT, 1)).result.after == 6.25
    assert isinstance(data.overview, Overview)


def test_a_bucket_is_the_number_that_a_reader_expects() -> None:
    rows = [(date(2023, 1, 1), None, None, None, 67 * 0.1, 3, 3, 0.1 + 0.2, 3.0, None)]
    cells = cells_of(rows)
    assert cells.bucket.tolist() == [6.7]
    assert cells.value.tolist() == [0.3]
    assert cells.square.tolist() == [0.0]
