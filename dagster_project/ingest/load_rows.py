"""The pass over all records of an opened file: every record is loaded, quarantined or excluded, and counted."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from dagster_project.ingest.csv_reader import Record
from dagster_project.ingest.header import Layout
from dagster_project.ingest.quarantine import QuarantineFile
from dagster_project.ingest.row_kinds import BLANK, SECOND_HEADER, SEP_LINE, TITLE, TOTAL, is_blank, row_classifier
from dagster_project.ingest.source import OpenedFile
from dagster_project.ingest.store import RowSink
from dagster_project.ingest.unknown_cell import ABSENT, unknown_value

_MAX_TOTALS = 1000
UNKNOWN_TEXT = "#N/A"
_CUT_LAST = "the next line is a piece of a row, so the last cell may be cut"
_CUT_FIRST = "the line before is a piece of a row, so the first cell may be cut"


@dataclass
class RowCounts:
    """Counts of one pass; `rows_loaded` is set when the stored rows are counted.

    `totals` holds (line, cells) of total rows; `unknown_cells` counts cells made #N/A.
    """

    rows_in: int = 0
    rows_loaded: int = 0
    lines: int = 0
    unknown_cells: int = 0
    totals: list[tuple[int, list[str]]] = field(default_factory=list)


def load_rows(
    opened: OpenedFile,
    needed: Collection[int],
    sink: RowSink,
    keep: QuarantineFile,
    is_header_like: Callable[[list[str]], bool],
) -> RowCounts:
    """Pass every record of `opened` to the sink or to quarantine.

    `needed` are the positions of columns that a row cannot do without; `is_header_like` recognises a second header
    row. Raises RuntimeError when lines are missing from the count (a fault of ours).
    """
    counts = RowCounts()
    if opened.keyed:
        _load_keyed(opened, needed, sink, keep, counts)
    else:
        _load_positional(opened, needed, sink, keep, counts, is_header_like)
        if opened.n_lines is not None and counts.lines != opened.n_lines:
            raise RuntimeError(f"{counts.lines} lines were read, but the file has {opened.n_lines}")
    return counts


def _load_positional(
    opened: OpenedFile,
    needed: Collection[int],
    sink: RowSink,
    keep: QuarantineFile,
    counts: RowCounts,
    is_header_like: Callable[[list[str]], bool],
) -> None:
    layout = opened.layout
    classify = row_classifier(layout.raw_headers, tuple(needed))
    widths, width = layout.widths, layout.width
    may_hold_unknown = opened.kind in ("xlsx", "xls")
    pending_second = layout.second_header is not None
    first_data = True
    add = sink.add
    previous: Record | None = None
    fragment_line = 0
    for record in opened.records():
        first, last, cells, reason, raw = record
        _count_lines(counts, record, opened.n_lines is not None)
        if first <= layout.header_line:
            if first < layout.header_line:
                counts.rows_in += 1
                keep_title(record, keep)
            continue
        counts.rows_in += 1
        if cells is None:
            keep.quarantine(first, last, str(reason), raw)
            continue
        if pending_second or (first_data and is_header_like(cells)):
            pending_second = first_data = False
            keep.exclude(first, last, SECOND_HEADER, raw)
            continue
        kind = classify(cells) if cells else BLANK
        if kind == BLANK and len(cells) == 1 and b'"' in raw:
            kind = None  # an empty cell in quotes, alone on its line, is the end of a row that was cut
        if kind is not None:
            keep.exclude(first, last, kind, raw)
            if kind == TOTAL and len(counts.totals) < _MAX_TOTALS:
                counts.totals.append((first, cells))
            continue
        first_data = False
        n = len(cells)
        if n not in widths:
            keep.quarantine(first, last, f"{n} cells instead of {_expected(layout)}", raw)
            if n == 1 and opened.n_lines is not None:
                fragment_line = last
                if previous is not None and previous.last == first - 1:
                    sink.take_back()
                    keep.quarantine(previous.first, previous.last, _CUT_LAST, previous.raw)
                    previous = None
        elif n > width and not is_blank(cells[width:]):
            keep.quarantine(first, last, "a value beyond the last header", raw)
        elif may_hold_unknown and _has_unknown(cells, needed, counts):
            keep.quarantine(first, last, "a needed cell holds an error or a formula without a stored value", raw)
        elif fragment_line and fragment_line == first - 1:
            keep.quarantine(first, last, _CUT_FIRST, raw)
        else:
            add(first, cells if n == width else (cells + [""] * width)[:width])
            previous = record


def _count_lines(counts: RowCounts, record: Record, is_text: bool) -> None:
    if is_text and record.first != counts.lines + 1:
        raise RuntimeError(f"line {counts.lines + 1} belongs to no record")
    counts.lines = record.last


def keep_title(record: Record, keep: QuarantineFile) -> None:
    """Keep a record that stands above the header: a title, a blank line, a line that names the delimiter."""
    if record.cells is None:
        keep.quarantine(record.first, record.last, str(record.reason), record.raw)
    elif is_blank(record.cells):
        keep.exclude(record.first, record.last, BLANK, record.raw)
    elif record.first == 1 and record.raw.lower().lstrip(b'\xef\xbb\xbf"').startswith(b"sep="):
        keep.exclude(record.first, record.last, SEP_LINE, record.raw)
    else:
        keep.exclude(record.first, record.last, TITLE, record.raw)


def _expected(layout: Layout) -> str:
    return " or ".join(str(width) for width in sorted(layout.widths))


def _has_unknown(cells: list[str], needed: Collection[int], counts: RowCounts) -> bool:
    """Make unknown cells #N/A in place; True when a needed one is unknown."""
    places = [i for i, cell in enumerate(cells) if unknown_value(cell) is not None]
    for place in places:
        if place in needed:
            return True
    for place in places:
        cells[place] = UNKNOWN_TEXT
        counts.unknown_cells += 1
    return False


def _load_keyed(
    opened: OpenedFile, needed: Collection[int], sink: RowSink, keep: QuarantineFile, counts: RowCounts
) -> None:
    headers = opened.layout.headers
    for first, last, cells, reason, raw in opened.records():
        counts.rows_in += 1
        counts.lines = last
        if cells is None:
            keep.quarantine(first, last, str(reason), raw)
        elif not cells:
            keep.exclude(first, last, reason or BLANK, raw)
        else:
            absent = next((i for i in needed if cells[i] == ABSENT), None)
            if absent is not None:
                keep.quarantine(first, last, f"the field '{headers[absent]}' is missing", raw)
            else:
                sink.add(first, ["" if cell == ABSENT else cell for cell in cells])
