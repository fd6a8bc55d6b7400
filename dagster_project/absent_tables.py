"""Staging models of tables that no file gives: an empty table stands in for each, so that dbt need not run it.

Most audits have exports of three or four systems, the product knows some twenty: without this, a run would spend most
of its time on building empty tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from dagster_project.ingest.sql_text import identifier

# What every canonical entity reads of a staging model; its other columns are united by name, so they may be absent.
_COLUMNS = (
    "_source_relation varchar, _file_id varchar, _row_number bigint, _snapshot_at timestamp, "
    "unreadable_columns varchar[], out_of_range_columns varchar[], has_unreadable_required boolean, "
    "is_old_version boolean"
)


def stand_in_for_absent(connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any]) -> list[str]:
    """Create an empty table for every staging model whose raw table has no rows; return the unique ids of these models.

    `manifest` is dbt's manifest as a dictionary. A model counts when it is `stg_<system>__<name>` and reads exactly one
    source of that system. Call it on a new warehouse, after the raw relations were made. Raises duckdb.Error.
    """
    absent = []
    rows: dict[str, bool] = {}
    for unique_id, node in sorted(manifest["nodes"].items()):
        source = _only_source(node, manifest)
        if source is None:
            continue
        relation = f"{identifier(source['schema'])}.{identifier(source['name'])}"
        if relation not in rows:
            rows[relation] = connection.execute(f"select 1 from {relation} limit 1").fetchone() is not None
        if not rows[relation]:
            schema = identifier(node["schema"])
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(f"create or replace table {schema}.{identifier(node['name'])} ({_COLUMNS})")
            absent.append(unique_id)
    return absent


def _only_source(node: Mapping[str, Any], manifest: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if node["resource_type"] != "model" or not node["name"].startswith("stg_"):
        return None
    read = [manifest["sources"].get(parent) for parent in node["depends_on"]["nodes"]]
    raw = [source for source in read if source is not None and source["schema"].startswith("raw_")]
    if len(raw) != 1 or None in read or not node["name"].startswith(f"stg_{raw[0]['source_name']}__"):
        return None
    return raw[0]
