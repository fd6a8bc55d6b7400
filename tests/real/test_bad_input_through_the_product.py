"""The visible bad-input files through the product: audit.yml, loader, typed models, marts. Nothing wrong is silent.

All cases stand in one workspace, each a source of its own, so that the models are built once.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from dagster_project.dbt_build import build
from dagster_project.ingest.loader import ingest
from dagster_project.load import catalogue_for, set_up_warehouse
from dagster_project.progress import Progress
from dagster_project.pseudonym_key import pseudonym_key
from dagster_project.session import AuditSession
from dagster_project.settings import load_settings
from dagster_project.warehouse import connect
from dagster_project.workers import Workers
from dagster_project.workspace import Workspace, prepare
from tests.audit.conftest import crm_audit

pytestmark = pytest.mark.slow

TABLE = "amocrm.deals"
COLUMNS = {"title": "deal_name", "manager": "user_id", "source": "source_channel"}
COMPARED = ("amount", "currency", "created_at", "closed_at", "stage", "source")
Row = dict[str, str]


@dataclass(frozen=True)
class Built:
    """The workspace of all cases: messages of refused files, and the typed deals and issues by case."""

    expected: dict[str, dict[str, Any]]
    refused: dict[str, str]
    deals: dict[str, dict[str, Row]]
    issues: dict[str, dict[str, set[tuple[str | None, str]]]]


def _own(shared: Path) -> Path:
    return shared / "badinput" / "own"


def _cases(shared: Path) -> dict[str, dict[str, Any]]:
    folders = sorted(path for path in _own(shared).iterdir() if path.is_dir())
    return {path.name: json.loads((path / "expected.json").read_text(encoding="utf-8")) for path in folders}


def _audit_yml(shared: Path, cases: dict[str, dict[str, Any]]) -> str:
    """The contract of the cases in the words of audit.yml; of their dialect only what a file cannot prove."""
    contract = json.loads((_own(shared) / "contract.json").read_text(encoding="utf-8"))
    headers = {COLUMNS.get(c["name"], c["name"]): [c["header"], *c["aliases"]] for c in contract["columns"]}
    sources = []
    for name, case in cases.items():
        decimal = {"decimal": case["dialect"]["decimal"]} if "decimal" in case["dialect"] else {}
        read = {"date_order": "dmy", **decimal}
        sources.append({"files": f"{name}/*", "table": TABLE, "source_relation": name, "read": read})
    stages = [{"stage": name, "category": "open"} for name in ("Новая", "Счёт выставлен")]
    settings = {"company": {"name": "Own"}, "headers": {TABLE: headers}, "stages": stages, "sources": sources}
    return yaml.safe_dump(settings, allow_unicode=True)


def _workspace(shared: Path, folder: Path, cases: dict[str, dict[str, Any]]) -> Path:
    for name in cases:
        for path in (_own(shared) / name).iterdir():
            if path.name != "expected.json":
                target = folder / "landing" / name / path.name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
    (folder / "audit.yml").write_text(_audit_yml(shared, cases), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    cases = _cases(shared)
    folder = _workspace(shared, tmp_path_factory.mktemp("bad") / "own", cases)
    settings, workers = load_settings(folder), Workers(1)
    workspace = Workspace(folder.resolve())
    prepare(workspace)
    pseudonym_key(workspace)
    try:
        session = AuditSession(workspace, settings, None, Progress(quiet=True, verbose=False), workers)
        catalogue = catalogue_for(settings)
        ledger = ingest(workspace.root, catalogue, settings.sources, strict=False)
        with connect(workspace.build_warehouse) as connection:
            set_up_warehouse(connection, session, catalogue, ledger)
        failed = [node for node in build(workspace.build_warehouse, workspace.key_file, tests=False) if node.failed]
    finally:
        workers.close()
    assert failed == []
    with duckdb.connect(str(workspace.build_warehouse), read_only=True) as connection:
        deals, issues = _typed_deals(connection), _issues(connection)
    refused = {one.name.split("/")[0]: one.message for one in ledger.refused}
    return Built(cases, refused, deals, issues)


def _typed_deals(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Row]]:
    """Deals that reach marts.fct_deals, by case and native id, with the values that staging gave them."""
    rows = connection.execute(
        """
        select d.source_relation, s.deal_id, s.amount::varchar, s.currency, strftime(s.created_at, '%Y-%m-%d'),
            strftime(s.closed_at, '%Y-%m-%d'), s.stage, s.source_channel
        from marts.fct_deals as d
        join staging.stg_amocrm__deals as s on d._file_id = s._file_id and d._row_number = s._row_number
        """
    ).fetchall()
    found: dict[str, dict[str, Row]] = {}
    for case, key, *values in rows:
        found.setdefault(case, {})[key] = dict(zip(COMPARED, (value or "" for value in values), strict=True))
    return found


def _issues(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, set[tuple[str | None, str]]]]:
    """What record_issues says, by case and native id."""
    rows = connection.execute(
        """
        select i.source_relation, s.deal_id, i.column_name, i.issue from marts.record_issues as i
        join staging.stg_amocrm__deals as s on i.file_id = s._file_id and i.row_number = s._row_number
        """
    ).fetchall()
    found: dict[str, dict[str, set[tuple[str | None, str]]]] = {}
    for case, key, column, issue in rows:
        found.setdefault(case, {}).setdefault(key, set()).add((column, issue))
    return found


def _same(found: Row, right: Row, told: set[tuple[str | None, str]]) -> bool:
    """Equal values; a value may be unknown where record_issues names its column."""
    unknown = {column for column, _ in told}
    return all(
        found[name].strip() == right[name].strip() or (not found[name] and name in unknown)
        for name in COMPARED
        if name in right
    )


def test_no_deal_in_the_marts_is_wrong(built: Built) -> None:
    wrong = []
    for case, deals in built.deals.items():
        allowed = {**built.expected[case]["must_load"], **built.expected[case]["either"]}
        for key, deal in deals.items():
            told = built.issues.get(case, {}).get(key, set())
            if key not in allowed or not _same(deal, allowed[key], told):
                wrong.append((case, key, deal, allowed.get(key)))
    assert wrong == []


def test_every_deal_that_must_be_there_is_there(built: Built) -> None:
    missing = {
        case: sorted(set(expected["must_load"]) - set(built.deals.get(case, {})))
        for case, expected in built.expected.items()
        if case not in built.refused
    }
    assert {case: keys for case, keys in missing.items() if keys} == {}


def test_files_are_refused_exactly_where_they_must_be(built: Built) -> None:
    must = {case for case, expected in built.expected.items() if expected["verdict"] == "reject"}
    may = {case for case, expected in built.expected.items() if expected["verdict"] == "load_or_reject"}
    assert must <= set(built.refused) <= must | may
    assert [message for case, message in built.refused.items() if not message.startswith(f"{case}/")] == []


def test_values_that_could_not_be_read_and_repeats_are_said(built: Built) -> None:
    assert {issue for _, issue in built.issues["csv_conflicting_ids"]["64399"]} == {"conflict"}
    assert any(("duplicate" in {i for _, i in found}) for found in built.issues["csv_duplicate_rows"].values())
    assert {("created_at", "out_of_range")} <= set().union(*built.issues["csv_out_of_range_dates"].values())
    assert {("amount", "unreadable")} <= set().union(*built.issues["csv_amount_forms"].values())


def test_rows_that_must_not_count_do_not(built: Built) -> None:
    counted = {
        case: sorted(set(expected["must_quarantine"]) & set(built.deals.get(case, {})))
        for case, expected in built.expected.items()
    }
    assert {case: keys for case, keys in counted.items() if keys} == {}


def test_a_run_on_files_that_must_be_refused_ends_with_one_message(shared: Path, tmp_path: Path) -> None:
    cases = {name: case for name, case in _cases(shared).items() if case["verdict"] == "reject"}
    workspace = _workspace(shared, tmp_path / "refused", cases)
    done = crm_audit("run", workspace)
    assert done.returncode == 2
    assert done.stderr.startswith(f"crm-audit: {min(cases)}/")
    assert "Traceback" not in done.stderr and "a fault of ours" not in done.stderr
    assert not (workspace / "audits").exists() or not any((workspace / "audits").iterdir())


def test_files_of_other_projects_are_listed_without_a_fault(shared: Path, tmp_path: Path) -> None:
    for number, path in enumerate(sorted(p for p in (shared / "badinput").rglob("*") if p.is_file())):
        if "own" not in path.parts:
            target = tmp_path / "landing" / f"{number:03d}_{path.name}"
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, target)
    mapping = 'sources: [{files: "*", table: leads, columns: {lead_id: {row_number: true}}}]\n'
    (tmp_path / "audit.yml").write_text("company: {name: A}\n" + mapping, encoding="utf-8")
    done = crm_audit("sources", tmp_path, "--json")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    report = json.loads(done.stdout)
    assert len(report["rows"]) > 100
    unbalanced = [
        row["file"]
        for row in report["rows"]
        if row["rows_in"] != row["rows_loaded"] + row["rows_quarantined"] + row["rows_excluded"]
    ]
    assert unbalanced == []
