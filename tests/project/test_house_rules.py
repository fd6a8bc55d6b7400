"""Rules of the house that no linter knows. Each failure names the file and what is wrong with it."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("dagster_project", "reports", "bench")
TEXT = {".py", ".sql", ".yml", ".md", ".toml", ".sh", ".html", ".css", ".lock", ".csv", ".json", ".run", ""}

# This file itself is not looked at: it must name what it looks for.
MACHINE_PATHS = re.compile(r"(?<![\w./}-])/(?:work|root|home|Users)/[\w.]")
REGISTRIES = re.compile(r"pypi\.org|pythonhosted|npmjs\.|deb\.debian|index-url")
LEFT_OVERS = re.compile(r"\b(?:TODO|FIXME|XXX)\b")

# Reading the clock or waiting makes two runs differ. Who may: the lock, which says since when it is held.
CLOCK = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"),
         ("time", "sleep")}  # fmt: skip
MAY_READ_THE_CLOCK = {"dagster_project/workspace.py", "dagster_project/lock.py"}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        (MACHINE_PATHS, "the path of one machine"),
        (REGISTRIES, "the host of a package registry"),
        (LEFT_OVERS, "unfinished work"),
    ],
)
def test_no_file_names_what_only_its_author_has(pattern: re.Pattern[str], what: str) -> None:
    found = []
    for path in tracked():
        if path.suffix not in TEXT or path == Path(__file__).resolve() or {"landing", "exports"} & set(path.parts):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{where(path)}:{number}: {what}: {line.strip()[:80]}")
    assert found == []


@pytest.mark.parametrize(
    ("pattern", "bad", "good"),
    [
        (MACHINE_PATHS, "see /" + "root/x.py", "crm-audit run my-audit/landing/x.csv"),
        (REGISTRIES, "from pypi.org", "from the registry"),
        (LEFT_OVERS, "# TODO: later", "what to do"),
    ],
)
def test_the_patterns_find_what_they_are_for(pattern: re.Pattern[str], bad: str, good: str) -> None:
    assert pattern.search(bad) and not pattern.search(good)


@pytest.mark.parametrize("folder", ["dbt", "expectations"])
def test_no_python_lies_where_sql_and_yaml_live(folder: str) -> None:
    assert [where(path) for path in (ROOT / folder).rglob("*.py")] == []


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "shared"}
    assert [where(path) for path in modules() if drawers & {path.stem, *path.parent.relative_to(ROOT).parts}] == []


@pytest.mark.parametrize(
    ("folder", "pattern", "limit"),
    [
        ("dagster_project", "*.py", 300),
        ("reports", "*.py", 300),
        ("bench", "*.py", 300),
        ("dbt", "*.sql", 300),
    ],
)
def test_no_file_is_too_long_to_read_at_one_sitting(folder: str, pattern: str, limit: int) -> None:
    lengths = {
        where(path): len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / folder).rglob(pattern)
    }
    assert lengths, f"{folder} has no {pattern}"
    assert {name: length for name, length in lengths.items() if length > limit} == {}


def test_nothing_reads_the_clock_or_waits() -> None:
    found = []
    for path in modules():
        if where(path) in MAY_READ_THE_CLOCK or path.is_relative_to(ROOT / "bench"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
                if (name, node.func.attr) in CLOCK:
                    found.append(f"{where(path)}:{node.lineno}: {name}.{node.func.attr}()")
    assert found == []


def test_no_model_reads_the_clock() -> None:
    clock = re.compile(r"\b(current_date|current_timestamp|now\(\)|today\(\)|getdate\(\)|random\(\))")
    models = [*(ROOT / "dbt" / "models").rglob("*.sql"), *(ROOT / "dbt" / "macros").rglob("*.sql")]
    assert [where(path) for path in models if clock.search(path.read_text(encoding="utf-8").lower())] == []


def locked() -> dict[str, str]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return {
        canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.MULTILINE)
    }


def test_the_lock_has_hashes_and_no_addresses() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text and " @ " not in text
    entries = re.split(r"\n(?=[\w.-]+==)", text)
    assert [entry.partition(" ")[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_the_lock_satisfies_the_ranges_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    versions = locked()
    missing = []
    for requirement in map(Requirement, wanted):
        version = versions.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version):
            missing.append(f"{requirement} (locked: {version}); run: make lock")
    assert missing == []
