"""Which tables a file feeds, and which header is which column: by audit.yml first, else by the headers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dagster_project.ingest.catalogue import CUSTOM, Catalogue, Table, fold_header
from dagster_project.ingest.ledger import Feed
from dagster_project.ingest.mapping import SourceMapping
from dagster_project.ingest.read_options import ReadOptions
from dagster_project.ingest.recognise import Recogniser, TableMatch, nearest_headers, nearly
from dagster_project.ingest.refusal import Refusal
from dagster_project.ingest.shown import listed

_SHOWN = 15
_DATE_IN_NAME = (
    re.compile(r"(?<!\d)(?P<y>20\d{2})[-_.](?P<m>\d{2})[-_.](?P<d>\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{2})[-_.](?P<m>\d{2})[-_.](?P<y>20\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})(?!\d)"),
)


@dataclass(frozen=True)
class FilePlan:
    """The entries of `sources:` that fit one file, with their positions, and the read options they give together."""

    name: str
    mappings: tuple[tuple[int, SourceMapping], ...]
    options: ReadOptions

    @property
    def wanted(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(header for _, mapping in self.mappings for header in mapping.headers))


def plan_for(names: Sequence[str], mappings: Sequence[SourceMapping]) -> FilePlan:
    """Collect the entries that fit a file, known under one name or (equal copies) several."""
    fitting = tuple((i, m) for i, m in enumerate(mappings) if any(m.matches(name) for name in names))
    options = ReadOptions()
    for _, mapping in fitting:
        given = {key: value for key, value in vars(mapping.read).items() if value is not None}
        options = replace(options, **{k: v for k, v in given.items() if getattr(options, k) is None})
    return FilePlan(names[0], fitting, options)


def assign(headers: tuple[str, ...], plan: FilePlan, catalogue: Catalogue, recogniser: Recogniser) -> tuple[Feed, ...]:
    """Return the tables that a file with these headers feeds.

    Raises Refusal when no table or more than one fits, or when a required column has no header.
    """
    if plan.mappings:
        return tuple(_mapped(headers, plan, i, mapping, catalogue, recogniser) for i, mapping in plan.mappings)
    found = recogniser.recognise(headers)
    if found.best is not None:
        return (_recognised(found.best, headers, plan.name),)
    if found.rivals:
        raise _ambiguous(plan.name, headers, found.rivals)
    raise _unknown(plan.name, headers, found.near)


def _recognised(match: TableMatch, headers: tuple[str, ...], name: str) -> Feed:
    used = {header for _, header in match.columns}
    return Feed(
        system=match.table.system,
        table=match.table.name,
        reason="headers",
        confidence=match.confidence,
        deciding=_deciding(match),
        columns=match.columns,
        unmapped=tuple(header for header in headers if header not in used),
        source_relation=match.table.system,
        snapshot_at=date_in_name(name),
    )


def _deciding(match: TableMatch) -> tuple[str, ...]:
    required = {column.name for column in match.table.columns if column.required}
    return tuple(header for column, header in match.columns if column in required)


def _mapped(
    headers: tuple[str, ...],
    plan: FilePlan,
    index: int,
    mapping: SourceMapping,
    catalogue: Catalogue,
    recogniser: Recogniser,
) -> Feed:
    table = catalogue.table(mapping.table)
    if table is None:
        raise ValueError(f"mapping to an undeclared table {mapping.table}")
    by_fold = {fold_header(header): header for header in headers}
    _check_headers(plan.name, headers, by_fold, index, mapping)
    chosen = dict(recogniser.match(table, headers).columns) if table.system != CUSTOM else {}
    chosen |= {c.column: by_fold[fold_header(c.header)] for c in mapping.columns if c.header is not None}
    _check_required(plan.name, headers, table, index, mapping, chosen)
    used = set(chosen.values()) | {by_fold[fold_header(q.header)] for q in mapping.questions}
    exported = mapping.exported_at.isoformat(sep=" ") if mapping.exported_at else date_in_name(plan.name)
    return Feed(
        system=table.system,
        table=table.name,
        reason=f"audit.yml sources[{index + 1}]",
        confidence=1.0,
        deciding=tuple(by_fold[fold_header(header)] for header in mapping.headers),
        columns=tuple((name, chosen[name]) for name in table.column_names if name in chosen),
        unmapped=tuple(header for header in headers if header not in used),
        source_relation=mapping.source_relation or table.system,
        mapping=index,
        snapshot_at=exported,
    )


def _check_headers(
    name: str, headers: tuple[str, ...], by_fold: dict[str, str], index: int, mapping: SourceMapping
) -> None:
    for wanted in mapping.headers:
        if fold_header(wanted) not in by_fold:
            near = nearest_headers(Table("", "", ()), wanted, headers)
            hint = f" Nearest headers: {listed(near, _SHOWN)}." if near else ""
            raise Refusal(
                "missing_columns",
                f"{name}: audit.yml sources[{index + 1}] ({mapping.files}) names the header '{wanted}', which the file "
                f"does not have.{hint} Its headers: {listed(headers, _SHOWN)}.",
                headers,
                mapping.table,
            )


def _check_required(
    name: str, headers: tuple[str, ...], table: Table, index: int, mapping: SourceMapping, chosen: dict[str, str]
) -> None:
    if mapping.questions:
        return
    given = set(chosen) | {column.column for column in mapping.columns}
    missing = [column.name for column in table.columns if column.required and column.name not in given]
    if missing:
        where = f"{name}: audit.yml sources[{index + 1}]: table '{mapping.table}'"
        raise Refusal("missing_columns", f"{where} {_missing_text(table, missing, headers)}", headers, table.full_name)


def _missing_text(table: Table, missing: Sequence[str], headers: tuple[str, ...]) -> str:
    parts = []
    for column in missing:
        declared = table.column(column)
        accepted = listed(declared.headers[:4], _SHOWN) if declared and declared.headers else f"column '{column}'"
        near = nearest_headers(table, column, headers)
        parts.append(f"{column} (expected {accepted}{f'; nearest: {listed(near, _SHOWN)}' if near else ''})")
    return f"needs {' and '.join(parts)}. Headers of the file: {listed(headers, _SHOWN)}."


def _ambiguous(name: str, headers: tuple[str, ...], rivals: Sequence[TableMatch]) -> Refusal:
    names = [rival.table.full_name for rival in rivals]
    return Refusal(
        "ambiguous",
        f"{name}: its headers fit {' and '.join(names)} about equally well, so it is not guessed. Say which in "
        f'audit.yml: sources: [{{files: "{name}", table: {names[0]}}}].',
        headers,
        names[0],
    )


def _unknown(name: str, headers: tuple[str, ...], near: TableMatch | None) -> Refusal:
    if near is not None and nearly(near):
        text = _missing_text(near.table, near.missing, headers)
        mend = f"Export it with these columns, or map them in audit.yml (headers: {{{near.table.full_name}: ...}})"
        message = f"{name}: looks like {near.table.full_name}, which {text} {mend}."
        return Refusal("missing_columns", message, headers, near.table.full_name)
    closest = f" Nearest known table: {near.table.full_name}." if near is not None else ""
    return Refusal(
        "unrecognised",
        f"{name}: nothing is known that has these headers: {listed(headers, _SHOWN)}.{closest} Map it under "
        "`sources:` in audit.yml (`crm-audit new DIR --from FOLDER` proposes the mapping), or list it under `ignore:`.",
        headers,
        near.table.full_name if near is not None else None,
    )


def date_in_name(name: str) -> str | None:
    """Return the (latest) date in a file's name as ISO text, or None."""
    base = name.rsplit("/", 1)[-1]
    found = []
    for pattern in _DATE_IN_NAME:
        for match in pattern.finditer(base):
            if 1 <= int(match["m"]) <= 12 and 1 <= int(match["d"]) <= 31:
                found.append(f"{match['y']}-{match['m']}-{match['d']} 00:00:00")
    return max(found, default=None)
