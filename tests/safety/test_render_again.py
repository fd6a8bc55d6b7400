"""`crm-audit report`: new files take the place of old ones whole, and are known as published ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_project import render_again as module
from dagster_project.errors import InputError, WorkspaceBusyError
from dagster_project.integrity import damage
from dagster_project.lock import locked
from dagster_project.record import read_record, sha256
from dagster_project.render_again import render_again
from dagster_project.workers import Workers
from dagster_project.workspace import Workspace, keep_failed, prepare, publish
from tests.reports import evidence_fixture

REPORTS = ("audit-ru.html", "audit-ru.pdf")
Renderer = Callable[[str], None]


@pytest.fixture
def renders(monkeypatch: pytest.MonkeyPatch) -> Renderer:
    """Let the renderer be one of another version, which writes the text given."""

    def as_text(text: str) -> None:
        def render(_: Workers, folder: Path, languages: tuple[str, ...]) -> list[Path]:
            assert languages
            paths = [folder / name for name in REPORTS]
            for path in paths:
                path.write_text(text)
            return paths

        monkeypatch.setattr(Workers, "render", render)

    return as_text


def built(workspace: Workspace, content: str) -> None:
    """An audit in the build folder whose reports hold `content`."""
    prepare(workspace)
    workspace.build_warehouse.write_text(content)
    folder = workspace.build_audit
    for name in (*REPORTS, "kpi.csv"):
        (folder / name).write_text(content)
    (folder / "evidence.json").write_text(evidence_fixture.sparse().to_json(), encoding="utf-8")
    outputs = {path.name: sha256(path) for path in folder.iterdir()}
    (folder / "manifest.json").write_text(json.dumps({"inputs": {"code_sha256": "0"}, "outputs": outputs}))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with the audits a and, later, b."""
    (tmp_path / "w" / "landing").mkdir(parents=True)
    found = Workspace(tmp_path / "w")
    for audit_id in ("a", "b"):
        built(found, audit_id)
        publish(found, audit_id, {"f": audit_id})
    return found


def manifest(workspace: Workspace, audit_id: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((workspace.audits / audit_id / "manifest.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("audit_id", ["a", "b"])
def test_reports_of_another_version_are_no_damage_and_leave_the_warehouse(workspace, renders, audit_id):
    before = read_record(workspace.root)
    renders("new")
    said = render_again(workspace.root, audit_id)
    assert said.splitlines() == [str(workspace.audits / audit_id / name) for name in REPORTS]
    assert {(workspace.audits / audit_id / name).read_text() for name in REPORTS} == {"new"}
    assert damage(workspace) == []
    assert workspace.warehouse.read_text() == "b"
    after = read_record(workspace.root)
    assert (after.current, [one.raw_sha256 for one in after.audits]) == ("b", [one.raw_sha256 for one in before.audits])
    assert manifest(workspace, audit_id)["rendered_by"] == module.code_digest()
    assert not workspace.build.exists()


def test_the_same_reports_leave_the_audit_untouched(workspace, renders):
    before = {path: path.stat() for path in (workspace.audits / "a").iterdir()}
    renders("a")
    render_again(workspace.root, "a")
    assert {path: path.stat() for path in (workspace.audits / "a").iterdir()} == before


def test_a_change_that_was_no_rendering_is_still_found_afterwards(workspace, renders):
    (workspace.audits / "a" / "kpi.csv").write_text("better figures")
    renders("new")
    render_again(workspace.root, "a")
    (message,) = damage(workspace)
    assert "audits/a/kpi.csv was changed" in message


def test_changed_evidence_is_not_rendered(workspace, renders):
    path = workspace.audits / "a" / "evidence.json"
    path.write_text(path.read_text(encoding="utf-8").replace("{", "{ ", 1), encoding="utf-8")
    renders("new")
    with pytest.raises(InputError, match=r"evidence\.json was changed after it was written; restore"):
        render_again(workspace.root, "a")
    assert (workspace.audits / "a" / REPORTS[0]).read_text() == "a"


def test_evidence_of_another_version_says_to_run_the_audit_again(workspace, renders):
    folder = workspace.audits / "a"
    (folder / "evidence.json").write_text('{"schema_version": 0}', encoding="utf-8")
    found = manifest(workspace, "a")
    found["outputs"] = {**dict(found["outputs"]), "evidence.json": sha256(folder / "evidence.json")}  # type: ignore[call-overload]
    (folder / "manifest.json").write_text(json.dumps(found))
    renders("new")
    with pytest.raises(InputError, match=r"cannot be read by this version .* run the audit again"):
        render_again(workspace.root, "a")


def test_a_failed_audit_is_rendered_too_and_stays_out_of_the_record(workspace, renders):
    built(workspace, "c")
    keep_failed(workspace, "c")
    before = read_record(workspace.root)
    renders("new")
    render_again(workspace.root, "c-failed")
    assert (workspace.audits / "c-failed" / REPORTS[0]).read_text() == "new"
    assert read_record(workspace.root) == before


def test_nothing_is_rendered_while_a_run_holds_the_workspace(workspace, renders):
    renders("new")
    with locked(workspace, "run"), pytest.raises(WorkspaceBusyError, match="crm-audit run, process"):
        render_again(workspace.root, "a")
    assert (workspace.audits / "a" / REPORTS[0]).read_text() == "a"


@pytest.mark.parametrize("audit_id", ["x", "../w/audits/a", "."])
def test_an_audit_that_is_not_there_is_named_with_those_that_are(workspace, audit_id):
    with pytest.raises(InputError, match="is no audit; audits here: a, b"):
        render_again(workspace.root, audit_id)


def test_a_damaged_manifest_is_named(workspace):
    (workspace.audits / "a" / "manifest.json").write_text("{")
    with pytest.raises(InputError, match=r"manifest\.json is missing or damaged; restore"):
        render_again(workspace.root, "a")
