"""Dates, months, quarters and periods in Russian and English."""

from __future__ import annotations

from datetime import date, timedelta

from babel.dates import format_date

from reports.numbers import MISSING, NBSP, Lang

_LOCALE = {"ru": "ru", "en": "en_GB"}
_MONTHS = {
    "ru": ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_MONTH_NAMES = {
    "ru": (
        "январь", "февраль", "март", "апрель", "май", "июнь",
        "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_ROMAN = ("I", "II", "III", "IV")


def date_long(day: date | None, lang: Lang = "ru") -> str:
    """`31 октября 2026 г.`, `31 October 2026`; `—` when unknown."""
    if day is None:
        return MISSING
    return format_date(day, format="long", locale=_LOCALE[lang]).replace(" ", NBSP).replace("\u202f", NBSP)


def date_short(day: date | None, lang: Lang = "ru") -> str:
    """For tables: `31.10.2026`, `31 Oct 2026`; `—` when unknown."""
    if day is None:
        return MISSING
    if lang == "ru":
        return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"
    return f"{day.day}{NBSP}{_MONTHS['en'][day.month - 1]}{NBSP}{day.year:04d}"


def month_short(day: date, lang: Lang = "ru", *, year: bool = False) -> str:
    """For axes: `ноя`, with the year `ноя ’25`; `Nov`, `Nov ’25`."""
    name = _MONTHS[lang][day.month - 1]
    return f"{name}{NBSP}’{day.year % 100:02d}" if year else name


def month_long(day: date, lang: Lang = "ru") -> str:
    """`ноябрь 2025 г.`, `November 2025`."""
    name = _MONTH_NAMES[lang][day.month - 1]
    return f"{name} {day.year:04d}" + (f"{NBSP}г." if lang == "ru" else "")


def month_axis(days: list[date], lang: Lang = "ru") -> tuple[str, ...]:
    """Labels for consecutive months: the year stands at the first one and at every January."""
    return tuple(month_short(day, lang, year=i == 0 or day.month == 1) for i, day in enumerate(days))


def quarter(day: date, lang: Lang = "ru") -> str:
    """`III кв. 2026 г.`, `Q3 2026`."""
    index = (day.month - 1) // 3
    if lang == "ru":
        return f"{_ROMAN[index]}{NBSP}кв. {day.year:04d}{NBSP}г."
    return f"Q{index + 1}{NBSP}{day.year:04d}"


def period_long(start: date | None, end_before: date | None, lang: Lang = "ru") -> str:
    """A half-open period in words: `1 ноября 2024 г. – 31 октября 2025 г.`; `—` when a bound is unknown."""
    if start is None or end_before is None:
        return MISSING
    return f"{date_long(start, lang)}{NBSP}– {date_long(end_before - timedelta(days=1), lang)}"


def period_short(start: date | None, end_before: date | None, lang: Lang = "ru") -> str:
    """A half-open period for tables: `01.11.2024–31.10.2025`, `1 Nov 2024 – 31 Oct 2025`."""
    if start is None or end_before is None:
        return MISSING
    dash = "–" if lang == "ru" else f"{NBSP}– "
    return f"{date_short(start, lang)}{dash}{date_short(end_before - timedelta(days=1), lang)}"


def n_months(start: date, end_before: date) -> int:
    """Whole calendar months in a half-open period."""
    months = (end_before.year - start.year) * 12 + end_before.month - start.month
    return max(0, months - (end_before.day < start.day))
