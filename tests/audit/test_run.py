"""The whole audit as its user runs it. Slow: each run builds a warehouse and four reports."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import duckdb
import pytest

from dagster_project.integrity import damage
from dagster_project.workspace import Workspace
from tests.audit.conftest import crm_audit
from tests.check_demo import problems

pytestmark = pytest.mark.slow

SAME = (
    "kpi.csv",
    "evidence.json",
    "audit-ru.pdf",
    "audit-en.pdf",
    "audit-ru.html",
    "audit-en.html",
    "rejects.csv",
    "manifest.json",
)


def audits(workspace: Path) -> list[Path]:
    return sorted(path for path in (workspace / "audits").iterdir() if path.is_dir())


def published(workspace: Path) -> dict[str, bytes]:
    """Every published file by its path: the warehouse and all audits."""
    found = {"warehouse.duckdb": (workspace / "warehouse.duckdb").read_bytes()}
    for folder in audits(workspace):
        found |= {f"{folder.name}/{path.name}": path.read_bytes() for path in folder.iterdir()}
    return found


def test_the_demo_audit_is_complete_and_consistent(audited):
    assert problems(audited) == []


def test_another_workspace_with_another_key_gives_the_same_bytes(audited, fresh):
    twin = fresh("twin")
    landing = twin / "landing"
    (landing / "sub").mkdir()
    for path in sorted(landing.glob("*.csv"))[:3]:
        path.rename(landing / "sub" / path.name)
    for path in (landing / "sub").iterdir():
        path.rename(landing / path.name)
    done = crm_audit("run", twin, "--quiet")
    assert done.returncode == 0, done.stderr
    first, second = audits(audited)[-1], audits(twin)[-1]
    assert first.name == second.name
    assert [name for name in SAME if (first / name).read_bytes() != (second / name).read_bytes()] == []


def test_a_report_rendered_again_from_its_evidence_has_the_same_bytes(audited):
    folder = audits(audited)[-1]
    before = {path.name: path.read_bytes() for path in folder.glob("audit-*")}
    done = crm_audit("report", audited, folder.name)
    assert done.returncode == 0, done.stderr
    assert {path.name: path.read_bytes() for path in folder.glob("audit-*")} == before
    assert damage(Workspace(audited)) == []


def test_verify_recomputes_every_figure_and_finds_one_that_was_changed(fresh, audited):
    copy = fresh("x").parent / "copy"
    shutil.copytree(audited, copy)
    folder = audits(copy)[-1]
    assert crm_audit("verify", copy, folder.name, "--quiet").returncode == 0
    with (folder / "kpi.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    column = rows[0].index("after")
    rows[1][column] = str(float(rows[1][column]) + 1)
    with (folder / "kpi.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    done = crm_audit("verify", copy, folder.name, "--quiet")
    assert done.returncode == 1
    assert "kpi.csv was changed" in done.stdout
    assert f"{rows[1][0]}.after: printed {rows[1][column]}" in done.stdout


def test_an_earlier_cut_off_day_uses_no_later_data(fresh):
    workspace = fresh("asof")
    done = crm_audit("run", workspace, "--as-of", "2026-03-31", "--quiet")
    assert done.returncode == 0, done.stderr
    evidence = json.loads((audits(workspace)[-1] / "evidence.json").read_text(encoding="utf-8"))
    assert evidence["run"]["as_of"] == "2026-03-31"
    months = [point["month"] for one in evidence["indicators"] for point in one["monthly"] if point["n"]]
    assert max(months) <= "2026-03-31"
    with duckdb.connect(str(workspace / "warehouse.duckdb"), read_only=True) as connection:
        late = connection.execute(
            "select count(*) from marts.fct_deals where created_at >= date '2026-04-01'"
        ).fetchone()
    assert late == (0,)


def test_a_critical_expectation_keeps_the_published_warehouse_and_says_so_on_the_first_page(fresh, audited):
    workspace = fresh("x").parent / "critical"
    shutil.copytree(audited, workspace)
    before = published(workspace)
    leads = workspace / "landing" / "bitrix24_lidy.csv"
    lines = leads.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    spoiled = [lines[0]] + ['""' + line[line.index(";") :] for line in lines[1:]]
    leads.write_text("".join(spoiled), encoding="utf-8-sig", newline="")
    done = crm_audit("run", workspace)
    assert done.returncode == 1, done.stderr
    assert "nothing was published" in done.stdout
    kept = published(workspace)
    assert {name: kept[name] for name in before} == before
    failed = [path for path in audits(workspace) if path.name.endswith("-failed")]
    assert len(failed) == 1 and (failed[0] / "audit-ru.pdf").is_file()
    assert json.loads((failed[0] / "evidence.json").read_text(encoding="utf-8"))["run"]["critical_failed"] is True


def test_progress_is_plain_lines_when_piped_and_silent_when_quiet(audited, fresh):
    done = crm_audit("sources", audited)
    assert "\x1b" not in done.stdout + done.stderr
    quiet = crm_audit("check", fresh("quiet"), "--quiet")
    assert quiet.stderr == "" and "expectations" in quiet.stdout


def test_the_demo_company_has_the_risks_that_its_data_show(audited):
    evidence = json.loads((audits(audited)[-1] / "evidence.json").read_text(encoding="utf-8"))
    risks = {one["risk"]: one for one in evidence["risks"]}
    use = risks["low_use"]
    level = next(one["after"] for one in evidence["indicators"] if one["kpi"] == "weekly_active_users")
    assert (use["status"], use["score"]) == ("fired", 12)
    assert use["value"] == level and 0.5 < level < use["threshold"]
    assert (risks["unused_stages"]["status"], risks["unused_stages"]["missing"]) == (
        "not_assessed",
        "pipeline_stages.csv",
    )
    assert risks["no_owner"]["missing"] == "strategy.owner"
    with duckdb.connect(str(audited / "warehouse.duckdb"), read_only=True) as connection:
        stored = connection.execute("select rule, status, score from findings.risks order by rowid").fetchall()
        seats = connection.execute("select n, n_cases from marts.risk_figures where figure = 'untrained_users'")
        assert seats.fetchone() == (18, 0)
    assert stored == [(one["risk"], one["status"], one["score"]) for one in evidence["risks"]]
