"""A workspace with the demo's exports, audited once for all tests that only look."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo"
CLI = Path(sys.executable).parent / "crm-audit"


def crm_audit(*arguments: object, timeout: int = 600) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user would."""
    command = [str(CLI), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)


def demo_workspace(folder: Path) -> Path:
    """A fresh workspace with the demo's exports."""
    folder.mkdir(parents=True)
    shutil.copytree(DEMO / "landing", folder / "landing")
    shutil.copy(DEMO / "audit.yml", folder / "audit.yml")
    return folder


@pytest.fixture
def fresh(tmp_path: Path) -> Callable[[str], Path]:
    return lambda name: demo_workspace(tmp_path / name)


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = demo_workspace(tmp_path_factory.mktemp("audited") / "demo")
    done = crm_audit("run", workspace)
    assert done.returncode == 0, done.stderr
    return workspace
