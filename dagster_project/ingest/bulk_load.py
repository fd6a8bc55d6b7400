"""The fast path for clean delimited text: DuckDB reads the rows, and all that it says is checked against the bytes.

A file goes this way only when `clean_text` has proved each line to be one row, when DuckDB finds the same rows with the
same number of bytes in every column, when lines from all over the file come back cell by cell, and when no row can be a
total, footer, blank line or repeated header. Any other file is left to the strict reader; the outcome is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_project.ingest.clean_text import CleanText, prove_clean
from dagster_project.ingest.csv_reader import WHITESPACE, Record, parse_cells
from dagster_project.ingest.decode import CODE_PAGES
from dagster_project.ingest.load_rows import RowCounts, keep_title
from dagster_project.ingest.quarantine import QuarantineFile
from dagster_project.ingest.row_kinds import row_classifier
from dagster_project.ingest.source import OpenedFile
from dagster_project.ingest.sql_text import glob_safe, identifier, literal
from dagster_project.ingest.store import write_parquet
from dagster_project.ingest.suspect_rows import suspect_condition

_MAX_SUSPECTS = 50_000
_BLOCK = 1 << 20


@dataclass(frozen=True)
class _CleanFile:
    """A clean text in UTF-8; `skip` lines stand above the first row.

    `columns` names the header of each cell of a row, None for a cell beyond the headers, which is always empty.
    """

    path: Path
    skip: int
    delimiter: str
    columns: tuple[str | None, ...]
    text: CleanText


def bulk_load(
    opened: OpenedFile,
    needed: Sequence[int],
    target: Path,
    work: Path,
    connection: duckdb.DuckDBPyConnection,
    keep: QuarantineFile,
    is_header_like: Callable[[list[str]], bool],
) -> RowCounts | None:
    """Store the rows of a clean text in `target` (Parquet) and return the counts; None when it is not proved clean.

    The outcome equals that of `load_rows`, whose arguments these are; `work` is a folder for a copy in UTF-8. With None
    nothing is stored and nothing kept. Raises OSError.
    """
    if not _may_be_clean(opened):
        return None
    above = _records_to_header(opened)
    clean = _proved(opened, above[-1].last, work)
    if clean is None:
        return None
    temporary = target.with_suffix(".parquet.new")
    try:
        _store(clean, opened.layout.headers, above[-1].last, temporary, connection)
        stored = f"read_parquet({literal(glob_safe(str(temporary)))})"
        is_proved = (
            _same_bytes(clean, stored, connection)
            and _same_samples(clean, stored, connection)
            and not is_header_like(_cells(clean.text.samples[0][1], clean.delimiter))
            and not _holds_other_rows(clean, opened, needed, stored, connection)
        )
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        is_proved = False
    if not is_proved:
        temporary.unlink(missing_ok=True)
        return None
    for record in above[:-1]:
        keep_title(record, keep)
    temporary.replace(target)
    n = clean.text.rows
    return RowCounts(rows_in=len(above) - 1 + n, rows_loaded=n, lines=above[-1].last + n)


def _may_be_clean(opened: OpenedFile) -> bool:
    return (
        opened.text_path is not None
        and opened.encoding in ("utf-8", *CODE_PAGES)
        and opened.delimiter not in (None, WHITESPACE)
        and len(str(opened.delimiter)) == 1
        and str(opened.delimiter).isascii()
        and opened.layout.second_header is None
        and len(opened.layout.widths) == 1
        and min(opened.layout.widths) > 1
    )


def _records_to_header(opened: OpenedFile) -> list[Record]:
    """The records up to the header, which is the last of them."""
    found = []
    for record in opened.records():
        found.append(record)
        if record.first >= opened.layout.header_line:
            break
    return found


def _proved(opened: OpenedFile, n_above: int, work: Path) -> _CleanFile | None:
    path, delimiter = Path(str(opened.text_path)), str(opened.delimiter)
    (width,) = opened.layout.widths
    with path.open("rb") as handle:
        for _ in range(n_above):
            handle.readline()
        start = handle.tell()
    skip = n_above
    if opened.encoding != "utf-8":
        copy = _in_utf8(path, str(opened.encoding), start, work / f"{path.name[:64]}.utf8")
        if copy is None:
            return None
        path, start, skip = copy, 0, 0
    text = prove_clean(path, start, delimiter, width)
    headers = opened.layout.headers
    columns = tuple(headers[i] if i < len(headers) else None for i in range(width))
    if text is None or any(text.cell_bytes[len(headers) :]):
        return None
    return _CleanFile(path, skip, delimiter, columns, text)


def _in_utf8(path: Path, encoding: str, start: int, target: Path) -> Path | None:
    """A copy of the bytes from `start` on in UTF-8; None when some of them are no letters of the code page."""
    with path.open("rb") as source, target.open("wb") as copy:
        source.seek(start)
        while block := source.read(_BLOCK):
            try:
                copy.write(block.decode(encoding).encode("utf-8"))
            except UnicodeDecodeError:
                return None
    return target


def _cells(line: bytes, delimiter: str) -> list[str]:
    return parse_cells(line.decode("utf-8").removesuffix("\r"), delimiter)


def _store(
    clean: _CleanFile, headers: Sequence[str], n_above: int, target: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    names = [f"c{i}" for i in range(len(clean.columns))]
    spec = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    limit = max(2 << 20, clean.text.longest + 1024)
    source = (
        f"read_csv({literal(glob_safe(str(clean.path)))}, auto_detect=false, header=false, skip={clean.skip}, "
        f"delim={literal(clean.delimiter)}, quote='\"', escape='\"', comment='', compression='none', "
        "strict_mode=true, null_padding=false, ignore_errors=false, nullstr='', "
        f"max_line_size={limit}, buffer_size={max(limit * 4, 8 << 20)}, columns={{{spec}}})"
    )
    cells = [f"{names[i] if i < len(names) else 'NULL::VARCHAR'} as {identifier(h)}" for i, h in enumerate(headers)]
    row = "row_number() over ()"
    write_parquet(
        connection,
        f"select {', '.join(cells)}, {row} as _row_number, {row} + {n_above} as _line from {source}",
        target,
    )


def _same_bytes(clean: _CleanFile, stored: str, connection: duckdb.DuckDBPyConnection) -> bool:
    """As many rows, numbered without a gap, and as many bytes in each column as the file has."""
    sums = ", ".join(f"coalesce(sum(strlen({identifier(c)})), 0)" for c in clean.columns if c is not None)
    found = connection.execute(f"select count(*), coalesce(max(_row_number), 0), {sums} from {stored}").fetchone()
    n_columns = sum(column is not None for column in clean.columns)
    expected = (clean.text.rows, clean.text.rows, *clean.text.cell_bytes[:n_columns])
    return found is not None and tuple(map(int, found)) == expected


def _same_samples(clean: _CleanFile, stored: str, connection: duckdb.DuckDBPyConnection) -> bool:
    """The sampled lines, read by the strict rules, are the rows stored under their numbers."""
    names = ", ".join(identifier(column) for column in clean.columns if column is not None)
    rows = ", ".join(str(row) for row, _ in clean.text.samples)
    found = connection.execute(
        f"select {names} from {stored} where _row_number in ({rows}) order by _row_number"
    ).fetchall()
    n_columns = sum(column is not None for column in clean.columns)
    expected = [
        tuple(cell or None for cell in _cells(line, clean.delimiter)[:n_columns]) for _, line in clean.text.samples
    ]
    return found == expected


def _holds_other_rows(
    clean: _CleanFile, opened: OpenedFile, needed: Sequence[int], stored: str, connection: duckdb.DuckDBPyConnection
) -> bool:
    """Tell whether a row is a total, footer, blank or repeated header, or may be one and there are too many to ask."""
    headers = opened.layout.raw_headers
    first_look = suspect_condition(headers, clean.columns, whole_row=False)
    if connection.execute(f"select 1 from {stored} where {first_look} limit 1").fetchone() is None:
        return False
    names = ", ".join("NULL" if column is None else identifier(column) for column in clean.columns)
    condition = suspect_condition(headers, clean.columns)
    suspects = connection.execute(
        f"select {names} from {stored} where {condition} order by _row_number limit {_MAX_SUSPECTS + 1}"
    ).fetchall()
    classify = row_classifier(headers, tuple(needed))
    return len(suspects) > _MAX_SUSPECTS or any(classify([cell or "" for cell in row]) for row in suspects)
