"""A disk that is full or read-only: the published state stays, the message says what to do, the exit code is 2."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audit.conftest import crm_audit
from tests.safety.small_workspace import audit_digests, deal, small_workspace, write_deals

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        os.geteuid() != 0 or shutil.which("mount") is None, reason="a small file system can be mounted by root only"
    ),
]
SIZES = [float(size) for size in os.environ.get("CRM_AUDIT_FREE_MB", "0 0.5 1 2 3 4 5 6 7 9").split()]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = small_workspace(tmp_path_factory.mktemp("disk") / "w")
    done = crm_audit("run", workspace, "--quiet")
    assert done.returncode == 0, done.stderr
    write_deals(workspace / "landing" / "deals.csv", [deal(number, amount=5000) for number in range(1, 261)])
    return workspace


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    yield place
    subprocess.run(["umount", str(place)], check=False, capture_output=True)


def mounted(place: Path, source: Path, free_mb: float) -> Path:
    """A copy of a workspace on a file system with so many megabytes free."""
    used = sum(path.stat().st_size for path in source.rglob("*") if path.is_file())
    size = used // 1024 + int(free_mb * 1024) + 512
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not permitted here")
    return Path(shutil.copytree(source, place / "w"))


def state(workspace: Path) -> tuple[bytes, dict[str, str]]:
    return (workspace / "warehouse.duckdb").read_bytes(), audit_digests(workspace)


@pytest.mark.parametrize("free_mb", SIZES)
def test_a_full_disk_leaves_the_published_state_and_says_so(mount, published, free_mb):
    workspace = mounted(mount, published, free_mb)
    before = state(workspace)
    done = crm_audit("run", workspace)
    assert done.returncode == 2, done.stderr
    assert "space" in done.stderr and "Traceback" not in done.stderr
    assert state(workspace) == before


def test_a_read_only_folder_leaves_the_published_state_and_says_so(mount, published):
    workspace = mounted(mount, published, 1)
    before = state(workspace)
    subprocess.run(["mount", "-o", "remount,ro", str(mount)], check=True)
    done = crm_audit("run", workspace)
    assert done.returncode == 2, done.stderr
    assert "read-only" in done.stderr.casefold() or "write" in done.stderr
    assert "Traceback" not in done.stderr
    assert state(workspace) == before
