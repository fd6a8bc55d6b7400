"""Warehouse: the dbt models, each an asset; their data tests are asset checks."""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets

from dagster_project.build_warehouse import build_warehouse
from dagster_project.dbt_build import manifest
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
    outcomes = {outcome.unique_id: outcome for outcome in build_warehouse(session)}
    for unique_id, outcome in outcomes.items():
        if unique_id.startswith(("model.", "seed.", "snapshot.")):
            yield dg.MaterializeResult(asset_key=_asset_key(unique_id), metadata={"seconds": outcome.seconds})
    names = {spec.metadata.get("dagster_dbt/unique_id", spec.name): spec for spec in context.assets_def.check_specs}
    for name, spec in names.items():
        found = next(
            (one for one in outcomes.values() if one.unique_id.split(".")[2:3] == [spec.name] or one.unique_id == name),
            None,
        )
        if found is not None:
            yield dg.AssetCheckResult(asset_key=spec.asset_key, check_name=spec.name, passed=not found.failed)
