"""A folder of mixed exports with useless names is sorted out by the headers alone; what fits twice is reported."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_project.ingest.catalogue import Table, load_catalogue
from dagster_project.ingest.ledger import Ledger
from dagster_project.ingest.loader import ingest
from dagster_project.ingest.recognise import Recogniser
from dagster_project.ingest.sources_report import sources_report

EXPORTS = Path(__file__).with_name("exports")
CATALOGUE = load_catalogue(Path(__file__).resolve().parents[2] / "dbt")
TABLES = [table for table in CATALOGUE.tables() if table.system != "custom"]


def table_of(name: str) -> str:
    """system.table of a file of the exports folder: `zoho.calls.list_en.csv` is zoho.calls."""
    return ".".join(name.split(".")[:2])


@pytest.fixture(scope="module")
def sorted_out(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Ledger]:
    """The exports under useless names, in the folders of three days; and what the loader made of them."""
    root = tmp_path_factory.mktemp("mixed")
    files = sorted(EXPORTS.iterdir())
    random.Random(7).shuffle(files)
    told = {}
    for number, path in enumerate(files, start=1):
        stem = ("Export ({})", "Лист{}", "выгрузка_{}", "a[{}]", "report{}")[number % 5].format(number)
        name = f"{2024 + number % 3}-03-0{number % 9 + 1}/{stem}{path.suffix}"
        (root / "landing" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "landing" / name).write_bytes(path.read_bytes())
        told[name] = table_of(path.name)
    return told, ingest(root, CATALOGUE, [], strict=False)


def test_every_file_is_recognised_by_its_headers_alone(sorted_out: tuple[dict[str, str], Ledger]) -> None:
    told, ledger = sorted_out
    assert len(told) >= 80
    assert ledger.refused == ()
    found = {entry.name: [feed.full_name for feed in entry.feeds] for entry in ledger.active}
    assert found == {name: [table] for name, table in told.items()}


def test_no_row_of_a_clean_export_is_lost(sorted_out: tuple[dict[str, str], Ledger]) -> None:
    _, ledger = sorted_out
    assert [entry.name for entry in ledger.active if entry.rows_quarantined or not entry.rows_loaded] == []


def test_the_report_names_system_entity_dialect_confidence_and_reason(
    sorted_out: tuple[dict[str, str], Ledger],
) -> None:
    told, ledger = sorted_out
    shown = {row.table: row for row in sources_report(ledger, CATALOGUE, {}).rows}
    assert all(0.5 < row.confidence <= 1 and row.deciding and row.reason == "headers" for row in shown.values())
    calls, tasks = shown["zoho.calls"], shown["salesforce.tasks"]
    assert (calls.system, calls.entity, calls.dialect) == ("Zoho CRM", "activity", "English headers, UTF-8, comma")
    assert (tasks.system, tasks.entity, tasks.dialect) == ("Salesforce", "activity", "API names, UTF-8, comma")
    assert shown["reviews.reviews"].dialect == "Russian headers, cp1251, semicolon"
    assert shown["intercom.conversations"].dialect == "API names, JSON"
    assert set(shown) == set(told.values())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.full_name)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_file_with_the_headers_of_one_language_is_never_taken_for_another_table(table: Table, language: str) -> None:
    """The first header of every column in the language, or else its first: the table itself, or reported as unclear."""
    headers = [pick(column.headers, language) for column in table.columns]
    found = Recogniser(CATALOGUE).recognise(list(dict.fromkeys(headers)))
    named = [match.table.full_name for match in ((found.best,) if found.best else found.rivals) if match]
    assert table.full_name in named or not named


def pick(headers: tuple[str, ...], language: str) -> str:
    def is_russian(header: str) -> bool:
        return any("а" <= letter <= "я" or letter == "ё" for letter in header.lower())

    return next((header for header in headers if is_russian(header) == (language == "ru")), headers[0])


BOTH = {
    ("zoho.cases", "zoho.tasks"): (
        "Record Id,Subject,Status,Priority,Created Time,Modified Time,Due Date,Case Number,Task Owner,Case Owner\n"
        "1,x,Open,High,,,2024-03-05,1,a,a\n"
    ),
    ("bitrix24.users", "bitrix24.contacts"): (
        "ID,Имя,Фамилия,Отчество,Активность,Дата создания,Должность\n1,а,б,в,Да,05.03.2024,г\n"
    ),
    (
        "amocrm.pipelines",
        "pipedrive.pipelines",
    ): "id,name,statuses,is_archive,order_nr,deal_probability\n1,a,[],0,1,1\n",
}


@pytest.mark.parametrize("tables", BOTH)
def test_two_plausible_readings_are_reported_and_nothing_is_guessed(tmp_path: Path, tables: tuple[str, str]) -> None:
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "Export (3).csv").write_text(BOTH[tables], encoding="utf-8")
    ledger = ingest(tmp_path, CATALOGUE, [], strict=False)
    assert ledger.active == ()
    (refused,) = ledger.refused
    assert refused.reason == "ambiguous" and "audit.yml" in refused.message
    assert [table for table in tables if table not in refused.message] == []


def test_a_data_set_of_rows_below_a_row_of_names_is_read(
    load: Callable[..., Ledger], rows: Callable[..., list[dict[str, object]]]
) -> None:
    table = [["ID", "Amount", "Created"], ["1", "2.5", "2024-03-05"], ["2", "3"], ["3", "4", "2024-03-06"]]
    ledger = load({"bi.json": json.dumps(table)})
    assert [row["deal_id"] for row in rows(ledger, "raw_crm.deals")] == ["1", "3"]
    assert ledger.active[0].rows_quarantined == 1


def test_a_data_set_that_names_a_column_twice_is_refused(load: Callable[..., Ledger]) -> None:
    ledger = load({"bi.json": json.dumps([["ID", "ID"], ["1", "2"]])})
    assert "names a column twice" in ledger.refused[0].message


def test_every_recognised_table_is_on_the_page_of_sources_with_what_decides() -> None:
    page = (EXPORTS.parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
    for table in TABLES:
        (line,) = [line for line in page.splitlines() if line.startswith(f"| {table.full_name} |")]
        deciding = [f"`{column.headers[0]}`" for column in table.columns if column.required]
        assert line.split(" | ")[1:3] == [table.entity, ", ".join(deciding)]


def test_every_system_has_an_export_here_or_rows_in_the_tests_of_staging() -> None:
    shown = {table_of(path.name).split(".")[0] for path in EXPORTS.iterdir()}
    told = {"helpdesk", "google_forms", "surveymonkey", "custom"}
    assert {system.name for system in CATALOGUE.systems} - told == shown
