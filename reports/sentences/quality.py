"""Sentences about the data checks."""

from __future__ import annotations

from collections.abc import Sequence

from reports.evidence import Evidence, Expectation
from reports.format import percent, plural
from reports.sentences.changes import Voice
from reports.sentences.names import column_name, table_name
from reports.words import Words, capital

MAX_LENGTH = 100
"""A headline longer than this gives up the name of the worst check."""

ALMOST_ALL = 0.999

_ORDER = {"critical": 0, "warning": 1, "info": 2}


def check_label(voice: Voice, check: Expectation) -> str:
    """What a check demands: "Сделки: сумма заполнено". An unknown kind of check is named as it is."""
    words = voice.words
    kind = check.expectation
    table = table_name(words, check.table_name)
    if check.label is not None:
        return words("check.table", table=table, check=check.label.read(words.language))
    meaning = words(f"check.{kind}") if words.has(f"check.{kind}") else kind.removeprefix("expect_").replace("_", " ")
    if check.column_name is None:
        return words("check.table", table=table, check=meaning)
    return words("check.column", table=table, column=column_name(words, check.column_name), check=meaning)


def pass_rate(check: Expectation) -> float | None:
    """Share of rows (0..1) that passed a check; None when it does not count rows."""
    if check.n_unexpected is None or not check.n_total:
        return None
    return 1 - check.n_unexpected / check.n_total


def passed_text(words: Words, rate: float | None) -> str:
    """A pass rate as per cent. What did not pass in full never reads 100 %."""
    if rate is not None and ALMOST_ALL < rate < 1:
        return words("quality.almost_all", value=percent(ALMOST_ALL * 100, 1, words.language))
    return percent(None if rate is None else rate * 100, None, words.language)


def failures(checks: Sequence[Expectation]) -> list[Expectation]:
    """The checks that failed: critical first, then by the share that passed."""
    failed = [one for one in checks if not one.success]
    return sorted(failed, key=lambda one: (_ORDER[one.severity], pass_rate(one) or 0.0, one.suite, one.expectation))


def critical_failures(voice: Voice, evidence: Evidence) -> list[str]:
    """What is wrong with the data, for each failed critical check: the kind of record and the defect in words."""
    words = voice.words
    failed = [one for one in failures(evidence.quality.expectations) if one.severity == "critical"]
    defects = [(table_name(words, one.table_name), one.why.read(words.language)) for one in failed]
    return [words("check.table", table=table, check=why) for table, why in dict.fromkeys(defects)]


def quality_message(voice: Voice, evidence: Evidence) -> str:
    """The headline of data quality: how many checks failed, and the worst of them with its share."""
    words = voice.words
    checks = evidence.quality.expectations
    if not checks:
        return words("quality.message_none")
    failed = failures(checks)
    if not failed:
        return words("quality.message_ok", total=str(len(checks)))
    if all(one.severity == "info" for one in failed):
        return words("quality.message_info", n=str(len(failed)), total=str(len(checks)))
    n = len(failed)
    values = {
        "n": capital(words.spelled(n, "feminine")),
        "total_gen": words.spelled(len(checks), "genitive"),
        "passed": plural(n, words.forms("quality.forms"), words.language),
    }
    rate = pass_rate(failed[0])
    label = check_label(voice, failed[0])
    if rate is None:
        text = words("quality.message_bad_bare", check=label, **values)
    else:
        text = words("quality.message_bad", check=label, value=passed_text(words, rate), **values)
    return text if len(text) <= MAX_LENGTH else words("quality.message_bad_short", **values)
