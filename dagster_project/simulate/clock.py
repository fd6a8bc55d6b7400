"""Naive local time of the simulated company as int64 seconds since 1970-01-01 00:00."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

DAY = 86_400
HOUR = 3_600
EPOCH = date(1970, 1, 1)
NEW_YEAR_HOLIDAY_DAYS = 8
FIXED_HOLIDAYS = ((2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4))


def seconds(day: date) -> int:
    """Midnight at the start of a day."""
    return (day - EPOCH).days * DAY


def add_months(day: date, months: int) -> date:
    """First day of the month that lies `months` after the month of `day` (may be negative)."""
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def month_starts(start: date, count: int) -> NDArray[np.int64]:
    """Starts of `count` months and, as last element, the end of the last: (count + 1,) seconds."""
    return np.array([seconds(add_months(start, k)) for k in range(count + 1)], dtype=np.int64)


def day_weights(begin: int, end: int) -> NDArray[np.float64]:
    """Relative activity on each day of [begin, end): working day 1, weekend 0.12, public holiday 0.04."""
    days = np.arange(begin // DAY, end // DAY)
    weights = np.where(((days + 3) % 7) >= 5, 0.12, 1.0)
    for position, day in enumerate(days):
        moment = date.fromordinal(EPOCH.toordinal() + int(day))
        new_year = moment.month == 1 and moment.day <= NEW_YEAR_HOLIDAY_DAYS
        if new_year or (moment.month, moment.day) in FIXED_HOLIDAYS:
            weights[position] = 0.04
    return weights


def moments_in(rng: np.random.Generator, begin: int, end: int, size: int) -> NDArray[np.int64]:
    """Draw `size` moments in [begin, end) by day weights, mostly in office hours."""
    weights = np.cumsum(day_weights(begin, end))
    day = np.searchsorted(weights, rng.random(size) * weights[-1], side="right")
    time = np.clip(rng.normal(13.5, 2.4, size), 7.5, 21.9) * HOUR
    return begin + day * DAY + time.astype(np.int64)


def office_time(moment: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move moments into office hours, keeping their order.

    A day's 24 hours are pressed into 09:00-18:00; a weekend becomes the half hour before Monday 09:00. inf stays inf.
    """
    finite = np.isfinite(moment)
    safe = np.where(finite, moment, 0.0)
    day = np.floor(safe / DAY)
    weekday = (day + 3) % 7
    within = safe - day * DAY
    on_weekday = day * DAY + 9 * HOUR + within * (9 / 24)
    since_saturday = (weekday - 5) * DAY + within
    monday = (day - weekday + 7) * DAY + 8.5 * HOUR + since_saturday / (2 * DAY) * 0.5 * HOUR
    return np.where(finite, np.floor(np.where(weekday >= 5, monday, on_weekday)), np.inf)
