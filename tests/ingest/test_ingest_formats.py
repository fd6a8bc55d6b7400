"""Workbooks, HTML tables and JSON: every format gives the same rows, what is unknown is not emptied."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from dagster_project.ingest.json_document import parse_json
from dagster_project.ingest.json_flatten import flatten
from dagster_project.ingest.ledger import Ledger

Load = Callable[..., Ledger]
Rows = Callable[..., list[dict[str, object]]]
HEADERS = ["ID", "Ответственный", "Сумма", "Дата создания"]


def workbook(tmp_path: Path, rows: list[list[object]], corner: tuple[int, int] = (1, 1)) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Титул"
    book.active["A1"] = "Отчёт"
    sheet = book.create_sheet("Данные")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.cell(row=corner[0] + r, column=corner[1] + c, value=value)
    book.save(tmp_path / "made.xlsx")
    return (tmp_path / "made.xlsx").read_bytes()


def test_the_sheet_with_the_known_header_is_read_with_dates_and_whole_numbers(
    load: Load, rows: Rows, tmp_path: Path
) -> None:
    data = workbook(
        tmp_path,
        [HEADERS, ["007", "А", 1200.5, dt.datetime(2025, 2, 5)], [8.0, "Б", 3, dt.datetime(2025, 2, 5, 10, 30)]],
    )
    ledger = load({"a.xlsx": data})
    assert ledger.active[0].sheet == "Данные"
    found = [(row["deal_id"], row["amount"], row["created_at"]) for row in rows(ledger, "raw_crm.deals")]
    assert found == [("007", "1200.5", "2025-02-05"), ("8", "3", "2025-02-05 10:30:00")]


def test_an_error_or_a_formula_without_a_value_is_unknown_wherever_the_table_lies(
    load: Load, rows: Rows, tmp_path: Path
) -> None:
    day = dt.datetime(2025, 2, 5)
    table = [HEADERS, ["1", "А", "#REF!", day], ["2", "=1/0", 5, day], ["3", "А", "=1+1", day], ["4", "А", 7, day]]
    ledger = load({"a.xlsx": workbook(tmp_path, table, corner=(5, 3))})
    entry = ledger.active[0]
    assert (entry.rows_loaded, entry.rows_quarantined, entry.header_line) == (2, 2, 5)
    assert [(row["deal_id"], row["user_id"]) for row in rows(ledger, "raw_crm.deals")] == [("2", "#N/A"), ("4", "А")]
    assert "unknown_cells" in {issue.code for issue in entry.issues}


@pytest.mark.parametrize(("epoch", "issues"), [(CALENDAR_WINDOWS_1900, set()), (CALENDAR_MAC_1904, {"days_from_1904"})])
def test_dates_of_a_workbook_are_the_same_whatever_day_it_counts_from(
    load: Load, rows: Rows, tmp_path: Path, epoch: dt.datetime, issues: set[str]
) -> None:
    book = openpyxl.Workbook()
    book.epoch = epoch
    moment = dt.datetime(2024, 5, 25, 16, 40, 30)
    for row in (HEADERS, ["1", "А", 5, moment]):
        book.active.append(row)
    book.save(tmp_path / "made.xlsx")
    ledger = load({"a.xlsx": (tmp_path / "made.xlsx").read_bytes()})
    assert [row["created_at"] for row in rows(ledger, "raw_crm.deals")] == [moment.isoformat(sep=" ")]
    assert {issue.code for issue in ledger.active[0].issues} == issues


def test_two_sheets_that_fit_are_not_guessed(load: Load, tmp_path: Path) -> None:
    data = workbook(tmp_path, [HEADERS, ["1", "А", 5, dt.datetime(2025, 2, 5)]])
    (tmp_path / "two.xlsx").write_bytes(data)
    book = openpyxl.load_workbook(tmp_path / "two.xlsx")
    book.copy_worksheet(book["Данные"])
    book.save(tmp_path / "two.xlsx")
    both = (tmp_path / "two.xlsx").read_bytes()
    assert "several sheets that fit" in load({"a.xlsx": both}).refused[0].message
    entry = {"files": "a.xlsx", "table": "crm.deals", "read": {"sheet": "Данные"}}
    assert load({"a.xlsx": both}, [entry]).active[0].rows_loaded == 1


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_a_broken_workbook_is_refused_in_words(load: Load, content: bytes) -> None:
    assert load({"a.xlsx": content}).refused[0].reason == "damaged"


def test_an_html_table_called_xls_is_read_as_a_table(load: Load, rows: Rows) -> None:
    cells = "".join(f"<th>{header}</th>" for header in HEADERS)
    html = f"<html><body><table><tr>{cells}</tr><tr><td>1<td>А &amp; Б<td>2,50<td>05.02.2025</table><script>x</script>"
    ledger = load({"a.xls": html})
    assert rows(ledger, "raw_crm.deals")[0]["user_id"] == "А & Б"


RECORDS = [
    {"ID": "1", "Сумма": 148374.10, "Дата создания": 1738713600, "Ответственный": None, "x": {"y": [1, 2], "z": True}},
    {"ID": "2", "Сумма": "5.5", "Дата создания": 1738713600},
]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RECORDS),
        json.dumps({"result": RECORDS, "total": 2}),
        json.dumps({"_page": 1, "_embedded": {"leads": RECORDS}}),
        "\n".join(json.dumps(record) for record in RECORDS),
    ],
)
def test_arrays_envelopes_and_lines_give_the_same_rows(load: Load, rows: Rows, text: str) -> None:
    ledger = load({"a.json": text})
    found = rows(ledger, "raw_crm.deals")
    assert [(row["deal_id"], row["amount"], row["created_at"]) for row in found] == [
        ("1", "148374.1", "1738713600"),
        ("2", "5.5", "1738713600"),
    ]
    assert json.loads(str(found[0]["_extra"])) == {"x.y": "1; 2", "x.z": "true"}


def test_records_that_cannot_be_trusted_are_refused_one_by_one(load: Load) -> None:
    good = '{"ID": "1", "Сумма": 1, "Дата создания": "2025-02-05"}'
    bad = [
        '{"ID": "2", "Сумма": NaN, "Дата создания": "2025-02-05"}',
        '{"ID": "3", "ID": "4", "Сумма": 1, "Дата создания": "2025-02-05"}',
        '{"ID": "5", "Дата создания": "2025-02-05"}',
        "[1]",
    ]
    entry = load({"a.json": f"[{', '.join([good, *bad])}]"}).active[0]
    assert (entry.rows_in, entry.rows_loaded, entry.rows_quarantined) == (5, 1, 4)
    lines = load({"a.json": "", "b.jsonl": "\n".join([good, *bad, "{broken"])}, ignore=["a.json"]).active[0]
    assert (lines.rows_in, lines.rows_loaded, lines.rows_quarantined) == (6, 1, 5)


def test_custom_fields_of_amocrm_become_columns_and_numbers_stay_as_written() -> None:
    record = parse_json(
        '{"id": 12345678901234567890, "price": 100.10, "created_at": 1738713600, "custom_fields_values": '
        '[{"field_name": "Бюджет", "values": [{"value": "5"}]}, {"field_name": "Теги", '
        '"values": [{"value": "a"}, {"value": "b"}]}],'
        '"_embedded": {"tags": [], "companies": [{"id": 7}]}}'
    )
    assert flatten(record) == {
        "id": "12345678901234567890",
        "price": "100.10",
        "created_at": "1738713600",
        "Бюджет": "5",
        "Теги": "a; b",
        "tags": None,
        "companies": '[{"id": "7"}]',
    }
