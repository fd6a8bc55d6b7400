"""Sentences about one indicator: its change, its interval, its verdict."""

from __future__ import annotations

from dataclasses import dataclass

from reports.format import interval_prose, number, percent_change, points_change, points_word
from reports.measures import Indicator
from reports.quantities import Measure, measure
from reports.sentences.reasons import but, reason
from reports.words import Words

HUGE_PERCENT = 1000
"""From this relative growth on a sentence says how many times, not how many per cent."""


BEGAN_WITH_CRM = "began_with_crm"


@dataclass(frozen=True)
class Voice:
    """Speaks about indicators in one language and one currency."""

    words: Words
    currency: str = "RUB"

    def measure(self, unit: str, *values: float | None) -> Measure:
        """The shared scale of values of a unit, in the company's currency."""
        return measure(self.words, unit, *values, currency=self.currency)

    def scale(self, one: Indicator) -> Measure:
        """The scale of the indicator's values before and after, the same wherever they are printed."""
        values = (one.before, one.after)
        return self.measure(one.unit, *(values if any(v is not None for v in values) else (overall_value(one),)))

    def name(self, one: Indicator) -> str:
        """The name that starts a sentence: from the lexicon, else the declared label."""
        key = f"kpi.{one.kpi}.name"
        return self.words(key) if self.words.has(key) else one.label.read(self.words.language)

    def inside(self, one: Indicator) -> str:
        """The name within a sentence."""
        key = f"kpi.{one.kpi}.inside"
        return self.words(key) if self.words.has(key) else one.label.read(self.words.language)

    def verb(self, one: Indicator, verb: str) -> str | None:
        """The verb in the form that agrees with the indicator's name; None for a name not in the lexicon."""
        key = f"kpi.{one.kpi}.gender"
        return self.words(f"verb.{verb}.{self.words(key)}") if self.words.has(key) else None

    def direction(self, one: Indicator) -> str:
        """rose, fell or unchanged, by the values as they are printed."""
        scale = self.scale(one)
        if one.before is None or one.after is None or scale.number(one.before) == scale.number(one.after):
            return "unchanged"
        return "rose" if one.after > one.before else "fell"

    def change(self, one: Indicator) -> str:
        """The change in words: "+30 %", "+23 %, +15 п. п.", "+13 пунктов", "в 25 раз больше"."""
        if one.before is None or one.after is None:
            return self.words("report.missing")
        difference = self._difference(one, one.after - one.before)
        if one.unit == "points":
            return difference
        if one.change_pct is None:
            return self.words("sentence.from_zero", pp=difference) if one.before == 0 else difference
        relative = self.relative(one.change_pct, one.after / one.before if one.before else None)
        return f"{relative}, {difference}" if one.unit == "share" else relative

    def short_change(self, one: Indicator) -> str:
        """The change for a narrow place: as ``change``, without the remark on a zero base."""
        if one.change_pct is None and one.before is not None and one.after is not None:
            return self._difference(one, one.after - one.before)
        return self.change(one)

    def _difference(self, one: Indicator, difference: float) -> str:
        """A difference in the unit of the indicator; points of per cent as the tables print them."""
        if one.unit == "share":
            return points_change(difference * 100, None, self.words.language)
        return self.scale(one).delta(difference)

    def relative(self, change_pct: float, ratio: float | None) -> str:
        """A relative change: per cent with a sign, a huge growth as a multiple."""
        if change_pct >= HUGE_PERCENT and ratio is not None:
            n = number(ratio, 0, self.words.language)
            return self.words("sentence.times_more", n=n, times=self.words.noun(ratio, "times"))
        return percent_change(change_pct, None, self.words.language)

    def interval(self, one: Indicator) -> str | None:
        """The interval inside a sentence: "95 % ДИ от 24 до 36 %"; None when there is none."""
        bounds = self.bounds(one)
        return None if bounds is None else self.words("sentence.interval", bounds=bounds)

    def bounds(self, one: Indicator) -> str | None:
        """The interval without its name: "от 24 до 36 %", "9% to 25%"."""
        if one.ci_low is None or one.ci_high is None:
            return None
        lang = self.words.language
        if one.ci_unit == "pct" and (one.change_pct or 0) >= HUGE_PERCENT:
            low, high = (number(1 + bound / 100, 0, lang) for bound in (one.ci_low, one.ci_high))
            return self.words("sentence.times_bounds", low=low, high=high)
        if one.ci_unit in ("pct", "pp"):
            unit = "%" if one.ci_unit == "pct" else points_word(lang)
            return interval_prose(one.ci_low, one.ci_high, None, lang, unit)
        scale = self.scale(one)
        bottom, top = scale.raw(one.ci_low), scale.raw(one.ci_high)
        unit = (
            self.words.noun(top, scale.noun, scale.decimals) if scale.noun in ("day", "hour", "point") else scale.unit
        )
        if scale.noun == "point" and lang == "ru":
            unit = self.words("forms_gen.point." + ("one" if number(top, scale.decimals) == "1" else "many"))
        return interval_prose(bottom, top, scale.decimals, lang, unit)

    def sentence(self, one: Indicator) -> str:
        """One full sentence about the indicator that says what its verdict says."""
        if one.before is None or one.after is None:
            return self.not_assessed(one)
        if one.verdict == "na":
            return self._incomparable(one)
        if self.verb(one, "rose") is None:
            return self._plain(one)
        writer = {"ok": self._confirmed, "likely": self._likely, "none": self._none, "bad": self._bad}[one.verdict]
        return writer(one)

    def not_assessed(self, one: Indicator) -> str:
        """What is not assessed, because of what, and the file to load."""
        label = self.inside(one)
        if one.reason is None:
            return self.words("sentence.na_bare", label=label)
        why = reason(self.words, one.reason)
        if one.reason.file is not None and one.reason.code != "no_source":
            return self.words("sentence.na_fix", label=label, reason=why, file=one.reason.file)
        return self.words("sentence.na", label=label, reason=why)

    def overall(self, one: Indicator) -> str | None:
        """The figure over all data as a sentence; None when there is none."""
        value = overall_value(one)
        if value is None:
            return None
        full = self.measure(one.unit, value).full(value)
        n = number(overall_rows(one), 0, self.words.language)
        key = "sentence.after_only" if began_with_crm(one) else "sentence.overall"
        return self.words(key, name=self.name(one), value=full, n=n)

    def adjusted(self, one: Indicator) -> str | None:
        """The change adjusted for trend and season as a sentence; None when it was not estimated."""
        if one.adjusted_change_pct is None:
            return None
        lang = self.words.language
        change = percent_change(one.adjusted_change_pct, None, lang)
        if one.adjusted_ci_low is None or one.adjusted_ci_high is None:
            return self.words("sentence.adjusted_bare", adjusted=change)
        bounds = interval_prose(one.adjusted_ci_low, one.adjusted_ci_high, None, lang)
        interval = self.words("sentence.interval", bounds=bounds)
        return self.words("sentence.adjusted", adjusted=change, interval=interval)

    def _values(self, one: Indicator, verb: str) -> dict[str, str]:
        before, after = self.scale(one).pair(one.before, one.after)
        return {
            "name": self.name(one),
            "verb": self.verb(one, verb) or "",
            "before": before,
            "after": after,
            "change": self.change(one),
        }

    def _confirmed(self, one: Indicator) -> str:
        verb = self.direction(one)
        if verb == "unchanged":
            return self._same(one)
        interval = self.interval(one)
        if interval is None:
            return self.words("sentence.ok_bare", **self._values(one, verb))
        return self.words("sentence.ok", interval=interval, **self._values(one, verb))

    def _likely(self, one: Indicator) -> str:
        verb = self.direction(one)
        if verb == "unchanged":
            return self._same(one)
        return self.words("sentence.likely", but=but(self.words, one), **self._values(one, verb))

    def _none(self, one: Indicator) -> str:
        if self.direction(one) == "unchanged" and self.bounds(one) is None:
            return self._same(one)
        values = self._values(one, self.direction(one))
        unchanged = self.verb(one, "unchanged") or ""
        bounds = self.bounds(one)
        if bounds is None or one.ci_low is None or one.ci_high is None:
            return self.words("sentence.none_bare", unchanged=unchanged, **values)
        if one.ci_low <= 0 <= one.ci_high:
            return self.words("sentence.none", unchanged=unchanged, bounds=bounds, **values)
        if self.direction(one) == "unchanged":
            return self._same(one)
        return self.words("sentence.none_two", but=self.words("but.two"), **values)

    def _bad(self, one: Indicator) -> str:
        after, before = self.scale(one).pair(one.after, one.before)
        values = {"name": self.name(one), "before": before, "after": after, "change": self.change(one)}
        worsened = self.verb(one, "worsened") or ""
        interval = self.interval(one)
        if interval is None:
            return self.words("sentence.bad_bare", worsened=worsened, **values)
        return self.words("sentence.bad", worsened=worsened, interval=interval, **values)

    def _incomparable(self, one: Indicator) -> str:
        before, after = self.scale(one).full(one.before), self.scale(one).full(one.after)
        why = reason(self.words, one.reason) if one.reason else self.words("but.other")
        return self.words("sentence.na_values", name=self.name(one), before=before, after=after, reason=why)

    def _same(self, one: Indicator) -> str:
        unchanged = self.verb(one, "unchanged") or ""
        return self.words(
            "sentence.same", name=self.name(one), unchanged=unchanged, after=self.scale(one).full(one.after)
        )

    def _plain(self, one: Indicator) -> str:
        scale = self.scale(one)
        values = {"before": scale.full(one.before), "after": scale.full(one.after), "change": self.change(one)}
        return self.words("sentence.plain", name=self.name(one), **values)


def overall_value(one: Indicator) -> float | None:
    """The level of an indicator that has no two periods to compare, in its unit; None when unknown."""
    if one.overall is not None and one.overall.value is not None:
        return one.overall.value
    return one.after if is_level(one) or began_with_crm(one) else None


def overall_rows(one: Indicator) -> int | None:
    """How many rows stand behind ``overall_value``."""
    if (is_level(one) or began_with_crm(one)) and one.n_after is not None:
        return one.n_after
    return None if one.overall is None else one.overall.n


def is_level(one: Indicator) -> bool:
    """Whether the only value is a level over all data: no period "before" is known at all."""
    return one.before is None and one.after is not None and one.period_before is None


def began_with_crm(one: Indicator) -> bool:
    """Whether the indicator could not exist before the CRM, so that its level after launch is all there is to say."""
    return one.reason is not None and one.reason.code == BEGAN_WITH_CRM and one.after is not None


def is_compared(one: Indicator) -> bool:
    """Whether both periods have a value, with a verdict or without."""
    return one.before is not None and one.after is not None
