"""The key `calendar` of audit.yml: which days and hours are worked, in the company and in single teams."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator

from dagster_project.calendar import WorkingTime
from dagster_project.settings_part import Part, known_zone

_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—]\s*(\d{1,2}):(\d{2})")


def _hours(value: Any) -> tuple[time, time] | None:
    if value is None:
        return None
    match = _HOURS.fullmatch(str(value).strip())
    numbers = [int(part) for part in match.groups()] if match else []
    if not match or numbers[0] > 23 or numbers[2] > 24 or max(numbers[1], numbers[3]) > 59 or numbers[2:] > [24, 0]:
        raise ValueError(f"{value!r} are no hours; expected a text such as '09:00-18:00'")
    start, end = time(numbers[0], numbers[1]), time(numbers[2] % 24, numbers[3])
    if start == end:
        return None
    return start, end


def _week(value: tuple[int, ...] | None) -> tuple[int, ...] | None:
    if value is not None and (not value or not set(value) <= set(range(1, 8))):
        raise ValueError("expected numbers of week days from 1 (Monday) to 7, for example [1, 2, 3, 4, 5]")
    return value


Hours = Annotated[tuple[time, time] | None, BeforeValidator(_hours)]


class TeamCalendar(Part):
    """What is different for one team; what is not given is as in the company."""

    hours: Hours = None
    weekdays: tuple[int, ...] | None = None
    timezone: str | None = None
    country: str | None = None

    _weekdays = field_validator("weekdays")(_week)

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str | None) -> str | None:
        return None if value is None else known_zone(value)


class Calendar(Part):
    """Which days are worked: a country's public holidays, and days that the company sets itself; and at which hours.

    Without `hours` working days run around the clock.
    """

    country: str = "RU"
    holidays: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    hours: Hours = None
    teams: dict[str, TeamCalendar] = Field(default_factory=dict)

    _weekdays = field_validator("weekdays")(_week)

    @property
    def hours_of_a_day(self) -> float:
        """Working hours of one working day of the company; 24 around the clock."""
        if self.hours is None:
            return 24.0
        start, end = (moment.hour + moment.minute / 60 for moment in self.hours)
        return end - start if end > start else end - start + 24

    def working_time(self, zone: str, team: str | None = None) -> WorkingTime:
        """The working time of the company (`zone` is its time zone), or of one team."""
        own = self.teams.get(team or "", TeamCalendar())
        return WorkingTime(
            country=own.country or self.country,
            weekdays=own.weekdays or self.weekdays,
            holidays=self.holidays,
            working_days=self.working_days,
            hours=own.hours if "hours" in own.model_fields_set else self.hours,
            zone=own.timezone or zone,
        )
