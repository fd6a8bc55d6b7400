"""Numbers as the report prints them: rounding half up, no-break groups, U+2212 as minus.

Every function takes plain numbers (int, float, Decimal, numpy scalar) or None and the language
"ru" or "en". None, NaN and infinities are unknown and print as an em dash. Per cent and percentage
points are in printed units: 46.0 is 46 %.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Literal, SupportsFloat

Lang = Literal["ru", "en"]
Value = SupportsFloat | None

NBSP = "\u00a0"
MINUS = "\u2212"
MISSING = "\u2014"

_GROUP = {"ru": NBSP, "en": ","}
_POINT = {"ru": ",", "en": "."}
_INTERVAL_SEPARATOR = {"ru": ";" + NBSP, "en": "," + NBSP}


def exact(value: Value) -> Decimal | None:
    """The decimal value as it would be written (0.1 is 0.1), or None when it is unknown."""
    if value is None:
        return None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, int):
        return Decimal(value)
    number = float(value)
    return Decimal(repr(number)) if math.isfinite(number) else None


def rounded(value: Value, decimals: int = 0) -> Decimal | None:
    """`value` rounded half away from zero to `decimals` places, never minus zero; None when unknown."""
    number = exact(value)
    if number is None:
        return None
    step = Decimal(1).scaleb(-decimals)
    if number.adjusted() + decimals > 25:
        return number.to_integral_value(ROUND_HALF_UP)
    result = number.quantize(step, ROUND_HALF_UP)
    return abs(result) if result.is_zero() else result


def number(value: Value, decimals: int = 0, lang: Lang = "ru") -> str:
    """`12 765`, `4,31`, `−33` in Russian; `12,765`, `4.31`, `−33` in English; `—` when unknown."""
    result = rounded(value, decimals)
    if result is None:
        return MISSING
    whole, _, fraction = f"{abs(result):,f}".partition(".")
    text = whole.replace(",", _GROUP[lang])
    if fraction:
        text += _POINT[lang] + fraction
    return (MINUS if result < 0 else "") + text


def signed(value: Value, decimals: int = 0, lang: Lang = "ru") -> str:
    """A change: `+30`, `−33`, `0` (what rounds to zero has neither sign nor decimals)."""
    result = rounded(value, decimals)
    if result is None:
        return MISSING
    if result == 0:
        return "0"
    return ("+" if result > 0 else "") + number(result, decimals, lang)


def precision(*values: Value) -> int:
    """Decimals for shares and changes printed together: 1 when one is under 10 or two differ by less than 1.

    Zero alone needs no decimals; unknown values do not count.
    """
    known = sorted(v for v in (exact(value) for value in values) if v is not None and v != 0)
    if any(abs(v) < 10 for v in known):
        return 1
    return int(any(b - a < 1 and a != b for a, b in pairwise(known)))


def percent(value: Value, decimals: int | None = None, lang: Lang = "ru") -> str:
    """`30 %` (no-break space) in Russian, `30%` in English; `decimals` follows `precision` when not given."""
    if exact(value) is None:
        return MISSING
    text = number(value, precision(value) if decimals is None else decimals, lang)
    return text + percent_sign(lang)


def percent_change(value: Value, decimals: int | None = None, lang: Lang = "ru") -> str:
    """A relative change with its sign: `+30 %`, `−33 %`; `0 %` for none."""
    if exact(value) is None:
        return MISSING
    return signed(value, precision(value) if decimals is None else decimals, lang) + percent_sign(lang)


def percent_sign(lang: Lang = "ru") -> str:
    """The per cent sign with what stands before it: a no-break space in Russian, nothing in English."""
    return NBSP + "%" if lang == "ru" else "%"


def points_change(value: Value, decimals: int | None = None, lang: Lang = "ru") -> str:
    """A change in percentage points: `+15 п. п.` (no-break inside) or `+15 pp`."""
    if exact(value) is None:
        return MISSING
    text = signed(value, precision(value) if decimals is None else decimals, lang)
    return text + NBSP + points_word(lang)


def points_word(lang: Lang = "ru") -> str:
    """The abbreviation for percentage points, unbreakable inside."""
    return f"п.{NBSP}п." if lang == "ru" else "pp"


def interval_table(
    low: Value, high: Value, decimals: int | None = None, lang: Lang = "ru", *, sign: bool = True
) -> str:
    """An interval for a table cell: `[−38; −28]` in Russian, `[−38, −28]` in English; `—` when a bound is unknown."""
    if exact(low) is None or exact(high) is None:
        return MISSING
    places = precision(low, high) if decimals is None else decimals
    write = signed if sign else number
    return f"[{write(low, places, lang)}{_INTERVAL_SEPARATOR[lang]}{write(high, places, lang)}]"


def interval_prose(
    low: Value, high: Value, decimals: int | None = None, lang: Lang = "ru", unit: str = "%"
) -> str:
    """An interval inside a sentence: `от 9 до 25 %` in Russian, `9% to 25%` in English.

    `unit` is written once after the second number in Russian, after both in English; the per cent
    sign is set by the rules of the language, any other unit after a no-break space; "" for none.
    """
    if exact(low) is None or exact(high) is None:
        return MISSING
    places = precision(low, high) if decimals is None else decimals
    suffix = NBSP + unit if unit else ""
    if unit == "%":
        suffix = percent_sign(lang)
    first, second = number(low, places, lang), number(high, places, lang)
    if lang == "ru":
        return f"от{NBSP}{first} до{NBSP}{second}{suffix}"
    return f"{first}{suffix} to {second}{suffix}"


def largest_remainder(values: Sequence[Value], total: Value = 100, decimals: int = 0) -> tuple[Decimal, ...]:
    """Parts scaled and rounded so that they add up to `total` exactly as printed.

    `values` are counts or shares that are not negative (unknown counts as 0). Ties go to the earlier part.
    All zero gives zeros. Raises ValueError for a negative part or an unknown total.
    """
    parts = [exact(value) or Decimal(0) for value in values]
    goal = rounded(total, decimals)
    if goal is None or any(part < 0 for part in parts):
        raise ValueError("parts of a total must be known and not negative")
    whole = sum(parts, Decimal(0))
    step = Decimal(1).scaleb(-decimals)
    if whole == 0:
        return tuple(Decimal(0).quantize(step) for _ in parts)
    raw = [part * goal / whole for part in parts]
    floors = [value.quantize(step, ROUND_FLOOR) for value in raw]
    missing = int((goal - sum(floors, Decimal(0))) / step)
    order = sorted(range(len(raw)), key=lambda i: (floors[i] - raw[i], i))
    lucky = set(order[:missing])
    return tuple(floor + step if i in lucky else floor for i, floor in enumerate(floors))


def steps_as_printed(start: Value, steps: Sequence[Value], end: Value, decimals: int = 0) -> tuple[Decimal, ...]:
    """Steps of either sign rounded so that they lead from `start` to `end` exactly as printed.

    What plain rounding leaves over goes to the steps that it moves least; a step of zero stays zero. Raises ValueError
    for an unknown start or end.
    """
    first, last = rounded(start, decimals), rounded(end, decimals)
    if first is None or last is None:
        raise ValueError("start and end of a waterfall must be known")
    unit = Decimal(1).scaleb(-decimals)
    exact_steps = [exact(value) or Decimal(0) for value in steps]
    printed = [rounded(value, decimals) or Decimal(0) for value in exact_steps]
    over = int((last - first - sum(printed, Decimal(0))) / unit)
    sign = 1 if over > 0 else -1
    movable = sorted(
        (i for i, value in enumerate(exact_steps) if value), key=lambda i: (sign * (printed[i] - exact_steps[i]), i)
    )
    for i in movable[: abs(over)]:
        printed[i] += sign * unit
    return tuple(printed)


def known(values: Iterable[Value]) -> list[float]:
    """The finite numbers among `values`, as floats, in order."""
    return [float(v) for v in (exact(value) for value in values) if v is not None]
