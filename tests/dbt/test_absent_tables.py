"""A staging model whose raw table has no rows is not run: an empty table stands in for it."""

from __future__ import annotations

from typing import Any

import duckdb

from dagster_project.absent_tables import stand_in_for_absent


def manifest_of(*models: tuple[str, list[str]]) -> dict[str, Any]:
    """A manifest with models `name` that read tables of the system crm, or of the settings."""
    sources = {
        f"source.p.crm.{name}": {"schema": "raw_crm", "name": name, "source_name": "crm"} for name in ("deals", "leads")
    }
    sources["source.p.settings.parameters"] = {"schema": "settings", "name": "parameters", "source_name": "settings"}
    nodes = {
        f"model.p.{name}": {
            "resource_type": "model",
            "name": name,
            "schema": "staging",
            "depends_on": {"nodes": [f"source.p.{read}" for read in reads]},
        }
        for name, reads in models
    }
    return {"nodes": nodes, "sources": sources}


def test_only_models_of_tables_without_rows_get_a_stand_in() -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema raw_crm; create table raw_crm.deals as select '1' as deal_id")
        connection.execute("create table raw_crm.leads (lead_id varchar)")
        parsed = manifest_of(
            ("stg_crm__deals", ["crm.deals"]),
            ("stg_crm__leads", ["crm.leads", "settings.parameters"]),
            ("stg_people__names", ["crm.leads"]),
            ("stg_crm__both", ["crm.deals", "crm.leads"]),
            ("int_leads", ["crm.leads"]),
        )
        assert stand_in_for_absent(connection, parsed) == ["model.p.stg_crm__leads"]
        made = connection.execute("select table_name from duckdb_tables() where schema_name = 'staging'").fetchall()
        assert made == [("stg_crm__leads",)]
        united = connection.execute(
            "select lead_id, has_unreadable_required from (select 'x' as lead_id where false union all by name "
            "select * from staging.stg_crm__leads)"
        )
        assert united.fetchall() == []
