"""An opened file, whatever its format: a layout and a stream of records that can be read once more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dagster_project.ingest.csv_reader import Record
from dagster_project.ingest.header import Header, Layout
from dagster_project.ingest.ledger import Issue


@dataclass(frozen=True)
class OpenedFile:
    """One table found in a file.

    `records` yields every record of the file from its first line, the header included. `n_lines` is the number of
    physical lines by an independent count, or None where lines mean nothing (JSON, workbooks) or were not counted.
    `keyed` tells that cells came by name (JSON), so there are no titles, totals or repeated headers among the records.
    `text_path` is the plain text on disk, for delimited text; `is_sampled` tells that its encoding and line ends were
    judged by its beginning only: then its rows must be proved clean, or the file be opened in full.
    """

    kind: str
    layout: Layout
    header: Header
    records: Callable[[], Iterator[Record]]
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    n_lines: int | None = None
    keyed: bool = False
    issues: tuple[Issue, ...] = ()
    text_path: Path | None = None
    is_sampled: bool = False
