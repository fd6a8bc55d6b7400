from __future__ import annotations

import contextlib
import multiprocessing
import os
from pathlib import Path

import pytest

from dagster_project.errors import InputError, WorkspaceBusyError
from dagster_project.lock import locked
from dagster_project.pseudonym_key import pseudonym_key
from dagster_project.workspace import VERSIONS_KEPT, Workspace, keep_failed, prepare, publish


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "landing").mkdir()
    return Workspace(tmp_path)


def built(workspace: Workspace, content: str) -> None:
    prepare(workspace)
    workspace.build_warehouse.write_text(content)
    (workspace.build_audit / "kpi.csv").write_text(content)


def test_publishing_replaces_the_warehouse_and_adds_the_audit(workspace):
    built(workspace, "one")
    publish(workspace, "a")
    built(workspace, "two")
    publish(workspace, "b")
    assert workspace.warehouse.read_text() == "two"
    assert (workspace.audits / "a" / "kpi.csv").read_text() == "one"
    assert (workspace.versions / "a.duckdb").read_text() == "one"
    assert not workspace.build.exists()


def test_an_unpublished_build_leaves_the_published_state_as_it_was(workspace):
    built(workspace, "one")
    publish(workspace, "a")
    built(workspace, "half")
    prepare(workspace)
    assert workspace.warehouse.read_text() == "one"
    assert list(workspace.build_audit.iterdir()) == []


@pytest.mark.parametrize("renames_done", [0, 1, 2])
def test_a_publication_cut_short_is_finished_by_the_next_run(workspace, monkeypatch, renames_done):
    built(workspace, "one")
    publish(workspace, "a")
    built(workspace, "two")
    done = 0
    real_rename, real_replace = Path.rename, Path.replace

    class Killed(BaseException):
        pass

    def step(real):
        def inner(self, target):
            nonlocal done
            if Path(target).suffix == ".json" or ".publishing" in str(target):
                return real(self, target)
            if done == renames_done:
                raise Killed
            done += 1
            return real(self, target)

        return inner

    monkeypatch.setattr(Path, "rename", step(real_rename))
    monkeypatch.setattr(Path, "replace", step(real_replace))
    with contextlib.suppress(Killed):
        publish(workspace, "b")
    monkeypatch.undo()
    assert workspace.warehouse.read_text() in ("one", "two")
    prepare(workspace)
    assert workspace.warehouse.read_text() == "two"
    assert (workspace.audits / "b" / "kpi.csv").read_text() == "two"


def test_the_same_audit_published_again_replaces_its_folder(workspace):
    for content in ("one", "again"):
        built(workspace, content)
        publish(workspace, "a")
    assert (workspace.audits / "a" / "kpi.csv").read_text() == "again"


def test_only_the_newest_versions_are_kept(workspace):
    for number in range(VERSIONS_KEPT + 2):
        built(workspace, str(number))
        publish(workspace, f"a{number}")
        os.utime(workspace.versions / f"a{number}.duckdb", ns=(number, number))
    assert len(list(workspace.versions.glob("*.duckdb"))) <= VERSIONS_KEPT + 1


def test_a_failed_audit_keeps_its_report_and_publishes_nothing(workspace):
    built(workspace, "bad")
    folder = keep_failed(workspace, "a")
    assert folder.name == "a-failed"
    assert (folder / "kpi.csv").exists()
    assert not workspace.warehouse.exists()


def _hold(root: str, ready, release) -> None:
    with locked(Workspace(Path(root)), "run"):
        ready.set()
        release.wait(30)


def test_a_second_run_ends_at_once_and_names_the_holder(workspace):
    context = multiprocessing.get_context("spawn")
    ready, release = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(str(workspace.root), ready, release))
    holder.start()
    assert ready.wait(30)
    with pytest.raises(WorkspaceBusyError, match=f"process {holder.pid}, since"), locked(workspace, "run"):
        pass
    holder.kill()
    holder.join()
    with locked(workspace, "run"):
        pass


def test_a_workspace_without_landing_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="landing"):
        prepare(Workspace(tmp_path))


def test_the_pseudonym_key_is_made_once_and_only_for_its_owner(workspace):
    first = pseudonym_key(workspace).read_text()
    assert pseudonym_key(workspace).read_text() == first
    assert workspace.key_file.stat().st_mode & 0o077 == 0
    inner, outer = (bytes.fromhex(line) for line in first.split())
    assert len(inner) == len(outer) == 64
    assert bytes(byte ^ 0x36 for byte in inner) == bytes(byte ^ 0x5C for byte in outer)


@pytest.mark.parametrize("given", ["secret", "00ff", "zz" * 32])
def test_a_variable_that_is_no_key_is_refused_without_repeating_it(workspace, monkeypatch, given):
    monkeypatch.setenv("CRM_AUDIT_PSEUDONYM_KEY", given)
    with pytest.raises(InputError, match="CRM_AUDIT_PSEUDONYM_KEY is no key") as caught:
        pseudonym_key(workspace)
    assert given not in str(caught.value) and not workspace.key_file.exists()


def test_the_variable_decides_the_key_of_a_new_workspace(workspace, monkeypatch):
    monkeypatch.setenv("CRM_AUDIT_PSEUDONYM_KEY", "0f" * 32)
    inner, outer = (bytes.fromhex(line) for line in pseudonym_key(workspace).read_text().split())
    assert bytes(byte ^ 0x36 for byte in inner) == bytes(byte ^ 0x5C for byte in outer) == bytes([15]) * 32 + bytes(32)
