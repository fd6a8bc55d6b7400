"""Text of exports in files that a spreadsheet may open: no cell may begin a formula (OWASP, CSV injection)."""

from __future__ import annotations

import re

_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?")


def neutral(cell: object) -> str:
    """The cell as text, with a leading apostrophe when a spreadsheet would take it for a formula; None is empty."""
    text = "" if cell is None else str(cell)
    if text.lstrip(" \xa0\u3000").startswith(_STARTS) and not _NUMBER.fullmatch(text.strip()):
        return f"'{text}"
    return text
