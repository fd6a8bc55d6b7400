"""What is installed: every data file, nothing else, and a command that works far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUNDLED = {"dbt": "dagster_project/bundled/dbt", "expectations": "dagster_project/bundled/expectations"}
pytestmark = pytest.mark.slow


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(next(built.glob("*.whl")))


def test_every_file_of_the_product_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    held = set(wheel.namelist())
    missing = []
    for name in tracked():
        top = name.partition("/")[0]
        if top in ("dagster_project", "reports", "expectations") or (top == "dbt" and "/.sqlfluff" not in name):
            inside = name.replace(top, BUNDLED[top], 1) if top in BUNDLED else name
            if inside not in held:
                missing.append(name)
    assert missing == []


def test_neither_wheel_nor_source_archive_holds_anything_else(built: Path, wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"dagster_project", "reports"}
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        source = [name.partition("/")[2] for name in archive.getnames()]
    assert {name.partition("/")[0] for name in source} == {
        "dagster_project", "reports", "dbt", "expectations", "pyproject.toml", "PKG-INFO", "README.md", "LICENSE",
        ".gitignore",
    }  # fmt: skip
    junk = (".pyc", ".duckdb", ".log", ".msgpack", ".parquet", ".sqlite")
    assert [name for name in [*wheel.namelist(), *source] if name.endswith(junk) or "/target/" in name] == []


def test_the_wheel_finds_its_parts_far_from_the_checkout(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    installed, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    wheel.extractall(installed)
    elsewhere.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    where = (
        "import dagster_project.paths as p, reports; "
        "print(p.dbt_project()); print(p.expectation_suites()); print(reports.__file__)"
    )
    for code, words in (
        (where, [str(installed)] * 3),
        ("from dagster_project.cli import main; main()", ["sales_volume"]),
    ):
        done = subprocess.run(
            [sys.executable, "-P", "-c", code, "kpis"],
            cwd=elsewhere, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stdout.count(words[0]) >= len(words), done.stdout
    assert list(elsewhere.iterdir()) == []
