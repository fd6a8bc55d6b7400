"""Reading back the exports with the standard library only, independent of the product's own reader."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

MOMENT = "%d.%m.%Y %H:%M:%S"


def bitrix_rows(path: Path) -> list[dict[str, str]]:
    """Records of a Bitrix24 list export that have all fields."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=";")
        header = next(reader)
        return [dict(zip(header, row, strict=True)) for row in reader if len(row) == len(header)]


def plain_rows(path: Path, delimiter: str = ";") -> list[dict[str, str]]:
    """Records of a simple CSV."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def first_lines(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """One record per deal: the first of its product lines."""
    return list({row["ID"]: row for row in reversed(rows)}.values())[::-1]


def moment(text: str) -> datetime:
    """A Russian date and time."""
    return datetime.strptime(text, MOMENT)
