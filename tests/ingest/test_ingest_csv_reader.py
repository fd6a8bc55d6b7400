"""The strict CSV reader: what is written by the rules comes back, what breaks them is refused with its lines."""

from __future__ import annotations

import csv
import io
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dagster_project.ingest.csv_reader import (
    BAD_QUOTE,
    LONE_RETURN,
    NOT_TEXT,
    NUL,
    ODD_QUOTE,
    OPEN_QUOTE,
    Record,
    parse_cells,
    read_records,
)
from dagster_project.ingest.decode import Line

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8)
)


def lines_of(text: str, end: str = "\n") -> list[Line]:
    parts = text.split(end)
    last = parts.pop()
    raws = [part.encode("utf-8", "surrogatepass") for part in parts]
    lines = [Line(i, part.removesuffix("\r"), raw) for i, (part, raw) in enumerate(zip(parts, raws, strict=True), 1)]
    return [*lines, Line(len(parts) + 1, last, last.encode(), False)] if last else lines


def read(text: str, delimiter: str = ";", width: int | None = None) -> list[Record]:
    return list(read_records(lines_of(text), delimiter, width))


@settings(max_examples=300, deadline=None)
@given(
    TABLES,
    st.sampled_from(";,\t|"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_a_table_written_by_the_rules_comes_back(
    table: list[list[str]], delimiter: str, end: str, quoting: int
) -> None:
    # Python's writer leaves a lone CR unquoted, which no reader can tell from a line end
    assume(quoting == csv.QUOTE_ALL or not any("\r" in cell for row in table for cell in row))
    sink = io.StringIO()
    csv.writer(sink, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(table)  # type: ignore[arg-type]
    records = read(sink.getvalue(), delimiter)
    assert [record.cells for record in records] == table
    assert records[0].first == 1
    assert all(b.first == a.last + 1 for a, b in pairwise(records))


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('ab";\n'), max_size=40))
def test_every_line_belongs_to_exactly_one_record_whatever_the_text(text: str) -> None:
    lines = lines_of(text)
    spans = [(record.first, record.last) for record in read_records(lines, ";", 2)]
    numbers = [number for first, last in spans for number in range(first, last + 1)]
    assert numbers == [line.number for line in lines]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(st.sampled_from("ab; ё"), max_size=5), min_size=1, max_size=5), st.booleans())
def test_the_fast_path_for_quoted_lines_equals_the_careful_one(cells: list[str], has_empty_last: bool) -> None:
    text = ";".join(f'"{cell}"' for cell in cells) + (";" if has_empty_last else "")
    assert read(text + "\n")[0].cells == parse_cells(text, ";")


def test_a_quote_inside_a_cell_is_a_letter_when_it_is_paired() -> None:
    assert read('1;Поставка - ООО "Ромашка";x\n')[0].cells == ["1", 'Поставка - ООО "Ромашка"', "x"]


def test_broken_records_are_refused_with_the_reason_and_reading_goes_on() -> None:
    cases = {
        '1;a"b;c\n': ODD_QUOTE,
        '1;"a"b;c\n': BAD_QUOTE,
        "1;a\0;c\n": NUL,
        "1;a\rb;c\n": LONE_RETURN,
        '1;"a;c\n': OPEN_QUOTE,
    }
    for text, reason in cases.items():
        bad, good = read(text + "2;ok;c\n")
        assert (bad.reason, bad.first, bad.last) == (reason, 1, 1)
        assert good.cells == ["2", "ok", "c"]


def test_a_line_that_is_not_text_is_refused_alone() -> None:
    records = list(read_records([Line(1, None, b"\xff;a"), Line(2, "1;b", b"1;b")], ";"))
    assert (records[0].reason, records[0].raw) == (NOT_TEXT, b"\xff;a")
    assert records[1].cells == ["1", "b"]


def test_an_open_quote_does_not_swallow_the_whole_records_after_it() -> None:
    records = read('1;"open;x\n2;good;x\n3;"closed";x\n4;good;x\n', width=3)
    assert [record.reason for record in records] == [BAD_QUOTE, None, None, None]
    swallowed = read('1;"open;x\n2;b";x\n', width=3)
    assert swallowed[0].cells == ["1", "open;x\n2;b", "x"]
    assert read('1;"open;x\n2;good;x\n3;b";x\n', width=3)[0].reason == OPEN_QUOTE


def test_an_unclosed_quote_costs_no_more_than_its_own_line() -> None:
    text = '1;"open;x\n' + "".join(f"{i};good;x\n" for i in range(2, 5000))
    records = read(text, width=3)
    assert records[0].reason == OPEN_QUOTE
    assert sum(record.cells is not None for record in records) == 4998


def test_columns_parted_by_blanks() -> None:
    assert read(" 00001 19970101  1   11.77\r\n", "whitespace")[0].cells == ["00001", "19970101", "1", "11.77"]
