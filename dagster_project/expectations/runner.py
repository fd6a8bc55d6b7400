"""Runs the suites of a layer with Great Expectations, computed in DuckDB.

Great Expectations is imported when `run_expectations` is called, not before: the import takes seconds. Results hold
counts only. The values that break an expectation are neither fetched nor shown.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.errors import InputError
from dagster_project.expectations.results import ExpectationResult
from dagster_project.expectations.suites import ROWS, Expectation, Layer, Suite, load_suites
from dagster_project.warehouse import connect

NOT_CHECKED = "table_has_rows"
# Counts, but no example values: not even a partial list of them is asked from the database.
_RESULT_FORMAT = {"result_format": "SUMMARY", "partial_unexpected_count": 0}


class ExpectationFaultError(Exception):
    """An expectation could not be computed. A fault of ours or of its suite, never a finding about the data.

    The message names suite, table and expectation; texts of the database stay out, as they may quote values.
    """


def run_expectations(
    database: Path | duckdb.DuckDBPyConnection, suites_dir: Path, layer: Layer
) -> tuple[ExpectationResult, ...]:
    """Checks all tables of a layer that have rows; tables without rows are reported as not checked.

    `database` is an open connection, which stays open and usable, or the path of a file that nothing else in this
    process holds open; it is then opened read-only and closed again.
    Raises InputError when a suite is malformed or names a column that its table lacks, and ExpectationFaultError when
    an expectation ends in an exception.
    """
    suites = load_suites(suites_dir, layer)
    with _opened(database) as connection:
        found = {suite.table: _row_count(connection, suite) for suite in suites}
        checked = tuple(suite for suite in suites if found[suite.table])
        results = check_suites(connection, checked) if checked else ()
    skipped = tuple(_not_checked(suite, found[suite.table]) for suite in suites if not found[suite.table])
    order = {suite.table: number for number, suite in enumerate(suites)}
    return tuple(sorted(results + skipped, key=lambda result: order[result.table_name]))


def check_suites(connection: duckdb.DuckDBPyConnection, suites: tuple[Suite, ...]) -> tuple[ExpectationResult, ...]:
    """Checks every suite, whether its table has rows or not. Raises as `run_expectations` does."""
    from dagster_project.expectations.duckdb_dialect import lend

    for suite in suites:
        _require_columns(connection, suite)
    with _quiet(), lend(connection) as url:
        context = _context()
        return tuple(result for suite in suites for result in _check(context, url, suite))


@contextmanager
def _opened(database: Path | duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    if isinstance(database, duckdb.DuckDBPyConnection):
        yield database
        return
    with connect(database, read_only=True) as connection:
        yield connection


def _row_count(connection: duckdb.DuckDBPyConnection, suite: Suite) -> int | None:
    """Rows of the suite's table, or None when there is no such table."""
    exists = "select 1 from information_schema.tables where table_schema = ? and table_name = ?"
    if connection.execute(exists, [suite.schema, suite.relation]).fetchone() is None:
        return None
    row = connection.execute(f'select count(*) from "{suite.schema}"."{suite.relation}"').fetchone()
    return int(row[0]) if row else None


def _require_columns(connection: duckdb.DuckDBPyConnection, suite: Suite) -> None:
    query = "select column_name from information_schema.columns where table_schema = ? and table_name = ?"
    present = [name for (name,) in connection.execute(query, [suite.schema, suite.relation]).fetchall()]
    for expectation in suite.expectations:
        for column in expectation.columns:
            if column not in present and expectation.type != "expect_column_to_exist":
                near = get_close_matches(column, present, n=1, cutoff=0.5)
                advice = f"; did you mean '{near[0]}'?" if near else ""
                raise InputError(f"{suite.name}.yml: table '{suite.table}' has no column '{column}'{advice}")


