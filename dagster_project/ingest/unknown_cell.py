"""Cells that hold no value: Excel's error values, formulas without a stored result, keys absent in a JSON record."""

from __future__ import annotations

_UNKNOWN = "\ue000unknown:"
ABSENT = "\ue000absent"


def unknown_cell(shown: str) -> str:
    """Return the mark of a cell whose value is unknown and that shows, for example, #REF!."""
    return _UNKNOWN + shown


def unknown_value(cell: str) -> str | None:
    """Return what an unknown cell shows (#REF!, #FORMULA), or None for an ordinary cell."""
    return cell[len(_UNKNOWN) :] if cell.startswith(_UNKNOWN) else None
