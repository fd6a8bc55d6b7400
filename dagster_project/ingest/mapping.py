"""The `sources:` part of audit.yml: how the user tells what a file is and which header is which column."""

from __future__ import annotations

import datetime as dt
import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dagster_project.errors import InputError
from dagster_project.ingest.catalogue import CUSTOM, Catalogue, Table
from dagster_project.ingest.read_options import ReadOptions, check_keys, nearest, read_options, require_mapping

DEAL_STATUSES = ("open", "won", "lost")
QUESTION_KINDS = ("nps", "csat", "ces", "tam", "adkar", "text")
_KEYS = ("files", "table", "source_relation", "exported_at", "read", "where", "columns", "questions")
_COLUMN_KEYS = ("header", "value", "values", "row_number")
_QUESTION_KEYS = ("header", "kind", "scale", "respondent")


@dataclass(frozen=True)
class WhereRule:
    """Keep a row when the cell under `header` is (or, negated, is not) one of `values`."""

    header: str
    values: tuple[str, ...]
    negate: bool = False


@dataclass(frozen=True)
class ColumnMapping:
    """One canonical column: from a header (with an optional value map), a constant, or the row number.

    `values` holds (native, canonical) pairs; the native value "*" stands for every other non-empty value.
    """

    column: str
    header: str | None = None
    value: str | None = None
    values: tuple[tuple[str, str | None], ...] = ()
    row_number: bool = False


@dataclass(frozen=True)
class QuestionMapping:
    """One question of a wide survey file; each becomes rows of its own."""

    header: str
    kind: str
    scale_min: float | None = None
    scale_max: float | None = None
    respondent: str = "customer"


