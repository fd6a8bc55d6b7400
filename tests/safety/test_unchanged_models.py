"""A run after a correction builds what the correction touches, and its warehouse is that of a run from nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.build_warehouse import earlier_build
from dagster_project.progress import Progress
from dagster_project.record import PublishedAudit, Record, sha256, write_record
from dagster_project.session import AuditSession
from dagster_project.settings import Company, Settings
from dagster_project.unchanged_models import keep_digests, model_digests, take_over, within_reach
from dagster_project.workers import Workers
from dagster_project.workspace import Workspace
from tests.audit.conftest import crm_audit
from tests.safety.small_workspace import deal, small_workspace, table_digests, write_deals

TICKETS = "Номер заявки;Создана;Канал;Клиент;Исполнитель;Статус;Первый ответ\n" + "".join(
    f"T-{n};05.{n % 12 + 1:02}.2024 10:00:00;Чат;Ромашка;Петров П. П.;Новая;05.{n % 12 + 1:02}.2024 11:00:00\n"
    for n in range(60)
)


def run(workspace: Path) -> tuple[set[str], str]:
    """Audit the workspace; return the models that were taken over, and what was printed."""
    done = crm_audit("run", workspace, "--verbose", "--as-of", "2024-12-25")
    assert done.returncode == 0, done.stderr
    printed = done.stdout + done.stderr
    return set(re.findall(r"(?:model|seed)\.crm_audit\.(\w+): unchanged", printed)), printed


@pytest.mark.slow
def test_a_correction_builds_what_rests_on_it_and_ends_as_a_run_from_nothing(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "w")
    (workspace / "landing" / "helpdesk_tickets.csv").write_text(TICKETS, encoding="utf-8")
    assert run(workspace)[0] == set()
    built = table_digests(workspace / "warehouse.duckdb")
    (folder,) = (workspace / "audits").iterdir()
    written = {path.name: path.read_bytes() for path in folder.iterdir()}

    unchanged, _ = run(workspace)
    assert {"fct_deals", "audit_cells", "kpi_win_rate", "stage_status"} <= unchanged, "tables, views on them, seeds"
    assert table_digests(workspace / "warehouse.duckdb") == built
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == written

    write_deals(workspace / "landing" / "deals.csv", [deal(number, amount=5 * number) for number in range(1, 241)])
    unchanged, printed = run(workspace)
    assert {"stg_helpdesk__tickets", "stage_status"} <= unchanged
    assert not {"stg_bitrix24__deals", "stg_people__names", "fct_deals", "audit_cells"} & unchanged
    assert f"{len(unchanged)} models as in the published warehouse" in printed

    fresh = tmp_path / "fresh"
    fresh.mkdir()
    for name in ("audit.yml", ".pseudonym-key"):
        shutil.copy(workspace / name, fresh / name)
    shutil.copytree(workspace / "landing", fresh / "landing")
    assert run(fresh)[0] == set()
    assert table_digests(workspace / "warehouse.duckdb") == table_digests(fresh / "warehouse.duckdb")


def node(*parents: str, kind: str = "model", name: str = "a") -> dict[str, Any]:
    return {"resource_type": kind, "depends_on": {"nodes": list(parents)}, "schema": "marts", "name": name}


MANIFEST = {
    "sources": {
        "source.deals": {"schema": "raw_crm", "identifier": "deals"},
        "source.days": {"schema": "settings", "identifier": "days"},
    },
    "nodes": {
        "model.staged": node("source.deals"),
        "model.calendar": node("source.days"),
        "model.mart": node("model.staged", "seed.words"),
        "model.names": node(),
        "seed.words": node(kind="seed"),
        "test.mart": node("model.mart", kind="test"),
    },
}


@pytest.mark.parametrize(
    ("change", "touched"),
    [
        ({}, set()),
        ({"file": "2"}, {"model.staged", "model.mart", "model.names"}),
        ({"day": "2024-01-02"}, {"model.calendar", "model.names"}),
        ({"view": "select 2 as a, 'f1' as file"}, {"model.staged", "model.mart", "model.names"}),
        ({"code": "other"}, {"model.staged", "model.mart", "model.names", "model.calendar", "seed.words"}),
    ],
)
def test_a_digest_changes_with_what_the_model_rests_on(change: dict[str, str], touched: set[str]) -> None:
    def digests(
        file: str = "1", day: str = "2024-01-01", view: str = "select 1 as a, 'f1' as file", code: str = "code"
    ) -> dict[str, str]:
        with duckdb.connect() as connection:
            connection.execute(f"create schema raw_crm; create view raw_crm.deals as {view}; create schema settings")
            connection.execute(f"create table settings.days as select date '{day}' as day")
            return model_digests(connection, MANIFEST, code, {"f1": file})

    before, after = digests(), digests(**change)
    assert set(before) == set(after) == set(MANIFEST["nodes"]) - {"test.mart"}
    assert {name for name in before if before[name] != after[name]} == touched


def test_what_is_taken_over_keeps_rows_order_constraints_and_the_statement_of_a_view(tmp_path: Path) -> None:
    earlier, manifest = (
        tmp_path / "warehouse.duckdb",
        {"nodes": {"m": node(name="a"), "v": node(name="b"), "n": node()}},
    )
    with duckdb.connect(str(earlier)) as connection:
        connection.execute("create schema marts; create schema settings; create table marts.a (x integer not null)")
        connection.execute("insert into marts.a values (3), (1), (2); create view marts.b as from marts.a where x > 1")
        keep_digests(connection, {"m": "1", "v": "1", "n": "0"})
    folder = tmp_path / "build"
    folder.mkdir()
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection, within_reach(earlier, folder) as published:
        assert published is not None
        assert take_over(connection, manifest, {"m": "1", "v": "1", "n": "1", "gone": "1"}, published) == ["m", "v"]
        assert connection.execute("from marts.a").fetchall() == [(3,), (1,), (2,)]
        assert connection.execute("from marts.b").fetchall() == [(3,), (2,)]
        with pytest.raises(duckdb.ConstraintException):
            connection.execute("insert into marts.a values (null)")
    assert [path.name for path in folder.iterdir()] == ["warehouse.duckdb"]


def test_a_published_warehouse_that_was_changed_is_not_used(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.key_file.write_text("key")
    workspace.warehouse.write_bytes(b"as published")
    session = AuditSession(workspace, Settings(company=Company(name="A")), None, Progress(quiet=True), Workers(0))
    write_record(tmp_path, Record("a", (PublishedAudit("a", sha256(workspace.warehouse), None),)))
    assert earlier_build(session).warehouse == workspace.warehouse
    workspace.warehouse.write_bytes(b"as damaged")
    assert earlier_build(session).warehouse is None
