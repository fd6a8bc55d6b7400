"""From landing/ to raw/: recognition, balance, ledger, quarantine, and messages that name the thing."""

from __future__ import annotations

import base64
import gzip
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dagster_project.errors import InputError
from dagster_project.ingest import landing, read_file
from dagster_project.ingest.catalogue import Catalogue
from dagster_project.ingest.ledger import FileEntry, Ledger, read_ledger
from dagster_project.ingest.load_rows import RowCounts, load_rows
from dagster_project.ingest.loader import ingest
from dagster_project.ingest.source import OpenedFile

HEADER = "ID;Ответственный;Сумма;Дата создания\n"
ROW = "1;Иванов;1 200,50;05.02.2025\n"
Load = Callable[..., Ledger]
Rows = Callable[..., list[dict[str, object]]]


def only(ledger: Ledger) -> FileEntry:
    assert [refused.message for refused in ledger.refused] == []
    (entry,) = ledger.active
    return entry


def assert_balanced(entry: FileEntry) -> None:
    assert entry.rows_in == entry.rows_loaded + entry.rows_quarantined + entry.rows_excluded


def test_a_file_is_known_by_its_headers_not_by_its_name(load: Load, rows: Rows) -> None:
    ledger = load({"any folder/что угодно.bin": HEADER + ROW})
    assert only(ledger).feeds[0].full_name == "crm.deals"
    (row,) = rows(ledger, "raw_crm.deals")
    assert (row["deal_id"], row["amount"], row["created_at"]) == ("1", "1 200,50", "05.02.2025")
    assert (row["_line"], row["_row_number"], row["_decimal"], row["_date_order"]) == (2, 1, ",", "dmy")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "cp866"])
def test_russian_text_is_read_in_every_usual_encoding(load: Load, rows: Rows, encoding: str) -> None:
    ledger = load({"a.csv": (HEADER + ROW).encode(encoding)})
    assert rows(ledger, "raw_crm.deals")[0]["user_id"] == "Иванов"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_usual_delimiter_is_found(load: Load, rows: Rows, delimiter: str) -> None:
    text = (HEADER + "1;Иванов;1200.50;2025-02-05\n").replace(";", delimiter)
    assert rows(load({"a.csv": text}), "raw_crm.deals")[0]["amount"] == "1200.50"


def test_gzip_is_unpacked_whatever_the_name_and_a_cut_one_is_refused(load: Load) -> None:
    packed = gzip.compress((HEADER + ROW).encode())
    assert only(load({"a.csv": packed})).rows_loaded == 1
    refused = load({"a.csv": packed[:-12]}).refused
    assert "gzip file is damaged" in refused[0].message


def test_a_gzip_bomb_is_refused_before_it_fills_the_disk(load: Load) -> None:
    bomb = gzip.compress(b"\0" * (300 << 20), compresslevel=9)
    assert "more than 200 times its size" in load({"a.csv.gz": bomb}).refused[0].message


def test_titles_blank_lines_totals_and_footers_are_excluded_by_kind(load: Load) -> None:
    rows = f"{HEADER}{ROW}{HEADER}2;Петров;100,00;06.02.2025\n"
    text = f"Отчёт;;;\n;;;\n{rows}Итого;;1 300,50;\nСформировано 01.03.2025;;;\n"
    entry = only(load({"a.csv": text}))
    assert dict(entry.excluded) == {"blank": 1, "footer": 1, "repeated_header": 1, "title": 1, "total": 1}
    assert (entry.rows_in, entry.rows_loaded, entry.header_line) == (7, 2, 3)
    assert [total.difference for total in entry.control_totals] == ["0.00"]


def test_a_customer_called_total_stays_a_row(load: Load) -> None:
    assert only(load({"a.csv": HEADER + "Total;Иванов;1,00;05.02.2025\n"})).rows_loaded == 1


def test_an_empty_last_column_on_every_line_is_normal(load: Load) -> None:
    quoted = '"ID";"Ответственный";"Сумма";"Дата создания";\n"1";"А";"1,00";"05.02.2025";\n'
    entry = only(load({"a.csv": quoted}))
    assert (entry.headers, entry.rows_loaded) == (("ID", "Ответственный", "Сумма", "Дата создания"), 1)


def test_refused_rows_are_kept_with_lines_bytes_and_reason(load: Load) -> None:
    ledger = load({"a.csv": HEADER + ROW + "2;Петров;100,00\n" + "3;x;1,00;05.02.2025\n"})
    entry = only(ledger)
    assert_balanced(entry)
    assert (entry.rows_loaded, entry.rows_quarantined) == (2, 1)
    path = ledger.raw_dir / "quarantine" / f"{entry.file_id}.jsonl"
    (kept,) = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert (kept["first_line"], kept["last_line"], kept["reason"]) == (3, 3, "3 cells instead of 4")
    assert base64.b64decode(kept["bytes"]).decode() == "2;Петров;100,00"


