"""The two periods that an audit compares: which calendar months, how long, and why not others.

Months are whole calendar months; windows are half-open (``starts_on <= day < ends_before``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dagster_project.errors import InputError

PeriodName = Literal["before", "after", "washout", "outside"]
DateRange = tuple[date, date]

EDGE_DAYS = 3
"""A month whose data begin or end at most this many days inside it still counts as complete (week-ends)."""

NEW_YEAR_DAYS = 10
"""The same for the first days of January, when most companies do not work."""

MIN_SAME_MONTHS = 3
"""Windows of the same calendar months shorter than this are given up for adjacent ones, with a note."""

ENOUGH_SAME_MONTHS = 6
"""Same calendar months of neighbouring years that are not given up for more months of years further apart."""

YEAR = 12


@dataclass(frozen=True)
class Window:
    """One period, half-open. ``n_months`` counts complete calendar months, ``partial`` names the others."""

    starts_on: date
    ends_before: date
    n_months: int
    partial: tuple[date, ...] = ()

    @property
    def is_partial(self) -> bool:
        """True when a month of the window is not complete."""
        return bool(self.partial)

    @property
    def label(self) -> str:
        """First and last day, as in kpi.csv: ``2024-01-01/2024-12-31``."""
        return f"{self.starts_on.isoformat()}/{(self.ends_before - timedelta(days=1)).isoformat()}"

    def months(self) -> tuple[date, ...]:
        """First days of all months that the window touches, in order."""
        last = month_index(self.ends_before - timedelta(days=1))
        return tuple(month_start(index) for index in range(month_index(self.starts_on), last + 1))


@dataclass(frozen=True)
class AuditWindows:
    """Both periods, or neither and the ``reason`` (no_rollout, no_before, no_after).

    ``notes`` says what weakens the comparison: ``partial_months``, ``unequal_length``, ``different_months`` (the
    season is not removed), ``after_in_rollout`` (an explicit period reaches into the roll-out), ``pilot_in_before``,
    ``rounded_to_months`` (an explicit period began or ended inside a month).
    """

    before: Window | None = None
    after: Window | None = None
    reason: str | None = None
    notes: tuple[str, ...] = ()

    def period_of(self, month: date) -> PeriodName:
        """Where the month that starts at ``month`` belongs; between the windows lies the wash-out."""
        if self.before is None or self.after is None:
            return "outside"
        index = month_index(month)
        first, last = month_index(self.before.starts_on), month_index(self.after.ends_before - timedelta(days=1))
        if index < first or index > last:
            return "outside"
        if index <= month_index(self.before.ends_before - timedelta(days=1)):
            return "before"
        return "after" if index >= month_index(self.after.starts_on) else "washout"


def month_index(day: date) -> int:
    """Months since year 0: a number that can be added to."""
    return day.year * YEAR + day.month - 1


def month_start(index: int) -> date:
    """The first day of the month with this index."""
    return date(index // YEAR, index % YEAR + 1, 1)


def complete_months(first_day: date, last_day: date) -> range:
    """Indices of the months that data from ``first_day`` to ``last_day`` (both included) cover in full.

    Up to ``EDGE_DAYS`` may be missing at either end, in January up to ``NEW_YEAR_DAYS`` at the start.
    """
    tolerance = NEW_YEAR_DAYS if first_day.month == 1 else EDGE_DAYS
    first = month_index(first_day) + (first_day.day - 1 > tolerance)
    missing = (month_start(month_index(last_day) + 1) - last_day).days - 1
    end = month_index(last_day) + (missing <= EDGE_DAYS)
    return range(first, max(first, end))


def audit_windows(
    first_day: date,
    last_day: date,
    go_live_dates: Sequence[date],
    pilot: date | None = None,
    washout_months: int = 0,
    months: int = 12,
    explicit: tuple[DateRange, DateRange] | None = None,
) -> AuditWindows:
    """The periods before and after the roll-out.

    In: the extent of the data (both days included); the days on which the company or its teams went live (any order,
    may be empty); the first day of a pilot; months of wash-out after the last go-live; the wished length in months;
    explicit ranges (both days included), which overrule the rest. Out: windows of equal length in complete calendar
    months. Twelve or more months are taken in whole years; shorter ones are the same calendar months of two years.
    "Before" ends at the first go-live or pilot, "after" starts when the last team is past go-live and wash-out.
    Raises InputError when a roll-out date or an explicit window lies outside the data.
    """
    for day in [*go_live_dates, *([pilot] if pilot else [])]:
        _require_inside(day, first_day, last_day)
    if explicit is not None:
        return _explicit_windows(first_day, last_day, go_live_dates, pilot, explicit)
    if not go_live_dates:
        return AuditWindows(reason="no_rollout")
    whole = complete_months(first_day, last_day)
    before_end = month_index(min([*go_live_dates, *([pilot] if pilot else [])]))
    before = range(whole.start, max(whole.start, min(before_end, whole.stop)))
    after = range(max(_after_start(max(go_live_dates), washout_months), whole.start), whole.stop)
    if not before:
        return AuditWindows(reason="no_before")
    if not after:
        return AuditWindows(reason="no_after")
    return _equal_windows(before, after, months)


def _require_inside(day: date, first_day: date, last_day: date) -> None:
    if not first_day <= day <= last_day:
        raise InputError(
            f"audit.yml: roll_out names {day.isoformat()}, but the data run from {first_day.isoformat()} to "
            f"{last_day.isoformat()}. Correct the date in roll_out, or add exports that cover it to landing/."
        )


def _after_start(last_go_live: date, washout_months: int) -> int:
    """The first whole month after the go-live and the wash-out."""
    return month_index(last_go_live) + (last_go_live.day > 1) + washout_months


def _equal_windows(before: range, after: range, months: int) -> AuditWindows:
    longest = min(months, len(before), len(after))
    if longest >= YEAR:
        longest -= longest % YEAR
        return _windows(before.stop - longest, after.start, longest, ())
    found = _same_calendar_months(before, after, longest)
    if found is not None and found[2] >= min(MIN_SAME_MONTHS, longest):
        return _windows(*found, ())
    return _windows(before.stop - longest, after.start, longest, ("different_months",))


def _same_calendar_months(before: range, after: range, longest: int) -> tuple[int, int, int] | None:
    """Start before, start after and length of the best pair that lies whole years apart; None without one.

    Half a year (or what is wished) one year apart is preferred to a longer pair further apart, over which the company
    has grown more.
    """
    best: tuple[int, int, int] | None = None
    for shift in (YEAR, 2 * YEAR, 3 * YEAR):
        start, stop = max(before.start + shift, after.start), min(before.stop + shift, after.stop)
        length = min(stop - start, longest)
        if length > 0 and (best is None or length > best[2]):
            best = (start - shift, start, length)
        if best is not None and best[2] >= min(ENOUGH_SAME_MONTHS, longest):
            break
    return best


def _windows(before: int, after: int, length: int, notes: tuple[str, ...]) -> AuditWindows:
    return AuditWindows(
        before=Window(month_start(before), month_start(before + length), length),
        after=Window(month_start(after), month_start(after + length), length),
        notes=notes,
    )


def _explicit_windows(
    first_day: date,
    last_day: date,
    go_live_dates: Sequence[date],
    pilot: date | None,
    explicit: tuple[DateRange, DateRange],
) -> AuditWindows:
    before = _explicit_window("before", explicit[0], first_day, last_day)
    after = _explicit_window("after", explicit[1], first_day, last_day)
    if before.ends_before > after.starts_on:
        raise InputError("audit.yml: windows: `before` must end earlier than `after` starts.")
    if go_live_dates and before.ends_before > min(go_live_dates):
        raise InputError(
            f"audit.yml: windows.before ends {explicit[0][1].isoformat()}, after the roll-out began "
            f"({min(go_live_dates).isoformat()}). End it before that day, or correct roll_out."
        )
    months_before = [month_index(day) % YEAR for day in before.months()]
    months_after = [month_index(day) % YEAR for day in after.months()]
    notes = {
        "partial_months": before.is_partial or after.is_partial,
        "unequal_length": before.n_months != after.n_months,
        "different_months": _season(months_before) != _season(months_after),
        "after_in_rollout": bool(go_live_dates) and after.starts_on < max(go_live_dates),
        "pilot_in_before": pilot is not None and before.ends_before > pilot,
        "rounded_to_months": any(
            _whole_days(window) != days for window, days in ((before, explicit[0]), (after, explicit[1]))
        ),
    }
    return AuditWindows(before, after, None, tuple(name for name, holds in notes.items() if holds))


def _whole_days(window: Window) -> DateRange:
    return window.starts_on, window.ends_before - timedelta(days=1)


def _season(months: list[int]) -> tuple[float, ...]:
    """The share of each calendar month in a window: equal shares mean that the season cancels out."""
    return tuple(months.count(month) / len(months) for month in range(YEAR))


def _explicit_window(name: str, days: DateRange, first_day: date, last_day: date) -> Window:
    """A window as asked for, in whole months; those that the data cover in part are named."""
    where = f"audit.yml: windows.{name}"
    if days[0] > days[1]:
        raise InputError(f"{where} ends ({days[1].isoformat()}) before it starts ({days[0].isoformat()}).")
    start, end = _whole_months(name, days)
    if start >= end:
        raise InputError(
            f"{where} ({days[0].isoformat()} to {days[1].isoformat()}) holds no whole month that touches the roll-out. "
            "Let it start on the first and end on the last day of a month."
        )
    if month_start(end) <= first_day or month_start(start) > last_day:
        raise InputError(
            f"{where} is {days[0].isoformat()} to {days[1].isoformat()}, but the data run from {first_day.isoformat()} "
            f"to {last_day.isoformat()}. Choose days inside the data."
        )
    whole = complete_months(first_day, last_day)
    partial = tuple(month_start(index) for index in range(start, end) if index not in whole)
    return Window(month_start(start), month_start(end), end - start - len(partial), partial)


def _whole_months(name: str, days: DateRange) -> tuple[int, int]:
    """First month and the one behind the last. Towards the roll-out a cut month is left out, away from it taken in.

    Cells are monthly, so a month cannot be cut; this way no day behind the roll-out counts as before, and the other
    way round.
    """
    start, after_end = days[0], days[1] + timedelta(days=1)
    if name == "before":
        return month_index(start), month_index(after_end)
    return month_index(start) + (start.day > 1), month_index(after_end) + (after_end.day > 1)
