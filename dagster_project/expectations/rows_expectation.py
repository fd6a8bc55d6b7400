"""The expectation behind `unexpected_rows_expectation` in the suites. Importing this loads Great Expectations."""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.expectations import UnexpectedRowsExpectation
from great_expectations.expectations.metrics.query_metrics.query_row_count.query_row_count import QueryRowCount


class EligibleRowCount(QueryRowCount):
    """Metric: number of rows to which the rule of an expectation applies."""

    metric_name = "eligible_rows_query.row_count"
    value_keys = ("eligible_rows_query",)
    query_param_name: ClassVar[str] = "eligible_rows_query"


class ExpectUnexpectedRowsToBeFew(UnexpectedRowsExpectation):
    """Rows that a query finds are at most `1 - mostly` of the rows to which the rule applies.

    Unlike its parent it only counts in SQL: no row of the export is fetched.
    """

    eligible_rows_query: str = "select 1 from {batch}"
    mostly: float = 1.0

    metric_dependencies: ClassVar[tuple[str, ...]] = (
        "unexpected_rows_query.row_count",
        "eligible_rows_query.row_count",
    )
    success_keys: ClassVar[tuple[str, ...]] = ("unexpected_rows_query", "eligible_rows_query", "mostly")

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        unexpected = metrics["unexpected_rows_query.row_count"]
        eligible = metrics["eligible_rows_query.row_count"]
        return {
            "success": unexpected <= (1 - self.mostly) * eligible + 1e-9,
            "result": {"unexpected_count": unexpected, "element_count": eligible},
        }
