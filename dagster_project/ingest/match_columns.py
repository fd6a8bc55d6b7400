"""Which canonical table and columns an unknown file could be, by header words and by the look of its values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dagster_project.ingest.catalogue import Column, Table, fold_header
from dagster_project.ingest.value_patterns import ColumnLook
from dagster_project.ingest.vocabulary import COLUMN_WORDS, QUESTION_WORDS, TABLE_WORDS

_SPLIT = re.compile(r"[^0-9a-zа-я]+")
_CAMEL = re.compile(r"(?<=[a-zа-я0-9])(?=[A-ZА-Я])")
_ENOUGH = 0.3


@dataclass(frozen=True)
class TableProposal:
    """A custom table with (column, look of the header's values, score 0..1); `row_number` columns have no header."""

    table: Table
    columns: tuple[tuple[str, ColumnLook, float], ...]
    row_number: tuple[str, ...]
    questions: tuple[ColumnLook, ...]
    score: float


def words_of(text: str) -> list[str]:
    """Split a header or a file name into folded words; CamelCase and snake_case are split too."""
    return [word for word in _SPLIT.split(fold_header(_CAMEL.sub(" ", text))) if word]


def phrase_score(header: str, phrase: str) -> float:
    """How much of a header a phrase explains: 0 when one of its words is absent, 1 when it is the whole header."""
    words = words_of(header)
    parts = phrase.split()
    if not words or not all(any(_begins(word, part) for word in words) for part in parts):
        return 0.0
    return min(1.0, 0.4 + 0.6 * len(parts) / len(words))


def _begins(word: str, part: str) -> bool:
    return word == part if len(part) <= 3 else word.startswith(part)


def propose_table(name: str, looks: Sequence[ColumnLook], tables: Sequence[Table]) -> TableProposal | None:
    """Return the custom table that fits best, or None when none has its required columns."""
    found = [proposal for table in tables if (proposal := _proposal(name, looks, table)) is not None]
    best = max(found, key=lambda proposal: proposal.score, default=None)
    return best if best is not None and best.score >= _ENOUGH else None


def _proposal(name: str, looks: Sequence[ColumnLook], table: Table) -> TableProposal | None:
    if table.name == "survey_responses":
        return _survey(name, looks, table)
    scored = sorted(
        ((_score(look, column, table), c, i) for c, column in enumerate(table.columns) for i, look in enumerate(looks)),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    taken_columns: dict[int, tuple[int, float]] = {}
    taken_headers: set[int] = set()
    for score, c, i in scored:
        if score > 0 and c not in taken_columns and i not in taken_headers:
            taken_columns[c] = (i, score)
            taken_headers.add(i)
    row_number = []
    for c, column in enumerate(table.columns):
        if column.required and c not in taken_columns:
            if (column.name,) != table.key:
                return None
            row_number.append(column.name)
    columns = tuple((table.columns[c].name, looks[i], score) for c, (i, score) in sorted(taken_columns.items()))
    return TableProposal(table, columns, tuple(row_number), (), _table_score(name, looks, table, columns, row_number))


def _score(look: ColumnLook, column: Column, table: Table) -> float:
    if look.n == 0:
        return 0.0
    phrases = (*COLUMN_WORDS.get(column.name, ()), column.name.replace("_", " "))
    score = max(phrase_score(look.header, phrase) for phrase in phrases)
    if score == 0.0:
        return 0.0
    if column.is_date != look.is_date:
        return 0.0
    if column.type in ("money", "number") and not look.is_number:
        return 0.0
    if (column.name,) == table.key:
        score = score if look.unique >= 0.95 else score - 0.5
    return max(0.0, score)


def _table_score(
    name: str,
    looks: Sequence[ColumnLook],
    table: Table,
    columns: Sequence[tuple[str, ColumnLook, float]],
    row_number: Sequence[str],
) -> float:
    required = {column.name for column in table.columns if column.required} | set(table.key)
    weighed = sum(score * (2.0 if column in required else 1.0) for column, _, score in columns)
    possible = len(looks) + len(required)
    words = TABLE_WORDS.get(table.name, ())
    spoken = any(phrase_score(name.rsplit("/", 1)[-1], word) for word in words)
    return weighed / possible + (0.35 if spoken else 0.0) - 0.25 * len(row_number)


def _survey(name: str, looks: Sequence[ColumnLook], table: Table) -> TableProposal | None:
    """A wide survey: columns whose values are whole marks on a scale, one of them asking for a recommendation."""
    marks = [look for look in looks if look.is_number and look.low is not None and look.high is not None]
    marks = [look for look in marks if (look.low or 0) >= 0 and (look.high or 0) <= 10 and len(look.distinct) <= 11]
    asks = any(phrase_score(look.header, word) for look in marks for word in QUESTION_WORDS)
    spoken = any(phrase_score(name.rsplit("/", 1)[-1], word) for word in TABLE_WORDS["survey_responses"])
    if not marks or not (asks or spoken):
        return None
    key = next((look for look in looks if _score(look, table.columns[0], table) > 0), None)
    columns = ((table.columns[0].name, key, 1.0),) if key else ()
    score = 0.45 + 0.4 * asks + 0.2 * spoken
    return TableProposal(table, columns, () if key else (table.columns[0].name,), tuple(marks), score)
