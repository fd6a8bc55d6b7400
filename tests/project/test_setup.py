"""setup.sh on machines that lack something, without installing anything."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("sh", "cat", "cksum", "dirname", "env", "id", "grep", "tail")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder with setup.sh and, in `bin`, the tools of a bare machine."""
    for name in ("setup.sh", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (tmp_path / "bin" / tool).symlink_to(found)
    return tmp_path


def set_up(machine: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": str(machine / "bin"), "HOME": str(machine), **environment}
    return subprocess.run(
        [str(machine / "bin" / "sh"), str(machine / "setup.sh")], env=clean, capture_output=True, text=True, check=False
    )


def interpreter(machine: Path, name: str, version: str, *, suits: bool) -> None:
    """An interpreter that only tells its version and whether it suits."""
    path = machine / "bin" / name
    path.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo "Python {version}"\nexit {0 if suits else 1}\n')
    path.chmod(0o755)


def test_without_a_suitable_python_the_message_says_how_to_get_one(machine: Path) -> None:
    interpreter(machine, "python3", "3.10.2", suits=False)
    done = set_up(machine)
    assert done.returncode == 2
    assert "needs Python 3.11, 3.12 or 3.13; none was found on the PATH" in done.stderr
    assert "apt-get install python3" in done.stderr and "PYTHON=" in done.stderr
    assert not (machine / ".venv").exists()


def test_a_named_python_that_does_not_suit_is_refused_and_not_replaced(machine: Path) -> None:
    interpreter(machine, "python3", "3.12.1", suits=True)
    interpreter(machine, "old", "3.9.1", suits=False)
    done = set_up(machine, PYTHON="old")
    assert done.returncode == 2 and "PYTHON=old is" in done.stderr
    assert "PYTHON=none-such is not one that runs" in set_up(machine, PYTHON="none-such").stderr


def test_what_was_set_up_is_not_set_up_again(machine: Path) -> None:
    interpreter(machine, "python3", "3.12.1", suits=True)
    (machine / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(machine / "bin" / "python3", machine / ".venv" / "bin" / "python")
    sum_of = subprocess.run("cat setup.sh requirements.lock pyproject.toml | cksum", shell=True, cwd=machine,
                            capture_output=True, text=True, check=True).stdout.strip()  # fmt: skip
    (machine / ".venv" / ".ready").write_text(f"{sum_of} Python 3.12.1 {os.path.realpath(machine)}\n")
    done = set_up(machine)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_failed_installation_shows_the_end_of_its_log_without_warnings(machine: Path) -> None:
    interpreter(machine, "python3", "3.12.1", suits=True)
    fake = machine / "bin" / "python3"
    fake.write_text(
        "#!/bin/sh\n"
        'case "$*" in\n'
        '  --version) echo "Python 3.12.1" ;;\n'
        f'  *_base_executable*) echo "{fake}" ;;\n'
        f'  *venv*) {shutil.which("mkdir")} -p .venv/bin; {shutil.which("cp")} "$0" .venv/bin/python ;;\n'
        '  *"-m pip"*) echo "WARNING: noise"; echo "ERROR: no matching distribution"; exit 1 ;;\n'
        "esac\n"
    )
    done = set_up(machine)
    assert done.returncode == 2
    assert "ERROR: no matching distribution" in done.stderr and "noise" not in done.stderr
    assert "setup.log" in done.stderr and not (machine / ".venv" / ".ready").exists()
