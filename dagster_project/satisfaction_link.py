"""Satisfaction and repeat orders: from ``marts.repeat_by_score`` to ``findings.satisfaction_link``."""

from __future__ import annotations

import duckdb
import numpy as np

from dagster_project.analysis.association import association

SEED = 20170702
_TABLE = "n_customers bigint, gamma double, ci_low double, ci_high double, p_value double, reason varchar"


def write_satisfaction_link(connection: duckdb.DuckDBPyConnection) -> None:
    """Create ``findings.satisfaction_link``: one row, or none where no answer is linked to a customer with sales.

    ``gamma`` and its interval are empty with the reason too_few.
    """
    connection.execute(f"create or replace table findings.satisfaction_link ({_TABLE})")
    rows = connection.execute("select n_customers, n_repeated from marts.repeat_by_score order by score").fetchall()
    if not rows:
        return
    counts = np.array(rows, dtype=np.int64)
    found = association(counts[:, 1], counts[:, 0] - counts[:, 1], SEED)
    measured = (found.gamma, found.low, found.high, found.p_value, None) if found else (None,) * 4 + ("too_few",)
    connection.execute(
        "insert into findings.satisfaction_link values (?, ?, ?, ?, ?, ?)", [int(counts[:, 0].sum()), *measured]
    )
