"""Expectation suites: YAML files under `expectations/`, read into frozen dataclasses and validated.

A file holds one YAML document for each table. `raw/<system>.yml` names tables `<system>.<table>`, as they are declared
in the dbt sources; `canonical/<entity>.yml` names a model of the intermediate layer.

What Great Expectations cannot say in SQL is an `unexpected_rows_expectation`: `where` is a condition that no row should
meet, or only `1 - mostly` of the rows that meet `among`. Inside both the table is called `batch`.

Every expectation carries an `example`: cells of a row that breaks it, for the reader and for the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

import yaml

from dagster_project.errors import InputError

Layer = Literal["raw", "canonical"]
Severity = Literal["critical", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("critical", "warning", "info")

ROWS = "unexpected_rows_expectation"
_COLUMN = frozenset({"column", "mostly"})
_RANGE = frozenset({"column", "min_value", "max_value", "strict_min", "strict_max"})

# Expectation types that DuckDB answers in SQL: type -> (required, allowed) keyword arguments.
PUSHED_DOWN: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "expect_column_to_exist": (frozenset({"column"}), frozenset({"column"})),
    "expect_column_values_to_be_unique": (frozenset({"column"}), _COLUMN),
    "expect_column_values_to_not_be_null": (frozenset({"column"}), _COLUMN),
    "expect_column_values_to_be_in_set": (frozenset({"column", "value_set"}), _COLUMN | {"value_set"}),
    "expect_column_values_to_be_between": (frozenset({"column"}), _RANGE | {"mostly"}),
    "expect_column_value_lengths_to_be_between": (frozenset({"column"}), _RANGE | {"mostly"}),
    "expect_column_median_to_be_between": (frozenset({"column"}), _RANGE),
    "expect_column_proportion_of_unique_values_to_be_between": (frozenset({"column"}), _RANGE),
    "expect_column_unique_value_count_to_be_between": (frozenset({"column"}), _RANGE),
    "expect_compound_columns_to_be_unique": (frozenset({"column_list"}), frozenset({"column_list", "mostly"})),
    "expect_column_pair_values_a_to_be_greater_than_b": (
        frozenset({"column_A", "column_B"}),
        frozenset({"column_A", "column_B", "or_equal", "mostly", "ignore_row_if"}),
    ),
    "expect_table_row_count_to_be_between": (frozenset(), frozenset({"min_value", "max_value"})),
    ROWS: (
        frozenset({"where"}),
        frozenset({"where", "among", "mostly", "column"}),
    ),
}


@dataclass(frozen=True)
class Expectation:
    """One promise about a table.

    `kpis` lose evidence when a warning fails; an empty tuple means none does. `copies` rows like `example`, among
    few ordinary ones, break the promise. `label_ru` and `label_en` say in two to five words what the rows that pass are
    like; without them the report names column and kind.
    """

    type: str
    kwargs: Mapping[str, Any]
    severity: Severity
    kpis: tuple[str, ...]
    why_ru: str
    why_en: str
    example: Mapping[str, Any]
    copies: int
    label_ru: str = ""
    label_en: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns the expectation is about, in the order in which they are named."""
        named = [self.kwargs.get(key) for key in ("column", "column_A", "column_B")]
        return tuple(str(column) for column in [*named, *self.kwargs.get("column_list", ())] if column)


@dataclass(frozen=True)
class Suite:
    """The expectations about one table; `schema` and `relation` say where it is in the warehouse."""

    name: str
    table: str
    schema: str
    relation: str
    expectations: tuple[Expectation, ...]


def load_suites(suites_dir: Path, layer: Layer) -> tuple[Suite, ...]:
    """All suites of a layer, in the order of their file names.

    Raises InputError, naming file and key, when a suite is not as described above.
    """
    folder = suites_dir / layer
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; the expectation suites of the {layer} layer are expected there")
    suites = [suite for file in sorted(folder.glob("*.yml")) for suite in _suites_in(file, layer)]
    seen: set[str] = set()
    for suite in suites:
        if suite.table in seen:
            raise InputError(f"{suite.name}.yml: table '{suite.table}' has two suites; join them into one")
        seen.add(suite.table)
    return tuple(suites)


