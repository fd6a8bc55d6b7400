"""Writing a proposed mapping as YAML comments."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dagster_project.ingest.match_columns import TableProposal, phrase_score
from dagster_project.ingest.refusal import Refusal
from dagster_project.ingest.source import OpenedFile
from dagster_project.ingest.value_patterns import ColumnLook
from dagster_project.ingest.vocabulary import LOST_WORDS, QUESTION_WORDS, WON_WORDS

_SURE = 0.75


def unreadable_yaml(name: str, reason: str) -> list[str]:
    """Lines for a file that cannot be read at all."""
    return [f"# {_plain(name)}: {_plain(reason)}"]


def proposal_yaml(
    name: str, opened: OpenedFile, looks: Sequence[ColumnLook], proposal: TableProposal | None, refusal: Refusal
) -> list[str]:
    """Lines for one unknown file: the proposed entry of `sources:`, or its headers when nothing fits."""
    if proposal is None:
        headers = ", ".join(_plain(look.header) for look in looks)
        lines = [f"# {_plain(name)}: no table proposed; headers: {headers}"]
        if refusal.reason == "missing_columns":
            lines.append(f"#   {_plain(refusal.message)}")
        return lines
    lines = [f"# {_plain(name)}: proposed as {proposal.table.name}", f"#   - files: {_text(name)}"]
    lines.append(f"#     table: {proposal.table.name}")
    if opened.delimiter == "whitespace":
        lines.append("#     read: {delimiter: whitespace}")
    lines.append("#     columns:")
    lines += [f"#       {column}: {{row_number: true}}   # no key was found" for column in proposal.row_number]
    for column, look, score in proposal.columns:
        lines += _column_lines(column, look, score)
    lines += _status_of_stage(proposal)
    if proposal.questions:
        lines.append("#     questions:")
        lines += [_question_line(look) for look in proposal.questions]
    used = {look.header for _, look, _ in proposal.columns} | {look.header for look in proposal.questions}
    unused = [_plain(look.header) for look in looks if look.header not in used]
    if unused:
        lines.append(f"#     # not used: {', '.join(unused)}")
    return lines


def _status_of_stage(proposal: TableProposal) -> list[str]:
    """Where a deal has a stage and no status, the stage tells which deals are won and lost."""
    looks = {column: look for column, look, _ in proposal.columns}
    stage = looks.get("stage")
    if proposal.table.column("status") is None or "status" in looks or stage is None or not stage.is_few:
        return []
    if {_status(value) for value in stage.distinct} <= {"open"}:
        return []
    return _column_lines("status", stage, 1.0)


def _column_lines(column: str, look: ColumnLook, score: float) -> list[str]:
    doubt = "" if score >= _SURE else "   # unsure"
    if column == "status" and look.is_few:
        return [
            f"#       status:   # won, lost or open; check each{' (unsure)' if doubt else ''}",
            f"#         header: {_text(look.header)}",
            f"#         values: {{{', '.join(f'{_text(value)}: {_status(value)}' for value in look.distinct)}}}",
        ]
    return [f"#       {column}: {_text(look.header)}{doubt}"]


def _status(value: str) -> str:
    folded = value.casefold()
    if any(word in folded for word in LOST_WORDS):
        return "lost"
    return "won" if any(word in folded for word in WON_WORDS) else "open"


def _question_line(look: ColumnLook) -> str:
    is_nps = any(phrase_score(look.header, word) for word in QUESTION_WORDS)
    low, high = (0, 10) if is_nps else (min(1, int(look.low or 0)), int(look.high or 5))
    kind = "nps" if is_nps else "csat"
    return f"#       - {{header: {_text(look.header)}, kind: {kind}, scale: [{low}, {high}]}}   # check the scale"


def _text(value: str) -> str:
    """A YAML text on one line."""
    plain = value.replace("_", "").replace(" ", "")
    is_plain = plain.isascii() and plain.isalnum() and not plain.isdigit() and value.strip() == value
    reserved = value.casefold() in ("true", "false", "yes", "no", "null", "on", "off", "y", "n")
    return value if is_plain and not reserved else json.dumps(value, ensure_ascii=False)


def _plain(text: str) -> str:
    return " ".join(text.split())
