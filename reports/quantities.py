"""How values of one unit are printed together: one scale, one number of decimals, one unit word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from reports.format import (
    MISSING,
    NBSP,
    Scale,
    Value,
    duration_unit,
    exact,
    interval_table,
    known,
    money,
    money_scale,
    money_unit,
    number,
    percent_sign,
    plural,
    points_word,
    precision,
    signed,
)
from reports.words import Words

_DURATIONS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0}
_SMALL_MONEY = 1000
_CLOSE_POINTS = 10
HALF = 0.5
SMALL_SCORE = 10
"""A lone score below this, such as a mean rating, keeps two decimals."""

FEW_HOURS = 10


@dataclass(frozen=True)
class Measure:
    """A unit with the scale that a group of values shares.

    ``divisor`` turns a raw value into the printed number; ``noun`` is day, hour, minute, point, percent, money or
    "" (a bare count); ``unit`` stands in headers and subtitles.
    """

    words: Words
    noun: str
    divisor: float
    decimals: int
    unit: str
    currency: str = "RUB"
    scale: Scale | None = None

    def raw(self, value: Value) -> float | None:
        """The number that is printed, unrounded (46.0 for a share of 0.46); None when unknown."""
        found = exact(value)
        return None if found is None else float(found) / self.divisor

    def number(self, value: Value) -> str:
        """The number alone: "120,0"."""
        return number(self.raw(value), self.decimals, self.words.language)

    def full(self, value: Value) -> str:
        """The number with its unit: "156,0 млн руб.", "10,0 дня", "34 пункта"."""
        return self._with_unit(value, "forms", number)

    def genitive(self, value: Value) -> str:
        """The number with its unit after a word that asks for the genitive: "2 дней", "10,0 дня"."""
        return self._with_unit(value, "forms_gen", number)

    def delta(self, value: Value) -> str:
        """A difference with its sign and unit: "+36,0 млн руб.", "+13 пунктов", "+15 п. п."."""
        return self._with_unit(value, "forms", signed)

    def pair(self, first: Value, second: Value) -> tuple[str, str]:
        """Two values of one phrase, "с 120,0" and "до 156,0 млн руб.": the unit is said once where the language can."""
        prefixed = self.words.language == "en" and self.noun in ("money", "percent")
        return (self.full(first) if prefixed else self.number(first)), self.genitive(second)

    def interval(self, low: Value, high: Value) -> str:
        """An interval of differences for a table, without the unit: "[−2,1; −0,3]"."""
        return interval_table(self.raw(low), self.raw(high), self.decimals, self.words.language)

    def _with_unit(self, value: Value, forms: str, write: Callable[..., str]) -> str:
        found = self.raw(value)
        if found is None:
            return MISSING
        lang = self.words.language
        text = write(found, self.decimals, lang)
        if self.noun == "money":
            if write is signed and lang == "en" and text[0] in "+\u2212":
                return text[0] + money(
                    abs(float(value or 0)), self.currency, lang, scale=self.scale, decimals=self.decimals
                )
            if lang == "en":
                return money(value, self.currency, lang, scale=self.scale, decimals=self.decimals)
            return text + NBSP + self.unit
        if self.noun == "percent":
            return text + (NBSP + points_word(lang) if write is signed else percent_sign(lang))
        if not self.noun:
            return text
        return text + NBSP + plural(found, self.words.forms(f"{forms}.{self.noun}"), lang, self.decimals)


def measure(words: Words, unit: str, *values: Value, currency: str = "RUB") -> Measure:
    """The scale for ``values`` (raw, None allowed) of a KPI unit: money, days, hours, share, points or count.

    Shares get one decimal when alone, when one is under 10 % or two lie closer than ten points; money one when scaled;
    days and hours one, minutes none; counts one unless all are whole. An unknown unit counts bare.
    """
    if unit == "money":
        return _money(words, currency, known(values))
    if unit == "share":
        percents = [value * 100 for value in known(values)]
        close = len(percents) > 1 and max(percents) - min(percents) < _CLOSE_POINTS and len(set(percents)) > 1
        decimals = 1 if close or len(percents) == 1 else precision(*percents)
        return Measure(words, "percent", 0.01, decimals, "%")
    if unit == "hours":
        noun = _duration_noun(known(values))
        decimals = 0 if noun == "minute" else 1
        return Measure(words, noun, _DURATIONS[noun], decimals, words(f"short_form.{noun}"))
    if unit == "days":
        return Measure(words, "day", 1, 1, words("short_form.day"))
    if unit == "points":
        return Measure(words, "point", 1, _spread_decimals(known(values)), words("unit.points_scale"))
    whole = all(value == int(value) for value in known(values))
    return Measure(words, "", 1, 0 if whole else 1 if max(map(abs, known(values))) >= 1 else 2, "")


def _duration_noun(hours: list[float]) -> Literal["minute", "hour", "day"]:
    """The unit of the largest, or a smaller one when the smallest would read close to zero in it."""
    sizes = sorted(abs(value) for value in hours if value)
    noun = duration_unit(*sizes)
    if sizes and noun == "day" and sizes[0] < HALF * 24:
        noun = "hour"
    if sizes and noun == "hour" and sizes[0] < HALF and sizes[-1] < FEW_HOURS:
        noun = "minute"
    return noun


def _money(words: Words, currency: str, values: list[float]) -> Measure:
    sizes = sorted(abs(value) for value in values if value)
    scale = money_scale(*sizes)
    if sizes and sizes[0] / scale.divisor < 0.1:
        scale = money_scale(sizes[0])
    small = scale.divisor == 1 and (not sizes or sizes[-1] < _SMALL_MONEY) and any(size % 1 for size in sizes)
    decimals = 1 if scale.divisor > 1 else 2 if small else 0
    unit = money_unit(currency, words.language, scale)
    return Measure(words, "money", scale.divisor, decimals, unit, currency, scale)


def _spread_decimals(values: list[float]) -> int:
    distinct = sorted(set(values))
    if len(distinct) == 1 and abs(distinct[0]) < SMALL_SCORE and distinct[0] % 1:
        return 2
    return int(any(b - a < 1 for a, b in pairwise(distinct)))
