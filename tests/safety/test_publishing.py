"""Publishing, rolling back, backing up: complete states only, damage named, nothing lost."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.backup import LIST, back_up
from dagster_project.errors import InputError
from dagster_project.integrity import damage
from dagster_project.progress import Progress
from dagster_project.pseudonym_key import pseudonym_key
from dagster_project.record import read_record, sha256
from dagster_project.rollback import roll_back
from dagster_project.sealed_raw import gather, seal_raw
from dagster_project.session import open_session
from dagster_project.workspace import VERSIONS_KEPT, Workspace, prepare, publish

MOST_OPERATIONS = 80


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    root = tmp_path / "w"
    (root / "landing").mkdir(parents=True)
    (root / "landing" / "deals.csv").write_text("ID\n1\n", encoding="utf-8")
    (root / "audit.yml").write_text("company: {name: A}\n", encoding="utf-8")
    return Workspace(root)


def published(workspace: Workspace, audit_id: str, content: str) -> None:
    prepare(workspace)
    workspace.build_warehouse.write_text(content)
    (workspace.build_audit / "kpi.csv").write_text(content)
    manifest = {"outputs": {"kpi.csv": sha256(workspace.build_audit / "kpi.csv")}}
    (workspace.build_audit / "manifest.json").write_text(json.dumps(manifest))
    publish(workspace, audit_id)


def flip_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.slow
@pytest.mark.parametrize("action", ["publish", "restore", "render"])
def test_a_kill_at_any_operation_on_the_disk_leaves_the_earlier_or_the_later_state(workspace, action):
    published(workspace, "a", "one")
    if action == "restore":
        published(workspace, "b", "two")
    watched = workspace.audits / "a" / "manifest.json" if action == "render" else workspace.warehouse
    before = watched.read_text()
    after = {"publish": "two", "restore": "one", "render": '{"outputs": {}, "n": 3}'}[action]
    original = workspace.root.with_name("original")
    shutil.copytree(workspace.root, original, copy_function=os.link)
    seen = set()
    for last in range(MOST_OPERATIONS):
        shutil.rmtree(workspace.root)
        shutil.copytree(original, workspace.root)
        done = subprocess.run(
            [sys.executable, "-m", "tests.safety.killed_publication", str(workspace.root), action, str(last)],
            cwd=Path(__file__).resolve().parents[2],
            check=False,
        )
        assert workspace.warehouse.read_text() in ("one", "two")
        whole = {path.name: sorted(one.name for one in path.iterdir()) for path in workspace.audits.iterdir()}
        assert set(map(tuple, whole.values())) <= {("kpi.csv", "manifest.json")}
        promised = (workspace.root / ".publishing.json").exists() or watched.read_text() == after
        prepare(workspace)
        assert watched.read_text() == (after if promised else before)
        assert {path.name for path in workspace.audits.iterdir()} >= whole.keys() | {"a"}
        current = read_record(workspace.root).by_id(read_record(workspace.root).current)
        assert current is not None and current.warehouse_sha256 == sha256(workspace.warehouse)
        assert (workspace.audits / current.audit_id).is_dir()
        assert damage(workspace) == []
        seen.add(watched.read_text())
        if done.returncode == 0:
            break
        assert done.returncode == 9
    else:
        pytest.fail("the publication never came to its end")
    assert seen == {before, after}


def test_an_audit_published_again_with_the_same_outputs_stays_as_it_was(workspace):
    published(workspace, "a", "one")
    first = (workspace.audits / "a" / "kpi.csv").stat()
    published(workspace, "a", "one")
    assert (workspace.audits / "a" / "kpi.csv").stat() == first


def test_an_audit_that_was_damaged_is_replaced_by_the_next_run_of_it(workspace):
    published(workspace, "a", "one")
    flip_a_bit(workspace.audits / "a" / "kpi.csv")
    published(workspace, "a", "one")
    assert (workspace.audits / "a" / "kpi.csv").read_text() == "one"
    assert damage(workspace) == []


def test_a_flipped_bit_in_the_warehouse_is_found_and_the_previous_version_offered(workspace):
    published(workspace, "a", "one")
    published(workspace, "b", "two")
    assert damage(workspace) == []
    flip_a_bit(workspace.warehouse)
    (message,) = damage(workspace)
    assert "warehouse.duckdb was changed or damaged" in message
    assert f"crm-audit rollback {workspace.root} a`" in message


def test_the_next_start_says_what_is_damaged_before_it_does_anything(workspace):
    for audit_id in ("a", "b"):
        published(workspace, audit_id, audit_id)
    flip_a_bit(workspace.warehouse)
    flip_a_bit(workspace.audits / "a" / "kpi.csv")
    said = io.StringIO()
    with open_session(workspace.root, None, Progress(quiet=True, stream=said), "run"):
        first, second = said.getvalue().splitlines()
    assert first.startswith("crm-audit: warning: warehouse.duckdb was changed or damaged")
    assert f"`crm-audit rollback {workspace.root} a` puts the previous version back" in first
    assert second.startswith("crm-audit: warning: audits/a/kpi.csv was changed")


def test_a_warehouse_that_was_removed_is_found(workspace):
    published(workspace, "a", "one")
    workspace.warehouse.unlink()
    (message,) = damage(workspace)
    assert "warehouse.duckdb was removed" in message and f"crm-audit rollback {workspace.root} a`" in message
    roll_back(workspace.root, "a")
    assert damage(workspace) == []


@pytest.mark.parametrize("name", ["kpi.csv", "manifest.json"])
def test_a_flipped_bit_in_an_audit_is_found(workspace, name):
    published(workspace, "a", "one")
    flip_a_bit(workspace.audits / "a" / name)
    (message,) = damage(workspace)
    assert f"audits/a/{name}" in message and "backup" in message


def test_an_old_audit_that_the_user_removed_is_no_damage(workspace):
    published(workspace, "a", "one")
    published(workspace, "b", "two")
    shutil.rmtree(workspace.audits / "a")
    assert damage(workspace) == []


def test_a_damaged_raw_file_is_found_and_taken_out_of_use(workspace):
    published(workspace, "a", "one")
    raw = workspace.raw / "f.parquet"
    raw.write_bytes(b"rows of an export")
    seal_raw(workspace.raw, ["f"])
    assert damage(workspace) == []
    flip_a_bit(raw)
    (message,) = damage(workspace)
    assert "raw/f.parquet" in message and "backup" in message
    assert not raw.exists()
    assert damage(workspace) == []


def test_an_earlier_reading_of_an_export_is_kept_when_it_is_read_anew(workspace, tmp_path):
    prepare(workspace)
    raw = workspace.raw / "f.parquet"
    raw.write_bytes(b"first reading")
    first = seal_raw(workspace.raw, ["f"])
    anew = workspace.raw / "f.parquet.new"
    anew.write_bytes(b"another reading")
    anew.replace(raw)
    second = seal_raw(workspace.raw, ["f"])
    gather(workspace.raw, dict(first), {"f": "deals.csv"}, tmp_path / "one")
    gather(workspace.raw, dict(second), {"f": "deals.csv"}, tmp_path / "two")
    assert (tmp_path / "one" / "f.parquet").read_bytes() == b"first reading"
    assert (tmp_path / "two" / "f.parquet").read_bytes() == b"another reading"


def test_a_raw_file_that_is_gone_is_named(workspace, tmp_path):
    prepare(workspace)
    with pytest.raises(InputError, match=r"raw/f\.parquet \(deals\.csv\) is missing"):
        gather(workspace.raw, {"f": "0"}, {"f": "deals.csv"}, tmp_path / "one")


def test_rollback_puts_the_version_before_back_and_keeps_the_later_one(workspace):
    for audit_id, content in (("a", "one"), ("b", "two"), ("c", "three")):
        published(workspace, audit_id, content)
    assert "audit b" in roll_back(workspace.root, None)
    assert workspace.warehouse.read_text() == "two"
    assert "audit a" in roll_back(workspace.root, None)
    assert workspace.warehouse.read_text() == "one"
    roll_back(workspace.root, "c")
    assert workspace.warehouse.read_text() == "three"
    assert damage(workspace) == []
    assert "already" in roll_back(workspace.root, "c")


def test_rollback_repairs_a_damaged_warehouse_and_passes_over_a_damaged_version(workspace):
    for audit_id, content in (("a", "one"), ("b", "two"), ("c", "three")):
        published(workspace, audit_id, content)
    flip_a_bit(workspace.warehouse)
    flip_a_bit(workspace.versions / "b.duckdb")
    assert "audit a" in roll_back(workspace.root, None)
    assert workspace.warehouse.read_text() == "one"
    with pytest.raises(InputError, match="audit b is damaged; intact versions, newest first: a"):
        roll_back(workspace.root, "b")


def test_rollback_names_what_there_is_when_asked_for_what_there_is_not(workspace):
    published(workspace, "a", "one")
    with pytest.raises(InputError, match="no other version"):
        roll_back(workspace.root, None)
    with pytest.raises(InputError, match=r"audit x is not kept; .* a"):
        roll_back(workspace.root, "x")


def test_only_five_versions_are_kept_and_never_without_the_current_one(workspace):
    for number in range(VERSIONS_KEPT + 2):
        published(workspace, f"a{number}", str(number))
    assert sorted(path.stem for path in workspace.versions.iterdir()) == ["a2", "a3", "a4", "a5", "a6"]
    roll_back(workspace.root, "a2")
    published(workspace, "new", "new")
    assert sorted(path.stem for path in workspace.versions.iterdir()) == ["a3", "a4", "a5", "a6", "new"]


def test_a_backup_is_a_whole_workspace_with_the_digest_of_each_file(workspace, tmp_path):
    published(workspace, "a", "one")
    key = pseudonym_key(workspace)
    text = back_up(workspace.root, tmp_path / "copy")
    copy = Workspace(tmp_path / "copy")
    assert "key file" in text
    for name, digest in json.loads((copy.root / LIST).read_text(encoding="utf-8")).items():
        assert sha256(copy.root / name) == digest == sha256(workspace.root / name)
    assert copy.key_file.read_bytes() == key.read_bytes() and copy.key_file.stat().st_mode & 0o077 == 0
    assert copy.raw.stat().st_mode & 0o077 == 0 if copy.raw.exists() else True
    assert damage(copy) == []
    assert copy.warehouse.samefile(copy.versions / "a.duckdb")


def test_a_backup_without_the_key_says_what_that_costs(workspace, tmp_path):
    published(workspace, "a", "one")
    pseudonym_key(workspace)
    assert "other pseudonyms" in back_up(workspace.root, tmp_path / "copy", with_key=False)
    assert not (tmp_path / "copy" / ".pseudonym-key").exists()


def test_a_backup_follows_no_link_out_of_the_workspace(workspace, tmp_path):
    published(workspace, "a", "one")
    (tmp_path / "secret.csv").write_text("secret")
    (workspace.landing / "link.csv").symlink_to(tmp_path / "secret.csv")
    back_up(workspace.root, tmp_path / "copy")
    assert not (tmp_path / "copy" / "landing" / "link.csv").exists()


@pytest.mark.parametrize("target", ["exists", "w/inside"])
def test_a_backup_refuses_a_target_that_would_be_mixed_up(workspace, tmp_path, target):
    (tmp_path / "exists").mkdir()
    with pytest.raises(InputError, match="name a folder"):
        back_up(workspace.root, tmp_path / target)
    assert not (workspace.root / "inside").exists()
