"""Each message of the page docs/messages.md is produced by the mistake that it is about, and none is missing there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dagster_project.errors import InputError
from dagster_project.ingest import loader
from dagster_project.ingest.loader import ingest, require_usable
from dagster_project.load import catalogue_for, set_up_warehouse
from dagster_project.progress import Progress
from dagster_project.session import AuditSession
from dagster_project.settings import load_settings
from dagster_project.settings_messages import _PLAIN
from dagster_project.warehouse import connect
from dagster_project.workers import Workers
from dagster_project.workspace import Workspace
from tests.safety.message_cases import FILES, NOTES, Case
from tests.safety.message_cases_settings import WRONG_SETTINGS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "messages.md").read_text(encoding="utf-8")
LISTED = re.findall(r"^\| `` ?(.+?) ?`` \||^\| `([^`]+)` \|", PAGE, re.MULTILINE)
ROWS = [double or single for double, single in LISTED]
PACKAGE = ROOT / "dagster_project"
MODULES = [
    *sorted((PACKAGE / "ingest").glob("*.py")),
    *(PACKAGE / name for name in ("settings.py", "load.py", "stages.py", "parameters.py")),
]
CASES = [*FILES, *NOTES, *WRONG_SETTINGS]
TEXT_OF = {"InputError": 0, "Refusal": 1, "Issue": 1}
"""Which argument of what makes a message is its text."""


def told(folder: Path, case: Case) -> str:
    """All that a user is told of the exports and settings of a case: notes, then what stops the run."""
    (folder / "landing").mkdir(parents=True)
    (folder / "audit.yml").write_text(case.settings, encoding="utf-8")
    case.make(folder / "landing")
    notes: list[str] = []
    try:
        found = load_settings(folder)
        catalogue = catalogue_for(found)
        ledger = ingest(folder, catalogue, found.sources, ignore=found.ignore, strict=False)
        notes += [issue.text for entry in ledger.active for issue in entry.all_issues]
        require_usable(ledger)
        session = AuditSession(Workspace(folder), found, None, Progress(quiet=True), Workers(languages=0))
        with connect(folder / "warehouse.duckdb") as connection:
            set_up_warehouse(connection, session, catalogue, ledger)
    except InputError as error:
        notes.append(str(error))
    return "\n".join(notes)


@pytest.mark.parametrize("case", CASES, ids=[case.words for case in CASES])
def test_a_mistake_gets_the_message_that_the_page_explains(tmp_path, monkeypatch, case):
    for name, value in case.patches.items():
        monkeypatch.setattr(name, value)
    assert case.words in told(tmp_path / "w", case)
    assert [row for row in ROWS if _fits(row, case.words)], "no row of the page fits"


def test_every_message_of_the_page_is_produced_by_a_mistake_here():
    produced = [case.words for case in CASES]
    assert [row for row in ROWS if not any(_fits(row, words) for words in produced)] == []


def test_no_message_of_reading_and_settings_is_missing_on_the_page():
    sites = [*_sites(), *loader._DISK.values(), *_PLAIN.values()]
    assert len(sites) > 80
    assert [site for site in sites if not any(_fits(row, site) for row in ROWS)] == []


def _fits(fixed: str, said: str) -> bool:
    """Whether a message is the one listed; `…` in the page stands for what differs from case to case."""
    return re.search(".*?".join(map(re.escape, fixed.split("…"))), said, re.DOTALL) is not None


def _sites() -> Iterator[str]:
    """The texts of messages in the code, `…` for each value put in. A text made elsewhere is found where it is made."""
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, (ast.FunctionDef, ast.Module)):
                yield from _sites_of(function, path.name)


def _sites_of(scope: ast.FunctionDef | ast.Module, module: str) -> Iterator[str]:
    statements = [
        node for part in scope.body if not isinstance(part, (ast.FunctionDef, ast.ClassDef)) for node in ast.walk(part)
    ]
    named = {
        target.id: node.value
        for node in statements
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in statements:
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        place = TEXT_OF.get(node.func.id)
        if node.func.id == "ValueError" and module == "settings.py":
            place = 0
        if place is None or len(node.args) <= place:
            continue
        text = node.args[place]
        written = _text(named.get(text.id, text) if isinstance(text, ast.Name) else text)
        if len(re.findall(r"\w{2,}", written)) >= 2:
            yield written


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) if isinstance(part, ast.Constant) else "…" for part in node.values)
    if isinstance(node, ast.BinOp):
        return _text(node.left) + _text(node.right)
    return "…"
