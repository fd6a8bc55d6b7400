"""Sources with hashes and balance of rows, and the glossary."""

from __future__ import annotations

from reports.evidence import Source
from reports.format import number
from reports.sections.context import MAX_ROWS, TOP_ROWS, Context
from reports.sections.provenance import changes_note, provenance_tables
from reports.sections.tables import rest_note
from reports.sections.views import Cell, Column, Row, Section, Table
from reports.sentences.names import table_name
from reports.words import capital, lowered

HASH_LENGTH = 12
_STANDING = ("ac", "delta", "ci", "pp", "median", "km", "cohort", "lead", "nps", "holm")


def sources(context: Context) -> Section:
    """The files that were read, their balance and the start of their hash; what the sources hold and what changed."""
    return Section(
        anchor="sources",
        topic=context.topic("sources"),
        message=_sources_message(context),
        starts_page=False,
        tables=(*((_sources_table(context),) if context.evidence.sources else ()), *provenance_tables(context)),
        notes=changes_note(context),
    )


def _sources_message(context: Context) -> str:
    words, lang, found = context.words, context.lang, context.evidence.sources
    if not found:
        return words("sources.message_none")
    lost = sum(one.rows_quarantined for one in found)
    tail = words("sources.message_lost", n=number(lost, 0, lang)) if lost else words("sources.message_whole")
    rows = words.counted(sum(one.rows_in for one in found), "row")
    return words("sources.message", files=words.counted(len(found), "file"), rows=rows, lost=tail)


def _sources_table(context: Context) -> Table:
    words, found = context.words, context.evidence.sources
    shown = found if len(found) <= MAX_ROWS else found[:TOP_ROWS]
    titles = ("file", "system", "span", "rows", "loaded", "rejected", "excluded", "hash")
    widths = (25, 13, 12, 8.5, 9, 10.5, 10.5, 12)
    numeric = {"rows", "loaded", "rejected", "excluded"}
    columns = tuple(
        Column(words(f"sources.{key}"), "n" if key in numeric else "", width * 100 / sum(widths))
        for key, width in zip(titles, widths, strict=True)
    )
    rows = [_source_row(context, one) for one in shown]
    rows.append(_total_row(context, found))
    notes = [rest_note(context, len(shown), len(found))]
    controls = [f"{one.file}: {one.control_total_note}" for one in found if one.control_total_note]
    if controls:
        notes.append(words("sources.control", notes="; ".join(controls[:TOP_ROWS])))
    run = context.evidence.run
    notes.append(words("sources.reproduce", run=run.audit_id, version=run.code_version or words("report.missing")))
    note = " ".join(text for text in notes if text)
    return Table(context.caption(words("sources.caption")), columns, tuple(rows), "srct fx", context.region(), note)


def _source_row(context: Context, one: Source) -> Row:
    words, lang = context.words, context.lang
    return Row(
        (
            Cell(one.file, "hash"),
            Cell(words.first(f"system.{one.system}", "figure.verbatim", text=one.system), sub=_tables(context, one)),
            Cell(context.span(one.first_day, one.last_day), "small"),
            Cell(number(one.rows_in, 0, lang), "n"),
            Cell(number(one.rows_loaded, 0, lang), "n"),
            Cell(number(one.rows_quarantined, 0, lang), "n b" if one.rows_quarantined else "n mut"),
            Cell(number(one.rows_excluded, 0, lang), "n" if one.rows_excluded else "n mut"),
            Cell(one.sha256[:HASH_LENGTH], "hash"),
        )
    )


def _tables(context: Context, one: Source) -> str:
    return ", ".join(dict.fromkeys(lowered(table_name(context.words, name)) for name in one.table.split(" + ")))


def _total_row(context: Context, found: tuple[Source, ...]) -> Row:
    sums = (
        sum(one.rows_in for one in found),
        sum(one.rows_loaded for one in found),
        sum(one.rows_quarantined for one in found),
        sum(one.rows_excluded for one in found),
    )
    numbers = (Cell(number(total, 0, context.lang), "n b") for total in sums)
    return Row((Cell(context.words("sources.total"), "b"), Cell(), Cell(), *numbers, Cell()), "tot")


def glossary(context: Context) -> tuple[Section, tuple[Table, Table]]:
    """The section head and its two columns: standing terms, marks, terms of this audit."""
    words, lang = context.words, context.lang
    topic = context.topic("glossary")
    terms = [(words(f"glossary.{key}"), words(f"glossary.{key}_text")) for key in _STANDING]
    terms += [
        (words(f"verdict.{key}"), words(f"verdict.meaning.{key}")) for key in ("ok", "likely", "none", "bad", "na")
    ]
    grades = "; ".join(f"{words(f'evidence.{n}')} — {words(f'evidence.meaning.{n}')}" for n in (4, 3, 2, 1, 0))
    terms.append((words("glossary.evidence"), capital(grades)))
    terms += [(one.term.read(lang), one.meaning.read(lang)) for one in context.evidence.glossary]
    split = _even_split([len(meaning) + 24 for _, meaning in terms])
    section = Section("glossary", topic, "", starts_page=False)
    return section, (_term_table(context, terms[:split]), _term_table(context, terms[split:]))


def _even_split(lengths: list[int]) -> int:
    """How many terms stand in the left column so that both are about equally long."""
    total, so_far = sum(lengths), 0
    for i, length in enumerate(lengths):
        if so_far + length / 2 >= total / 2:
            return max(1, i)
        so_far += length
    return len(lengths)


def _term_table(context: Context, terms: list[tuple[str, str]]) -> Table:
    rows = tuple(Row((Cell(term), Cell(meaning))) for term, meaning in terms)
    return Table("", (), rows, "gl small", context.region())
