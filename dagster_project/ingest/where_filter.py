"""The `where:` filters of a mapping as SQL over the kept Parquet file, and how many rows they keep out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from dagster_project.ingest.catalogue import fold_header
from dagster_project.ingest.mapping import WhereRule
from dagster_project.ingest.sql_text import glob_safe, identifier, literal


def actual_header(headers: Sequence[str], wanted: str) -> str:
    """Return the header as the file writes it, for one that audit.yml names. Raises ValueError when it is absent."""
    folded = fold_header(wanted)
    found = next((header for header in headers if fold_header(header) == folded), None)
    if found is None:
        raise ValueError(f"no header '{wanted}'")
    return found


def where_sql(rules: Sequence[WhereRule], headers: Sequence[str]) -> str:
    """Return the condition that a row must meet; `true` without rules. Values are compared trimmed."""
    return " and ".join(["true", *(_rule(rule, headers) for rule in rules)])


def _rule(rule: WhereRule, headers: Sequence[str]) -> str:
    source = f"coalesce(trim({identifier(actual_header(headers, rule.header))}), '')"
    values = ", ".join(literal(value.strip()) for value in rule.values)
    return f"{source} {'not in' if rule.negate else 'in'} ({values})" if rule.values else "true"


def rows_filtered(
    connection: duckdb.DuckDBPyConnection, parquet: Path, rules: Sequence[WhereRule], headers: Sequence[str]
) -> int:
    """Count the rows of a stored file that the filters keep out of a table."""
    if not rules:
        return 0
    row = connection.execute(
        f"select count(*) filter (where not ({where_sql(rules, headers)})) "
        f"from read_parquet({literal(glob_safe(str(parquet)))})"
    ).fetchone()
    return int(row[0]) if row else 0
