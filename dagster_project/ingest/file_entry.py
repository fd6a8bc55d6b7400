"""The entry in the ledger of a file that was just read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dagster_project.ingest.csv_reader import NOT_TEXT
from dagster_project.ingest.landing import LandingFile
from dagster_project.ingest.ledger import ControlTotal, Feed, FileEntry, Issue
from dagster_project.ingest.load_rows import RowCounts
from dagster_project.ingest.quarantine import QuarantineFile
from dagster_project.ingest.shown import shown
from dagster_project.ingest.source import OpenedFile

_HINTS = {NOT_TEXT: "; if the file is not in UTF-8, declare `read: {encoding: ...}` in audit.yml"}


def file_entry(
    file: LandingFile,
    opened: OpenedFile,
    feeds: tuple[Feed, ...],
    counts: RowCounts,
    keep: QuarantineFile,
    totals: tuple[ControlTotal, ...],
) -> FileEntry:
    """The entry of a file whose rows are stored: what was counted while reading, and what must be said of its rows."""
    arrived = dt.datetime.fromtimestamp(file.modified, dt.UTC).replace(tzinfo=None, microsecond=0)
    return FileEntry(
        file_id=file.file_id,
        sha256=file.sha256,
        name=file.name,
        size=file.size,
        first_seen=arrived.isoformat(sep=" "),
        kind=opened.kind,
        reading="",
        encoding=opened.encoding,
        delimiter=opened.delimiter,
        sheet=opened.sheet,
        header_line=opened.layout.header_line,
        headers=opened.layout.headers,
        rows_in=counts.rows_in,
        rows_loaded=counts.rows_loaded,
        rows_quarantined=keep.quarantined.total(),
        excluded=dict(sorted(keep.excluded.items())),
        lines_in=counts.lines,
        control_totals=totals,
        feeds=feeds,
        issues=opened.issues + tuple(_row_issues(counts, keep, totals)),
    )


def _row_issues(counts: RowCounts, keep: QuarantineFile, totals: Sequence[ControlTotal]) -> list[Issue]:
    found = []
    n_refused = keep.quarantined.total()
    if counts.rows_loaded == 0 and n_refused:
        reason = keep.quarantined.most_common(1)[0][0]
        text = f"none of its {n_refused} rows can be read: {reason}{_HINTS.get(reason, '')}"
        found.append(Issue("nothing_readable", text, blocking=True))
    elif counts.rows_loaded == 0:
        found.append(Issue("no_rows", "0 rows: the file has a header and nothing below it"))
    for reason, n in sorted(keep.quarantined.items()):
        found.append(Issue("quarantined", f"{n} rows in quarantine: {reason}{_HINTS.get(reason, '')}"))
    if counts.unknown_cells:
        text = f"{counts.unknown_cells} cells hold an error or a formula without a stored value; they read #N/A"
        found.append(Issue("unknown_cells", text))
    for total in totals:
        if float(total.difference) != 0:
            text = (
                f"control total of '{shown(total.header)}' in line {total.line} differs by {total.difference}: "
                f"the file states {total.stated}, its rows give {total.computed}"
            )
            found.append(Issue("control_total", text, column=total.header, line=total.line))
    return found
