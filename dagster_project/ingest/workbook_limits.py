"""Checks of a workbook before anything parses it: what it is, how many parts, how large unpacked, no entities."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from dagster_project.errors import InputError

_MAX_MEMBERS = 5000
_MAX_UNPACKED = 2 << 30
_FREE_UNPACKED = 32 << 20
_MAX_RATIO = 120
_MAX_PROLOGUE = 1 << 20
_DECLARATION = re.compile(rb"(?i)<!(?:doctype|entity)")
_ROOT = re.compile(rb"<[A-Za-z_]")


def check_workbook(path: Path) -> int:
    """Return the unpacked size in bytes of an .xlsx file.

    Raises InputError when it is damaged, no workbook, protected by a password, or built to exhaust the reader.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members)
            _check_shape(members, size)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_no_doctype(archive, member)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, ValueError):
        raise InputError("is a damaged or cut workbook; open it in Excel and save it again, or copy it again") from None
    return size


def _check_shape(members: list[zipfile.ZipInfo], size: int) -> None:
    names = {member.filename for member in members}
    if not any(name.startswith("xl/") for name in names):
        raise InputError("is a zip archive and no .xlsx workbook; put the unpacked files into landing/")
    if any(name.endswith(".bin") and name.startswith("xl/workbook") for name in names):
        raise InputError("is a binary workbook (.xlsb); save it as .xlsx")
    if len(members) > _MAX_MEMBERS:
        raise InputError(f"has {len(members)} parts, more than any export ({_MAX_MEMBERS}); save it as CSV")
    packed = sum(member.compress_size for member in members)
    if size > _MAX_UNPACKED or (size > _FREE_UNPACKED and size > _MAX_RATIO * max(1, packed)):
        raise InputError(
            f"unpacks to {size >> 20} MB, which is more than a workbook of this size can hold; save it as CSV"
        )


def _check_no_doctype(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Workbooks never declare a document type; one that does tries entities (expansion, reading of files)."""
    seen = b""
    with archive.open(member) as part:
        while block := part.read(4096):
            seen += block.replace(b"\x00", b"")
            if _DECLARATION.search(seen):
                raise InputError("declares a document type inside, which no spreadsheet program writes; it is refused")
            if _ROOT.search(seen):
                return
            if len(seen) > _MAX_PROLOGUE:
                raise InputError("has a part without content at its beginning, which no spreadsheet program writes")
