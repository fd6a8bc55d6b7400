"""From landing/ to raw/: every file read once, kept by its content, written down in the ledger."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb

from dagster_project.errors import InputError
from dagster_project.ingest.assign import plan_for
from dagster_project.ingest.catalogue import Catalogue
from dagster_project.ingest.file_issues import with_drift
from dagster_project.ingest.landing import LandingFile, scan_landing
from dagster_project.ingest.ledger import FileEntry, Ledger, RefusedFile, SkippedFile, read_ledger, write_ledger
from dagster_project.ingest.mapping import SourceMapping, name_matches
from dagster_project.ingest.read_file import Reader, Store
from dagster_project.ingest.recognise import Recogniser
from dagster_project.ingest.refusal import Refusal
from dagster_project.warehouse import confine

OnFile = Callable[[str, str], None]
_DISK = {
    errno.ENOSPC: "the disk is full; free some space",
    errno.EDQUOT: "the disk quota is used up; free some space",
    errno.EROFS: "the file system is read-only; choose another place for the workspace",
    errno.EACCES: "no permission to write there; change the owner or the rights of the folder",
    errno.EPERM: "no permission to write there; change the owner or the rights of the folder",
}


def ingest(
    workspace: Path,
    catalogue: Catalogue,
    mappings: Sequence[SourceMapping] = (),
    on_file: OnFile | None = None,
    ignore: Sequence[str] = (),
    strict: bool = True,
) -> Ledger:
    """Read everything in workspace/landing into workspace/raw and return the ledger.

    `on_file(name, outcome)` is called after each file; outcome is "kept", "read", "refused" or "skipped".
    `ignore` are patterns of file names that are left out. A file whose bytes were read before, in the same way, is
    not read again. With `strict`, a file that cannot be used raises InputError; without, it is only listed in
    `ledger.refused` (for `crm-audit sources`). Raises InputError also for an empty landing folder and a full or
    read-only disk; RuntimeError when rows do not add up (a fault of ours).
    """
    raw_dir = workspace / "raw"
    with _disk_errors(raw_dir):
        work = _prepare(raw_dir)
        try:
            with _connection(raw_dir, work) as connection:
                reader = Reader(catalogue, Recogniser(catalogue), Store(raw_dir, work, connection))
                ledger = _read_all(workspace, reader, mappings, on_file or _silent, ignore)
            write_ledger(ledger)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    if strict:
        require_usable(ledger)
    return ledger


def require_usable(ledger: Ledger) -> None:
    """Raise InputError when the run cannot stand on these files: nothing usable, refused files, open questions."""
    if not ledger.active and not ledger.refused:
        raise InputError(
            "landing/ holds no file to read. Put the exports of your CRM, sales, survey and help-desk systems there "
            "(CSV, XLSX or JSON, also gzipped)."
        )
    if ledger.active and not ledger.refused and not any(entry.rows_in - entry.rows_excluded for entry in ledger.active):
        names = ", ".join(entry.name for entry in ledger.active[:5])
        raise InputError(f"no file in landing/ holds a row of data ({names}: a header only). Export them again.")
    messages = [refused.message for refused in ledger.refused]
    for entry in ledger.active:
        messages += [f"{entry.name}: {issue.text}." for issue in entry.all_issues if issue.blocking]
    if messages:
        more = f" ({len(messages) - 1} more: see `crm-audit sources`)" if len(messages) > 1 else ""
        raise InputError(messages[0] + more)


def _silent(name: str, outcome: str) -> None:
    del name, outcome


def _prepare(raw_dir: Path) -> Path:
    """Make raw/ (mode 0700), its quarantine, and an empty work folder; left-overs of a killed run are removed."""
    raw_dir.mkdir(parents=True, exist_ok=True)
    raw_dir.chmod(0o700)
    (raw_dir / "quarantine").mkdir(exist_ok=True)
    work = raw_dir / ".work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    for left_over in [*raw_dir.glob("*.new"), *(raw_dir / "quarantine").glob("*.new")]:
        left_over.unlink(missing_ok=True)
    return work


@contextmanager
def _connection(raw_dir: Path, work: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(":memory:")
    try:
        connection.execute("set memory_limit = '600MB'; set threads = 2; set preserve_insertion_order = true")
        connection.execute("set temp_directory = ?", [str(work / "spill")])
        connection.execute("set enable_progress_bar = false")
        confine(connection, [raw_dir, raw_dir.parent / "landing"])
        yield connection
    finally:
        connection.close()


@contextmanager
def _disk_errors(raw_dir: Path) -> Iterator[None]:
    """Turn a full, read-only or forbidden disk into a message for the user."""
    try:
        yield
    except OSError as error:
        if error.errno in _DISK:
            raise InputError(f"{error.filename or raw_dir}: {_DISK[error.errno]}.") from None
        raise
    except duckdb.IOException as error:
        text = str(error).casefold()
        for code, words in (
            (errno.ENOSPC, "no space left"),
            (errno.EROFS, "read-only"),
            (errno.EACCES, "permission denied"),
        ):
            if words in text:
                raise InputError(f"{raw_dir}: {_DISK[code]}.") from None
        raise


def _read_all(
    workspace: Path, reader: Reader, mappings: Sequence[SourceMapping], on_file: OnFile, ignore: Sequence[str]
) -> Ledger:
    raw_dir = reader.store.raw_dir
    known = {entry.file_id: entry for entry in read_ledger(raw_dir).files}
    found, skipped = scan_landing(workspace / "landing")
    entries: dict[str, FileEntry] = {}
    refused: list[RefusedFile] = []
    for group in _by_content(found):
        file, names = group[0], [item.name for item in group]
        if any(name_matches(pattern, name) for pattern in ignore for name in names):
            skipped += [SkippedFile(name, "listed under ignore: in audit.yml") for name in names]
            on_file(file.name, "skipped")
            continue
        skipped += [SkippedFile(copy, f"same content as {file.name}, read once") for copy in names[1:]]
        outcome = _read_one(reader, file, names, mappings, known.get(file.file_id))
        if isinstance(outcome, RefusedFile):
            refused.append(outcome)
            on_file(file.name, "refused")
        else:
            entry, was_kept = outcome
            entries[entry.file_id] = replace(entry, name=file.name, copies=tuple(names[1:]), in_landing=True)
            on_file(file.name, "kept" if was_kept else "read")
    earlier = [replace(entry, in_landing=False) for key, entry in known.items() if key not in entries]
    current = with_drift(sorted(entries.values(), key=lambda entry: entry.name), reader.catalogue)
    files = current + sorted(earlier, key=lambda entry: entry.file_id)
    return Ledger(tuple(files), tuple(refused), tuple(sorted(skipped, key=lambda item: item.name)), raw_dir)


def _by_content(files: Sequence[LandingFile]) -> list[list[LandingFile]]:
    groups: dict[str, list[LandingFile]] = {}
    for file in files:
        groups.setdefault(file.sha256, []).append(file)
    return list(groups.values())


def _read_one(
    reader: Reader, file: LandingFile, names: Sequence[str], mappings: Sequence[SourceMapping], kept: FileEntry | None
) -> tuple[FileEntry, bool] | RefusedFile:
    plan = plan_for(names, mappings)
    try:
        if kept is not None:
            refreshed = reader.refresh(kept, plan)
            if refreshed is not None:
                return refreshed, True
        entry = reader.read(file, plan)
        return (replace(entry, first_seen=kept.first_seen) if kept else entry), False
    except Refusal as error:
        return RefusedFile(
            name=file.name,
            reason=error.reason,
            message=error.message,
            headers=error.headers,
            nearest_table=error.nearest_table,
            sha256=file.sha256,
            size=file.size,
        )
