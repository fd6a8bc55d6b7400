"""Quoting of identifiers and values for SQL text that cannot take parameters (views, COPY, table functions)."""

from __future__ import annotations


def identifier(name: str) -> str:
    """Quote an identifier; double quotes inside are doubled."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | None) -> str:
    """Quote a text as an SQL literal; None becomes NULL. Raises ValueError for a NUL character."""
    if value is None:
        return "NULL"
    if "\0" in value:
        raise ValueError("a NUL character cannot stand in SQL text")
    return "'" + value.replace("'", "''") + "'"


def glob_safe(path: str) -> str:
    """DuckDB reads file names as patterns; return the path with every special letter made literal."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in path)
