"""An opened file, whatever its format: a layout and a stream of records that can be read once more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dagster_project.ingest.csv_reader import Record
from dagster_project.ingest.header import Header, Layout
from dagster_project.ingest.ledger import Issue


@dataclass(frozen=True)
class OpenedFile:
    """One table found in a file.

    `records` yields every record of the file from its first line, the header included. `n_lines` is the number of
    physical lines by an independent count, or None where lines mean nothing (JSON, workbooks). `keyed` tells that
    cells came by name (JSON), so there are no titles, totals or repeated headers among the records.
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
