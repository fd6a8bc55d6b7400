"""The working calendar: public holidays of a country (library `holidays`), the company's own days, hours of teams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dagster_project.errors import InputError

NO_HOLIDAYS = "none"
_DAY = timedelta(days=1)
_SECONDS = 86_400


@dataclass(frozen=True)
class WorkingTime:
    """When one team, or the company, is at work: ISO week days (1 is Monday), hours of the day, and where.

    `hours` is (start, end) in the time zone `zone`; an end that is not after the start lies on the next day, and None
    means around the clock.
    """

    country: str
    weekdays: tuple[int, ...]
    holidays: tuple[date, ...]
    working_days: tuple[date, ...]
    hours: tuple[time, time] | None
    zone: str


@dataclass(frozen=True)
class DayHours:
    """The working time of one calendar day in seconds from midnight: up to two pieces, [opens, closes).

    `seconds_before` is the working time from the beginning of the calendar to this midnight.
    """

    day: date
    seconds_before: int
    opens: int = 0
    closes: int = 0
    opens_again: int = 0
    closes_again: int = 0


def working_days(calendar: WorkingTime, first: date, last: date) -> list[tuple[date, bool]]:
    """Each day from `first` to `last` (both included) and whether it is worked.

    The week days of the calendar without public holidays, corrected by the company's own days. Raises InputError when
    the country is not known to the library.
    """
    off = (_public_holidays(calendar.country, first, last) | set(calendar.holidays)) - set(calendar.working_days)
    extra = set(calendar.working_days)
    days = [first + timedelta(days=index) for index in range((last - first).days + 1)]
    return [(day, day in extra or (day.isoweekday() in calendar.weekdays and day not in off)) for day in days]


def working_hours(calendar: WorkingTime, first: date, last: date, shown_in: str) -> list[DayHours]:
    """The working time of each day from `first` to `last`, as clocks in the time zone `shown_in` show it.

    A shift that runs over midnight there is cut in two. Raises InputError as `working_days` does.
    """
    pieces: dict[date, list[tuple[int, int]]] = {}
    for day, is_working in working_days(calendar, first - _DAY, last + _DAY):
        if is_working:
            for piece_day, opens, closes in _pieces(calendar, day, shown_in):
                pieces.setdefault(piece_day, []).append((opens, closes))
    found, before = [], 0
    for index in range((last - first).days + 1):
        day = first + timedelta(days=index)
        cut = _joined(pieces.get(day, []))
        found.append(DayHours(day, before, *(second for piece in cut for second in piece)))
        before += sum(closes - opens for opens, closes in cut)
    return found


def _public_holidays(country: str, first: date, last: date) -> set[date]:
    import holidays

    if country == NO_HOLIDAYS:
        return set()
    try:
        return set(holidays.country_holidays(country, years=range(first.year, last.year + 1)))
    except NotImplementedError:
        raise InputError(
            f"audit.yml, key calendar.country: {country!r} is not a known country; expected an ISO code such as RU, "
            f"or {NO_HOLIDAYS}"
        ) from None


def _pieces(calendar: WorkingTime, day: date, shown_in: str) -> Iterator[tuple[date, int, int]]:
    """One shift as (day, opens, closes) in the time zone shown, cut at each midnight."""
    if calendar.hours is None:
        yield day, 0, _SECONDS
        return
    start, end = calendar.hours
    closing_day = day if end > start else day + _DAY
    zone, shown = ZoneInfo(calendar.zone), ZoneInfo(shown_in)
    opens = datetime.combine(day, start, zone).astimezone(shown).replace(tzinfo=None)
    closes = datetime.combine(closing_day, end, zone).astimezone(shown).replace(tzinfo=None)
    while opens < closes:
        midnight = datetime.combine(opens.date() + _DAY, time())
        until = min(closes, midnight)
        begin = datetime.combine(opens.date(), time())
        yield opens.date(), int((opens - begin).total_seconds()), int((until - begin).total_seconds())
        opens = until


def _joined(pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces of one day in order, those that touch or overlap made one."""
    found: list[tuple[int, int]] = []
    for opens, closes in sorted(pieces):
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(closes, found[-1][1]))
        else:
            found.append((opens, closes))
    return found
