"""What `crm-audit sources` shows: every file, what it was recognised as and why, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dagster_project.ingest.catalogue import CUSTOM, Catalogue
from dagster_project.ingest.ledger import FileEntry, Ledger, RefusedFile, SkippedFile
from dagster_project.ingest.read_besides import entities_given, read_besides

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_FORMATS = {
    "json": "JSON",
    "jsonl": "JSON lines",
    "xlsx": "workbook",
    "xls": "workbook",
    "html": "HTML table",
    "xml": "XML",
}


@dataclass(frozen=True)
class SourceRow:
    """One file feeding one table. Rows are those of the file; `filtered` those a `where:` keeps out of the table.

    `questions` and `stage_dates` are headers that are read without a column of their own; `unmapped` those that are not
    read at all.
    """

    file: str
    table: str
    label: str
    system: str
    entity: str
    dialect: str
    reason: str
    confidence: float
    deciding: tuple[str, ...]
    unmapped: tuple[str, ...]
    questions: tuple[str, ...]
    stage_dates: tuple[str, ...]
    rows_in: int
    rows_loaded: int
    rows_quarantined: int
    rows_excluded: int
    filtered: int
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header_line: int
    date_order: str | None
    decimal: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class MissingEntity:
    """A kind of data that no file gives, the tables that could give it, and the KPIs that it costs."""

    entity: str
    tables: tuple[str, ...]
    kpis: tuple[str, ...]


@dataclass(frozen=True)
class SourcesReport:
    """Everything for the list of sources, in the order in which it is shown."""

    rows: tuple[SourceRow, ...]
    refused: tuple[RefusedFile, ...]
    skipped: tuple[SkippedFile, ...]
    missing: tuple[MissingEntity, ...]


def sources_report(
    ledger: Ledger,
    catalogue: Catalogue,
    kpis_by_entity: Mapping[str, Sequence[str]],
) -> SourcesReport:
    """Build the report of sources.

    `kpis_by_entity` maps an entity, or a `system.table`, to the KPIs that need it (in the order to show).
    Raises nothing.
    """
    rows = [_row(entry, place, catalogue) for entry in ledger.active for place in range(len(entry.feeds))]
    return SourcesReport(tuple(rows), ledger.refused, ledger.skipped, _missing(ledger, catalogue, kpis_by_entity))


def _row(entry: FileEntry, place: int, catalogue: Catalogue) -> SourceRow:
    feed = entry.feeds[place]
    system = catalogue.system(feed.system)
    table = catalogue.table(feed.full_name)
    label = dict(table.label).get("en", feed.table) if table else feed.table
    system_label = system.label if system else feed.system
    besides = read_besides(table, feed.unmapped)
    return SourceRow(
        file=entry.name,
        table=feed.full_name,
        label=f"{system_label}: {label}",
        system=system_label,
        entity=(table.entity if table else None) or feed.table,
        dialect=dialect_of(entry, [header for _, header in feed.columns]),
        reason=feed.reason,
        confidence=feed.confidence,
        deciding=feed.deciding,
        unmapped=besides.unread,
        questions=besides.questions,
        stage_dates=besides.stage_dates,
        rows_in=entry.rows_in,
        rows_loaded=entry.rows_loaded,
        rows_quarantined=entry.rows_quarantined,
        rows_excluded=entry.rows_excluded,
        filtered=feed.rows_filtered,
        encoding=entry.encoding,
        delimiter=entry.delimiter,
        sheet=entry.sheet,
        header_line=entry.header_line,
        date_order=feed.date_order,
        decimal=feed.decimal,
        notes=tuple(issue.text for issue in (*entry.issues, *feed.issues) if issue.code != "unmapped_columns"),
    )


def dialect_of(entry: FileEntry, headers: Sequence[str]) -> str:
    """How a file is written: the kind of its headers, its format or encoding, its delimiter. Raises nothing."""
    if any(not header.isascii() for header in headers):
        words = "Russian headers"
    else:
        words = "English headers" if any(" " in header.strip() for header in headers) else "API names"
    if entry.kind in ("csv", "text") or entry.delimiter:
        name = (entry.encoding or "").replace("utf-8-sig", "UTF-8 with BOM").replace("utf-8", "UTF-8")
        sign = _DELIMITERS.get(entry.delimiter or "", entry.delimiter)
        return ", ".join(part for part in (words, name, sign) if part)
    return f"{words}, {_FORMATS.get(entry.kind, entry.kind)}"


def _missing(
    ledger: Ledger, catalogue: Catalogue, kpis_by_entity: Mapping[str, Sequence[str]]
) -> tuple[MissingEntity, ...]:
    entity_of = {table.full_name: table.entity or table.name for table in catalogue.tables()}
    tables: dict[str, list[str]] = {}
    for full_name, entity in entity_of.items():
        tables.setdefault(entity, []).append(full_name)
    feeds = [feed for entry in ledger.active for feed in entry.feeds]
    given = [(table, feed) for feed in feeds if (table := catalogue.table(feed.full_name)) is not None]
    present = {name for table, feed in given for name in entities_given(table, read_besides(table, feed.unmapped))}
    found = []
    for entity in dict.fromkeys(entity_of.get(name, name) for name in kpis_by_entity):
        if entity in present:
            continue
        costs = [kpi for name, kpis in kpis_by_entity.items() if entity_of.get(name, name) == entity for kpi in kpis]
        givers = sorted(tables.get(entity, ()), key=lambda name: (name.startswith(f"{CUSTOM}."), name))
        found.append(MissingEntity(entity, tuple(givers), tuple(dict.fromkeys(costs))))
    return tuple(found)
