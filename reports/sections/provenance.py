"""What the sources hold: which period stands on which, whom they both know, what counts once, what changed in them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from reports.format import date_short, number, percent
from reports.provenance import IdentityMatch, InputChanges, SourceCoverage
from reports.sections.cells import share_text
from reports.sections.context import TOP_ROWS, Context
from reports.sections.tables import rest_note
from reports.sections.views import Box, Cell, Column, Row, Table
from reports.sentences.names import table_name
from reports.words import capital, lowered

MAX_NAMES = 8
"""More files of one kind than this are counted, not named."""


def provenance_tables(context: Context) -> tuple[Table, ...]:
    """The tables that have something to say, in the order of the page."""
    found = (_coverage(context), _matches(context), _overlaps(context), _agreements(context), *_changed(context))
    return tuple(one for one in found if one)


def changes_note(context: Context) -> tuple[Box, ...]:
    """What is other in the inputs than in the previous audit, in sentences; nothing for a first audit."""
    words, found = context.words, context.evidence.changes
    if found is None:
        return ()
    return (Box(words("provenance.since", run=found.since), " ".join(_sentences(context, found))),)


def _sentences(context: Context, found: InputChanges) -> list[str]:
    words = context.words
    files = _counted(
        context,
        (
            ("file_added", len(found.files_added)),
            ("file_removed", len(found.files_removed)),
            ("file_changed", len(found.files_changed)),
            ("file_renamed", len(found.files_renamed)),
        ),
    )
    rows = found.tables or ()
    counted = _counted(
        context,
        (
            ("row_added", sum(one.added for one in rows)),
            ("row_late", sum(one.late for one in rows)),
            ("row_changed", sum(one.changed for one in rows)),
            ("row_removed", sum(one.removed for one in rows)),
        ),
    )
    told = [f"{capital(text)}." for text in (files, counted) if text] or [words("provenance.same_inputs")]
    if found.tables is None:
        told.append(words("provenance.rows_unknown"))
    if found.as_of_before is not None:
        days = {
            "now": date_short(context.evidence.run.as_of, context.lang),
            "then": date_short(found.as_of_before, context.lang),
        }
        told.append(words("provenance.as_of", **days))
    told += [words("provenance.settings")] if found.settings_changed else []
    told += [words("provenance.program")] if found.program_changed else []
    return told


def _counted(context: Context, parts: Sequence[tuple[str, int]]) -> str:
    return ", ".join(context.words.counted(n, noun) for noun, n in parts if n)


def _source(context: Context, name: str) -> str:
    return context.words.first(f"system.{name}", "figure.verbatim", text=name)


def _coverage(context: Context) -> Table | None:
    words, lang, found = context.words, context.lang, context.evidence.provenance.coverage
    if not found:
        return None
    has_windows = context.evidence.periods.before is not None
    windows = ("before", "after") if has_windows else ()
    columns = (
        Column(words("provenance.records"), "", 20),
        Column(words("provenance.source"), "", 18),
        *(Column(words(f"provenance.{one}"), "n", 12) for one in windows),
        Column(words("provenance.all_rows"), "n", 12),
        Column(words("provenance.span"), "", 26 if has_windows else 50),
    )
    rows = []
    for entity, members in groupby(found[:TOP_ROWS], key=lambda one: one.entity):
        same = [one for one in found if one.entity == entity]
        for place, one in enumerate(members):
            rows.append(
                Row(
                    (
                        Cell(table_name(words, entity), "b" if place == 0 else "mut"),
                        Cell(_source(context, one.source)),
                        *(_part(context, one, same, window) for window in windows),
                        Cell(number(one.n_rows, 0, lang), "n"),
                        Cell(context.span(one.first_day, one.last_day), "small"),
                    )
                )
            )
    has_shares = any(cell.sub for row in rows for cell in row.cells)
    notes = (rest_note(context, len(rows), len(found)), words("provenance.coverage_note") if has_shares else "")
    note = " ".join(text for text in notes if text)
    return Table(context.caption(words("provenance.coverage")), columns, tuple(rows), "fx", context.region(), note)


def _part(context: Context, one: SourceCoverage, same: Sequence[SourceCoverage], window: str) -> Cell:
    """Rows of a source in a window and, where there are several sources, its share of all of them."""
    name = f"n_{window}"
    own, total = int(getattr(one, name)), sum(int(getattr(other, name)) for other in same)
    share = share_text(context, own / total) if total and len(same) > 1 else ""
    return Cell(number(own, 0, context.lang), "n" if own else "n mut", share)


def _matches(context: Context) -> Table | None:
    words, lang, found = context.words, context.lang, context.evidence.provenance.matches
    if not found:
        return None
    shown = sorted(found, key=lambda one: (-one.n_matched, one.source, one.other_source))[:TOP_ROWS]
    columns = (
        Column(words("provenance.source"), "", 18),
        Column(words("provenance.other"), "", 18),
        Column(words("provenance.customers"), "n", 12),
        Column(words("provenance.matched"), "n", 12),
        Column(words("provenance.share"), "n", 10),
        Column(words("provenance.rule"), "", 30),
    )
    rows = tuple(
        Row(
            (
                Cell(_source(context, one.source)),
                Cell(_source(context, one.other_source)),
                Cell(number(one.n_records, 0, lang), "n"),
                Cell(number(one.n_matched, 0, lang), "n" if one.n_matched else "n mut"),
                Cell(share_text(context, one.n_matched / one.n_records), "n b"),
                Cell(_rules(context, one)),
            )
        )
        for one in shown
    )
    notes = [rest_note(context, len(shown), len(found)), _unmatched(context)]
    note = " ".join(text for text in notes if text)
    return Table(context.caption(words("provenance.matches")), columns, rows, "fx", context.region(), note)


def _rules(context: Context, one: IdentityMatch) -> str:
    """The rules that found the matches with their numbers: "tax id 12, name 3"."""
    named = ((context.words(f"matchrule.{rule}"), number(n, 0, context.lang)) for rule, n in one.by_rule.items())
    return ", ".join(f"{name} {n}" for name, n in named)


def _unmatched(context: Context) -> str:
    words, lonely = context.words, context.evidence.provenance.unmatched
    if not lonely:
        return words("provenance.all_matched")
    listed = ", ".join(f"{_source(context, one.source)}: {number(one.n_records, 0, context.lang)}" for one in lonely)
    return words("provenance.unmatched", list=listed)


def _overlaps(context: Context) -> Table | None:
    words, found = context.words, context.evidence.provenance.overlaps
    if not found:
        return None
    columns = (
        Column(words("provenance.records"), "", 20),
        Column(words("provenance.source"), "", 20),
        Column(words("provenance.counts_in"), "", 20),
        Column(words("provenance.rule"), "", 28),
        Column(words("provenance.twice"), "n", 12),
    )
    rows = tuple(
        Row(
            (
                Cell(table_name(words, one.entity), "b"),
                Cell(_source(context, one.source)),
                Cell(_source(context, one.other_source)),
                Cell(words(f"matchrule.{one.rule}")),
                Cell(number(one.n, 0, context.lang), "n"),
            )
        )
        for one in found[:TOP_ROWS]
    )
    note = rest_note(context, len(rows), len(found))
    return Table(context.caption(words("provenance.overlaps")), columns, rows, "fx", context.region(), note)


def _agreements(context: Context) -> Table | None:
    words, lang, found = context.words, context.lang, context.evidence.provenance.agreements
    if not found:
        return None
    columns = (
        Column(words("provenance.property"), "", 30),
        Column(words("provenance.source"), "", 25),
        Column(words("provenance.compared"), "n", 15),
        Column(words("provenance.differing"), "n", 15),
        Column(words("provenance.agreeing"), "n", 15),
    )
    rows = tuple(
        Row(
            (
                Cell(words(f"property.{one.property_name}"), "b"),
                Cell(_source(context, one.source)),
                Cell(number(one.n_compared, 0, lang), "n"),
                Cell(number(one.n_differing, 0, lang), "n" if one.n_differing else "n mut"),
                Cell(percent(100 * (1 - one.n_differing / one.n_compared), 1 if one.n_differing else 0, lang), "n b"),
            )
        )
        for one in found[:TOP_ROWS]
    )
    note = words("provenance.agreement_note")
    return Table(context.caption(words("provenance.agreement")), columns, rows, "fx", context.region(), note)


def _changed(context: Context) -> tuple[Table | None, Table | None]:
    found = context.evidence.changes
    return (None, None) if found is None else (_changed_files(context, found), _changed_rows(context, found))


def _changed_files(context: Context, found: InputChanges) -> Table | None:
    words = context.words
    kinds = ("added", "removed", "changed", "renamed")
    rows = []
    for kind in kinds:
        names: tuple[str, ...] = getattr(found, f"files_{kind}")
        if names:
            rest = len(names) - MAX_NAMES
            listed = [*names[:MAX_NAMES], *([words("opinion.more", n=str(rest))] if rest > 0 else [])]
            cells = (
                Cell(words(f"provenance.files_{kind}"), "b"),
                Cell(number(len(names), 0, context.lang), "n"),
                Cell(", ".join(listed), "hash"),
            )
            rows.append(Row(cells))
    if not rows:
        return None
    columns = (
        Column(words("provenance.kind"), "", 26),
        Column(words("provenance.number"), "n", 10),
        Column(words("provenance.files"), "", 64),
    )
    return Table(context.caption(words("provenance.changed_files")), columns, tuple(rows), "fx", context.region())


def _changed_rows(context: Context, found: InputChanges) -> Table | None:
    words, lang = context.words, context.lang
    if not found.tables:
        return None
    kinds = ("added", "late", "changed", "removed")
    columns = (
        Column(words("provenance.table"), "", 40),
        *(Column(words(f"provenance.rows_{kind}"), "n", 15) for kind in kinds),
    )
    rows = []
    for one in found.tables[:TOP_ROWS]:
        system = _source(context, one.table.partition(".")[0])
        counts = (int(getattr(one, kind)) for kind in kinds)
        numbers = (Cell(number(n, 0, lang), "n" if n else "n mut") for n in counts)
        rows.append(Row((Cell(f"{system}: {lowered(table_name(words, one.table))}", "b"), *numbers)))
    notes = (rest_note(context, len(rows), len(found.tables)), words("provenance.rows_note"))
    note = " ".join(text for text in notes if text)
    return Table(context.caption(words("provenance.changed_rows")), columns, tuple(rows), "fx", context.region(), note)
