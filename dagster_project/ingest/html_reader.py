"""Spreadsheets that are HTML tables with another name: what many CRM systems call an Excel export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from dagster_project.errors import InputError
from dagster_project.ingest.csv_reader import Record
from dagster_project.ingest.decode import encoding_candidates, survey_bytes
from dagster_project.ingest.header import Header, HeaderFinder, layout_of
from dagster_project.ingest.read_options import ReadOptions
from dagster_project.ingest.source import OpenedFile

_MAX_SIZE = 200 << 20
_MAX_SPAN = 500


class _Tables(HTMLParser):
    """Collects the rows of every table; a nested table counts as a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[Record]] = []
        self.spans: set[int] = set()
        self._open: list[list[Record]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = 1
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag == "tr" and self._open:
            self._end_row()
            self._row = []
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            self._row = [] if self._row is None else self._row
            self._cell = []
            given = dict(attrs)
            self._span = min(_MAX_SPAN, max(1, _number(given.get("colspan"))))
            if _number(given.get("rowspan")) > 1:
                self.spans.add(len(self._open[-1]))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")
        elif tag in ("script", "style"):
            self._hidden += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table" and self._open:
            self._end_row()
            self._open.pop()
        elif tag in ("script", "style"):
            self._hidden = max(0, self._hidden - 1)

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._hidden:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None and self._row is not None:
            self._row.append("".join(self._cell).strip(" \t\r\n").replace("\0", ""))
            self._row.extend([""] * (self._span - 1))
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None and self._open:
            table = self._open[-1]
            number = len(table) + 1
            raw = json.dumps(self._row, ensure_ascii=False).encode("utf-8")
            table.append(Record(number, number, self._row, None, raw))
        self._row = None


def _number(text: str | None) -> int:
    return int(text) if text and text.strip().isdecimal() else 1


def open_html(path: Path, options: ReadOptions, finder: HeaderFinder) -> OpenedFile:
    """Open an HTML file and choose the table whose header is known.

    Rows are numbered within the table. Raises InputError for a file without a table, too large, or with merged rows.
    """
    if path.stat().st_size > _MAX_SIZE:
        raise InputError("is an HTML table of more than 200 MB; export it as CSV")
    survey = survey_bytes(path)
    data = path.read_bytes()[survey.bom_length :]
    encoding = options.encoding or encoding_candidates(survey, data)[0]
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise InputError(f"is HTML with bytes that are not {encoding}; declare `read: {{encoding: ...}}`") from None
    parser = _Tables()
    parser.feed(text)
    parser.close()
    found = [(header, table) for table in parser.tables if (header := finder.find(table)) is not None]
    if not found:
        raise InputError("is HTML without a table")
    header, table = max(found, key=lambda item: (item[0].rank, item[0].score))
    if any(place > header.position for place in parser.spans):
        raise InputError("is an HTML table with cells merged over several rows; export it as CSV")
    return _opened(header, table, encoding)


def _opened(header: Header, table: list[Record], encoding: str) -> OpenedFile:
    def records() -> Iterator[Record]:
        return iter(table)

    return OpenedFile("html", layout_of(header, table), header, records, encoding=encoding)
