"""Working days: the public holidays of a country (library `holidays`), with the company's own corrections."""

from __future__ import annotations

from datetime import date, timedelta

from dagster_project.errors import InputError


def working_days(
    country: str, first: date, last: date, own_holidays: tuple[date, ...], own_working_days: tuple[date, ...]
) -> list[tuple[date, bool]]:
    """Each day from `first` to `last` (both included) and whether it is worked.

    Monday to Friday without public holidays, corrected by the company's own days. Raises InputError
    when the country is not known to the library.
    """
    import holidays

    try:
        public = holidays.country_holidays(country, years=range(first.year, last.year + 1))
    except NotImplementedError:
        raise InputError(
            f"audit.yml, key calendar.country: {country!r} is not a known country; expected an ISO code such as RU"
        ) from None
    off = (set(public) | set(own_holidays)) - set(own_working_days)
    extra = set(own_working_days)
    days = [first + timedelta(days=index) for index in range((last - first).days + 1)]
    return [(day, day in extra or (day.weekday() < 5 and day not in off)) for day in days]
