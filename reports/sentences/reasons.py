"""Why something was not assessed, or is less certain than it looks."""

from __future__ import annotations

from reports.format import date_short, number, percent
from reports.measures import Indicator, Reason
from reports.words import Words

LONG = 34
"""A reason longer than this gives way to its short form in a narrow place."""

CONDITIONS = ("not_significant", "not_material", "low_evidence")
"""The three conditions of a verdict: its word says already that one fails."""


def reason(words: Words, why: Reason) -> str:
    """The reason as the end of "..., because ...", without a full stop.

    A sentence that needs a file, a count or a check which the reason lacks is replaced by its bare form; an unknown
    code is printed as such.
    """
    lang = words.language
    values = {
        "file": why.file,
        "n": None if why.n is None else number(why.n, 0, lang),
        "rows_word": None if why.n is None else words.noun(why.n, "observation"),
        "minimum": None if why.minimum is None else number(why.minimum, 0, lang),
        "check": None if why.check is None else why.check.read(lang),
        "value": None if why.value is None else percent(why.value * 100, None, lang),
        "threshold": None if why.threshold is None else percent(why.threshold * 100, None, lang),
        "on": None if why.on is None else date_short(why.on, lang),
    }
    given = {key: value for key, value in values.items() if value is not None}
    if not words.has(f"reason.{why.code}"):
        return words("reason.other", code=why.code)
    for key in (f"reason.{why.code}", f"reason.{why.code}_part"):
        try:
            return words(key, **given)
        except KeyError:
            continue
    return words(f"reason.{why.code}_bare")


def short_reason(words: Words, why: Reason) -> str:
    """The reason for a narrow place: its short form when the sentence is long."""
    text = reason(words, why)
    return words(f"but.{why.code}") if len(text) > LONG and words.has(f"but.{why.code}") else text


def but(words: Words, one: Indicator) -> str:
    """Why a change is only likely, or not counted, as the end of "..., but ...".

    The reason that the analysis gave; without one, the condition that visibly fails: the interval includes zero, the
    evidence is limited, else the change is below the materiality.
    """
    code = one.reason.code if one.reason is not None else failed_condition(one)
    if code == "not_significant" and not includes_zero(one):
        code = "not_significant_together"
    return words.first(f"but.{code}", "but.other")


def includes_zero(one: Indicator) -> bool:
    """Whether the interval of the change includes zero; an unknown interval does."""
    return one.ci_low is None or one.ci_high is None or one.ci_low <= 0 <= one.ci_high


def remarks(one: Indicator) -> tuple[Reason, ...]:
    """The warnings of an indicator that say more than its verdict does."""
    return tuple(why for why in one.warnings if why.code not in CONDITIONS)


def failed_condition(one: Indicator) -> str:
    """The reason code of the first condition of "confirmed" that does not hold."""
    if one.ci_low is None or one.ci_high is None:
        return "no_interval"
    if includes_zero(one):
        return "not_significant"
    return "low_evidence" if one.evidence_grade < 3 else "not_material"
