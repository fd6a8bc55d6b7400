"""One audit of exports full of personal values and hostile cells, without a network: nothing leaks, nothing happens."""

from __future__ import annotations

import csv
import os
import socket
import subprocess
import threading
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pypdf import PdfReader

from reports.neutralise import neutral
from tests.audit.conftest import CLI
from tests.safety.planted import (
    ALLOWED_SCHEMES,
    EVALUATED,
    STEERING,
    leaks_in_folder,
    leaks_in_warehouse,
    personal_values_in,
    planted_workspace,
)

pytestmark = pytest.mark.slow
GUARD = Path(__file__).parent / "guard"
KEPT_APART = ("landing", "raw")


@dataclass
class Audited:
    """What an audit of the planted exports left behind."""

    workspace: Path
    cache: Path
    temporary: Path
    sockets: Path
    said: str
    requests: list[bytes] = field(default_factory=list)

    @property
    def audit(self) -> Path:
        return next(path for path in (self.workspace / "audits").iterdir() if path.is_dir())


def _answer(server: socket.socket, requests: list[bytes]) -> None:
    while True:
        try:
            client, _ = server.accept()
        except OSError:
            return
        requests.append(client.recv(200))
        client.close()


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    folder = tmp_path_factory.mktemp("planted")
    requests: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_answer, args=(server, requests), daemon=True).start()
        found = Audited(
            planted_workspace(folder / "w", server.getsockname()[1]),
            *(folder / name for name in ("cache", "tmp", "sockets.log")),
            said="",
            requests=requests,
        )
        for place in (found.cache, found.temporary):
            place.mkdir()
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, [str(GUARD), os.environ.get("PYTHONPATH")])),
            "CRM_AUDIT_TEST_SOCKET_LOG": str(found.sockets),
            "XDG_CACHE_HOME": str(found.cache),
            "TMPDIR": str(found.temporary),
        }
        command = [str(CLI), "run", str(found.workspace), "--verbose"]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=folder, check=False)
        found.said = done.stdout + done.stderr
        assert done.returncode == 0, found.said
    return found


def test_the_run_needs_no_network_and_tries_to_reach_none(audited):
    assert not audited.sockets.exists(), audited.sockets.read_text(encoding="utf-8")
    assert audited.requests == []


def test_the_guard_does_write_down_an_attempt(tmp_path):
    import sys

    log = tmp_path / "log"
    done = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))"],
        env={**os.environ, "PYTHONPATH": str(GUARD), "CRM_AUDIT_TEST_SOCKET_LOG": str(log)},
        capture_output=True,
        check=False,
    )
    assert done.returncode != 0 and log.exists()


def test_personal_values_are_in_raw_and_landing_only(audited):
    assert list(leaks_in_folder(audited.workspace, spared=KEPT_APART)) == []
    assert list(leaks_in_folder(audited.cache)) == []
    assert list(leaks_in_folder(audited.temporary)) == []


def test_no_table_of_the_warehouse_holds_a_personal_value(audited):
    assert list(leaks_in_warehouse(audited.workspace / "warehouse.duckdb")) == []


def test_the_search_finds_what_was_planted(audited):
    assert list(leaks_in_folder(audited.workspace / "landing"))


def test_neither_progress_nor_result_quotes_a_personal_value(audited):
    assert personal_values_in(audited.said) == []


def test_no_name_of_a_file_a_sheet_or_a_column_steers_the_terminal_or_forges_a_line(audited):
    told = subprocess.run([str(CLI), "sources", str(audited.workspace)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    for said in (audited.said, told.stdout + told.stderr):
        assert STEERING.search(said) is None
        assert not [line for line in said.splitlines() if line.startswith(("{{", "строки"))]
        assert len(max(said.splitlines(), key=len)) < 2000
    assert personal_values_in(told.stdout + told.stderr) == []
    assert told.stdout.count("NOT USED") == 0


def test_raw_and_key_are_for_their_owner_only(audited):
    assert (audited.workspace / "raw").stat().st_mode & 0o777 == 0o700
    assert (audited.workspace / ".pseudonym-key").stat().st_mode & 0o777 == 0o600


def test_no_temporary_file_and_no_build_folder_stays(audited):
    assert list(audited.temporary.iterdir()) == []
    assert not (audited.workspace / ".build").exists()


class Links(HTMLParser):
    """Collects what a page would load or lead to, and the names of its elements."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.elements: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        for name, value in attrs:
            if name in ("src", "href", "data", "action", "poster", "srcset", "xlink:href"):
                self.addresses.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)


def test_the_page_loads_nothing_and_runs_nothing_of_the_exports(audited):
    page = (audited.audit / "audit-ru.html").read_text(encoding="utf-8")
    links = Links()
    links.feed(page)
    assert [one for one in links.addresses if one and not one.startswith(ALLOWED_SCHEMES)] == []
    assert links.handlers == []
    assert not links.elements & {"iframe", "object", "embed", "form", "base"}
    assert "<script>fetch" not in page


def test_the_pdf_attaches_only_what_the_report_offers_and_leads_nowhere(audited):
    reader = PdfReader(audited.audit / "audit-ru.pdf")
    assert {Path(name).suffix for name in reader.attachments} <= {".csv", ".json"}
    assert b"root:" not in b"".join(data for files in reader.attachments.values() for data in files)
    actions = [
        note.get_object().get("/A", {}).get("/URI") for page in reader.pages for note in page.get("/Annots") or []
    ]
    assert [action for action in actions if action] == []


def test_no_template_of_the_exports_is_evaluated(audited):
    texts = [path.read_text(encoding="utf-8") for path in audited.audit.iterdir() if path.suffix != ".pdf"]
    texts += [page.extract_text() for page in PdfReader(audited.audit / "audit-ru.pdf").pages]
    assert not any(EVALUATED in text for text in texts)


@pytest.mark.parametrize("name", ["kpi.csv", "rejects.csv"])
def test_no_cell_that_we_write_is_a_formula(audited, name):
    with (audited.audit / name).open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert cells
    assert [cell for cell in cells if neutral(cell) != cell] == []


def test_hostile_names_make_no_file_outside_the_workspace(audited):
    around = audited.workspace.parent
    assert sorted(path.name for path in around.iterdir()) == ["cache", "tmp", "w"]
    assert not list(around.rglob("pwned*"))
    audits = [path.name for path in audited.audit.iterdir()]
    assert not [name for name in audits if name.startswith(("=", "$", "@", "-"))]
