"""What an expectation found, and where it is kept: `findings.expectations`. Never a value of an export."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields

import duckdb

from dagster_project.expectations.suites import Severity

_TYPES = {
    "success": "boolean",
    "n_unexpected": "bigint",
    "n_total": "bigint",
    "kpis": "varchar[]",
    "threshold": "double",
}


@dataclass(frozen=True)
class ExpectationResult:
    """One row of `findings.expectations`.

    `success` is None when nothing was checked because the table is absent or has no rows. `n_total` counts the rows
    to which the expectation applies, `n_unexpected` those that break it; both are None for figures about a whole
    table or column, whose value stands in `observed`. `threshold` is the share of rows (0..1) that must pass;
    `label_ru` and `label_en` are the suite's own short names, empty when the report is to build them.
    """

    suite: str
    table_name: str
    expectation: str
    column_name: str | None
    severity: Severity
    success: bool | None
    observed: str
    n_unexpected: int | None
    n_total: int | None
    why_ru: str
    why_en: str
    kpis: tuple[str, ...]
    threshold: float = 1.0
    label_ru: str = ""
    label_en: str = ""

    @property
    def stops_publication(self) -> bool:
        """A critical expectation failed."""
        return self.severity == "critical" and self.success is False


def write_results(connection: duckdb.DuckDBPyConnection, results: tuple[ExpectationResult, ...]) -> None:
    """Adds results to `findings.expectations`, which is made when absent."""
    columns = ", ".join(f"{field.name} {_TYPES.get(field.name, 'varchar')}" for field in fields(ExpectationResult))
    connection.execute("create schema if not exists findings")
    connection.execute(f"create table if not exists findings.expectations ({columns})")
    marks = ", ".join("?" for _ in fields(ExpectationResult))
    for result in results:
        row = [list(value) if isinstance(value, tuple) else value for value in astuple(result)]
        connection.execute(f"insert into findings.expectations values ({marks})", row)
