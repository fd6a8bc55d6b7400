"""The fast path for clean files: whatever goes through it is stored as the strict reader would store it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dagster_project.ingest import read_file, text_source
from dagster_project.ingest.bulk_load import bulk_load
from dagster_project.ingest.catalogue import Catalogue
from dagster_project.ingest.clean_text import prove_block, prove_clean
from dagster_project.ingest.loader import ingest
from dagster_project.ingest.row_kinds import row_classifier
from dagster_project.ingest.sql_text import identifier
from dagster_project.ingest.suspect_rows import suspect_condition

NEVER = 1 << 60
HEADERS = ["ID", "Ответственный", "Сумма", "Дата создания"]
WORDS = [
    *("", " ", "\u00a0", "ID", "id", "Id ", "Ответственный", "Сумма", "1", "17", "Итого", "итого:", "Всего по отделу"),
    *("Total", "Тотал", "Отчет сформирован", "Иванов И. И.", "ООО «Ромашка»", "a;b", 'с "кавычками"', '"', '""', "x,y"),
    *("строка\nвторая", "5\r", "日本", "01.02.2024", "12 345,50", "\u200b", "#N/A", "ё", "I\u200bD", "\u00adID", "="),
]
CELLS = st.one_of(st.sampled_from(WORDS), st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6))
ROWS = st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=7)
TAME = st.sampled_from([word for word in WORDS if not set(word) & set('"\r\n;,\u200b\u00ad')])
TAME_ROWS = st.lists(st.lists(TAME, min_size=4, max_size=4), min_size=1, max_size=7)


def outcome(folder: Path, catalogue: Catalogue, name: str, data: bytes, bulk: bool) -> tuple[Any, int]:
    """All that is known of a file after reading it, and whether it went through the fast path."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "landing").mkdir(parents=True)
    (folder / "landing" / name).write_bytes(data)
    n_bulk = 0

    def counted(*arguments: Any) -> Any:
        nonlocal n_bulk
        counts = bulk_load(*arguments)
        n_bulk += counts is not None
        return counts

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read_file, "SMALL", 0 if bulk else NEVER)
        patch.setattr(read_file, "bulk_load", counted)
        patch.setattr(text_source, "LARGE", 0 if bulk else NEVER)
        ledger = ingest(folder, catalogue, strict=False)
    told = []
    for entry in ledger.files:
        known = asdict(entry)
        del known["first_seen"]
        parquet = folder / "raw" / entry.parquet
        with duckdb.connect() as connection:
            stored = connection.execute(f"select * from read_parquet('{parquet}') order by _row_number").fetchall()
        kept = folder / "raw" / "quarantine" / f"{entry.file_id}.jsonl"
        told.append((json.dumps(known, default=str), stored, kept.read_text() if kept.exists() else None))
    return (told, [(refused.name, refused.message) for refused in ledger.refused]), n_bulk


def written(
    rows: Sequence[Sequence[str]], delimiter: str = ";", end: str = "\n", quoting: int = csv.QUOTE_MINIMAL
) -> str:
    sink = io.StringIO()
    csv.writer(sink, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return sink.getvalue()


@pytest.fixture
def both(tmp_path: Path, catalogue: Catalogue) -> Callable[[bytes], int]:
    """Read a file both ways, compare everything, and tell whether it was clean."""

    def read_both(data: bytes) -> int:
        fast, n_bulk = outcome(tmp_path / "fast", catalogue, "x.csv", data, bulk=True)
        strict, n_none = outcome(tmp_path / "strict", catalogue, "x.csv", data, bulk=False)
        assert n_none == 0
        assert fast == strict
        return n_bulk

    return read_both


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.one_of(ROWS, TAME_ROWS),
    delimiter=st.sampled_from(";,\t"),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    titles=st.sampled_from(["", "Отчёт за год\n", '"Отчёт; ""май"""\n\n', "sep=;\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
    cut=st.integers(0, 3),
    trailing=st.booleans(),
)
@example([["1", "", "", ""]], ";", "\n", csv.QUOTE_ALL, "", "", 0, False)
@example([["ID", "Ответственный", "Сумма", "Дата создания"]], ";", "\n", csv.QUOTE_ALL, "", "", 0, False)
@example([["1", "x", "2", "3"], ["", "", "Итого", "5"]], ";", "\n", csv.QUOTE_MINIMAL, "", "", 0, False)
@example([["1", "x", "2", "3"], ["подпись", "", "", ""]], ";", "\n", csv.QUOTE_MINIMAL, "", "", 0, True)
def test_both_ways_of_reading_agree_on_any_file(
    both: Callable[[bytes], int],
    rows: list[list[str]],
    delimiter: str,
    end: str,
    quoting: int,
    titles: str,
    mark: str,
    cut: int,
    trailing: bool,
) -> None:
    text = written([HEADERS, *rows], delimiter, end, quoting)
    if trailing:
        text = text.replace(end, delimiter + end)
    both((mark + titles + text)[: -cut or None].encode())


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=TAME_ROWS, place=st.integers(0, 400), piece=st.sampled_from([b'"', b";", b"\n", b"\r", b"\0", b"\xff", b""])
)
def test_both_ways_of_reading_agree_on_a_damaged_file(
    both: Callable[[bytes], int], rows: list[list[str]], place: int, piece: bytes
) -> None:
    data = written([HEADERS, *rows]).encode()
    at = place % len(data)
    both(data[:at] + piece + data[at + 1 :])


CLEAN = [
    ["17", "Иванов И. И.", "1 200,50", "01.02.2024"],
    ["18", 'ООО "Рога"; копыта', "", "02.02.2024"],
    ["19"] + [""] * 3,
]


@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "cp866"])
@pytest.mark.parametrize("around", ["{}", "Отчёт по сделкам\n\n{}", "sep=;\n{}"])
def test_clean_files_take_the_fast_path(
    both: Callable[[bytes], int], quoting: int, end: str, encoding: str, around: str
) -> None:
    text = around.format(written([HEADERS, *CLEAN * 3], ";", end, quoting))
    assert both(text.replace("\n", end).replace("\r\r", "\r").encode(encoding)) == 1
    assert both(text.rstrip().replace("\n", end).replace("\r\r", "\r").encode(encoding)) == 1


