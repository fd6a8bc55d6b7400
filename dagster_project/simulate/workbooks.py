"""Small XLSX files whose bytes depend on their content only."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

Cell = str | int | date
FIXED_MOMENT = datetime(2020, 1, 1)
ZIP_MOMENT = (2020, 1, 1, 0, 0, 0)


def write_workbook(path: Path, title: str, rows: Sequence[tuple[Cell, ...]]) -> None:
    """Write one sheet. Properties and member times are fixed and members stored unpacked, so that neither the clock
    nor the version of the compression library changes the file."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for column in "ABC":
        sheet.column_dimensions[column].width = 24
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            if isinstance(cell.value, date):
                cell.number_format = "DD.MM.YYYY"
    book.properties.created = FIXED_MOMENT
    book.properties.modified = FIXED_MOMENT
    packed = io.BytesIO()
    book.save(packed)
    _repack(packed, path)


def _repack(packed: io.BytesIO, path: Path) -> None:
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _fixed_times(content)
            member = zipfile.ZipInfo(name, ZIP_MOMENT)
            member.external_attr = 0o644 << 16
            member.create_system = 3
            target.writestr(member, content)


def _fixed_times(core: bytes) -> bytes:
    """openpyxl stamps the moment of saving into dcterms:modified; put the fixed one in its place."""
    begin = core.index(b">", core.index(b"<dcterms:modified")) + 1
    end = core.index(b"</dcterms:modified>")
    return core[:begin] + FIXED_MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + core[end:]
