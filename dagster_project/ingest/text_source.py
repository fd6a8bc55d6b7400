"""Opening a delimited text file: encoding, delimiter and header are tried out and chosen by what they reveal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from dagster_project.errors import InputError
from dagster_project.ingest.csv_reader import WHITESPACE, Record, read_records
from dagster_project.ingest.decode import (
    SAMPLE,
    ByteSurvey,
    Line,
    encoding_candidates,
    read_lines,
    survey_beginning,
    survey_bytes,
)
from dagster_project.ingest.header import SEARCH_RECORDS, Header, HeaderFinder, layout_of
from dagster_project.ingest.ledger import Issue
from dagster_project.ingest.read_options import ReadOptions
from dagster_project.ingest.row_kinds import separator_line
from dagster_project.ingest.source import OpenedFile

_DELIMITERS = (";", ",", "\t", "|")
_SAMPLE_LINES = 400
LARGE = 4 << 20
"""Files of more bytes may be judged by their beginning."""


@dataclass(frozen=True)
class _Reading:
    encoding: str
    delimiter: str
    header: Header
    records: list[Record]
    encoding_order: int
    delimiter_order: int

    @property
    def merit(self) -> tuple[int, float, int, float, float, int]:
        """Known headers decide first, then the likelier encoding, then the shape of the rows."""
        well_formed = sum(r.cells is not None for r in self.records) / max(1, len(self.records))
        known = self.header.score if self.header.rank > 0 else 0.0
        return self.header.rank, known, -self.encoding_order, self.header.score, well_formed, -self.delimiter_order


def open_text(path: Path, options: ReadOptions, finder: HeaderFinder, may_sample: bool = False) -> OpenedFile:
    """Open a delimited text file.

    `options` holds what audit.yml declares; the rest is detected and confirmed by the headers that `finder` knows.
    With `may_sample`, a large file is judged by its beginning (see `OpenedFile.is_sampled`).
    Raises InputError when the file is empty, is not text or holds no table.
    """
    beginning = survey_beginning(path) if may_sample and path.stat().st_size > LARGE else None
    is_sampled = beginning is not None and beginning.is_utf8
    survey = beginning if beginning is not None and is_sampled else survey_bytes(path)
    if survey.size <= survey.bom_length:
        raise InputError("is empty (0 bytes); export it again")
    reading = _best_reading(path, survey, options, finder)
    if reading is None and options.header_line:
        raise InputError(
            f"has no header in line {options.header_line}, as `read: {{header_line: {options.header_line}}}` in "
            "audit.yml says"
        )
    if reading is None:
        raise InputError("holds no table: no line with several cells was found")
    layout = layout_of(reading.header, reading.records)

    def records() -> Iterator[Record]:
        lines = _after_separator_line(read_lines(path, reading.encoding, survey))
        return read_records(lines, reading.delimiter, max(layout.widths))

    return OpenedFile(
        kind="csv",
        layout=layout,
        header=reading.header,
        records=records,
        encoding=reading.encoding,
        delimiter=reading.delimiter,
        n_lines=None if is_sampled or reading.encoding.startswith(("utf-16", "utf-32")) else _count_lines(survey),
        issues=_issues(survey, reading, options, finder.confirms_letters(reading.header.cells)),
        text_path=path,
        is_sampled=is_sampled,
    )


def _best_reading(path: Path, survey: ByteSurvey, options: ReadOptions, finder: HeaderFinder) -> _Reading | None:
    with path.open("rb") as handle:
        head = handle.read(SAMPLE)
    encodings = [_declared(options.encoding, survey)] if options.encoding else encoding_candidates(survey, head)
    readings: list[_Reading] = []
    for number, encoding in enumerate(encodings):
        lines = list(islice(read_lines(path, encoding, survey), _SAMPLE_LINES))
        told = separator_line(lines[0].text) if lines and lines[0].text else None
        delimiters = (options.delimiter or told,) if options.delimiter or told else _DELIMITERS
        readings += _readings(lines, encoding, delimiters, finder, number)
        if not readings and not options.delimiter:
            readings += [r for r in _readings(lines, encoding, (WHITESPACE,), finder, number) if _is_even(r)]
        if not readings and not options.delimiter:
            readings += _readings(lines, encoding, (",",), finder, number)
        if any(reading.header.rank == 2 for reading in readings):
            break
    return max(readings, key=lambda reading: reading.merit, default=None)


def _declared(encoding: str | None, survey: ByteSurvey) -> str:
    """A declared code page; a byte-order mark settles the byte order of a declared UTF-16."""
    if encoding in ("utf-16", None):
        return survey.bom or survey.looks_utf16 or "utf-16-le"
    return str(encoding)


def _readings(
    lines: list[Line], encoding: str, delimiters: tuple[str | None, ...], finder: HeaderFinder, number: int
) -> list[_Reading]:
    found = []
    for place, delimiter in enumerate(delimiters):
        if delimiter is None:
            continue
        records = list(islice(read_records(_after_separator_line(iter(lines)), delimiter), 4 * SEARCH_RECORDS))
        header = finder.find(records)
        if header is not None and (len(header.cells) > 1 or header.rank == 2 or len(delimiters) == 1):
            found.append(_Reading(encoding, delimiter, header, records, number, place))
    return found


def _is_even(reading: _Reading) -> bool:
    """Columns parted by blanks are believed only when there are several and nearly all rows have as many."""
    widths = [len(record.cells) for record in reading.records if record.cells]
    same = sum(width == len(reading.header.cells) for width in widths)
    return len(reading.header.cells) > 1 and len(widths) > 1 and same >= 0.9 * len(widths)


def _after_separator_line(lines: Iterator[Line]) -> Iterator[Line]:
    """Pass the lines on; Excel's `sep=;` line stays a line of its own, whatever the delimiter."""
    for line in lines:
        if line.number == 1 and line.text and separator_line(line.text):
            yield line._replace(text="sep=")
        else:
            yield line


def _count_lines(survey: ByteSurvey) -> int:
    if survey.n_line_feeds:
        return survey.n_line_feeds + (not survey.ends_with_newline)
    return survey.n_carriage_returns + 1


def _issues(survey: ByteSurvey, reading: _Reading, options: ReadOptions, confirmed: bool) -> tuple[Issue, ...]:
    found = []
    if not reading.encoding.startswith("utf") and not options.encoding and not confirmed:
        found.append(
            Issue(
                "encoding_unconfirmed",
                f"read as {reading.encoding}, which its headers do not confirm; if letters look wrong, "
                "declare `read: {encoding: ...}`",
            )
        )
    if not survey.ends_with_newline:
        found.append(Issue("unterminated_last_line", "the last line has no line end; it was read as complete"))
    return tuple(found)
