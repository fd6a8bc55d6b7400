"""Each message of the page docs/messages.md is produced by the mistake that it is about."""

from __future__ import annotations

import gzip
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_project.errors import InputError
from dagster_project.ingest.loader import ingest
from dagster_project.load import catalogue_for
from dagster_project.settings import load_settings

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "messages.md").read_text(encoding="utf-8")
LISTED = re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE)
GOOD = "company: {name: A}\n"
DEALS = "ID;Название сделки;Стадия сделки;Сумма;Дата создания;Ответственный\n1;A;Новая;5;01.02.2024;И\n"
Make = Callable[[Path], object]


def text(name: str, content: str) -> Make:
    return lambda landing: (landing / name).write_text(content, encoding="utf-8")


def data(name: str, content: bytes) -> Make:
    return lambda landing: (landing / name).write_bytes(content)


def archive(name: str, **members: str) -> Make:
    def make(landing: Path) -> None:
        with zipfile.ZipFile(landing / name, "w") as file:
            for member, content in members.items():
                file.writestr(member, content)

    return make


def nothing(_: Path) -> None:
    """No export at all."""


def source(words: str) -> str:
    return GOOD + "sources: [" + words + "]\n"


CASES: list[tuple[str, str, Make]] = [
    ("landing/ holds no file to read", GOOD, nothing),
    ("a header only", GOOD, text("d.csv", DEALS.splitlines()[0] + "\n")),
    ("is empty (0 bytes)", GOOD, data("d.csv", b"")),
    ("is a PDF; export the list as CSV or XLSX", GOOD, data("d.pdf", b"%PDF-1.7\n1 0 obj\n")),
    ("the gzip file is damaged or cut short", GOOD, data("d.csv.gz", gzip.compress(DEALS.encode() * 9)[:-20])),
    ("is a damaged or cut workbook", GOOD, data("d.xlsx", b"PK\x03\x04" + b"\0" * 60)),
    ("is a zip archive and no .xlsx workbook", GOOD, archive("d.zip", a="1")),
    ("is a binary workbook (.xlsb)", GOOD, archive("d.xlsb", **{"[Content_Types].xml": "x", "xl/workbook.bin": "x"})),
    ("is HTML without a table", GOOD, text("d.html", "<!DOCTYPE html><html><body><p>a</p></body></html>")),
    ("is no valid JSON", GOOD, text("d.json", '{"result": [{"ID": 1,}]}')),
    ("is nested too deeply", GOOD, text("d.json", "[" * 2000 + "]" * 2000)),
    ("holds no list of objects", GOOD, text("d.json", '{"a": {"b": 1}}')),
    ("nothing is known that has these headers", GOOD, text("d.csv", "alpha;beta\n1;2\n")),
    ("has the header 'ID' twice", GOOD, text("d.csv", DEALS.replace("Название сделки", "ID", 1))),
    (
        "names the header 'no such', which the file does not have",
        source("{files: d.csv, table: deals, columns: {deal_id: no such, status: {value: won}}}"),
        text("d.csv", "a;b\n1;2\n"),
    ),
    (
        "has no header in line 9, as",
        source("{files: d.csv, table: deals, read: {header_line: 9}, columns: {deal_id: a}}"),
        text("d.csv", "a;b\n1;2\n"),
    ),
    ("unknown table 'dealz'", source("{files: d.csv, table: dealz, columns: {deal_id: a}}"), text("d.csv", DEALS)),
    ("'columns' is missing", source("{files: d.csv, table: deals}"), text("d.csv", DEALS)),
    ("has no column 'deel_id'", source("{files: d.csv, table: deals, columns: {deel_id: a}}"), text("d.csv", DEALS)),
    ("give exactly one of 'header', 'value'", source("{files: d.csv, table: deals, columns: {deal_id: {}}}"), nothing),
    (
        "'values' needs a 'header'",
        source("{files: d.csv, table: deals, columns: {deal_id: {value: x, values: {a: b}}}}"),
        nothing,
    ),
    (
        "is no state of a deal",
        source("{files: d.csv, table: deals, columns: {status: {header: a, values: {x: done}}}}"),
        nothing,
    ),
    (
        "is only for 'table: survey_responses'",
        source("{files: d.csv, table: deals, columns: {deal_id: a}, questions: [{header: q, kind: nps}]}"),
        nothing,
    ),
    (
        "expected [lowest, highest]",
        source("{files: d.csv, table: survey_responses, columns: {}, questions: [{header: q, kind: nps, scale: 5}]}"),
        nothing,
    ),
    (
        "is neither customer nor employee",
        source(
            "{files: d.csv, table: survey_responses, columns: {}, questions: [{header: q, kind: nps, respondent: x}]}"
        ),
        nothing,
    ),
    (
        "is not a date, expected for example 2024-05-01",
        source("{files: d.csv, table: deals, exported_at: May, columns: {deal_id: a}}"),
        nothing,
    ),
    (
        "header_line: expected a line number from 1",
        source("{files: d.csv, table: deals, read: {header_line: 0}, columns: {deal_id: a}}"),
        nothing,
    ),
    (
        "encoding: 'klingon' is not one of",
        source("{files: d.csv, table: deals, read: {encoding: klingon}, columns: {deal_id: a}}"),
        nothing,
    ),
    (
        "unknown key 'colums'",
        source("{files: d.csv, table: deals, colums: {deal_id: a}, columns: {deal_id: a}}"),
        nothing,
    ),
    ("headers: unknown table", GOOD + "headers: {bitrix.deals: {amount: [x]}}\n", nothing),
    ("not valid YAML", "company: {name: A\n", nothing),
    ("expected keys such as `company:`", "- a\n", nothing),
]


def message(folder: Path, settings: str, make: Make) -> str:
    (folder / "landing").mkdir()
    (folder / "audit.yml").write_text(settings, encoding="utf-8")
    make(folder / "landing")
    with pytest.raises(InputError) as caught:
        found = load_settings(folder)
        ingest(folder, catalogue_for(found), found.sources, ignore=found.ignore)
    return str(caught.value)


@pytest.mark.parametrize(("words", "settings", "make"), CASES, ids=[case[0] for case in CASES])
def test_a_mistake_gets_the_message_that_the_page_explains(tmp_path, words, settings, make):
    said = message(tmp_path, settings, make)
    assert words in said
    assert [fixed for fixed in LISTED if _fits(fixed, said)], said


def test_every_message_of_the_page_is_produced_by_a_mistake_here():
    produced = [words for words, _, _ in CASES]
    assert [fixed for fixed in LISTED if not any(_fits(fixed, words) for words in produced)] == []


def _fits(fixed: str, said: str) -> bool:
    """Whether a message is the one listed; `…` in the page stands for what differs from case to case."""
    return re.search(".*?".join(map(re.escape, fixed.split("…"))), said, re.DOTALL) is not None
