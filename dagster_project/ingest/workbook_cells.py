"""Finding cells of a workbook whose value is not known: error values, formulas without a stored result."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

_FROM_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true|on)["']""")
_CELL_NAME = re.compile(r"([A-Z]+)([0-9]+)")


def worksheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return {sheet name: path of its part} of an .xlsx archive, also with absolute paths and strict namespaces."""
    workbook = next((n for n in archive.namelist() if n.lower().endswith("xl/workbook.xml")), None)
    relations = next((n for n in archive.namelist() if n.lower().endswith("xl/_rels/workbook.xml.rels")), None)
    if workbook is None or relations is None:
        return {}
    targets = {
        node.attrib.get("Id", ""): node.attrib.get("Target", "")
        for node in ElementTree.fromstring(archive.read(relations)).iter()
        if _local(node.tag) == "Relationship"
    }
    parts = {}
    for node in ElementTree.fromstring(archive.read(workbook)).iter():
        if _local(node.tag) == "sheet":
            relation = next((v for k, v in node.attrib.items() if _local(k) == "id" and k != "sheetId"), "")
            target = targets.get(relation, "")
            parts[node.attrib.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def counts_from_1904(workbook: Path) -> bool:
    """Whether an .xlsx file counts its days from 1904, as old Excel for Mac did."""
    with zipfile.ZipFile(workbook) as archive:
        name = next((n for n in archive.namelist() if n.lower().endswith("xl/workbook.xml")), None)
        return name is not None and _FROM_1904.search(archive.read(name)) is not None


def unknown_cells_of_sheet(handle: IO[bytes]) -> dict[tuple[int, int], str]:
    """Return {0-based (row, column): what it shows} for the cells of one sheet whose value is unknown."""
    found: dict[tuple[int, int], str] = {}
    row, column = -1, -1
    for event, node in ElementTree.iterparse(handle, events=("start", "end")):
        tag = _local(node.tag)
        if event == "start" and tag == "row":
            row = int(node.attrib["r"]) - 1 if node.attrib.get("r", "").isdigit() else row + 1
            column = -1
        elif event == "start" and tag == "c":
            row, column = _place(node.attrib.get("r"), row, column)
        elif event == "end" and tag == "c":
            shown = _unknown(node)
            if shown is not None:
                found[(row, column)] = shown
        elif event == "end" and tag == "row":
            node.clear()
    return found


def _unknown(cell: ElementTree.Element) -> str | None:
    children = {_local(child.tag): child for child in cell}
    value = children.get("v")
    text = (value.text or "") if value is not None else ""
    if cell.attrib.get("t") == "e":
        return text or "#ERROR"
    if "f" in children and not text and "is" not in children and cell.attrib.get("t") != "str":
        return "#FORMULA"
    return None


def _place(name: str | None, row: int, column: int) -> tuple[int, int]:
    match = _CELL_NAME.fullmatch(name or "")
    if match is None:
        return row, column + 1
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return int(match[2]) - 1, number - 1


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]
