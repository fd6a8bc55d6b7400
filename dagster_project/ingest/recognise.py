"""Which table a row of headers belongs to: by the headers alone, never by the file's name, never by a guess."""

from __future__ import annotations

import difflib
import math
from collections.abc import Sequence
from dataclasses import dataclass

from dagster_project.ingest.catalogue import CUSTOM, Catalogue, Table, fold_header

_AMBIGUOUS_SHARE = 0.85
_NEAR_SHARE = 0.5


@dataclass(frozen=True)
class TableMatch:
    """How well headers fit one table.

    `columns` holds (declared column, header as in the file), in declared order; `missing` the required columns
    without a header. `weight` counts rare headers more than headers that many tables share; `confidence` is the
    share of the file's headers that the table knows, by weight (0..1).
    """

    table: Table
    columns: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    weight: float
    confidence: float

    @property
    def is_complete(self) -> bool:
        return bool(self.columns) and not self.missing and self.has_required

    @property
    def has_required(self) -> bool:
        return any(column.required for column in self.table.columns)


@dataclass(frozen=True)
class Recognition:
    """The outcome for one file: `best` when one table fits, `rivals` when several do, `near` when none does."""

    best: TableMatch | None
    rivals: tuple[TableMatch, ...] = ()
    near: TableMatch | None = None


class Recogniser:
    """Matches rows of headers against a catalogue. Built once, used for every file."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._tables = [table for table in catalogue.tables() if table.system != CUSTOM]
        self._headers: dict[str, dict[str, tuple[str, int]]] = {}
        spread: dict[str, int] = {}
        for table in self._tables:
            known: dict[str, tuple[str, int]] = {}
            for column in table.columns:
                for rank, header in enumerate(column.folded):
                    known.setdefault(header, (column.name, rank))
            self._headers[table.full_name] = known
            for header in known:
                spread[header] = spread.get(header, 0) + 1
        n_tables = max(1, len(self._tables))
        self._weight = {header: 0.2 + math.log(1 + n_tables / count) for header, count in spread.items()}

    def known_share(self, cells: Sequence[str]) -> tuple[int, int]:
        """Return (cells that are headers of any table, non-empty cells) of one row."""
        folded = [fold_header(cell) for cell in cells]
        filled = [text for text in folded if text]
        return sum(text in self._weight for text in filled), len(filled)

    def knows(self, header: str) -> bool:
        """Tell whether any table accepts this header."""
        return fold_header(header) in self._weight

    def match(self, table: Table, headers: Sequence[str]) -> TableMatch:
        """Match the headers against one table."""
        known = self._headers.get(table.full_name, {})
        found: dict[str, tuple[int, str]] = {}
        for header in headers:
            hit = known.get(fold_header(header))
            if hit is not None and (hit[0] not in found or hit[1] < found[hit[0]][0]):
                found[hit[0]] = (hit[1], header)
        columns = tuple((c.name, found[c.name][1]) for c in table.columns if c.name in found)
        missing = tuple(c.name for c in table.columns if c.required and c.name not in found)
        weight = sum(self._weight[fold_header(header)] for _, header in columns)
        filled = [fold_header(header) for header in headers if header.strip()]
        total = sum(self._weight.get(header, 1.0) for header in filled)
        return TableMatch(table, columns, missing, weight, round(weight / total, 4) if total else 0.0)

    def recognise(self, headers: Sequence[str]) -> Recognition:
        """Find the table of a file. Two tables that fit about equally well are rivals: nothing is chosen."""
        matches = [self.match(table, headers) for table in self._tables]
        complete = [match for match in matches if match.is_complete and _may_decide(match, headers)]
        complete = [match for match in complete if not _is_dominated(match, complete)]
        complete.sort(key=lambda match: (-match.weight, match.table.full_name))
        if complete:
            close = [match for match in complete if match.weight >= _AMBIGUOUS_SHARE * complete[0].weight]
            return Recognition(None, tuple(close)) if len(close) > 1 else Recognition(complete[0])
        partial = [match for match in matches if match.columns]
        near = max(partial, key=lambda match: (match.weight, match.table.full_name), default=None)
        return Recognition(None, (), near)


def _may_decide(match: TableMatch, headers: Sequence[str]) -> bool:
    """One required header alone decides only as the first column and in exactly its declared spelling.

    (A survey is known by its first column; a header like "timestamp" stands in many other files too.)
    """
    required = [column for column in match.table.columns if column.required]
    if len(required) > 1 or len(match.columns) > 2:
        return True
    first = headers[0].strip() if headers else ""
    return first in required[0].headers


def _is_dominated(match: TableMatch, others: Sequence[TableMatch]) -> bool:
    """True when another table knows all of this table's headers and more."""
    mine = {header for _, header in match.columns}
    return any(mine < {header for _, header in other.columns} for other in others)


def nearly(match: TableMatch) -> bool:
    """Tell whether a file is so much like the table that a missing column is the likely defect."""
    required = [column for column in match.table.columns if column.required]
    found = len(required) - len(match.missing)
    return len(match.columns) >= 2 and bool(required) and found / len(required) >= _NEAR_SHARE


def nearest_headers(table: Table, column: str, headers: Sequence[str], unused_only: Sequence[str] = ()) -> list[str]:
    """Return up to three headers of the file that look most like an accepted header of the column."""
    declared = table.column(column)
    accepted = declared.folded if declared else (column,)
    pool = {fold_header(header): header for header in headers if header.strip() and header not in unused_only}
    scored: dict[str, float] = {}
    for folded, header in pool.items():
        score = max((difflib.SequenceMatcher(None, folded, word).ratio() for word in accepted), default=0.0)
        if score >= 0.5:
            scored[header] = score
    return sorted(scored, key=lambda header: (-scored[header], header))[:3]
