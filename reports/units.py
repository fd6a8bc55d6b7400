"""Money, durations and counted nouns in Russian and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from babel import Locale

from reports.numbers import MISSING, NBSP, Lang, Value, exact, number, rounded

Forms = Mapping[str, str]

_MONEY_WORDS: dict[str, tuple[str, str]] = {  # currency: (Russian abbreviation, sign where space is short)
    "RUB": ("руб.", "₽"),
    "USD": ("долл. США", "$"),
    "EUR": ("евро", "€"),
    "KZT": ("тенге", "₸"),
    "BYN": ("бел. руб.", "Br"),
}

DAYS: dict[str, Forms] = {
    "ru": {"one": "день", "few": "дня", "many": "дней", "other": "дня"},
    "en": {"one": "day", "other": "days"},
}
POINTS: dict[str, Forms] = {
    "ru": {"one": "пункт", "few": "пункта", "many": "пунктов", "other": "пункта"},
    "en": {"one": "point", "other": "points"},
}
_SHORT = {
    "ru": {"day": "дн.", "hour": "ч", "minute": "мин"},
    "en": {"day": "d", "hour": "h", "minute": "min"},
}


@dataclass(frozen=True)
class Scale:
    """A money scale: numbers are divided by `divisor` and followed by `ru` or glued to `en`."""

    divisor: int
    ru: str
    en: str


_SCALES = (Scale(10**9, "млрд", "bn"), Scale(10**6, "млн", "m"), Scale(10**3, "тыс.", "k"))
UNIT_SCALE = Scale(1, "", "")


def money_scale(*values: Value) -> Scale:
    """The scale for amounts printed together, by the largest: milliards, millions, thousands or none.

    Thousands start at 10,000 so that an average order of 2,361 keeps its roubles.
    """
    largest = max((abs(v) for v in (exact(value) for value in values) if v is not None), default=Decimal(0))
    for scale in _SCALES:
        threshold = scale.divisor * 10 if scale.divisor == 1000 else scale.divisor
        if largest >= threshold:
            return scale
    return UNIT_SCALE


def money_unit(currency: str = "RUB", lang: Lang = "ru", scale: Scale = UNIT_SCALE) -> str:
    """The unit for a header or subtitle: `млн руб.`, `RUB m`, `руб.`, `RUB`."""
    if lang == "ru":
        word = _MONEY_WORDS.get(currency, (currency, currency))[0]
        return scale.ru + NBSP + word if scale.ru else word
    return currency + NBSP + scale.en if scale.en else currency


def money(
    value: Value,
    currency: str = "RUB",
    lang: Lang = "ru",
    *,
    scale: Scale | None = None,
    decimals: int | None = None,
    short: bool = False,
) -> str:
    """`156,0 млн руб.` or `RUB 156.0m`; `short` gives `156,0 млн ₽`.

    The scale follows the amount when not given. Scaled amounts have one decimal; unscaled ones none,
    or two below 100. `—` when unknown.
    """
    amount = exact(value)
    if amount is None:
        return MISSING
    scale = scale or money_scale(amount)
    if decimals is None:
        decimals = 1 if scale.divisor > 1 else 2 if 0 < abs(amount) < 100 else 0
    text = number(amount / scale.divisor, decimals, lang)
    if lang == "ru":
        words, sign = _MONEY_WORDS.get(currency, (currency, currency))
        return NBSP.join(part for part in (text, scale.ru, sign if short else words) if part)
    return f"{currency}{NBSP}{text}{scale.en}"


@cache
def _plural_rule(lang: str) -> object:
    return Locale(lang).plural_form


def plural(value: Value, forms: Forms, lang: Lang = "ru", decimals: int = 0) -> str:
    """The form of a noun that goes with `value` printed with `decimals` places, by the CLDR category.

    `forms` has the keys one, few, many, other for Russian and one, other for English; a missing key
    falls back to `other`. 1 день, 2 дня, 5 дней, 1,5 дня.
    """
    result = rounded(value, decimals)
    if result is None:
        return forms["other"]
    rule = _plural_rule(lang)
    category = rule(abs(result))  # type: ignore[operator]
    return forms.get(category, forms["other"])


def count(value: Value, forms: Forms, lang: Lang = "ru", decimals: int = 0) -> str:
    """The number and its noun, unbreakable: `12 сделок`, `1,5 дня`; `—` when unknown."""
    if exact(value) is None:
        return MISSING
    return number(value, decimals, lang) + NBSP + plural(value, forms, lang, decimals)


def days(value: Value, lang: Lang = "ru", decimals: int = 1, *, short: bool = False) -> str:
    """Days with one decimal: `10,0 дня`, `1.5 days`; short: `10,0 дн.`, `10.0 d`."""
    if short:
        return _with_unit(value, "day", lang, decimals)
    return count(value, DAYS[lang], lang, decimals)


def hours(value: Value, lang: Lang = "ru", decimals: int = 1) -> str:
    """Hours: `16,4 ч`, `16.4 h`."""
    return _with_unit(value, "hour", lang, decimals)


def minutes(value: Value, lang: Lang = "ru", decimals: int = 0) -> str:
    """Minutes: `46 мин`, `46 min`."""
    return _with_unit(value, "minute", lang, decimals)


def duration_unit(*hour_values: Value) -> Literal["minute", "hour", "day"]:
    """The unit for durations (in hours) printed together, by the largest: under 2 h minutes, under 48 h hours."""
    largest = max((abs(v) for v in (exact(value) for value in hour_values) if v is not None), default=Decimal(0))
    return "minute" if largest < 2 else "hour" if largest < 48 else "day"


def duration(hour_value: Value, lang: Lang = "ru", unit: Literal["minute", "hour", "day"] | None = None) -> str:
    """A duration given in hours, in minutes, hours or short days; the unit follows the value when not given."""
    amount = exact(hour_value)
    if amount is None:
        return MISSING
    unit = unit or duration_unit(amount)
    if unit == "minute":
        return minutes(amount * 60, lang)
    return hours(amount, lang) if unit == "hour" else days(amount / 24, lang, short=True)


def score_points(value: Value, lang: Lang = "ru", decimals: int = 0) -> str:
    """Points of an index: `34 пункта`, `34 points`."""
    return count(value, POINTS[lang], lang, decimals)


def _with_unit(value: Value, unit: str, lang: Lang, decimals: int) -> str:
    if exact(value) is None:
        return MISSING
    return number(value, decimals, lang) + NBSP + _SHORT[lang][unit]