def test_a_row_cut_by_a_line_break_takes_its_damaged_neighbour_along(load: Load) -> None:
    cut_first = only(load({"a.csv": HEADER + ROW + "89\n6;x;1,00;05.02.2025\n" + "7;y;1,00;05.02.2025\n"}))
    assert (cut_first.rows_loaded, cut_first.rows_quarantined) == (1, 3)
    assert_balanced(cut_first)


def test_a_few_broken_bytes_cost_only_their_lines(load: Load, rows: Rows) -> None:
    text = (HEADER + ROW * 3).encode().replace("Иванов".encode(), b"\xd0\xff", 1)
    ledger = load({"a.csv": text})
    assert (only(ledger).encoding, only(ledger).rows_loaded, only(ledger).rows_quarantined) == ("utf-8", 2, 1)
    assert all("\ufffd" not in str(row["user_id"]) for row in rows(ledger, "raw_crm.deals"))


def test_unmapped_columns_are_kept_as_json(load: Load, rows: Rows) -> None:
    ledger = load({"a.csv": 'ID;Сумма;Дата создания;"UTM ""x"" метка"\n1;2,50;05.02.2025;"a""b"\n2;3,50;05.02.2025;\n'})
    extra = [row["_extra"] for row in rows(ledger, "raw_crm.deals")]
    assert json.loads(str(extra[0])) == {'UTM "x" метка': 'a"b'}
    assert extra[1] is None
    assert "unmapped_columns" in {issue.code for issue in only(ledger).all_issues}


def test_a_table_without_a_file_is_an_empty_relation_with_every_column(load: Load, rows: Rows) -> None:
    ledger = load({"a.csv": HEADER + ROW})
    assert rows(ledger, "raw_custom.leads") == []
    assert rows(ledger, "raw_crm.leads") == []


def test_the_same_bytes_are_never_read_again(workspace: Callable[..., Path], catalogue: Catalogue) -> None:
    outcomes: list[tuple[str, str]] = []
    root = workspace({"a.csv": HEADER + ROW, "copy.csv": HEADER + ROW})
    for _ in range(2):
        ledger = ingest(root, catalogue, on_file=lambda name, outcome: outcomes.append((name, outcome)))
    assert outcomes == [("a.csv", "read"), ("a.csv", "kept")]
    assert [(s.name, s.reason) for s in ledger.skipped] == [("copy.csv", "same content as a.csv, read once")]
    assert read_ledger(root / "raw").files == ledger.files


def test_a_changed_file_is_a_new_one_and_the_old_rows_are_kept(load: Load) -> None:
    first = only(load({"a.csv": HEADER + ROW}))
    ledger = load({"a.csv": HEADER + ROW + "2;x;1,00;05.02.2025\n"})
    assert only(ledger).file_id != first.file_id
    assert [entry.file_id for entry in ledger.files if not entry.in_landing] == [first.file_id]
    assert (ledger.raw_dir / first.parquet).exists()


def test_raw_is_closed_to_others(load: Load) -> None:
    ledger = load({"a.csv": HEADER + ROW})
    assert stat.S_IMODE(ledger.raw_dir.stat().st_mode) == 0o700


def test_names_are_literal_and_never_patterns(load: Load, rows: Rows) -> None:
    ledger = load({"deals [1]*.csv": HEADER + ROW, "deals 1.csv": HEADER + "9;x;1,00;05.02.2025\n"})
    assert sorted(str(row["deal_id"]) for row in rows(ledger, "raw_crm.deals")) == ["1", "9"]


def test_hidden_and_temporary_files_are_left_out_and_named(
    workspace: Callable[..., Path], catalogue: Catalogue
) -> None:
    left_out = [".hidden.csv", "b.csv.crdownload", "notes.md", "~$a.xlsx"]
    root = workspace({"a.csv": HEADER + ROW} | dict.fromkeys(left_out, "x"))
    (root / "outside.csv").write_text("ID\n1\n")
    (root / "landing" / "link.csv").symlink_to(root / "outside.csv")
    ledger = ingest(root, catalogue)
    assert sorted(item.name for item in ledger.skipped) == sorted([*left_out, "link.csv"])


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"x.csv": "foo;bar\n1;2\n"}, ["x.csv", "'foo', 'bar'", "sources:", "ignore:"]),
        (
            {"x.csv": "ID;Дата создания;Ответственный;Сума\n1;05.02.2025;x;3\n"},
            ["crm.deals", "amount", "'Сумма'", "'Сума'"],
        ),
        ({"x.csv": "ID;Сумма;Сумма;Дата создания\n1;2;3;05.02.2025\n"}, ["'Сумма' twice", "columns 2 and 3"]),
        ({"x.csv": ""}, ["x.csv", "empty"]),
        (
            {"x.csv": "ID;Статус;Сумма;Дата создания\n1;n;2;05.02.2025\n"},
            ["crm.deals and crm.leads", "table:"],
        ),
        ({"x.csv": "ID;Сумма;Created\n1;2,5;03/04/2024\n"}, ["'Created'", "date_order: dmy"]),
        ({"x.pdf": "%PDF-1.7 ..."}, ["PDF"]),
        ({}, ["landing is missing", "exports"]),
    ],
)
def test_what_cannot_be_used_is_named_with_the_way_to_mend_it(
    load: Load, files: dict[str, str], words: list[str]
) -> None:
    with pytest.raises(InputError) as caught:
        load(files, strict=True)
    assert [word for word in words if word not in str(caught.value)] == []