@dataclass(frozen=True)
class SourceMapping:
    """One entry of `sources:`. `table` is the full name, `system.table`."""

    files: str
    table: str
    source_relation: str | None = None
    exported_at: dt.datetime | None = None
    read: ReadOptions = field(default_factory=ReadOptions)
    where: tuple[WhereRule, ...] = ()
    columns: tuple[ColumnMapping, ...] = ()
    questions: tuple[QuestionMapping, ...] = ()

    def matches(self, name: str) -> bool:
        """Tell whether the pattern fits a file's path below landing/ ("[" is literal; * crosses folders)."""
        return name_matches(self.files, name)

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header of the file that this entry refers to, in order, each once."""
        named = [c.header for c in self.columns if c.header is not None]
        named += [rule.header for rule in self.where] + [question.header for question in self.questions]
        return tuple(dict.fromkeys(named))

    @classmethod
    def from_dict(cls, data: Any, catalogue: Catalogue, where: str = "sources") -> SourceMapping:
        """Validate one entry of audit.yml's `sources:`.

        `data` is the parsed YAML, `where` names the place for messages (for example `sources[2]`).
        Raises InputError naming the wrong key or value and the nearest right one.
        """
        entry = require_mapping(data, where)
        check_keys(entry, _KEYS, where)
        files, table_name = _text(entry, "files", where), _text(entry, "table", where)
        table = _table(catalogue, table_name, where)
        columns = _columns(entry.get("columns"), table, f"{where}.columns")
        _check_words(columns, table, f"{where}.columns")
        questions = _questions(entry.get("questions"), f"{where}.questions")
        if questions and table.full_name != f"{CUSTOM}.survey_responses":
            raise InputError(f"audit.yml: {where}.questions is only for 'table: survey_responses', not '{table_name}'.")
        if table.system == CUSTOM and not columns and not questions:
            raise InputError(
                f"audit.yml: {where}: 'columns' is missing. A file for '{table.name}' needs a header for each "
                f"column it has, for example `columns: {{{table.columns[0].name}: <header>}}`."
            )
        relation = entry.get("source_relation")
        return cls(
            files=files,
            table=table.full_name,
            source_relation=None if relation is None else str(relation),
            exported_at=_moment(entry.get("exported_at"), f"{where}.exported_at"),
            read=read_options(entry.get("read"), f"{where}.read"),
            where=_where(entry.get("where"), f"{where}.where"),
            columns=columns,
            questions=questions,
        )


def name_matches(pattern: str, name: str) -> bool:
    """Compare a path below landing/ with a pattern where * and ? are wild and "[" is an ordinary letter.

    A pattern without a slash also fits the bare file name in any sub-folder.
    """
    literal = pattern.replace("[", "[[]").casefold()
    target = name.casefold()
    return fnmatch.fnmatchcase(target, literal) or (
        "/" not in pattern and fnmatch.fnmatchcase(target.rsplit("/", 1)[-1], literal)
    )


def _text(entry: Mapping[str, Any], key: str, where: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"audit.yml: {where}: '{key}' is missing or not a text.")
    return value.strip()


def _table(catalogue: Catalogue, name: str, where: str) -> Table:
    table = catalogue.table(name)
    if table is None:
        known = [t.name if t.system == CUSTOM else t.full_name for t in catalogue.tables()]
        raise InputError(
            f"audit.yml: {where}.table: unknown table '{name}'.{nearest(name, known)} Known: {', '.join(known)}."
        )
    return table


def _columns(data: Any, table: Table, where: str) -> tuple[ColumnMapping, ...]:
    if data is None:
        return ()
    found = []
    for name, spec in require_mapping(data, where).items():
        if table.column(name) is None:
            raise InputError(
                f"audit.yml: {where}: '{table.name}' has no column '{name}'.{nearest(name, table.column_names)} "
                f"Its columns: {', '.join(table.column_names)}."
            )
        found.append(_column(name, spec, f"{where}.{name}"))
    return tuple(found)


def _column(name: str, spec: Any, where: str) -> ColumnMapping:
    if isinstance(spec, str):
        return ColumnMapping(name, header=spec)
    if isinstance(spec, (int, float)) and not isinstance(spec, bool):
        return ColumnMapping(name, header=str(spec))
    entry = require_mapping(spec, where)
    check_keys(entry, _COLUMN_KEYS, where)
    sources = [key for key in ("header", "value", "row_number") if entry.get(key) not in (None, False)]
    if len(sources) != 1:
        raise InputError(f"audit.yml: {where}: give exactly one of 'header', 'value' or 'row_number: true'.")
    values = entry.get("values")
    if values is not None and "header" not in sources:
        raise InputError(f"audit.yml: {where}: 'values' needs a 'header'.")
    pairs = require_mapping(values, f"{where}.values") if values is not None else {}
    return ColumnMapping(
        column=name,
        header=str(entry["header"]) if sources == ["header"] else None,
        value=_scalar(entry["value"]) if sources == ["value"] else None,
        values=tuple((key, None if value is None else _scalar(value)) for key, value in pairs.items()),
        row_number=sources == ["row_number"],
    )


def _check_words(columns: tuple[ColumnMapping, ...], table: Table, where: str) -> None:
    """Refuse a status that the models do not know: they would take the deal for an open one."""
    if table.full_name != f"{CUSTOM}.deals":
        return
    for column in (one for one in columns if one.column == "status"):
        given = [word for _, word in column.values if word is not None] + [column.value or "open"]
        for word in given:
            if word.casefold() not in DEAL_STATUSES:
                raise InputError(
                    f"audit.yml: {where}.status: '{word}' is no state of a deal, expected {', '.join(DEAL_STATUSES)}."
                )


def _scalar(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _where(data: Any, where: str) -> tuple[WhereRule, ...]:
    if data is None:
        return ()
    rules = []
    for header, spec in require_mapping(data, where).items():
        negate = isinstance(spec, dict)
        if negate:
            check_keys(require_mapping(spec, f"{where}.{header}"), ("not",), f"{where}.{header}")
            spec = spec["not"]
        values = spec if isinstance(spec, list) else [spec]
        rules.append(WhereRule(header, tuple("" if v is None else _scalar(v) for v in values), negate))
    return tuple(rules)


def _questions(data: Any, where: str) -> tuple[QuestionMapping, ...]:
    if data is None:
        return ()
    if not isinstance(data, list):
        raise InputError(f"audit.yml: {where}: expected a list, for example `- {{header: nps, kind: nps}}`.")
    return tuple(_question(item, f"{where}[{number}]") for number, item in enumerate(data, start=1))


def _question(item: Any, where: str) -> QuestionMapping:
    entry = require_mapping(item, where)
    check_keys(entry, _QUESTION_KEYS, where)
    kind = _text(entry, "kind", where)
    if kind not in QUESTION_KINDS:
        raise InputError(f"audit.yml: {where}.kind: '{kind}' is not one of {', '.join(QUESTION_KINDS)}.")
    respondent = str(entry.get("respondent", "customer"))
    if respondent not in ("customer", "employee"):
        raise InputError(f"audit.yml: {where}.respondent: '{respondent}' is neither customer nor employee.")
    low, high = _scale(entry.get("scale"), f"{where}.scale")
    return QuestionMapping(_text(entry, "header", where), kind, low, high, respondent)


def _scale(value: Any, where: str) -> tuple[float | None, float | None]:
    if value is None:
        return None, None
    items = value if isinstance(value, list) else []
    numbers = [v for v in items if isinstance(v, (int, float)) and not isinstance(v, bool)]
    if len(numbers) != 2 or numbers[0] >= numbers[1]:
        raise InputError(f"audit.yml: {where}: expected [lowest, highest], for example [0, 10].")
    return float(numbers[0]), float(numbers[1])


def _moment(value: Any, where: str) -> dt.datetime | None:
    if value is None or isinstance(value, dt.datetime):
        return value.replace(tzinfo=None) if isinstance(value, dt.datetime) else None
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    try:
        return dt.datetime.fromisoformat(str(value)).replace(tzinfo=None)
    except ValueError:
        raise InputError(f"audit.yml: {where}: '{value}' is not a date, expected for example 2024-05-01.") from None
