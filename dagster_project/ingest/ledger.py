"""What is known of every file that was read: the ledger of the raw store.

The ledger is plain data. It is kept as `raw/ledger.json`, written atomically, and holds one entry for each
content hash that was ever read; `in_landing` tells which of them the current run stands on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

VERSION = 1


@dataclass(frozen=True)
class Issue:
    """Something the report must say about a file. `text` never holds a value of a data row."""

    code: str
    text: str
    column: str | None = None
    line: int | None = None
    blocking: bool = False


@dataclass(frozen=True)
class ControlTotal:
    """A total row of the file against the sum of the rows above it. Amounts are decimal texts."""

    header: str
    line: int
    stated: str
    computed: str
    difference: str


@dataclass(frozen=True)
class ColumnProfile:
    """What the values of one typed column prove. Dates are ISO texts; None means unknown.

    `n_unreadable` counts non-empty values that the proven convention cannot read.
    """

    column: str
    header: str
    type: str
    n_values: int
    n_unreadable: int
    date_order: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    min_plausible: str | None = None
    max_plausible: str | None = None
    n_implausible: int = 0
    event: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """One raw table that a file feeds.

    `columns` holds (declared column, header of the file); `mapping` is the position of the entry in
    `sources:` or None when the headers alone decided. `snapshot_at` is an ISO text or None; `basis` is a short code
    of all that the profile stands on, so that it is made only once.
    """

    system: str
    table: str
    reason: str
    confidence: float
    deciding: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    unmapped: tuple[str, ...]
    source_relation: str
    mapping: int | None = None
    date_order: str | None = None
    decimal: str | None = None
    snapshot_at: str | None = None
    rows_filtered: int = 0
    basis: str = ""
    profile: tuple[ColumnProfile, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def full_name(self) -> str:
        return f"{self.system}.{self.table}"


@dataclass(frozen=True)
class FileEntry:
    """One file that was read. rows_in = rows_loaded + rows_quarantined + rows_excluded, always.

    `name` is the path below landing/, `copies` are names of files with the same bytes. `parquet` is the
    file below raw/. `excluded` counts the excluded records by kind (title, blank, total, footer, ...).
    """

    file_id: str
    sha256: str
    name: str
    size: int
    first_seen: str
    kind: str
    reading: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header_line: int
    headers: tuple[str, ...]
    rows_in: int
    rows_loaded: int
    rows_quarantined: int
    excluded: Mapping[str, int] = field(default_factory=dict)
    lines_in: int = 0
    control_totals: tuple[ControlTotal, ...] = ()
    feeds: tuple[Feed, ...] = ()
    issues: tuple[Issue, ...] = ()
    copies: tuple[str, ...] = ()
    in_landing: bool = True

    @property
    def rows_excluded(self) -> int:
        return sum(self.excluded.values())

    @property
    def parquet(self) -> str:
        return f"{self.file_id}.parquet"

    @property
    def all_issues(self) -> tuple[Issue, ...]:
        return self.issues + tuple(issue for feed in self.feeds for issue in feed.issues)


@dataclass(frozen=True)
class RefusedFile:
    """A file that could not be used, with the message for the user.

    `reason` is one of unrecognised, ambiguous, missing_columns, damaged, duplicate_headers, empty.
    """

    name: str
    reason: str
    message: str
    headers: tuple[str, ...] = ()
    nearest_table: str | None = None
    sha256: str | None = None
    size: int = 0


@dataclass(frozen=True)
class SkippedFile:
    """A file that was not looked at (hidden, temporary, ignored, a copy), and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Ledger:
    """All files of a workspace: those read now (`active`), earlier ones, refused and skipped ones."""

    files: tuple[FileEntry, ...] = ()
    refused: tuple[RefusedFile, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()
    raw_dir: Path = Path()

    @property
    def active(self) -> tuple[FileEntry, ...]:
        return tuple(entry for entry in self.files if entry.in_landing and entry.feeds)

    def feeds_of(self, full_name: str) -> tuple[tuple[FileEntry, Feed], ...]:
        """Return (file, feed) for every current file that feeds the raw table `system.table`."""
        return tuple((e, f) for e in self.active for f in e.feeds if f.full_name == full_name)

    def by_id(self, file_id: str) -> FileEntry | None:
        """Return the entry of that file id, or None."""
        return next((entry for entry in self.files if entry.file_id == file_id), None)


def read_ledger(raw_dir: Path) -> Ledger:
    """Read raw/ledger.json; an absent or unreadable ledger, or one of another version, counts as empty."""
    try:
        data = json.loads((raw_dir / "ledger.json").read_text(encoding="utf-8"))
        if data.get("version") != VERSION:
            return Ledger(raw_dir=raw_dir)
        files = tuple(entry_from(item) for item in data["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return Ledger(raw_dir=raw_dir)
    return Ledger(files=files, raw_dir=raw_dir)


def write_ledger(ledger: Ledger) -> None:
    """Write raw/ledger.json in one step: a temporary file, flushed to disk, renamed. Raises OSError."""
    data = {
        "version": VERSION,
        "files": [asdict(entry) | {"rows_excluded": entry.rows_excluded} for entry in ledger.files],
        "refused": [asdict(item) for item in ledger.refused],
        "skipped": [asdict(item) for item in ledger.skipped],
    }
    target = ledger.raw_dir / "ledger.json"
    temporary = target.with_suffix(".json.new")
    with temporary.open("w", encoding="utf-8") as handle:
        json.dump(data, handle, ensure_ascii=False, indent=1)
        handle.write("\n")
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(target)


def entry_from(item: Mapping[str, Any]) -> FileEntry:
    """The entry that `dataclasses.asdict` turned into plain data. Raises KeyError or TypeError for other data."""
    data = _known(FileEntry, item)
    data["control_totals"] = tuple(ControlTotal(**_known(ControlTotal, t)) for t in item["control_totals"])
    data["feeds"] = tuple(_feed(feed) for feed in item["feeds"])
    data["issues"] = tuple(Issue(**_known(Issue, issue)) for issue in item["issues"])
    return replace(FileEntry(**data), headers=tuple(data["headers"]), copies=tuple(data["copies"]))


def _feed(item: Mapping[str, Any]) -> Feed:
    data = _known(Feed, item)
    data["columns"] = tuple((str(c), str(h)) for c, h in item["columns"])
    data["profile"] = tuple(
        ColumnProfile(**_known(ColumnProfile, p) | {"notes": tuple(p["notes"])}) for p in item["profile"]
    )
    data["issues"] = tuple(Issue(**_known(Issue, issue)) for issue in item["issues"])
    return replace(Feed(**data), deciding=tuple(data["deciding"]), unmapped=tuple(data["unmapped"]))


def _known(kind: type, item: Mapping[str, Any]) -> dict[str, Any]:
    names = {f.name for f in fields(kind)}
    return {key: value for key, value in item.items() if key in names}
