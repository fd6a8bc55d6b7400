"""Headlines: the message of a section, the three messages of the executive page, the auditor's opinion."""

from __future__ import annotations

from collections.abc import Sequence

from reports.evidence import Evidence
from reports.format import plural
from reports.measures import Area, Fact, Indicator
from reports.sentences.changes import Voice, began_with_crm, is_compared, overall_value
from reports.sentences.quality import quality_message
from reports.sentences.reasons import but, reason, short_reason
from reports.words import capital, lowered

MAX_LENGTH = 85
"""A headline longer than this many characters gives up its tail."""

MAX_MESSAGES = 3

MAX_NAMES = 3
"""So many names of indicators stand in one sentence of the cover."""


def area_message(voice: Voice, area: Area, indicators: Sequence[Indicator], facts: Sequence[Fact] = ()) -> str:
    """The headline of an area's section: a sentence with a number about the indicator that decided its verdict.

    A word about the next indicator follows when both fit into ``MAX_LENGTH``. Without any indicator that has a value
    the first of the descriptive ``facts`` speaks; a cell of a table does not, as it says nothing without its line.
    """
    basis = next((one for one in indicators if one.kpi == area.basis), indicators[0])
    if basis.verdict == "na" and not is_compared(basis):
        known = [one for one in indicators if overall_value(one) is not None]
        if known:
            return _overall_message(voice, known[0])
        told = next((one for one in facts if one.value is not None and one.row is None), None)
        return _fact_message(voice, told) if told else indicator_message(voice, basis)
    head = indicator_message(voice, basis)
    for other in indicators:
        tail = "" if other is basis else _tail(voice, other)
        if tail and len(head + tail) <= MAX_LENGTH:
            return head + tail
    return head


def _fact_message(voice: Voice, fact: Fact) -> str:
    scale = voice.measure(fact.unit, fact.value)
    value = scale.number(fact.value) if fact.unit == "points" else scale.full(fact.value)
    return voice.words("message.fact", name=fact.label.read(voice.words.language), value=value)


def indicator_message(voice: Voice, one: Indicator) -> str:
    """A headline about one indicator, without a full stop."""
    words = voice.words
    if one.before is None or one.after is None:
        if overall_value(one) is not None:
            return _overall_message(voice, one)
        why = reason(words, one.reason) if one.reason else words("reason.no_source_bare")
        assessed = voice.verb(one, "assessed")
        if assessed is None:
            return words("sentence.na", label=voice.inside(one), reason=why).rstrip(".")
        return words("message.na", name=voice.name(one), assessed=assessed, reason=why)
    scale = voice.scale(one)
    direction = voice.direction(one)
    verb = voice.verb(one, direction)
    rising = dict(zip(("before", "after"), scale.pair(one.before, one.after), strict=True))
    against = dict(zip(("after", "before"), scale.pair(one.after, one.before), strict=True))
    name = voice.name(one)
    if one.verdict == "na":
        full = {"before": scale.full(one.before), "after": scale.full(one.after)}
        return words("message.na_values", name=name, **full)
    if verb is None:
        return words("message.plain", name=name, **against)
    if direction == "unchanged":
        return words("message.same", name=name, unchanged=verb, after=scale.full(one.after))
    if one.verdict == "none":
        return words("message.none", name=name, unchanged=voice.verb(one, "unchanged") or "", **against)
    if one.verdict == "bad":
        return words("message.bad", name=name, worsened=voice.verb(one, "worsened") or "", **against)
    if one.verdict == "likely":
        return words("message.likely", name=name, verb=verb, but=but(words, one), **rising)
    return words("message.ok", name=name, verb=verb, change=voice.short_change(one), **rising)


def area_why(voice: Voice, area: Area, indicators: Sequence[Indicator], *, short: bool = False) -> str:
    """One short line for the table of areas: "15,0 → 10,0 дня, −33 %" or why it is not assessed.

    ``short`` leaves out why a change is only likely.
    """
    words = voice.words
    basis = next((one for one in indicators if one.kpi == area.basis), None)
    if basis is None or basis.before is None or basis.after is None:
        value = next((one for one in indicators if overall_value(one) is not None), None)
        if value is not None:
            amount = overall_value(value)
            key = "area_why.after_only" if began_with_crm(value) else "area_why.overall"
            return words(key, value=voice.measure(value.unit, amount).full(amount))
        why = area.reason or (basis.reason if basis else None)
        return short_reason(words, why) if why else words("reason.no_source_bare")
    before, after = voice.scale(basis).number(basis.before), voice.scale(basis).full(basis.after)
    if basis.verdict == "na":
        return words("area_why.na", before=before, after=after)
    if basis.verdict in ("likely", "none") and not short:
        return words(f"area_why.{basis.verdict}", before=before, after=after, but=but(words, basis))
    return words("area_why.change", before=before, after=after, change=voice.short_change(basis))


def key_message(voice: Voice, indicators: Sequence[Indicator]) -> str:
    """How many key indicators moved significantly and in the right direction, how many worsened or are unknown."""
    words = voice.words
    total = len(indicators)
    ok = sum(one.verdict == "ok" for one in indicators)
    missing = sum(one.verdict == "na" for one in indicators)
    if missing == total:
        return words("message.key_missing")
    if total == 1:
        return words("message.key_single_ok" if ok else "message.key_single_no")
    total_gen = words.spelled(total, "genitive")
    if ok == 0:
        head = words("message.key_nothing", total_gen=total_gen)
    else:
        head = words("message.key_some", n=words.spelled(ok), total_gen=total_gen, changed=_form(voice, ok, "changed"))
    bad = sum(one.verdict == "bad" for one in indicators)
    for count, key in ((bad, "worsened"), (missing, "assessed")):
        tail = words(f"message.key_{key}", n=words.spelled(count), verb=_form(voice, count, key)) if count else ""
        if tail and len(head + tail) <= MAX_LENGTH:
            head += tail
    return capital(head)


