"""Raw: every export of landing/, kept as text, one relation for each declared table."""

from collections.abc import Iterator

import dagster as dg

from dagster_project.ingest.catalogue import load_catalogue
from dagster_project.load import load_raw
from dagster_project.paths import dbt_project
from dagster_project.session import AuditSession

SPECS = [
    dg.AssetSpec(
        dg.AssetKey([system.name, table.name]),
        group_name=f"raw_{system.name}",
        description=dict(table.label).get("en", table.name),
        kinds={"duckdb", "parquet"},
    )
    for system in load_catalogue(dbt_project()).systems
    for table in system.tables
]


@dg.multi_asset(name="raw", specs=SPECS)
def raw_tables(session: dg.ResourceParam[AuditSession]) -> Iterator[dg.MaterializeResult]:
    rows = load_raw(session)
    for spec in SPECS:
        yield dg.MaterializeResult(
            asset_key=spec.key, metadata={"dagster/row_count": rows.get("/".join(spec.key.path), 0)}
        )
