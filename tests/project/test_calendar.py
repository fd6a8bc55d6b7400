"""The working calendar: holidays, hours, shifts over midnight, teams in other time zones, changes of the clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dagster_project.calendar import DayHours, WorkingTime, working_days, working_hours
from dagster_project.errors import InputError
from dagster_project.settings_calendar import Calendar

WEEK = (1, 2, 3, 4, 5)
OFFICE = (time(9), time(18))
HOUR = 3600


def calendar(
    hours: tuple[time, time] | None = OFFICE, zone: str = "Europe/Moscow", country: str = "none", week: tuple = WEEK
) -> WorkingTime:
    return WorkingTime(country, week, (), (), hours, zone)


def worked(days: list[DayHours]) -> dict[date, list[tuple[float, float]]]:
    """The pieces of each day in hours."""
    found = {}
    for day in days:
        pieces = [(day.opens, day.closes), (day.opens_again, day.closes_again)]
        found[day.day] = [(opens / HOUR, closes / HOUR) for opens, closes in pieces if closes > opens]
    return found


def test_holidays_and_own_days_correct_the_week() -> None:
    own = WorkingTime("RU", WEEK, (date(2025, 6, 3),), (date(2025, 6, 7),), None, "Europe/Moscow")
    off = [day.day for day, is_working in working_days(own, date(2025, 6, 2), date(2025, 6, 15)) if not is_working]
    assert off == [3, 8, 12, 13, 14, 15]  # 12 June is a public holiday, and the 13th was moved to it


def test_an_unknown_country_is_named() -> None:
    with pytest.raises(InputError, match=r"calendar\.country: 'XX'"):
        working_days(calendar(country="XX"), date(2025, 1, 1), date(2025, 1, 2))


def test_office_hours_add_up_over_the_week() -> None:
    days = working_hours(calendar(), date(2025, 6, 2), date(2025, 6, 9), "Europe/Moscow")
    assert [day.seconds_before / HOUR for day in days] == [0, 9, 18, 27, 36, 45, 45, 45]
    assert worked(days)[date(2025, 6, 6)] == [(9, 18)]
    assert worked(days)[date(2025, 6, 7)] == []


def test_around_the_clock_is_the_whole_day() -> None:
    days = working_hours(calendar(hours=None), date(2025, 6, 6), date(2025, 6, 8), "Europe/Moscow")
    assert [day.closes for day in days] == [86_400, 0, 0]


def test_a_team_in_another_zone_works_at_other_hours_of_the_company() -> None:
    days = worked(working_hours(calendar(zone="Asia/Vladivostok"), date(2025, 6, 6), date(2025, 6, 7), "Europe/Moscow"))
    assert days == {date(2025, 6, 6): [(2, 11)], date(2025, 6, 7): []}
    # New York, Monday to Friday 9 to 18, is 16 to 1 of the next day in Moscow
    days = worked(working_hours(calendar(zone="America/New_York"), date(2025, 6, 6), date(2025, 6, 9), "Europe/Moscow"))
    assert days[date(2025, 6, 6)] == [(0, 1), (16, 24)]
    assert days[date(2025, 6, 7)] == [(0, 1)]
    assert days[date(2025, 6, 8)] == []
    assert days[date(2025, 6, 9)] == [(16, 24)]


def test_a_change_of_the_clock_moves_the_hours_of_a_team_abroad() -> None:
    days = worked(working_hours(calendar(zone="Europe/Berlin"), date(2025, 3, 28), date(2025, 3, 31), "Europe/Moscow"))
    assert days[date(2025, 3, 28)] == [(11, 20)]  # winter time: two hours behind Moscow
    assert days[date(2025, 3, 31)] == [(10, 19)]  # summer time: one hour


def test_a_night_shift_is_cut_at_midnight() -> None:
    night = calendar(hours=(time(22), time(6)), week=(1, 2, 3, 4, 5, 6, 7))
    days = working_hours(night, date(2025, 6, 6), date(2025, 6, 7), "Europe/Moscow")
    assert worked(days) == {date(2025, 6, 6): [(0, 6), (22, 24)], date(2025, 6, 7): [(0, 6), (22, 24)]}


@given(
    st.sampled_from(["Europe/Moscow", "America/New_York", "Asia/Vladivostok", "Europe/Berlin", "Asia/Kolkata"]),
    st.times(),
    st.times(),
    st.datetimes(datetime(2025, 1, 10), datetime(2025, 12, 20)),
    st.timedeltas(timedelta(0), timedelta(days=9)),
)
def test_working_time_is_that_of_a_count_minute_by_minute(
    zone: str, start: time, end: time, since: datetime, lasts: timedelta
) -> None:
    start, end = start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0)
    since = since.replace(second=0, microsecond=0)
    until = since + timedelta(minutes=int(lasts.total_seconds() // 60))
    own = calendar(hours=(start, end) if start != end else None, zone=zone)
    days = {day.day: day for day in working_hours(own, date(2025, 1, 1), date(2025, 12, 31), "Europe/Moscow")}

    def seconds_to(at: datetime) -> int:
        day = days[at.date()]
        clock = at.hour * HOUR + at.minute * 60
        pieces = ((day.opens, day.closes), (day.opens_again, day.closes_again))
        return day.seconds_before + sum(min(max(clock - opens, 0), closes - opens) for opens, closes in pieces)

    def is_worked(at: datetime) -> bool:
        if start == end:
            return at.isoweekday() in WEEK
        there = at.replace(tzinfo=ZoneInfo("Europe/Moscow")).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        for day in (there.date(), there.date() - timedelta(days=1)):
            opens = datetime.combine(day, start)
            closes = datetime.combine(day if end > start else day + timedelta(days=1), end)
            if day.isoweekday() in WEEK and opens <= there < closes:
                return True
        return False

    counted = sum(is_worked(since + timedelta(minutes=n)) for n in range(int((until - since).total_seconds()) // 60))
    assert abs(seconds_to(until) - seconds_to(since) - counted * 60) <= HOUR * ("Berlin" in zone or "York" in zone)


@pytest.mark.parametrize("text", ["9-18", "09:00", "25:00-26:00", "09:60-18:00", "09:00-24:30", "now"])
def test_hours_that_are_no_hours_are_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="09:00-18:00"):
        Calendar(hours=text)  # type: ignore[arg-type]


def test_a_team_differs_only_in_what_it_gives() -> None:
    told = Calendar.model_validate(
        {
            "country": "KZ",
            "hours": "9:00 – 18:00",
            "teams": {"Юг": {"timezone": "Asia/Almaty"}, "Ночь": {"hours": "00:00-24:00", "weekdays": [6, 7]}},
        }
    )
    assert told.working_time("Europe/Moscow") == WorkingTime("KZ", WEEK, (), (), OFFICE, "Europe/Moscow")
    assert told.working_time("Europe/Moscow", "Юг").zone == "Asia/Almaty"
    assert told.working_time("Europe/Moscow", "Юг").hours == OFFICE
    assert told.working_time("Europe/Moscow", "Ночь").hours is None
    assert told.working_time("Europe/Moscow", "Ночь").weekdays == (6, 7)


@pytest.mark.parametrize("week", [[], [0], [8]])
def test_week_days_run_from_one_to_seven(week: list[int]) -> None:
    with pytest.raises(ValidationError, match="Monday"):
        Calendar.model_validate({"weekdays": week})


@pytest.mark.parametrize(("text", "hours"), [("09:00-18:00", 9), ("22:00-06:30", 8.5), ("00:00-24:00", 24), (None, 24)])
def test_the_length_of_a_working_day_is_told(text: str | None, hours: float) -> None:
    assert Calendar.model_validate({"hours": text}).hours_of_a_day == hours
