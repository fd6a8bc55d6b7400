"""Data quality: pass rates, lateness, failed checks with what they touch, damaged values, balance of rows."""

from __future__ import annotations

from reports import figures
from reports.evidence import Expectation
from reports.format import number, percent
from reports.sections import tables
from reports.sections.areas import drawings
from reports.sections.cells import share_text
from reports.sections.context import TOP_ROWS, Context
from reports.sections.summary import quality_verdict
from reports.sections.views import Box, Cell, Column, Row, Section, Table
from reports.sentences.names import column_name, table_name
from reports.sentences.quality import check_label, failures, pass_rate, passed_text, quality_message
from reports.words import capital, lowered

MAX_NAMES = 4
"""A share of refused rows below this is printed with two decimals."""


def build(context: Context) -> Section:
    """The section of data quality."""
    words, evidence = context.words, context.evidence
    checks = evidence.quality.expectations
    topic = context.topic("data_quality")
    verdict, word = quality_verdict(context)
    own = [one for one in evidence.figures.values() if one.area == "data_quality"]
    drawn = drawings(context, "data_quality", beside=False)
    found: list[Table | None] = [_failed_table(context)]
    found += [tables.delay_table(context, one) for one in own if isinstance(one, figures.EntryDelay)]
    own_indicators = [one for one in evidence.indicators if one.area == "data_quality"]
    found.append(tables.indicator_table(context, own_indicators))
    found += tables.fact_tables(context, [one for one in evidence.facts if one.area == "data_quality"])
    found += [_issues_table(context), _exclusions_table(context)]
    mark = context.mark("ok" if verdict == "ok" else "bad" if verdict == "bad" else "na", word)
    return Section(
        anchor="data_quality",
        topic=topic,
        message=quality_message(context.voice, evidence),
        starts_page=False,
        mark=mark,
        grade=context.grade(3 if checks else 0),
        remarks=(words("quality.remark", n=number(len(checks), 0, context.lang)),) if checks else (),
        figures=drawn,
        tables=tuple(one for one in found if one),
        notes=(*_balance(context), *_suites_note(context)),
    )


def _failed_table(context: Context) -> Table | None:
    words = context.words
    failed = failures(context.evidence.quality.expectations)
    if not failed:
        return None
    shown = failed[:TOP_ROWS]
    columns = (
        Column(words("quality.check"), "", 22),
        Column(words("quality.passed"), "n", 9),
        Column(words("quality.threshold"), "n", 10.5),
        Column(words("quality.severity"), "", 16.5),
        Column(words("quality.kpis"), "", 20),
        Column(words("quality.why"), "", 22),
    )
    rows = tuple(_failed_row(context, one) for one in shown)
    caption = context.caption(words("quality.caption_failed"))
    note = tables.rest_note(context, len(shown), len(failed))
    return Table(caption, columns, rows, "fx", context.region(), note)


def _failed_row(context: Context, check: Expectation) -> Row:
    words = context.words
    names = [context.name(kpi) for kpi in check.kpis[:MAX_NAMES]]
    if len(check.kpis) > MAX_NAMES:
        names.append(words("opinion.more", n=str(len(check.kpis) - MAX_NAMES)))
    return Row(
        (
            Cell(check_label(context.voice, check)),
            Cell(passed_text(context.words, pass_rate(check)), "n bad"),
            Cell(share_text(context, check.threshold if check.threshold is not None else 1.0), "n"),
            Cell(words(f"severity.{check.severity}")),
            Cell(", ".join(names) or words("quality.no_kpi")),
            Cell(check.why.read(context.lang)),
        ),
        "hl" if check.severity == "critical" else "",
    )


def _suites_note(context: Context) -> tuple[Box, ...]:
    """How many checks each kind of record went through, in one paragraph: what failed stands in the table above."""
    words, lang = context.words, context.lang
    counts: dict[str, int] = {}
    for one in context.evidence.quality.expectations:
        name = lowered(table_name(words, one.table_name))
        counts[name] = counts.get(name, 0) + 1
    if not counts:
        return ()
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    listed = ", ".join(f"{name} {number(n, 0, lang)}" for name, n in ordered)
    return (Box(words("quality.checked_title"), words("quality.checked", list=listed)),)


def _issues_table(context: Context) -> Table | None:
    words, lang = context.words, context.lang
    issues = sorted(context.evidence.quality.record_issues, key=lambda one: (-one.n, one.table_name, one.issue))
    if not issues:
        return None
    shown = issues[:TOP_ROWS]
    rows = tuple(
        Row(
            (
                Cell(words.first(f"issue.{one.issue}", "figure.verbatim", text=one.issue)),
                Cell(words.first(f"system.{one.system}", "figure.verbatim", text=one.system)),
                Cell(table_name(words, one.table_name)),
                Cell(column_name(words, one.column_name) if one.column_name else words("report.missing")),
                Cell(number(one.n, 0, lang), "n"),
            )
        )
        for one in shown
    )
    columns = (
        Column(words("quality.issue"), "", 36),
        Column(words("quality.system"), "", 16),
        Column(words("quality.table"), "", 18),
        Column(words("quality.column"), "", 18),
        Column(words("quality.n"), "n", 12),
    )
    note = tables.rest_note(context, len(shown), len(issues))
    return Table(context.caption(words("quality.caption_issues")), columns, rows, "fx", context.region(), note)


def _exclusions_table(context: Context) -> Table | None:
    words, lang = context.words, context.lang
    known = sorted(
        (one for one in context.evidence.exclusions if one.n),
        key=lambda one: (context.evidence.indicator(one.subject) is not None, -one.n, one.subject, one.reason),
    )
    if not known:
        return None
    shown = known[:TOP_ROWS]
    rows = tuple(
        Row(
            (
                Cell(_subject(context, one.subject)),
                Cell(words.first(f"exclusion.{one.reason}", "figure.verbatim", text=one.reason)),
                Cell(number(one.n, 0, lang), "n"),
            )
        )
        for one in shown
    )
    columns = (
        Column(words("quality.subject"), "", 45),
        Column(words("quality.reason"), "", 41),
        Column(words("quality.n"), "n", 14),
    )
    note = tables.rest_note(context, len(shown), len(known))
    return Table(context.caption(words("quality.caption_exclusions")), columns, rows, "fx", context.region(), note)


def _subject(context: Context, subject: str) -> str:
    """The name of an indicator or of a table that rows were left out of, as it starts a line."""
    if context.evidence.indicator(subject):
        return capital(context.name(subject))
    return table_name(context.words, subject)


def _balance(context: Context) -> tuple[Box, ...]:
    """Rows read, refused and left out over all files; nothing when no file was read."""
    words, lang, sources = context.words, context.lang, context.evidence.sources
    if not sources:
        return ()
    rows = sum(one.rows_in for one in sources)
    lost = sum(one.rows_quarantined for one in sources)
    share = (
        percent(100 * lost / rows, 2 if 0 < lost / rows < 0.001 else None, lang) if rows else words("report.missing")
    )
    text = words(
        "quality.balance",
        rows=words.genitive(rows, "row"),
        loaded=number(sum(one.rows_loaded for one in sources), 0, lang),
        quarantined=number(lost, 0, lang),
        share=share,
        excluded=number(sum(one.rows_excluded for one in sources), 0, lang),
    )
    if lost:
        text += " " + words("quality.balance_rejects")
    return (Box(words("quality.balance_title"), text),)