@contextmanager
def _quiet() -> Iterator[None]:
    """No analytics, no log lines: tracebacks of Great Expectations may quote rows."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def _context() -> Any:
    import great_expectations
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    in_memory = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    config = DataContextConfig(store_backend_defaults=in_memory, progress_bars=ProgressBarsConfig(globally=False))
    return great_expectations.get_context(mode="ephemeral", project_config=config)


def _check(context: Any, url: str, suite: Suite) -> Iterator[ExpectationResult]:
    import great_expectations

    if suite.schema not in context.data_sources.all():
        context.data_sources.add_sql(suite.schema, connection_string=f"{url}?schema={suite.schema}")
    asset = context.data_sources.get(suite.schema).add_table_asset(suite.relation, table_name=suite.relation)
    definition = context.validation_definitions.add(
        great_expectations.ValidationDefinition(
            name=suite.table,
            data=asset.add_batch_definition_whole_table("all"),
            suite=context.suites.add(_gx_suite(suite)),
        )
    )
    outcome = definition.run(result_format=_RESULT_FORMAT)
    by_number = {result.expectation_config.meta["number"]: result for result in outcome.results}
    for number, expectation in enumerate(suite.expectations):
        yield _result(suite, expectation, by_number[number])


def _gx_suite(suite: Suite) -> Any:
    import great_expectations
    from great_expectations import expectations

    from dagster_project.expectations.rows_expectation import ExpectUnexpectedRowsToBeFew

    built = []
    for number, expectation in enumerate(suite.expectations):
        if expectation.type == ROWS:
            kind: Any = ExpectUnexpectedRowsToBeFew
            kwargs = _row_queries(expectation)
        else:
            kind = getattr(expectations, "".join(part.capitalize() for part in expectation.type.split("_")))
            kwargs = dict(expectation.kwargs)
        built.append(kind(**kwargs, severity=expectation.severity, meta={"number": number}))
    return great_expectations.ExpectationSuite(name=suite.table, expectations=built)


def _row_queries(expectation: Expectation) -> dict[str, Any]:
    """Arguments of ExpectUnexpectedRowsToBeFew; braces are doubled, as Great Expectations fills in `{batch}`."""
    among, where = (
        str(expectation.kwargs.get(key, "true")).replace("{", "{{").replace("}", "}}") for key in ("among", "where")
    )
    rows = "with batch as (select * from {batch}) select 1 from batch where "
    return {
        "unexpected_rows_query": f"{rows}({among}) and ({where})",
        "eligible_rows_query": f"{rows}({among})",
        "mostly": float(expectation.kwargs.get("mostly", 1.0)),
    }


def _result(suite: Suite, expectation: Expectation, outcome: Any) -> ExpectationResult:
    # An exception is described by one flat record, or by a record for each metric that could not be computed.
    info = outcome.exception_info
    if info and info.get("raised_exception", True):
        raise ExpectationFaultError(
            f"{suite.name}.yml, table {suite.table}: {expectation.type} on {', '.join(expectation.columns) or 'rows'} "
            f"could not be computed; run its query by hand to see why"
        )
    unexpected, total = _counts(outcome.result)
    return ExpectationResult(
        suite=suite.name,
        table_name=suite.table,
        expectation=expectation.type,
        column_name=", ".join(expectation.columns) or None,
        severity=expectation.severity,
        success=bool(outcome.success),
        observed=_observed(outcome.result, unexpected, total),
        n_unexpected=unexpected,
        n_total=total,
        why_ru=expectation.why_ru,
        why_en=expectation.why_en,
        kpis=expectation.kpis,
        threshold=float(expectation.kwargs.get("mostly", 1.0)),
        label_ru=expectation.label_ru,
        label_en=expectation.label_en,
    )


def _counts(result: dict[str, Any]) -> tuple[int | None, int | None]:
    if "element_count" not in result:
        return None, None
    total = int(result["element_count"]) - int(result.get("missing_count") or 0)
    return int(result.get("unexpected_count") or 0), total


def _observed(result: dict[str, Any], unexpected: int | None, total: int | None) -> str:
    if total is not None:
        return f"{unexpected}/{total}"
    value = result.get("observed_value")
    return f"{value:g}" if isinstance(value, int | float) else ""


def _not_checked(suite: Suite, rows: int | None) -> ExpectationResult:
    return ExpectationResult(
        suite=suite.name,
        table_name=suite.table,
        expectation=NOT_CHECKED,
        column_name=None,
        severity="info",
        success=None,
        observed="no table" if rows is None else "no rows",
        n_unexpected=None,
        n_total=rows,
        why_ru="Таблица пуста: выгрузка не предоставлена, проверять нечего.",
        why_en="The table has no rows: its export was not provided, so there is nothing to check.",
        kpis=(),
    )
