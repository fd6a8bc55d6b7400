"""Expectations: Great Expectations suites as asset checks, on raw tables and on canonical ones."""

from collections.abc import Iterable, Iterator

import dagster as dg

from dagster_project.assets.raw import SPECS as RAW_SPECS
from dagster_project.assets.warehouse import warehouse
from dagster_project.judge import Layer, judge
from dagster_project.session import AuditSession

RAW_KEYS = {".".join(spec.key.path): spec.key for spec in RAW_SPECS}
CANONICAL_KEYS = {key.path[-1]: key for key in warehouse.keys if key.path[-1].startswith("int_")}


def _specs(keys: Iterable[dg.AssetKey], layer: Layer, *, blocking: bool) -> list[dg.AssetCheckSpec]:
    what = f"Great Expectations on the {layer} table"
    return [dg.AssetCheckSpec("expectations", asset=key, blocking=blocking, description=what) for key in keys]


def _results(session: AuditSession, layer: Layer, keys: dict[str, dg.AssetKey]) -> Iterator[dg.AssetCheckResult]:
    by_table = judge(session, layer)
    for table, key in keys.items():
        results = by_table.get(table, [])
        failed = [result for result in results if result.success is False]
        yield dg.AssetCheckResult(
            asset_key=key,
            check_name="expectations",
            passed=not failed,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={
                "expectations": len(results),
                "not_checked": sum(result.success is None for result in results),
                "failed": ", ".join(
                    f"{result.expectation}({result.column_name or ''}) [{result.severity}]" for result in failed
                ),
            },
        )


# The raw tables are judged while the warehouse is built; the findings wait for both. So this check does not block, and
# comes after the warehouse when there is a choice.
@dg.multi_asset_check(
    name="raw_expectations", specs=_specs(RAW_KEYS.values(), "raw", blocking=False), op_tags={"dagster/priority": "-1"}
)
def raw_expectations(session: dg.ResourceParam[AuditSession]) -> Iterator[dg.AssetCheckResult]:
    yield from _results(session, "raw", RAW_KEYS)


@dg.multi_asset_check(name="canonical_expectations", specs=_specs(CANONICAL_KEYS.values(), "canonical", blocking=True))
def canonical_expectations(session: dg.ResourceParam[AuditSession]) -> Iterator[dg.AssetCheckResult]:
    yield from _results(session, "canonical", CANONICAL_KEYS)
