"""Two files that say different things about the same key, with nothing that tells which is newer."""

from __future__ import annotations

from itertools import combinations

import duckdb

from dagster_project.errors import InputError
from dagster_project.ingest.catalogue import Catalogue, Table
from dagster_project.ingest.ledger import FileEntry, Ledger
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
            groups: dict[tuple[str, str | None], list[FileEntry]] = {}
            for entry, feed in feeds:
                group = groups.setdefault((feed.source_relation, feed.snapshot_at), [])
                if entry not in group:
                    group.append(entry)
            for entries in groups.values():
                for first, second in combinations(entries, 2):
                    _check_pair(connection, system.schema, table, first, second)


def _is_keyed_by_time(table: Table) -> bool:
    """A table known by moments alone (answers to a form) has no key that two files could contradict each other on."""
    columns = [table.column(name) for name in table.key]
    return all(column is None or column.is_date for column in columns)


def _check_pair(
    connection: duckdb.DuckDBPyConnection, schema: str, table: Table, first: FileEntry, second: FileEntry
) -> None:
    key = [name for name in table.key if name in table.column_names]
    others = [name for name in table.column_names if name not in key and name != "updated_at"]
    if not key or not others:
        return
    relation = f"{identifier(schema)}.{identifier(table.name)}"
    updated = "coalesce(updated_at, '')" if "updated_at" in table.column_names else "''"
    keys = ", ".join(identifier(name) for name in key)
    values = ", ".join(f"coalesce(trim({identifier(name)}), '')" for name in others)
    sides = []
    for entry in (first, second):
        sides.append(
            f"(select {keys}, arg_min(hash(row({values})), _row_number) as content, "
            f"arg_min({updated}, _row_number) as updated from {relation} "
            f"where _file_id = {literal(entry.file_id)} group by {keys})"
        )
    same = " and ".join(f"a.{identifier(name)} = b.{identifier(name)}" for name in key)
    row = connection.execute(
        f"select count(*), {', '.join(f'min_by(a.{identifier(n)}, a.{identifier(key[0])})' for n in key)} "
        f"from {sides[0]} a join {sides[1]} b on {same} where a.content <> b.content and a.updated = b.updated"
    ).fetchone()
    if row is not None and row[0]:
        raise InputError(_message(table, first, second, key, int(row[0]), row[1:]))


def _message(
    table: Table, first: FileEntry, second: FileEntry, key: list[str], n: int, example: tuple[object, ...]
) -> str:
    shown = ", ".join(f"{name} = {value}" for name, value in zip(key, example, strict=True))
    return (
        f"{first.name} and {second.name} both hold {table.full_name}, and {n} keys have different values in the two "
        f"(for example {shown}), with nothing that tells which file is newer. Put the date of the export into the file "
        f"names (for example {_with_date(first.name)}), or give `exported_at:` for each under `sources:` in audit.yml, "
        "or remove one of them."
    )


def _with_date(name: str) -> str:
    base = name.rsplit("/", 1)[-1]
    stem, dot, suffix = base.partition(".")
    return f"{stem}_2026-01-31{dot}{suffix}"