def test_an_empty_landing_folder_is_said(load: Load, tmp_path: Path) -> None:
    (tmp_path / "landing").mkdir()
    with pytest.raises(InputError, match="landing/ holds no file"):
        load({}, strict=True)


def test_ignored_files_do_not_stop_the_run(load: Load) -> None:
    ledger = load({"a.csv": HEADER + ROW, "sub/x.csv": "foo;bar\n1;2\n"}, strict=True, ignore=["x.csv"])
    assert [item.name for item in ledger.skipped] == ["sub/x.csv"]


def test_successive_files_with_other_headers_are_drift(load: Load) -> None:
    other = "ID;Сумма;Дата создания;Новое\n5;1,00;07.02.2025;x\n"
    ledger = load({"deals_2025-01-31.csv": HEADER + ROW, "deals_2025-02-28.csv": other})
    drift = [issue.text for entry in ledger.active for issue in entry.issues if issue.code == "drift"]
    assert drift == ["unlike deals_2025-01-31.csv: new columns: 'Новое'; columns gone: 'Ответственный'"]
    assert [feed.snapshot_at for entry in ledger.active for feed in entry.feeds] == [
        "2025-01-31 00:00:00",
        "2025-02-28 00:00:00",
    ]


def test_surveymonkeys_two_header_rows_become_one(load: Load, rows: Rows) -> None:
    text = "RespondentID,Do you like it?,Which?,\n,Response,First,Second\n7,Yes,First,\n"
    ledger = load({"s.csv": text})
    assert only(ledger).headers == ("RespondentID", "Do you like it?", "Which? / First", "Which? / Second")
    assert json.loads(str(rows(ledger, "raw_monkey.responses")[0]["_extra"])) == {
        "Do you like it?": "Yes",
        "Which? / First": "First",
    }


def test_one_common_header_alone_decides_nothing(load: Load) -> None:
    assert load({"h.csv": "company_id,timestamp,value\n1,2024-01-05,x\n"}).refused[0].reason == "unrecognised"
    assert (
        only(load({"f.csv": "Timestamp,Score\n2024-01-05 10:00:00,9\n", "h.csv": ""}, ignore=["h.csv"])).rows_loaded
        == 1
    )


def test_files_with_a_header_only_stop_the_run_when_no_other_holds_a_row(load: Load) -> None:
    with pytest.raises(InputError, match=r"no file in landing/ holds a row of data \(a\.csv"):
        load({"a.csv": HEADER}, strict=True)
    assert load({"a.csv": HEADER, "b.csv": HEADER + ROW}, strict=True).active[0].rows_loaded == 0


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8"])
def test_a_last_line_with_its_end_is_not_called_unfinished(load: Load, encoding: str) -> None:
    text = HEADER + ROW
    whole = load({"a.csv": text.encode(encoding)}).active[0]
    cut = load({"a.csv": text.removesuffix("\n").encode(encoding)}).active[0]
    assert "unterminated_last_line" not in {issue.code for issue in whole.all_issues}
    assert "unterminated_last_line" in {issue.code for issue in cut.all_issues}


def test_a_name_that_is_not_utf8_is_read_and_shown_with_a_mark(load: Load, tmp_path: Path) -> None:
    load({"a.csv": HEADER + ROW})
    path = tmp_path / "landing" / "a.csv"
    path.rename(path.with_name(os.fsdecode(b"\xcf\xf0\xe8.csv")))
    ledger = load({})
    assert [entry.name for entry in ledger.active] == ["\ufffd\ufffd\ufffd.csv"]
    assert ledger.active[0].rows_loaded == 1


def test_a_file_that_vanishes_while_it_is_looked_at_is_named(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(path: Path, name: str) -> None:
        raise FileNotFoundError(2, "No such file or directory", str(path))

    monkeypatch.setattr(landing, "_landing_file", gone)
    with pytest.raises(InputError, match=r"a\.csv: it was there a moment ago and is gone"):
        load({"a.csv": HEADER + ROW})


def test_a_file_that_changes_while_it_is_read_is_refused(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    def written_meanwhile(opened: OpenedFile, *others: Any) -> RowCounts:
        assert opened.text_path is not None
        counts = load_rows(opened, *others)
        with opened.text_path.open("a", encoding="utf-8") as handle:
            handle.write(ROW)
        return counts

    monkeypatch.setattr(read_file, "load_rows", written_meanwhile)
    ledger = load({"a.csv": HEADER + ROW})
    assert [refused.message for refused in ledger.refused] == [
        "a.csv: it changed while it was read. Start again when nothing writes to it."
    ]
    assert not ledger.active
