"""Exports that are sent again: an old audit can be rebuilt from the kept files, a new one says what changed and why."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.audit.conftest import crm_audit
from tests.safety.small_workspace import audit_digests, deal, small_workspace, write_deals

pytestmark = pytest.mark.slow


def changes(workspace: Path, audit_id: str) -> dict[str, object] | None:
    manifest = json.loads((workspace / "audits" / audit_id / "manifest.json").read_text(encoding="utf-8"))
    found: dict[str, object] | None = manifest["changes"]
    return found


def test_the_same_file_sent_again_changes_nothing(tmp_path):
    workspace = small_workspace(tmp_path / "w")
    deals = workspace / "landing" / "deals.csv"
    assert crm_audit("run", workspace, "--quiet").returncode == 0
    before = audit_digests(workspace)
    text = deals.read_bytes()
    deals.unlink()
    deals.write_bytes(text)
    again = crm_audit("run", workspace, "--quiet")
    assert again.returncode == 0, again.stderr
    assert "Since audit" not in again.stdout
    assert audit_digests(workspace) == before


def test_after_corrections_the_old_audit_is_rebuilt_also_from_a_backup_and_the_new_one_says_what_changed(
    tmp_path,
):
    workspace = small_workspace(tmp_path / "w")
    deals = workspace / "landing" / "deals.csv"
    assert crm_audit("run", workspace, "--quiet").returncode == 0
    (first,) = (path.name for path in (workspace / "audits").iterdir())
    assert changes(workspace, first) is None
    before = audit_digests(workspace)

    late = deal(50).replace("50;", "950;", 1)
    corrected = [deal(number, amount=7 if number == 30 else None) for number in range(11, 241)] + [deal(900), late]
    write_deals(deals, corrected[::-1])
    deals.rename(workspace / "landing" / "corrected.csv")
    done = crm_audit("run", workspace, "--quiet", "--as-of", "2025-01-10")
    assert done.returncode == 0, done.stderr
    (second,) = (path.name for path in (workspace / "audits").iterdir() if path.name != first)
    found = changes(workspace, second)
    assert found is not None
    assert found["since"] == first
    assert found["files"] == {"added": ["corrected.csv"], "removed": ["deals.csv"], "changed": [], "renamed": []}
    assert found["tables"] == {
        "bitrix24.deals": {
            "added": 2, "late": 1, "removed": 10, "changed": 1, "files": ["corrected.csv", "deals.csv"]
        }
    }  # fmt: skip
    assert "2 rows added (1 late), 1 changed, 10 removed" in done.stdout
    told = json.loads((workspace / "audits" / second / "evidence.json").read_text(encoding="utf-8"))
    assert told["run"]["previous_audit_id"] == told["changes"]["since"] == first
    page = (workspace / "audits" / second / "audit-ru.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "2 строки добавлены, 1 из них поздняя, 1 строка исправлена, 10 строк удалено." in page
    assert f"Данные по 10.01.2025 вместо {date.fromisoformat(first[:10]):%d.%m.%Y}." in page
    assert {name: value for name, value in audit_digests(workspace).items() if name in before} == before

    verified = crm_audit("verify", workspace, first, "--quiet")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "agree with the raw files" in verified.stdout
    assert {name: value for name, value in audit_digests(workspace).items() if name in before} == before

    saved = crm_audit("backup", workspace, tmp_path / "copy")
    assert saved.returncode == 0, saved.stderr
    shutil.rmtree(workspace)
    again = crm_audit("verify", tmp_path / "copy", first, "--quiet")
    assert again.returncode == 0, again.stdout + again.stderr
