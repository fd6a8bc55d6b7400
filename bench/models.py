"""The dbt models of a published audit built again: by dbt, and as the same compiled SQL run by hand.

python -m bench.models prepare WORKSPACE FOLDER     inputs of both, and the compiled SQL; not measured
python -m bench.models sql|dbt WORKSPACE FOLDER     the build that is measured; data tests left out on both sides
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import duckdb

from dagster_project.dbt_build import build, environment, invoke, kept_manifest


def main() -> None:
    """Do what the command line asks for."""
    how, workspace, folder = sys.argv[1], Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve()
    key = workspace / ".pseudonym-key"
    if how == "prepare":
        folder.mkdir(parents=True)
        _copy_inputs(workspace / "warehouse.duckdb", folder / "inputs.duckdb")
        statements = _statements(_fresh(workspace, folder), key)
        (folder / "statements.json").write_text(json.dumps(statements), encoding="utf-8")
    elif how == "dbt":
        outcomes = build(_fresh(workspace, folder), key, tests=False)
        failed = [outcome.unique_id for outcome in outcomes if outcome.failed]
        if failed:
            sys.exit(f"models failed: {', '.join(failed)}")
    else:
        with duckdb.connect(_fresh(workspace, folder)) as connection:
            for statement in json.loads((folder / "statements.json").read_text(encoding="utf-8")):
                connection.execute(statement)


def _fresh(workspace: Path, folder: Path) -> Path:
    """The inputs alone, where a run builds: there the files of raw/ may be read."""
    target = workspace / ".build" / "warehouse.duckdb"
    target.parent.mkdir(exist_ok=True)
    shutil.copy(folder / "inputs.duckdb", target)
    return target


def _copy_inputs(published: Path, target: Path) -> None:
    """The raw views and settings of a published warehouse, in a new file."""
    with duckdb.connect(target) as connection:
        connection.execute(f"attach '{published}' as published (read_only)")
        views = connection.execute(
            "select schema_name, sql from duckdb_views() where database_name = 'published' and schema_name like 'raw_%'"
        ).fetchall()
        tables = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'published' and schema_name = 'settings'"
        ).fetchall()
        for schema in dict.fromkeys([*(schema for schema, _ in views), "settings"]):
            connection.execute(f'create schema "{schema}"')
        for _, sql in views:
            connection.execute(sql.replace("CREATE VIEW published.", "CREATE VIEW "))
        for (table,) in tables:
            connection.execute(f'create table settings."{table}" as from published.settings."{table}"')


def _statements(scratch: Path, key: Path) -> list[str]:
    """The compiled SQL of every seed and model in the order in which dbt ran them."""
    with environment(scratch, key):
        ran = [result.node for result in invoke(["build", "--resource-type", "seed", "model"], kept_manifest()).results]
    statements = [f'create schema if not exists "{schema}"' for schema in dict.fromkeys(node.schema for node in ran)]
    for node in ran:
        name = f'"{node.schema}"."{node.name}"'
        if node.resource_type == "seed":
            path = Path(node.root_path) / node.original_file_path
            statements.append(f"create table {name} as from read_csv('{path}', header = true, all_varchar = true)")
        else:
            kind = "view" if node.config.materialized == "view" else "table"
            statements.append(f"create {kind} {name} as {node.compiled_code}")
    return statements


if __name__ == "__main__":
    main()
