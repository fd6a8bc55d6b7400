"""How one file is to be read, as far as audit.yml says so, and the checks shared by its entries."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dagster_project.errors import InputError

ENCODINGS = ("utf-8", "utf-16", "cp1251", "cp866", "latin-1", "cp1252", "koi8-r")
DELIMITERS = {";": ";", ",": ",", "\t": "\t", "tab": "\t", "\\t": "\t", "|": "|", "whitespace": "whitespace"}
_READ_KEYS = ("encoding", "delimiter", "header_line", "decimal", "date_order", "sheet")


@dataclass(frozen=True)
class ReadOptions:
    """How to read a file; None means: find out. `header_line` is the 1-based physical line (or sheet row)."""

    encoding: str | None = None
    delimiter: str | None = None
    header_line: int | None = None
    decimal: str | None = None
    date_order: str | None = None
    sheet: str | None = None


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ` Did you mean 'x'?` for the closest known word, or an empty text."""
    close = difflib.get_close_matches(word.casefold(), [k.casefold() for k in known], n=1, cutoff=0.5)
    original = {k.casefold(): k for k in known}
    return f" Did you mean '{original[close[0]]}'?" if close else ""


def require_mapping(data: Any, where: str) -> Mapping[str, Any]:
    """Return a YAML mapping with text keys. Raises InputError naming the place when it is something else."""
    if not isinstance(data, dict):
        raise InputError(f"audit.yml: {where}: expected a list of keys with values, found {type(data).__name__}.")
    return {str(key): value for key, value in data.items()}


def check_keys(entry: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    """Raise InputError for the first key that is not known, with the nearest one that is."""
    for key in entry:
        if key not in known:
            hint = nearest(key, known)
            raise InputError(f"audit.yml: {where}: unknown key '{key}'.{hint} Known keys: {', '.join(known)}.")


def read_options(data: Any, where: str) -> ReadOptions:
    """Validate a `read:` entry of audit.yml. Raises InputError naming the wrong key or value."""
    if data is None:
        return ReadOptions()
    entry = require_mapping(data, where)
    check_keys(entry, _READ_KEYS, where)
    line = entry.get("header_line")
    if line is not None and (not isinstance(line, int) or isinstance(line, bool) or line < 1):
        raise InputError(f"audit.yml: {where}.header_line: expected a line number from 1, found '{line}'.")
    sheet = entry.get("sheet")
    return ReadOptions(
        encoding=_encoding(entry.get("encoding"), where),
        delimiter=_choice(entry, "delimiter", DELIMITERS, where),
        header_line=line,
        decimal=_choice(entry, "decimal", {".": ".", ",": ","}, where),
        date_order=_choice(entry, "date_order", {"dmy": "dmy", "mdy": "mdy"}, where),
        sheet=None if sheet is None else str(sheet),
    )


def _encoding(value: Any, where: str) -> str | None:
    if value is None:
        return None
    folded = re.sub(r"[^a-z0-9]", "", str(value).casefold()).replace("windows", "cp").replace("iso88591", "latin1")
    known = {re.sub(r"[^a-z0-9]", "", name): name for name in ENCODINGS}
    known |= {"utf8sig": "utf-8", "utf16le": "utf-16-le", "utf16be": "utf-16-be", "ibm866": "cp866"}
    if folded not in known:
        raise InputError(f"audit.yml: {where}.encoding: '{value}' is not one of {', '.join(ENCODINGS)}.")
    return known[folded]


def _choice(entry: Mapping[str, Any], key: str, known: Mapping[str, str], where: str) -> str | None:
    value = entry.get(key)
    if value is None:
        return None
    if str(value) not in known:
        shown = ", ".join(repr(k) for k in known)
        raise InputError(f"audit.yml: {where}.{key}: '{value}' is not one of {shown}.")
    return known[str(value)]
