"""Error texts without the data that tools quote in them: the kind of error, the model, the column, the line."""

from __future__ import annotations

import re

_KIND = re.compile(
    r"\b(?:[A-Z][A-Za-z]+ (?:Error|Exception)|(?:Python )?(?:model|test|seed|snapshot) does not exist|"
    r"Got \d+ results?, configured to fail if [!<>=]+ \d+)"
)
_NODE = re.compile(r"\bin (model|test|seed|snapshot|unit_test|operation) [A-Za-z0-9_.]+")
_PLACE = re.compile(r"\((?:models|tests|seeds|macros|snapshots)/[A-Za-z0-9_./-]+\)")
_COLUMN = re.compile(r"\bsource column (\w+)\b")
_LINE = re.compile(r"^\s*LINE (\d+):", re.MULTILINE)
_PASSED = re.compile(r"\A(?:OK|SUCCESS|PASS|CREATE(?: TABLE| VIEW)?|INSERT)?\s*[\d.]*\Z")


def scrubbed(text: str | None) -> str:
    """What may be shown and kept of an error text: recognised parts only, never a quoted value or a row.

    Empty for no text and for what dbt says of a node that went well.
    """
    if not text or _PASSED.match(text.strip()):
        return ""
    kinds = list(dict.fromkeys(_KIND.findall(text)))
    node, place = _NODE.search(text), _PLACE.search(text)
    column, line = _COLUMN.search(text), _LINE.search(text)
    parts = [": ".join(kinds) or "an error"]
    parts += [node.group(0)] if node else []
    parts += [place.group(0)] if place else []
    words = " ".join(parts)
    words += f", column {column.group(1)}" if column else ""
    return words + (f", line {line.group(1)}" if line else "")


class Fault(Exception):
    """A fault of ours under its own name, without the text of the error that it stands for."""


def fault_of(error: BaseException) -> Fault:
    """The kind, place and scrubbed text of an error, for stores that keep what they are given."""
    trace, frame = error.__traceback__, None
    while trace is not None:
        frame, trace = trace, trace.tb_next
    place = f" in {frame.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}, line {frame.tb_lineno}" if frame else ""
    return Fault(f"{type(error).__name__}{place}: {scrubbed(str(error))}")