def test_an_empty_cell_at_the_end_of_every_line_is_no_obstacle(both: Callable[[bytes], int]) -> None:
    text = written([HEADERS, *CLEAN * 200]).replace("\n", ";\n")
    assert both(text.encode()) == 1
    assert both((text + "20;;;;beyond the headers\n").encode()) == 0


@pytest.mark.parametrize(
    "line",
    [
        "Итого;;1 200,50;",
        "ID;Ответственный;Сумма;Дата создания",
        ";;;",
        "",
        "Отчёт сформирован 01.03.2024;;;",
        "20;x;1",
        '20;"x;1;2',
        "20;x\ry;1;2",
        '20;"строка\nвторая";1;2',
    ],
)
def test_a_line_that_is_no_plain_row_leaves_the_file_to_the_strict_reader(
    both: Callable[[bytes], int], line: str
) -> None:
    assert both((written([HEADERS, *CLEAN]) + line + "\n" + written(CLEAN)).encode()) == 0


ANY_ROW = st.lists(CELLS.map(lambda cell: cell.replace("\0", "")), min_size=2, max_size=5)


@settings(max_examples=400, deadline=None)
@given(st.lists(CELLS, min_size=2, max_size=5), ANY_ROW, st.booleans())
def test_every_row_that_is_no_data_is_suspect(headers: list[str], row: list[str], needs_first: bool) -> None:
    columns = [f"c{i}" for i in range(len(row))]
    kind = row_classifier(headers, (0,) if needs_first else ())(row)
    cells = ", ".join(f"?::varchar as {identifier(column)}" for column in columns)
    told = [suspect_condition(headers, columns, whole_row) for whole_row in (False, True)]
    found = duckdb.execute(f"select {', '.join(told)} from (select {cells})", [cell or None for cell in row]).fetchone()
    assert found is not None
    assert (found[0] and found[1]) or kind is None
    assert found[0] or not found[1]


def test_a_plain_row_is_not_suspect() -> None:
    condition = suspect_condition(HEADERS, ["c0", "c1", "c2", "c3"])
    for row in (["17", "Иванов", None, "x"], ["ООО Ромашка", None, "1", None], ["Idea", "a", "b", "c"]):
        cells = ", ".join(f"?::varchar as c{i}" for i in range(4))
        assert duckdb.execute(f"select {condition} from (select {cells})", row).fetchone() == (row[0] == "Idea",)


def test_the_proof_counts_rows_and_bytes_across_blocks(tmp_path: Path) -> None:
    rows = [[str(i), f'имя "{i}"' if i % 3 else "", "x" * (i % 50)] for i in range(20_000)]
    path = tmp_path / "x.csv"
    path.write_bytes(b"head;er;\n" + written(rows).encode())
    proof = prove_clean(path, 9, ";", 3)
    assert proof is not None
    assert proof.rows == 20_000
    assert proof.cell_bytes == tuple(sum(len(row[i].encode()) for row in rows) for i in range(3))
    assert len(proof.samples) > 3
    for number, line in proof.samples:
        assert next(csv.reader([line.decode()], delimiter=";")) == rows[number - 1]


@pytest.mark.parametrize(
    "block",
    [b"a;b\nc\n", b"a;b;c\n", b'a"b;c\n', b'"a"b;c\n', b'"a;b\n', b"a\0;b\n", b"a\r;b\n", b'"a";b"\n', b'a;"b\n"\n'],
)
def test_a_block_that_breaks_a_rule_has_no_proof(block: bytes) -> None:
    assert prove_block(b"x;y\n" + block, ";", 2) is None


def test_the_same_file_gives_the_same_bytes(tmp_path: Path, catalogue: Catalogue) -> None:
    rows = [[str(i), f"Менеджер {i % 7}", f"{i},50", "01.02.2024 10:00:00"] for i in range(150_000)]
    data = written([HEADERS, *rows]).encode()
    stored = []
    for name in ("one", "two"):
        _, n_bulk = outcome(tmp_path / name, catalogue, "x.csv", data, bulk=True)
        assert n_bulk == 1
        stored.append(next((tmp_path / name / "raw").glob("*.parquet")).read_bytes())
    assert stored[0] == stored[1]
