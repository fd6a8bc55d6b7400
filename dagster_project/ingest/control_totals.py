"""Total rows of an export as control sums: what the file states against what its rows give."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import duckdb

from dagster_project.ingest.ledger import ControlTotal
from dagster_project.ingest.sql_text import glob_safe, identifier, literal
from dagster_project.ingest.typing_rules import parse_amount


def check_totals(
    connection: duckdb.DuckDBPyConnection,
    parquet: Path,
    headers: Sequence[str],
    money: Sequence[str],
    totals: Sequence[tuple[int, Sequence[str]]],
    convention: tuple[str | None, str | None],
) -> tuple[ControlTotal, ...]:
    """Compare every total row with the sums of the money columns above it (since the total before, or from the top).

    `totals` holds (line, cells) in file order, `convention` is (decimal sign, thousands sign). Amounts are exact.
    """
    found = []
    previous = 0
    for line, cells in totals:
        for header in money:
            place = headers.index(header)
            stated = parse_amount(cells[place], convention[0]) if place < len(cells) and cells[place].strip() else None
            if stated is None:
                continue
            sums = [_sum(connection, parquet, header, start, line, convention) for start in {previous, 0}]
            computed = min(sums, key=lambda value: abs(value - stated))
            found.append(ControlTotal(header, line, f"{stated:f}", f"{computed:f}", f"{stated - computed:f}"))
        previous = line
    return tuple(found)


def _sum(
    connection: duckdb.DuckDBPyConnection,
    parquet: Path,
    header: str,
    after: int,
    before: int,
    convention: tuple[str | None, str | None],
) -> Decimal:
    cursor = connection.execute(
        f"select {identifier(header)}, count(*) from read_parquet({literal(glob_safe(str(parquet)))}) "
        f"where _line > {after} and _line < {before} and {identifier(header)} is not null group by all"
    )
    total = Decimal(0)
    while rows := cursor.fetchmany(10_000):
        for text, n in rows:
            amount = parse_amount(text, *convention)
            total += amount * n if amount is not None else 0
    return total
