"""Which months an audit compares."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.analysis.windows import AuditWindows, Window, audit_windows, complete_months, month_index
from dagster_project.errors import InputError


def labels(windows: AuditWindows) -> tuple[str, str]:
    assert windows.before is not None and windows.after is not None
    return windows.before.label, windows.after.label


def test_two_full_years_surround_the_go_live() -> None:
    windows = audit_windows(date(2022, 1, 1), date(2026, 6, 30), [date(2025, 1, 1)])
    assert labels(windows) == ("2024-01-01/2024-12-31", "2025-01-01/2025-12-31")
    assert windows.notes == ()


def test_the_wash_out_and_a_go_live_inside_a_month_are_left_out() -> None:
    windows = audit_windows(date(2022, 1, 1), date(2026, 12, 31), [date(2024, 5, 15)], washout_months=2)
    assert labels(windows) == ("2023-05-01/2024-04-30", "2024-08-01/2025-07-31")
    periods = [windows.period_of(date(2024, month, 1)) for month in (4, 5, 7, 8)]
    assert periods == ["before", "washout", "washout", "after"]
    assert windows.period_of(date(2022, 3, 1)) == "outside"


def test_a_staggered_roll_out_ends_before_the_first_and_starts_after_the_last_team() -> None:
    go_live = [date(2024, 3, 1), date(2024, 1, 1), date(2024, 6, 10)]
    windows = audit_windows(date(2022, 1, 1), date(2026, 1, 31), go_live, pilot=date(2023, 11, 20))
    assert labels(windows) == ("2022-11-01/2023-10-31", "2024-07-01/2025-06-30")


def test_a_short_period_after_is_compared_with_the_same_months_of_the_year_before() -> None:
    windows = audit_windows(date(2022, 6, 1), date(2024, 9, 12), [date(2024, 3, 1)])
    assert labels(windows) == ("2023-03-01/2023-08-31", "2024-03-01/2024-08-31")


def test_neighbouring_years_are_preferred_to_a_longer_pair_further_apart() -> None:
    go_live = [date(2024, 6, 1), date(2024, 9, 1)]
    windows = audit_windows(date(2022, 10, 1), date(2025, 6, 30), go_live, washout_months=2)
    assert labels(windows) == ("2023-11-01/2024-05-31", "2024-11-01/2025-05-31")


def test_with_little_history_the_same_months_that_exist_are_taken() -> None:
    windows = audit_windows(date(2024, 1, 1), date(2025, 4, 30), [date(2024, 9, 1)])
    assert labels(windows) == ("2024-01-01/2024-04-30", "2025-01-01/2025-04-30")


def test_without_common_calendar_months_adjacent_ones_are_taken_and_the_season_is_called_out() -> None:
    windows = audit_windows(date(2017, 1, 1), date(2017, 12, 31), [date(2017, 7, 1)])
    assert labels(windows) == ("2017-01-01/2017-06-30", "2017-07-01/2017-12-31")
    assert windows.notes == ("different_months",)


def test_more_than_a_year_is_taken_in_whole_years() -> None:
    windows = audit_windows(date(2020, 1, 1), date(2024, 8, 31), [date(2023, 1, 1)], months=30)
    assert labels(windows) == ("2022-01-01/2022-12-31", "2023-01-01/2023-12-31")


def test_months_that_the_data_cover_in_part_are_left_out_but_week_ends_and_new_year_are_forgiven() -> None:
    january = month_index(date(2024, 1, 1))
    assert list(complete_months(date(2024, 1, 9), date(2024, 3, 29))) == [january, january + 1, january + 2]
    assert list(complete_months(date(2024, 2, 9), date(2024, 4, 20))) == [month_index(date(2024, 3, 1))]


def test_without_a_roll_out_there_are_no_windows() -> None:
    assert audit_windows(date(2024, 1, 1), date(2024, 12, 31), []) == AuditWindows(reason="no_rollout")


@pytest.mark.parametrize(("go_live", "reason"), [(date(2024, 1, 10), "no_before"), (date(2024, 12, 5), "no_after")])
def test_a_go_live_at_the_edge_of_the_data_leaves_nothing_to_compare(go_live: date, reason: str) -> None:
    assert audit_windows(date(2024, 1, 1), date(2024, 12, 31), [go_live]).reason == reason


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2025, 1, 1)])
def test_a_roll_out_outside_the_data_is_refused_with_the_extent_of_the_data(day: date) -> None:
    with pytest.raises(InputError, match=rf"roll_out.*{day}.*2024-01-01 to 2024-12-31"):
        audit_windows(date(2024, 1, 1), date(2024, 12, 31), [day])
    with pytest.raises(InputError, match="roll_out"):
        audit_windows(date(2024, 1, 1), date(2024, 12, 31), [date(2024, 6, 1)], pilot=day)


def explicit(before: tuple[date, date], after: tuple[date, date]) -> AuditWindows:
    return audit_windows(date(2016, 10, 20), date(2017, 12, 31), [date(2017, 7, 1)], explicit=(before, after))


def test_explicit_windows_are_taken_as_they_are_and_their_weakness_is_noted() -> None:
    windows = explicit((date(2017, 3, 1), date(2017, 6, 30)), (date(2017, 7, 1), date(2017, 12, 31)))
    assert labels(windows) == ("2017-03-01/2017-06-30", "2017-07-01/2017-12-31")
    assert windows.before is not None and windows.before.n_months == 4
    assert windows.notes == ("unequal_length", "different_months")


def test_an_explicit_window_is_cut_to_whole_months_towards_the_roll_out_and_filled_up_away_from_it() -> None:
    windows = audit_windows(
        date(2016, 1, 1),
        date(2018, 12, 31),
        [date(2017, 7, 10)],
        explicit=((date(2016, 7, 12), date(2017, 7, 9)), (date(2017, 7, 10), date(2018, 7, 20))),
    )
    assert labels(windows) == ("2016-07-01/2017-06-30", "2017-08-01/2018-07-31")
    assert "rounded_to_months" in windows.notes
    with pytest.raises(InputError, match=r"windows\.before.*holds no whole month"):
        explicit((date(2017, 6, 1), date(2017, 6, 29)), (date(2017, 7, 1), date(2017, 12, 31)))


def test_months_that_the_data_cover_in_part_are_named_in_an_explicit_window() -> None:
    windows = explicit((date(2016, 10, 20), date(2017, 3, 31)), (date(2017, 7, 1), date(2017, 12, 31)))
    assert windows.before == Window(date(2016, 10, 1), date(2017, 4, 1), 5, (date(2016, 10, 1),))
    assert windows.notes == ("partial_months", "unequal_length", "different_months", "rounded_to_months")


def test_explicit_windows_that_cannot_be_are_refused() -> None:
    after = (date(2017, 7, 1), date(2017, 12, 31))
    with pytest.raises(InputError, match=r"windows\.before.*data run from"):
        explicit((date(2015, 1, 1), date(2015, 6, 30)), after)
    with pytest.raises(InputError, match="after the roll-out began"):
        explicit((date(2017, 1, 1), date(2017, 7, 31)), (date(2017, 8, 1), date(2017, 12, 31)))
    with pytest.raises(InputError, match="must end earlier"):
        explicit((date(2017, 1, 1), date(2017, 6, 30)), (date(2017, 6, 1), date(2017, 12, 31)))


days = st.dates(date(2018, 1, 1), date(2026, 12, 31))


@given(days, st.integers(40, 2500), st.floats(0, 1), st.integers(0, 6), st.integers(1, 36))
def test_windows_are_equal_long_whole_months_inside_the_data_and_around_the_go_live(
    first: date, length: int, at: float, washout: int, months: int
) -> None:
    last = first + timedelta(days=length)
    go_live = first + timedelta(days=round(at * length))
    windows = audit_windows(first, last, [go_live], washout_months=washout, months=months)
    if windows.before is None or windows.after is None:
        assert windows.reason in ("no_before", "no_after")
        return
    before, after = windows.before, windows.after
    assert before.n_months == after.n_months == len(before.months()) == len(after.months()) <= months
    assert before.starts_on.day == before.ends_before.day == after.starts_on.day == after.ends_before.day == 1
    assert before.ends_before <= go_live <= after.starts_on
    assert after.ends_before <= last + timedelta(days=4)
    shift = month_index(after.starts_on) - month_index(before.starts_on)
    assert shift % 12 == 0 or before.n_months % 12 == 0 or windows.notes == ("different_months",)
