"""The forecast of repeat purchases: from ``marts.repeat_purchase_counts`` to ``findings.repeat_forecast``."""

from __future__ import annotations

import duckdb
import numpy as np

from dagster_project.analysis.repeat_purchases import (
    MIN_CUSTOMERS,
    MIN_DAYS,
    PurchaseCounts,
    backtest,
    expected_purchases,
    fit,
)

_COUNTS = (
    "select n_repeat, recency_days, age_days, n_customers, n_later, holdout_days from marts.repeat_purchase_counts "
    "where sample = ? order by all"
)
_TABLE = (
    "n_customers bigint, days bigint, r double, alpha double, a double, b double, actual double, expected double, "
    "naive double, error double, naive_error double, is_shown boolean, forecast double, reason varchar"
)
_DIGITS = 9

Row = tuple[object, ...]


def write_repeat_forecast(connection: duckdb.DuckDBPyConnection) -> None:
    """Create ``findings.repeat_forecast``: one row, or none without purchases.

    ``days`` is both the time held out and the time forecast. ``actual``, ``expected`` and ``naive`` are purchases in
    the time held out; ``error`` and ``naive_error`` mean absolute errors over customers. ``forecast`` is empty unless
    the model beat the rate so far; ``reason`` says why: too_few, too_short, not_fitted, not_better.
    """
    connection.execute(f"create or replace table findings.repeat_forecast ({_TABLE})")
    row = _row(*(_counts(connection, sample) for sample in ("calibration", "all")))
    if row is not None:
        connection.execute(f"insert into findings.repeat_forecast values ({', '.join('?' for _ in row)})", row)


def _counts(connection: duckdb.DuckDBPyConnection, sample: str) -> tuple[PurchaseCounts, int]:
    rows = connection.execute(_COUNTS, [sample]).fetchall()
    columns = np.array(rows, dtype=np.float64).reshape(-1, 6).T
    repeat, recency, age, n, later, days = columns
    return PurchaseCounts(repeat, recency, age, n, later), int(days[0]) if len(days) else 0


def _row(calibration: tuple[PurchaseCounts, int], everyone: tuple[PurchaseCounts, int]) -> Row | None:
    (past, days), (now, _) = calibration, everyone
    if not now.customers:
        return None
    if past.customers < MIN_CUSTOMERS:
        return _refused(now.customers, days, "too_few")
    if past.age.max() < MIN_DAYS:
        return _refused(now.customers, days, "too_short")
    learnt, model = fit(past), fit(now)
    if learnt is None or model is None:
        return _refused(now.customers, days, "not_fitted")
    test = backtest(learnt, past, days)
    forecast = float(np.sum(expected_purchases(model, now, days) * now.n))
    numbers = [model.r, model.alpha, model.a, model.b, test.actual, test.expected, test.naive, test.error]
    numbers = [*map(_rounded, [*numbers, test.naive_error])]
    outcome = (_rounded(forecast), None) if test.is_better else (None, "not_better")
    return (now.customers, days, *numbers, test.is_better, *outcome)


def _refused(customers: int, days: int, reason: str) -> Row:
    return (customers, days, *[None] * 9, False, None, reason)


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
