"""Opening a workbook: a child process with limits reads it, the sheet whose header is known is chosen."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from dagster_project.errors import InputError
from dagster_project.ingest.csv_reader import Record
from dagster_project.ingest.header import SEARCH_RECORDS, Header, HeaderFinder, layout_of
from dagster_project.ingest.ledger import Issue
from dagster_project.ingest.read_options import ReadOptions
from dagster_project.ingest.shown import listed
from dagster_project.ingest.source import OpenedFile
from dagster_project.ingest.unknown_cell import unknown_cell
from dagster_project.ingest.workbook_cells import counts_from_1904
from dagster_project.ingest.workbook_limits import check_workbook

_BASE_MEMORY = 560 << 20
_MAX_MEMORY = 6 << 30
_SHOWN = 15
_FROM_1904 = Issue(
    "days_from_1904",
    "the workbook counts days from 1904: dates are read right, but a number that stands for a date without being "
    "formatted as one would be read four years too early; format such columns as dates",
)


@dataclass(frozen=True)
class _Sheet:
    name: str
    path: Path
    header: Header
    records: list[Record]


def open_workbook(path: Path, kind: str, options: ReadOptions, finder: HeaderFinder, work: Path) -> OpenedFile:
    """Open an .xlsx or .xls file; `work` is a folder for the unpacked sheets that outlives the reading.

    Raises InputError when the workbook is damaged, hostile, protected or holds no table, or when two sheets fit.
    """
    unpacked = check_workbook(path) if kind == "xlsx" else path.stat().st_size
    folder = work / f"{path.name}.sheets"
    folder.mkdir(parents=True, exist_ok=True)
    _run_child(path, folder, unpacked)
    names = json.loads((folder / "sheets.json").read_text(encoding="utf-8"))
    sheet = _choose(names, folder, options, finder)
    layout = layout_of(sheet.header, sheet.records)
    return OpenedFile(
        kind=kind,
        layout=layout,
        header=sheet.header,
        records=lambda: _records(sheet.path),
        sheet=sheet.name,
        issues=(_FROM_1904,) if kind == "xlsx" and counts_from_1904(path) else (),
    )


def _run_child(path: Path, folder: Path, unpacked: int) -> None:
    memory = min(_MAX_MEMORY, _BASE_MEMORY + 12 * max(0, unpacked - (8 << 20)))
    seconds = 9 + unpacked // (4 << 20)
    command = [sys.executable, "-m", "dagster_project.ingest.workbook_child"]
    command += [str(path), str(folder), str(memory), str(seconds)]
    root = str(Path(__file__).resolve().parents[2])
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=seconds * 2, check=False, cwd=root, env={"PYTHONPATH": root}
        )
    except subprocess.TimeoutExpired:
        raise InputError(f"could not be read within {seconds * 2} seconds; save it as CSV") from None
    if done.returncode == 3:
        raise InputError(done.stderr.decode("utf-8", "replace").strip().splitlines()[-1])
    if done.returncode != 0:
        raise InputError("breaks the limits of a workbook (memory or time) or is damaged; save it as CSV")


def _choose(names: list[str], folder: Path, options: ReadOptions, finder: HeaderFinder) -> _Sheet:
    if options.sheet is not None and options.sheet not in names:
        raise InputError(f"has no sheet '{options.sheet}'; its sheets: {listed(names, _SHOWN) or 'none'}")
    found = []
    for number, name in enumerate(names):
        if options.sheet in (None, name):
            records = list(islice(_records(folder / f"{number}.jsonl"), 4 * SEARCH_RECORDS))
            header = finder.find(records)
            if header is not None:
                found.append(_Sheet(name, folder / f"{number}.jsonl", header, records))
    if not found and options.header_line:
        raise InputError(
            f"has no header in row {options.header_line}, as `read: {{header_line: {options.header_line}}}` in "
            "audit.yml says"
        )
    if not found:
        raise InputError("has no sheet with a table")
    best = max(sheet.header.rank for sheet in found)
    fitting = [sheet for sheet in found if sheet.header.rank == best]
    if best == 2 and len(fitting) > 1:
        told = listed([sheet.name for sheet in fitting], _SHOWN)
        raise InputError(f"has several sheets that fit ({told}); name one with `read: {{sheet: ...}}` in audit.yml")
    return max(fitting, key=lambda sheet: sheet.header.score)


def _records(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            row, cells = json.loads(line)
            texts = [cell if isinstance(cell, str) else unknown_cell(cell["unknown"]) for cell in cells]
            yield Record(row, row, texts, None, line.rstrip("\n").encode("utf-8"))