def opening_messages(voice: Voice, evidence: Evidence) -> tuple[str, ...]:
    """The three messages of the executive page: what is proven, what got worse, what is not known."""
    words = voice.words
    found: list[str] = []
    if evidence.periods.before is None:
        found.append(words("message.no_rollout"))
    by_id = {one.kpi: one for one in evidence.indicators}
    good = [by_id[kpi] for kpi in evidence.opinion.basis if kpi in by_id]
    doubts = [by_id[kpi] for kpi in evidence.opinion.reservations if kpi in by_id]
    bad = [one for one in doubts if one.verdict == "bad"]
    bad += [one for one in evidence.indicators if one.verdict == "bad" and one not in bad]
    missing = missing_message(voice, evidence)
    reserved = len(bad[:1]) + bool(missing)
    found += [voice.sentence(one) for one in good[: max(1, MAX_MESSAGES - reserved - len(found))]]
    found += [voice.sentence(one) for one in bad[:1]]
    found += [missing] if missing else []
    if not good:
        key = [one for one in evidence.indicators if one.key_table]
        found += [voice.sentence(one) for one in key if one.verdict == "na" and is_compared(one)]
        found += [text for one in [*key, *evidence.indicators] if (text := voice.overall(one))]
    found += [voice.sentence(one) for one in doubts if one.verdict == "none"]
    quality = quality_message(voice, evidence)
    found.append(words("message.quality", text=lowered(quality)))
    return tuple(dict.fromkeys(found))[:MAX_MESSAGES]


def missing_message(voice: Voice, evidence: Evidence) -> str | None:
    """Which key indicators are not assessed, by name when they are few; None when all are."""
    words = voice.words
    key = [one for one in evidence.indicators if one.key_table]
    missing = [one for one in key if one.verdict == "na"]
    if not missing or evidence.periods.before is None:
        return None
    n = words.spelled(len(missing))
    total_gen = words.spelled(len(key), "genitive")
    if len(missing) == len(key):
        return words("message.missing_all", section=words("section.not_assessed"))
    if len(missing) <= 3:
        names = words.listed([voice.inside(one) for one in missing])
        form = _form(voice, len(missing), "assessed")
        return capital(words("message.missing", n=n, verb=form, total_gen=total_gen, list=names))
    section = words("section.not_assessed")
    form = _form(voice, len(missing), "assessed")
    return capital(words("message.missing_long", n=n, verb=form, total_gen=total_gen, section=section))


def opinion_text(voice: Voice, evidence: Evidence) -> str:
    """The opinion in a few sentences for the cover: the best proven change, what else moved, what is not known."""
    words = voice.words
    if evidence.periods.before is None:
        return words("opinion.nothing") + " " + words("message.no_rollout")
    by_id = {one.kpi: one for one in evidence.indicators}
    good = [by_id[kpi] for kpi in evidence.opinion.basis if kpi in by_id]
    doubtful = [by_id[kpi] for kpi in evidence.opinion.reservations if kpi in by_id]
    missing = [by_id[kpi] for kpi in evidence.opinion.not_assessed if kpi in by_id]
    groups = {
        "confirmed": [one for one in good[1:] if one.verdict == "ok"],
        "likely": [one for one in good[1:] if one.verdict == "likely"],
        "worse": [one for one in doubtful if one.verdict == "bad"],
        "reservations": [one for one in doubtful if one.verdict == "none"],
        "not_assessed": missing,
    }
    parts = [voice.sentence(good[0])] if good else []
    if not good and missing and not doubtful:
        parts.append(words("opinion.nothing"))
    parts += [words(f"opinion.{key}", list=_named(voice, found)) for key, found in groups.items() if found]
    return " ".join(parts)


def _named(voice: Voice, indicators: Sequence[Indicator]) -> str:
    """The names of a few indicators and how many more there are."""
    words = voice.words
    shown = indicators if len(indicators) <= MAX_NAMES + 1 else indicators[:MAX_NAMES]
    names = [voice.inside(one) for one in shown]
    rest = len(indicators) - len(shown)
    return words.listed([*names, words("opinion.more", n=words.spelled(rest))] if rest else names)


def _overall_message(voice: Voice, one: Indicator) -> str:
    value = overall_value(one)
    text = voice.measure(one.unit, value).full(value)
    if began_with_crm(one):
        return voice.words("message.after_only", name=voice.name(one), value=text)
    long = voice.words("message.overall", name=voice.name(one), value=text)
    return long if len(long) <= MAX_LENGTH else voice.words("message.overall_short", name=voice.name(one), value=text)


def _tail(voice: Voice, one: Indicator) -> str:
    """A second indicator in a headline: only what is certain, as there is no room for a doubt."""
    if one.verdict in ("na", "likely") or voice.verb(one, "rose") is None:
        return ""
    key = {"none": "unchanged", "bad": "worsened"}.get(one.verdict, voice.direction(one))
    return voice.words("message.tail", name=voice.inside(one), verb=voice.verb(one, key) or "")


def _form(voice: Voice, n: int, key: str) -> str:
    return plural(n, voice.words.forms(f"message.forms.{key}"), voice.words.language)