def _suites_in(file: Path, layer: Layer) -> Iterator[Suite]:
    try:
        documents = list(yaml.safe_load_all(file.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise InputError(f"{file.name}{line}: not valid YAML ({getattr(error, 'problem', 'unreadable')})") from None
    for number, document in enumerate((found for found in documents if found is not None), start=1):
        yield _suite(document, layer, file, f"{layer}/{file.name}, document {number}")


def _suite(document: Any, layer: Layer, file: Path, where: str) -> Suite:
    entry = _mapping(document, {"table", "expectations"}, {"table", "expectations"}, where)
    table = str(entry["table"])
    system, dot, relation = table.partition(".")
    if layer == "raw" and (not dot or system != file.stem):
        raise InputError(f"{where}: table '{table}' must read '{file.stem}.<table>', as the file is of that system")
    if layer == "canonical" and dot:
        raise InputError(f"{where}: table '{table}' must be a model's name without a schema, as int_deals__unified")
    if not isinstance(entry["expectations"], list) or not entry["expectations"]:
        raise InputError(f"{where}: 'expectations' must be a list with at least one entry")
    expectations = tuple(
        _expectation(item, f"{where} ({table}), expectation {number}")
        for number, item in enumerate(entry["expectations"], start=1)
    )
    place = (f"raw_{system}", relation) if layer == "raw" else ("intermediate", table)
    return Suite(f"{layer}/{file.stem}", table, *place, expectations)


def _expectation(item: Any, where: str) -> Expectation:
    allowed = {"type", "kwargs", "severity", "kpis", "meta"}
    entry = _mapping(item, allowed, {"type", "severity", "meta"}, where)
    kind = _one_of(entry["type"], PUSHED_DOWN, f"{where}: type")
    required, keys = PUSHED_DOWN[kind]
    kwargs = _mapping(entry.get("kwargs", {}), keys, required, f"{where} ({kind}): kwargs")
    if not 0 < float(kwargs.get("mostly", 1.0)) <= 1:
        raise InputError(f"{where} ({kind}): mostly must be a share above 0 and up to 1")
    meta = _mapping(entry["meta"], {"label", "why", "example", "copies"}, {"why", "example"}, f"{where}: meta")
    why = _mapping(meta["why"], {"ru", "en"}, {"ru", "en"}, f"{where}: meta.why")
    label = _mapping(meta["label"], {"ru", "en"}, {"ru", "en"}, f"{where}: meta.label") if "label" in meta else {}
    kpis = entry.get("kpis", [])
    if not isinstance(kpis, list):
        raise InputError(f"{where}: kpis must be a list of KPI ids")
    severity = _one_of(entry["severity"], SEVERITIES, f"{where}: severity")
    return Expectation(
        type=kind,
        kwargs=kwargs,
        severity=severity,  # type: ignore[arg-type]
        kpis=tuple(map(str, kpis)),
        why_ru=str(why["ru"]),
        why_en=str(why["en"]),
        example=meta["example"],
        copies=int(meta.get("copies", 100)),
        label_ru=str(label.get("ru", "")),
        label_en=str(label.get("en", "")),
    )


def _mapping(value: Any, allowed: Iterable[str], required: Iterable[str], where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InputError(f"{where}: expected keys {_listed(allowed)}, found {type(value).__name__}")
    for key in value:
        _one_of(key, allowed, f"{where}: key")
    for key in required:
        if value.get(key) in (None, ""):
            raise InputError(f"{where}: '{key}' is missing")
    return value


def _one_of(value: Any, allowed: Iterable[str], where: str) -> str:
    names = list(allowed)
    if value in names:
        return str(value)
    near = get_close_matches(str(value), names, n=1, cutoff=0.5)
    advice = f"did you mean '{near[0]}'?" if near else f"expected one of {_listed(names)}"
    raise InputError(f"{where} '{value}' is unknown; {advice}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
