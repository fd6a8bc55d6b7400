"""One set of exports as two warehouses: DuckDB's, as the product builds it, and one of PostgreSQL."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import psycopg2

from dagster_project.dbt_build import build
from dagster_project.ingest.loader import ingest
from dagster_project.load import catalogue_for, set_up_warehouse
from dagster_project.progress import Progress
from dagster_project.pseudonym_key import pseudonym_key
from dagster_project.session import AuditSession
from dagster_project.settings import load_settings
from dagster_project.simulate.company import simulate
from dagster_project.warehouse import connect
from dagster_project.workers import Workers
from dagster_project.workspace import Workspace, prepare
from tests.portability.postgres_server import OWNER

ROOT = Path(__file__).resolve().parents[2]
EXPORTS = ROOT / "tests" / "ingest" / "exports"
TYPES = {"VARCHAR": "text", "JSON": "text", "DOUBLE": "double precision"}
ESCAPED = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
"""What the text format of COPY cannot hold as it is."""


def duckdb_warehouse(root: Path) -> tuple[Path, Path, set[str]]:
    """Load and build a simulated company with an export of every system beside it.

    Returns the warehouse, its key and the staging models that are stand-ins, as no file gives their table.
    """
    simulate(root, seed=7, months=16, deals_per_month=12, n_teams=3, preset="staggered")
    for number, path in enumerate(sorted(EXPORTS.iterdir())):
        dated = f"2024-{number // 28 + 1:02}-{number % 28 + 1:02}.{path.name}"  # two exports of one list have an order
        shutil.copyfile(path, root / "landing" / dated)
    settings, workspace, workers = load_settings(root), Workspace(root.resolve()), Workers(1)
    prepare(workspace)
    pseudonym_key(workspace)
    try:
        session = AuditSession(workspace, settings, None, Progress(quiet=True), workers)
        catalogue = catalogue_for(settings)
        ledger = ingest(workspace.root, catalogue, settings.sources)
        with connect(workspace.build_warehouse) as connection:
            set_up_warehouse(connection, session, catalogue, ledger)
        nodes = build(workspace.build_warehouse, workspace.key_file)
    finally:
        workers.close()
    assert [node for node in nodes if node.failed] == []
    stand_ins = {node.unique_id.rpartition(".")[2] for node in nodes if node.status == "skipped"}
    return workspace.build_warehouse, workspace.key_file, stand_ins


def postgres_warehouse(socket: Path, warehouse: Path, key_file: Path) -> None:
    """Copy what stands before dbt (raw and settings) into a new database, and have dbt build all the rest there."""
    _copy_sources(socket, warehouse)
    key = socket / "key"
    shutil.copyfile(key_file, key)
    if os.geteuid() == 0:
        shutil.chown(key, OWNER, OWNER)
    names = {
        "CRM_AUDIT_PGHOST": str(socket), "CRM_AUDIT_PGPORT": "5432", "CRM_AUDIT_PGUSER": OWNER,
        "CRM_AUDIT_PGDATABASE": "crm_audit", "CRM_AUDIT_KEY_FILE": str(key),
    }  # fmt: skip
    for command in (["run-operation", "create_engine_functions"], ["build", "--exclude-resource-type", "unit_test"]):
        place = ["--project-dir", str(ROOT / "dbt"), "--profiles-dir", str(ROOT / "dbt"), "--target", "postgres"]
        kept = ["--target-path", str(warehouse.parent / "target"), "--log-path", str(warehouse.parent / "logs")]
        done = subprocess.run(
            [Path(sys.executable).with_name("dbt"), "--no-use-colors", *command, *place, *kept],
            env={**os.environ, **names, "DO_NOT_TRACK": "1"}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-6000:]


def connection_to(socket: Path, database: str = "crm_audit") -> psycopg2.extensions.connection:
    """An open connection to a database of the server."""
    return psycopg2.connect(host=str(socket), user=OWNER, dbname=database)


def _copy_sources(socket: Path, warehouse: Path) -> None:
    server = connection_to(socket, OWNER)
    server.autocommit = True
    server.cursor().execute("create database crm_audit")
    server.close()
    with connection_to(socket) as target, target.cursor() as cursor, duckdb.connect(str(warehouse)) as source:
        tables = source.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_schema = 'settings' or starts_with(table_schema, 'raw_') order by all"
        ).fetchall()
        for schema, table in tables:
            rows = source.execute(f'select * from "{schema}"."{table}"')
            columns = ", ".join(f'"{one[0]}" {TYPES.get(str(one[1]), one[1])}' for one in rows.description)
            cursor.execute(f'create schema if not exists "{schema}"; create table "{schema}"."{table}" ({columns})')
            lines = ("\t".join(_copied(value) for value in row) + "\n" for row in rows.fetchall())
            cursor.copy_expert(f'copy "{schema}"."{table}" from stdin', io.StringIO("".join(lines)))
    target.close()


def _copied(value: object) -> str:
    return "\\N" if value is None else "".join(ESCAPED.get(letter, letter) for letter in str(value))
