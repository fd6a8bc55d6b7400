"""Writing clean rows to Parquet, all columns as text, with counts that are checked by a second reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from dagster_project.ingest.sql_text import glob_safe, identifier, literal

_SEPARATOR = "\x1f"
_BUFFER_ROWS = 256
_MAX_LINE = 64 << 20


class RowSink:
    """Takes the rows of one file and turns them into `target` (Parquet, zstd).

    Columns: the headers (VARCHAR, empty cells are NULL), `_row_number` and `_line` (BIGINT). Use as a context
    manager; `finish` writes the Parquet file and returns the number of rows that it holds.
    """

    def __init__(self, target: Path, headers: Sequence[str], work: Path) -> None:
        self._target = target
        self._headers = tuple(headers)
        self._csv = work / f"{target.stem}.rows.csv"
        self._handle = self._csv.open("w", encoding="utf-8", newline="")
        self._rows: list[Sequence[str]] = []
        self._lines: list[int] = []
        self._separators = len(self._headers) - 1
        self.rows = 0
        self._characters = 0
        self._longest = 0
        self._line_sum = 0

    def add(self, line: int, cells: Sequence[str]) -> None:
        """Add one row; `cells` has exactly one text for each header."""
        if len(self._rows) >= _BUFFER_ROWS:
            self._flush()
        self._rows.append(cells)
        self._lines.append(line)

    def take_back(self) -> None:
        """Remove the row that was added last (it is always still in the buffer)."""
        self._rows.pop()
        self._lines.pop()

    def _flush(self) -> None:
        n = len(self._rows)
        joined = [_SEPARATOR.join(cells) for cells in self._rows]
        whole = "\n".join(joined)
        n_separators = sum(map(len, self._rows)) - n
        if n_separators != n * self._separators:
            raise RuntimeError("a row does not have one cell for each header")
        self._characters += len(whole) - max(0, n - 1) - n_separators
        if '"' in whole or "\r" in whole or whole.count("\n") != n - 1 or whole.count(_SEPARATOR) != n_separators:
            joined = [_SEPARATOR.join(map(_quoted, cells)) for cells in self._rows]
        self._longest = max(self._longest, max(map(len, joined), default=0))
        self._line_sum += sum(self._lines)
        numbers = range(self.rows + 1, self.rows + n + 1)
        parts = zip(numbers, self._lines, joined, strict=True)
        self._handle.write("".join([f"{i}{_SEPARATOR}{line}{_SEPARATOR}{text}\n" for i, line, text in parts]))
        self.rows += n
        self._rows.clear()
        self._lines.clear()

    def finish(self, connection: duckdb.DuckDBPyConnection) -> int:
        """Write the Parquet file in one step. Raises RuntimeError when a second count disagrees (a fault of ours)."""
        self._flush()
        self._handle.close()
        temporary = self._target.with_suffix(".parquet.new")
        names = ", ".join(identifier(header) for header in self._headers)
        write_parquet(connection, f"select {names}, _row_number, _line from {self._read_csv()}", temporary)
        self._check(connection, temporary)
        temporary.replace(self._target)
        return self.rows

    def _read_csv(self) -> str:
        columns = {"_row_number": "BIGINT", "_line": "BIGINT"} | dict.fromkeys(self._headers, "VARCHAR")
        spec = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in columns.items())
        limit = max(2 << 20, min(_MAX_LINE, self._longest * 4 + 1024))
        path = literal(glob_safe(str(self._csv)))
        return (
            f"read_csv({path}, auto_detect=false, header=false, delim='{_SEPARATOR}', quote='\"', escape='\"', "
            f"strict_mode=true, new_line='\\n', null_padding=false, ignore_errors=false, "
            f"max_line_size={limit}, buffer_size={max(limit * 4, 8 << 20)}, columns={{{spec}}})"
        )

    def _check(self, connection: duckdb.DuckDBPyConnection, parquet: Path) -> None:
        lengths = " + ".join(f"coalesce(length({identifier(header)}), 0)" for header in self._headers)
        row = connection.execute(
            f"select count(*), coalesce(max(_row_number), 0), coalesce(sum(_line), 0), coalesce(sum({lengths}), 0) "
            f"from read_parquet({literal(glob_safe(str(parquet)))})"
        ).fetchone()
        expected = (self.rows, self.rows, self._line_sum, self._characters)
        if row is None or tuple(int(value) for value in row) != expected:
            parquet.unlink(missing_ok=True)
            raise RuntimeError(f"the stored rows do not agree with the rows read: {row} instead of {expected}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._handle.close()
        self._csv.unlink(missing_ok=True)


def write_parquet(connection: duckdb.DuckDBPyConnection, query: str, target: Path) -> None:
    """Write the rows of a query to a Parquet file, in their order."""
    connection.execute(
        f"copy ({query}) to {literal(str(target))} "
        "(format parquet, compression zstd, compression_level 1, row_group_size 122880)"
    )


def _quoted(cell: str) -> str:
    if not cell:
        return cell
    return '"' + cell.replace('"', '""') + '"'
