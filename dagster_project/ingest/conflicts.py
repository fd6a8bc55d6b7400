"""Two files that say different things about the same key, with nothing that tells which is newer."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from dagster_project.errors import InputError
from dagster_project.ingest.catalogue import Catalogue, Table
from dagster_project.ingest.ledger import Feed, FileEntry, Ledger
from dagster_project.ingest.sql_text import identifier, literal


def check_conflicts(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, ledger: Ledger) -> None:
    """Compare the files that feed the same table; call it after `create_raw_relations` on the same connection.

    Between files the newer snapshot, then the later `updated_at`, wins. Raises InputError when neither tells and the
    declared columns of a key differ. Equal rows in two files are fine.
    """
    for system in catalogue.systems:
        for table in system.tables:
            if _is_keyed_by_time(table):
                continue
            feeds = ledger.feeds_of(table.full_name)
            _check_doubled(connection, system.schema, table, feeds)
            groups: dict[tuple[str, str | None], list[FileEntry]] = {}
            for entry, feed in feeds:
                group = groups.setdefault((feed.source_relation, feed.snapshot_at), [])
                if entry not in group:
                    group.append(entry)
            for entries in groups.values():
                if len(entries) > 1:
                    _check_group(connection, system.schema, table, entries)


def _check_doubled(
    connection: duckdb.DuckDBPyConnection, schema: str, table: Table, feeds: Sequence[tuple[FileEntry, Feed]]
) -> None:
    """Two entries of `sources:` that make the same key of a table from the same row of a file: which one is meant?"""
    fed: dict[tuple[str, str], list[Feed]] = {}
    names = {entry.file_id: entry.name for entry, _ in feeds}
    for entry, feed in feeds:
        fed.setdefault((entry.file_id, feed.source_relation), []).append(feed)
    keys = ", ".join(identifier(name) for name in table.key if name in table.column_names)
    for (file_id, relation), several in fed.items():
        if len(several) < 2 or not keys:
            continue
        row = connection.execute(
            f"select count(*) from (select 1 from {identifier(schema)}.{identifier(table.name)} "
            f"where _file_id = ? and _source_relation = ? group by {keys}, _row_number having count(*) > 1)",
            [file_id, relation],
        ).fetchone()
        if row is not None and row[0]:
            places = " and ".join(f"sources[{feed.mapping + 1}]" for feed in several if feed.mapping is not None)
            raise InputError(
                f"audit.yml: {places} make {row[0]} rows of {table.full_name} with equal {', '.join(table.key)} from "
                f"the same lines of {names[file_id]}. Remove one of them, part the lines with `where:`, or give each "
                "its own `source_relation:`."
            )


def _is_keyed_by_time(table: Table) -> bool:
    """A table known by moments alone (answers to a form) has no key that two files could contradict each other on."""
    columns = [table.column(name) for name in table.key]
    return all(column is None or column.is_date for column in columns)


def _check_group(connection: duckdb.DuckDBPyConnection, schema: str, table: Table, entries: list[FileEntry]) -> None:
    """One pass over all files of a group, however many there are (an export for each day)."""
    key = [name for name in table.key if name in table.column_names]
    others = [name for name in table.column_names if name not in key and name != "updated_at"]
    if not key or not others:
        return
    updated = "coalesce(updated_at, '')" if "updated_at" in table.column_names else "''"
    keys = ", ".join(identifier(name) for name in key)
    values = ", ".join(f"coalesce(trim({identifier(name)}), '')" for name in others)
    files = ", ".join(literal(entry.file_id) for entry in entries)
    rows = connection.execute(
        f"with firsts as (select {keys}, _file_id, arg_min(hash(row({values})), _row_number) as content, "
        f"arg_min({updated}, _row_number) as updated from {identifier(schema)}.{identifier(table.name)} "
        f"where _file_id in ({files}) and {' and '.join(f'{identifier(name)} is not null' for name in key)} "
        f"group by {keys}, _file_id) "
        f"select {keys}, list(_file_id) from firsts group by {keys}, updated having count(distinct content) > 1 "
        f"order by {keys}"
    ).fetchall()
    if rows:
        *example, file_ids = rows[0]
        first, second = [entry for entry in entries if entry.file_id in file_ids][:2]
        raise InputError(_message(table, first, second, key, len(rows), tuple(example)))


def _message(
    table: Table, first: FileEntry, second: FileEntry, key: list[str], n: int, example: tuple[object, ...]
) -> str:
    personal = {column.name for column in table.columns if column.personal}
    pairs = [f"{name} = {value}" for name, value in zip(key, example, strict=True) if name not in personal]
    told = f" (for example {', '.join(pairs)})" if pairs else ""
    return (
        f"{first.name} and {second.name} both hold {table.full_name}, and {n} keys have different values in the "
        f"two{told}, with nothing that tells which file is newer. Put the date of the export into the file "
        f"names (for example {_with_date(first.name)}), or give `exported_at:` for each under `sources:` in audit.yml, "
        "or remove one of them."
    )


def _with_date(name: str) -> str:
    base = name.rsplit("/", 1)[-1]
    stem, dot, suffix = base.partition(".")
    return f"{stem}_2026-01-31{dot}{suffix}"
