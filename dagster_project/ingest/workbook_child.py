"""Runs in a process of its own, under limits: turns every sheet of a workbook into lines of JSON.

Usage: python -m dagster_project.ingest.workbook_child WORKBOOK FOLDER MAX_BYTES MAX_SECONDS
Writes FOLDER/<n>.jsonl, one line a row: [row number, [cell, ...]], cells as text; and FOLDER/sheets.json with the
names. A cell that holds an error or a formula without a stored value is {"unknown": "#REF!"}.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import resource
import sys
import zipfile
from pathlib import Path
from typing import Any

_ERROR_CELL = re.compile(rb'<c\b[^>]*\bt="e"')
_FORMULA = re.compile(rb"<f[\s>/]")
_MAX_CELLS = 200_000_000


def main(arguments: list[str]) -> int:
    """Read the workbook named by the arguments. Returns 0, or 3 with a message on standard error."""
    workbook, folder = Path(arguments[0]), Path(arguments[1])
    resource.setrlimit(resource.RLIMIT_AS, (int(arguments[2]),) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (int(arguments[3]), int(arguments[3]) + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_path(str(workbook))
        sheets = [meta.name for meta in book.sheets_metadata if str(meta.typ).endswith("WorkSheet")]
        unknown = _unknown_cells(workbook) if zipfile.is_zipfile(workbook) else {}
        for number, name in enumerate(sheets):
            _write_sheet(book.get_sheet_by_name(name), folder / f"{number}.jsonl", unknown.get(name, {}))
        (folder / "sheets.json").write_text(json.dumps(sheets), encoding="utf-8")
    except PasswordError:
        print("is protected by a password; save it without one", file=sys.stderr)
        return 3
    except MemoryError:
        print("needs more memory than a workbook may take", file=sys.stderr)
        return 3
    except Exception as error:
        print(f"cannot be read as a workbook ({type(error).__name__})", file=sys.stderr)
        return 3
    return 0


def _write_sheet(sheet: Any, target: Path, unknown: dict[tuple[int, int], str]) -> None:
    _, start_column = sheet.start or (0, 0)
    if sheet.total_height * sheet.total_width > _MAX_CELLS:
        raise MemoryError
    # iter_rows begins at row 1 of the sheet, but at the first used column
    with target.open("w", encoding="utf-8") as handle:
        for row_index, row in enumerate(sheet.iter_rows()):
            cells: list[Any] = [as_text(value) for value in row]
            if unknown:
                for place in range(len(cells)):
                    shown = unknown.get((row_index, start_column + place))
                    cells[place] = cells[place] if shown is None else {"unknown": shown}
            handle.write(json.dumps([row_index + 1, cells], ensure_ascii=False) + "\n")


def as_text(value: Any) -> str:
    """One cell as text: whole floats without a point, moments as ISO, booleans as true/false."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else _decimal_text(value)
    if isinstance(value, dt.datetime):
        value = (value + dt.timedelta(milliseconds=1)).replace(microsecond=0) if value.microsecond > 999000 else value
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return str(value)
    return str(value).replace("\0", "")


def _decimal_text(value: float) -> str:
    """The number as Excel shows it, with 15 significant digits: no float noise, no exponent."""
    from decimal import Decimal

    return format(Decimal(f"{value:.15g}"), "f")


def _unknown_cells(workbook: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Cells with an error, or with a formula but no stored value, by sheet name and 0-based (row, column)."""
    from dagster_project.ingest.workbook_cells import unknown_cells_of_sheet, worksheet_parts

    found: dict[str, dict[tuple[int, int], str]] = {}
    with zipfile.ZipFile(workbook) as archive:
        for name, part in worksheet_parts(archive).items():
            if part not in archive.namelist():
                continue
            if _may_hold_unknown(archive, part):
                with archive.open(part) as handle:
                    found[name] = unknown_cells_of_sheet(handle)
    return found


def _may_hold_unknown(archive: zipfile.ZipFile, part: str) -> bool:
    rest = b""
    with archive.open(part) as handle:
        while block := handle.read(1 << 20):
            block = rest + block
            if _ERROR_CELL.search(block) or _FORMULA.search(block) or b"t='e'" in block:
                return True
            rest = block[-256:]
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
