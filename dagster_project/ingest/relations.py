"""The raw relations of a run: one view for each declared table, over the kept Parquet files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import duckdb

from dagster_project.ingest.catalogue import Catalogue, Table
from dagster_project.ingest.ledger import Feed, FileEntry, Ledger
from dagster_project.ingest.mapping import ColumnMapping, QuestionMapping, SourceMapping
from dagster_project.ingest.sql_text import glob_safe, identifier, literal
from dagster_project.ingest.where_filter import actual_header, where_sql

_META = (
    ("_extra", "VARCHAR"),
    ("_source_relation", "VARCHAR"),
    ("_file_id", "VARCHAR"),
    ("_row_number", "BIGINT"),
    ("_line", "BIGINT"),
    ("_loaded_at", "TIMESTAMP"),
    ("_snapshot_at", "TIMESTAMP"),
    ("_date_order", "VARCHAR"),
    ("_decimal", "VARCHAR"),
)


def create_raw_relations(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    ledger: Ledger,
    mappings: Sequence[SourceMapping] = (),
) -> dict[str, dict[str, int]]:
    """Create schema raw_<system> with a view per declared table in the run's database, also for tables without a file.

    The views read the Parquet files by absolute path. Returns, per `system.table`, {file_id: rows of that file that
    a `where:` filter keeps out of the table}. Raises ValueError when the ledger names what is not declared.
    """
    filtered: dict[str, dict[str, int]] = {}
    for system in catalogue.systems:
        connection.execute(f"create schema if not exists {identifier(system.schema)}")
        for table in system.tables:
            feeds = ledger.feeds_of(table.full_name)
            name = f"{identifier(system.schema)}.{identifier(table.name)}"
            connection.execute(f"create or replace view {name} as {view_sql(table, feeds, ledger, mappings)}")
            filtered[table.full_name] = {e.file_id: f.rows_filtered for e, f in feeds if f.rows_filtered}
    return filtered


def view_sql(
    table: Table, feeds: Sequence[tuple[FileEntry, Feed]], ledger: Ledger, mappings: Sequence[SourceMapping]
) -> str:
    """Return the select that makes one raw table from the files that feed it (zero rows without a file)."""
    selects = [sql for entry, feed in feeds for sql in _feed_selects(table, entry, feed, ledger, mappings)]
    return "\nunion all\n".join(selects) if selects else _empty_select(table)


def _empty_select(table: Table) -> str:
    columns = [f"NULL::VARCHAR as {identifier(name)}" for name in table.column_names]
    columns += [f"NULL::{kind} as {identifier(name)}" for name, kind in _META]
    return f"select {', '.join(columns)} where false"


def _feed_selects(
    table: Table, entry: FileEntry, feed: Feed, ledger: Ledger, mappings: Sequence[SourceMapping]
) -> list[str]:
    mapping = _mapping_of(feed, mappings)
    values = {column: identifier(header) for column, header in feed.columns}
    source = _source(entry, ledger)
    condition = where_sql(mapping.where if mapping is not None else (), entry.headers)
    if mapping is not None:
        values |= {c.column: _mapped_value(c, entry) for c in mapping.columns}
    if mapping is None or not mapping.questions:
        return [_select(table, entry, feed, values, source, condition)]
    selects = []
    for question in mapping.questions:
        answer = identifier(actual_header(entry.headers, question.header))
        answered = f"{condition} and {answer} is not null and trim({answer}) <> ''"
        selects.append(_select(table, entry, feed, values | _question_values(question, answer), source, answered))
    return selects


def _mapping_of(feed: Feed, mappings: Sequence[SourceMapping]) -> SourceMapping | None:
    return mappings[feed.mapping] if feed.mapping is not None else None


def _source(entry: FileEntry, ledger: Ledger) -> str:
    path = (ledger.raw_dir / entry.parquet).absolute()
    return f"read_parquet({literal(glob_safe(str(path)))})"


def _mapped_value(column: ColumnMapping, entry: FileEntry) -> str:
    if column.row_number:
        return "_row_number::VARCHAR"
    if column.header is None:
        return literal(column.value)
    source = identifier(actual_header(entry.headers, column.header))
    return _translated(source, column.values) if column.values else source


def _translated(source: str, values: Sequence[tuple[str, str | None]]) -> str:
    """A value map: exact native values (blanks around and case ignored), "*" for any other that is not empty."""
    cases, other = [], source
    for native, canonical in values:
        if native == "*":
            other = literal(canonical)
        else:
            cases.append(f"when lower(trim({source})) = {literal(native.strip().lower())} then {literal(canonical)}")
    empty = f"when {source} is null or trim({source}) = '' then NULL"
    has_empty = any(native.strip() == "" for native, _ in values)
    if has_empty:
        filler = next(canonical for native, canonical in values if native.strip() == "")
        empty = f"when {source} is null or trim({source}) = '' then {literal(filler)}"
    return f"case {empty} {' '.join(cases)} else {other} end"


def _question_values(question: QuestionMapping, answer: str) -> dict[str, str]:
    return {
        "question": literal(question.header),
        "question_kind": literal(question.kind),
        "scale_min": literal(None if question.scale_min is None else f"{question.scale_min:g}"),
        "scale_max": literal(None if question.scale_max is None else f"{question.scale_max:g}"),
        "respondent_type": literal(question.respondent),
        "value": answer,
    }


def _select(table: Table, entry: FileEntry, feed: Feed, values: Mapping[str, str], source: str, condition: str) -> str:
    columns = [f"({values.get(name, 'NULL')})::VARCHAR as {identifier(name)}" for name in table.column_names]
    meta = {
        "_extra": _extra(feed.unmapped),
        "_source_relation": literal(feed.source_relation),
        "_file_id": literal(entry.file_id),
        "_row_number": "_row_number",
        "_line": "_line",
        "_loaded_at": literal(entry.first_seen),
        "_snapshot_at": literal(feed.snapshot_at),
        "_date_order": literal(feed.date_order),
        "_decimal": literal(feed.decimal),
    }
    columns += [f"({meta[name]})::{kind} as {identifier(name)}" for name, kind in _META]
    return f"select {', '.join(columns)} from {source} where {condition}"


def _extra(headers: Sequence[str]) -> str:
    """A JSON object of the columns that are not mapped and not empty; NULL when there are none."""
    if not headers:
        return "NULL"
    pairs = ", ".join(
        f"case when {identifier(h)} <> '' then {literal(_json_key(h))} || to_json({identifier(h)})::VARCHAR end"
        for h in headers
    )
    joined = f"concat_ws(',', {pairs})"
    return f"case when {joined} <> '' then '{{' || {joined} || '}}' end"


def _json_key(header: str) -> str:
    return json.dumps(header, ensure_ascii=False) + ":"
