"""How one text cell becomes a moment or an amount: the Python twin of the casts in the staging models.

Unreadable is None, never 0 or 1970. A convention (day or month first, decimal sign) is an argument:
it is proven per column by `profile`, never guessed per cell.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from zoneinfo import ZoneInfo

NULL_WORDS = frozenset(
    (
        *("", "-", "--", "—", "–", "?", "??", ".", "null", "none", "na", "n/a", "undefined", "select", "not set"),
        *("(empty)", "(no value)", "н/д", "нет данных", "не указано", "не указан", "не указана", "не выбрано"),
        *("не задано", "(пусто)", "(не указано)", "выберите", "не закрыта", "not closed"),
    )
)
_TIME = (
    r"(?:[T ,]\s*(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r"\s*(?P<ap>[AaPp]\.?[Mm]\.?)?)?"
)
_ZONE = r"\s*(?P<z>Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?"
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})" + _TIME + _ZONE)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})" + _TIME)
_NUMERIC = re.compile(r"(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})" + _TIME + _ZONE)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})" + _TIME)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_UNIX = re.compile(r"\d{9,10}|\d{13}")
_EPOCH = dt.datetime(1970, 1, 1)
_CURRENCY = re.compile(
    r"(?i)(?:₽|r\$|\$|€|£|¥|руб(?:лей|ля|ль)?\.?|р\.|rub\.?|rur|usd|eur|kzt|тг\.?|тенге|byn|uah|грн\.?|gbp|brl)"
)
_BLANKS = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u2060]+")
_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-", "‒": "-", "﹣": "-", "－": "-"})
_FRACTION = re.compile(r"[0-9 ']+[.,]([0-9]{1,2}|[0-9]{4,})")  # no group of thousands ends so
_POINT_GROUPS = re.compile(r"[0-9]+(\.[0-9]{3})+")
_MAX_WHOLE_DIGITS = 16


def is_missing(text: str | None) -> bool:
    """Tell whether a cell is empty or a placeholder for nothing (-, н/д, NULL, ...)."""
    return text is None or text.strip(" \u00a0\t").casefold() in NULL_WORDS


def numeric_date_parts(text: str) -> tuple[int, int, str] | None:
    """Return (first number, second number, separator) of a date like 03/04/2024, or None for other forms."""
    match = _NUMERIC.fullmatch(text.strip())
    return (int(match["a"]), int(match["b"]), match["sep"]) if match else None


def parse_timestamp(text: str, date_order: str | None = None, zone: ZoneInfo | None = None) -> dt.datetime | None:
    """Read one cell as a naive moment in the company's time zone, or None when it is not a real moment.

    `date_order` is dmy, mdy or None (then dates with points are day-first and others like 03/04/2024 are not
    read). A moment with an offset, and Unix seconds, are converted to `zone` (UTC when None).
    """
    value = _BLANKS.sub(" ", text).strip()
    for pattern in (_ISO, _YEAR_FIRST, _COMPACT):
        if match := pattern.fullmatch(value):
            return _moment(match, int(match["m"]), int(match["d"]), zone)
    if match := _NUMERIC.fullmatch(value):
        return _ordered(match, date_order, zone)
    if _UNIX.fullmatch(value):
        seconds = int(value) / (1000 if len(value) == 13 else 1)
        return _localised(_EPOCH + dt.timedelta(seconds=seconds), zone)
    if _SERIAL.fullmatch(value):
        return _serial(value.replace(",", "."))
    return None


def _ordered(match: re.Match[str], date_order: str | None, zone: ZoneInfo | None) -> dt.datetime | None:
    first, second = int(match["a"]), int(match["b"])
    order = date_order or ("dmy" if match["sep"] == "." else None)
    if order is None:
        return None
    month, day = (second, first) if order == "dmy" else (first, second)
    return _moment(match, month, day, zone)


def _moment(match: re.Match[str], month: int, day: int, zone: ZoneInfo | None) -> dt.datetime | None:
    parts = match.groupdict()
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
    hour = int(parts["h"] or 0)
    if half := parts["ap"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] in "Pp" else 0)
    microsecond = int((parts["f"] or "0").ljust(6, "0")[:6])
    try:
        moment = dt.datetime(year, month, day, hour, int(parts["mi"] or 0), int(parts["s"] or 0), microsecond)
        return _with_offset(moment, parts.get("z"), zone)
    except (ValueError, OverflowError):
        return None


def _with_offset(moment: dt.datetime, offset: str | None, zone: ZoneInfo | None) -> dt.datetime:
    if not offset:
        return moment
    if offset.upper() not in ("Z", "UTC"):
        sign = -1 if offset[0] == "-" else 1
        digits = offset[1:].replace(":", "").ljust(4, "0")
        moment -= sign * dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return _localised(moment, zone)


def _localised(utc: dt.datetime, zone: ZoneInfo | None) -> dt.datetime:
    if zone is None:
        return utc
    return utc.replace(tzinfo=dt.UTC).astimezone(zone).replace(tzinfo=None)


def _serial(value: str) -> dt.datetime | None:
    days = float(value)
    if not 20000 <= days <= 80000:
        return None
    moment = dt.datetime(1899, 12, 30) + dt.timedelta(days=days)
    return (moment + dt.timedelta(microseconds=500)).replace(microsecond=0) if moment.microsecond else moment


def parse_amount(text: str, decimal: str | None = None, thousands: str | None = None) -> Decimal | None:
    """Read one cell as an exact amount, or None when it is not one.

    `decimal` is "." or ","; None means that the other sign must settle it. `thousands` is the sign proven for the
    column (" ", ".", ",", "'" or "" for none); None accepts any. Parentheses and a trailing minus mean negative.
    """
    negative, core = number_core(text)
    plain = plain_number(core, decimal, thousands)
    if plain is None:
        return None
    return -Decimal(plain) if negative else Decimal(plain)


def number_core(text: str) -> tuple[bool, str]:
    """Take sign, parentheses and currency off an amount: (is negative, the rest with one kind of blank)."""
    value = _CURRENCY.sub("", text.translate(_MINUS)).strip(" \u00a0\t\u202f\u2009")
    negative = False
    if value.startswith("(") and value.endswith(")"):
        negative, value = True, value[1:-1].strip()
    elif value.endswith("-"):
        negative, value = True, value[:-1].rstrip()
    elif value.startswith(("-", "+")):
        negative, value = value[0] == "-", value[1:].lstrip()
    return negative, _BLANKS.sub(" ", value).replace("’", "'")


def number_evidence(core: str) -> tuple[str | None, str | None, bool]:
    """What the form of one number proves: (decimal sign, thousands sign, could be read in two ways)."""
    blank = next((sign for sign in " '" if sign in core), None)
    decimal = _settled_decimal(core.replace(blank, "") if blank else core)
    if decimal is None:
        return None, None, True
    if "." not in core and "," not in core:
        return None, blank, False
    other = "," if decimal == "." else "."
    return decimal, blank or (other if other in core else None), False


def plain_number(value: str, decimal: str | None, thousands: str | None) -> str | None:
    """Return digits with an optional point for a number without sign, or None when its form is not allowed.

    1.5 is a fraction whatever the file's decimal sign is; 1.234 and 1.234.567 among decimal commas are not certain.
    """
    if not value or not value[0].isdecimal() or not value.isascii():
        return None
    decimal = _settled_decimal(value) if decimal is None or _FRACTION.fullmatch(value) else decimal
    if decimal is None or (decimal == "," and _POINT_GROUPS.fullmatch(value)):
        return None
    whole, found, fraction = value.partition(decimal)
    if found and (not fraction.isdecimal() or not fraction):
        return None
    if not whole.isdecimal():
        signs = {c for c in whole if not c.isdecimal()}
        if len(signs) != 1 or signs - {" ", ".", ",", "'"} or (thousands is not None and signs != {thousands}):
            return None
        head, *groups = whole.split(signs.pop())
        if not 1 <= len(head) <= 3 or any(len(group) != 3 for group in groups):
            return None
        whole = head + "".join(groups)
    if len(whole.lstrip("0")) > _MAX_WHOLE_DIGITS:
        return None
    return f"{whole}.{fraction}" if fraction else whole


def _settled_decimal(value: str) -> str | None:
    """The decimal sign that the form of one number proves; None when 1,234 could be either."""
    points, commas = value.count("."), value.count(",")
    if points and commas:
        return "." if value.rfind(".") > value.rfind(",") else ","
    if not points and not commas:
        return "."
    sign, other = (".", ",") if points else (",", ".")
    if max(points, commas) > 1:
        return other
    return None if re.fullmatch(r"\d{1,3}[.,]\d{3}", value) else sign
