"""Warehouse: the dbt models, each an asset; their data tests are asset checks."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets

from dagster_project.build_warehouse import build_warehouse
from dagster_project.dbt_build import NodeOutcome, manifest
from dagster_project.session import AuditSession

MANIFEST = manifest()


class Layers(DagsterDbtTranslator):
    """The graph shows the layers of the warehouse as groups: staging, intermediate, marts."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        if dbt_resource_props["resource_type"] == "seed":
            return "staging"
        return dbt_resource_props["fqn"][1]


TRANSLATOR = Layers()


def _asset_key(unique_id: str) -> dg.AssetKey:
    node = MANIFEST["nodes"][unique_id]
    return TRANSLATOR.get_asset_key(node)


@dbt_assets(manifest=MANIFEST, name="warehouse", exclude="resource_type:unit_test", dagster_dbt_translator=TRANSLATOR)
def warehouse(context: dg.AssetExecutionContext, session: dg.ResourceParam[AuditSession]) -> Iterator[Any]:
    yield from events(build_warehouse(session), context.assets_def.check_specs)


def events(
    outcomes: Iterable[NodeOutcome], checks: Iterable[dg.AssetCheckSpec]
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """What dbt did, told to Dagster: what was skipped is neither materialised nor passed, so it is not told at all."""
    ran = {outcome.unique_id: outcome for outcome in outcomes if outcome.status != "skipped"}
    for unique_id, outcome in ran.items():
        if unique_id.startswith(("model.", "seed.", "snapshot.")) and not outcome.failed:
            yield dg.MaterializeResult(asset_key=_asset_key(unique_id), metadata={"seconds": outcome.seconds})
    tests = {unique_id.split(".")[2]: outcome for unique_id, outcome in ran.items() if unique_id.startswith("test.")}
    for check in checks:
        if check.name in tests:
            yield dg.AssetCheckResult(
                asset_key=check.asset_key, check_name=check.name, passed=not tests[check.name].failed
            )
