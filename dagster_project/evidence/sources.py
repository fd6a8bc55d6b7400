"""Where the figures come from: files with their balance, what was refused, and what is missing altogether."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date

from dagster_project.catalogue import KpiDeclaration
from dagster_project.evidence.rows import Row
from dagster_project.expectations.results import ExpectationResult
from dagster_project.ingest.catalogue import load_catalogue
from dagster_project.ingest.ledger import FileEntry, Ledger
from dagster_project.ingest.read_besides import ALSO_GIVES
from dagster_project.parameters import control_total_note
from dagster_project.paths import dbt_project
from reports.evidence import Exclusion, Expectation, Gap, Quality, RecordIssues, Source
from reports.measures import Indicator, Text

_ISSUE_FIELDS = ("system", "table_name", "column_name", "issue", "severity", "n")


def sources(ledger: Ledger) -> tuple[Source, ...]:
    """One line for each file, in the order of system, table and name."""
    return tuple(sorted((_source(entry) for entry in ledger.active), key=lambda one: (one.system, one.table, one.file)))


def _source(entry: FileEntry) -> Source:
    feeds = sorted(entry.feeds, key=lambda feed: feed.full_name)
    days = [
        day
        for feed in feeds
        for column in feed.profile
        if column.event
        for day in (column.min_plausible, column.max_plausible)
        if day
    ]
    return Source(
        file=entry.name,
        system=" + ".join(dict.fromkeys(feed.system for feed in feeds)),
        table=" + ".join(dict.fromkeys(feed.table for feed in feeds)),
        sha256=entry.sha256,
        rows_in=entry.rows_in,
        rows_loaded=entry.rows_loaded,
        rows_quarantined=entry.rows_quarantined,
        rows_excluded=entry.rows_excluded,
        excluded_by_kind=dict(sorted(entry.excluded.items())),
        first_day=date.fromisoformat(min(days)[:10]) if days else None,
        last_day=date.fromisoformat(max(days)[:10]) if days else None,
        encoding=entry.encoding,
        control_total_note=control_total_note(entry),
    )


def entity_of(name: str) -> str:
    """The canonical entity of a raw table (`system.table`) or of a KPI's input (a plural such as `deals`)."""
    table = load_catalogue(dbt_project()).table(name)
    return table.entity or name if table else name


def entities_of(ledger: Ledger) -> frozenset[str]:
    """Every entity that some file of an audit gives rows of."""
    return frozenset(name for entry in ledger.active for feed in entry.feeds for name in _given(feed.full_name))


def _given(table: str) -> tuple[str, ...]:
    """The entities that a raw table (`system.table`) gives: its own, and what is read from it besides."""
    also = ALSO_GIVES.get(table)
    return (entity_of(table), also) if also else (entity_of(table),)


def files_of(ledger: Ledger, inputs: Iterable[str]) -> tuple[str, ...]:
    """Names of the files that feed the given inputs of KPIs, sorted."""
    wanted = {entity_of(name) for name in inputs}
    found = {
        entry.name for entry in ledger.active for feed in entry.feeds if wanted.intersection(_given(feed.full_name))
    }
    return tuple(sorted(found))


def files_behind(kpi: KpiDeclaration, ledger: Ledger, with_nps: Container[str]) -> tuple[str, ...]:
    """Names of the files that a KPI really rests on, sorted.

    Sales come from orders or payments when there are any, else from won deals; NPS from the surveys that ask for it
    (`with_nps` holds their file ids), not from those of the staff.
    """
    orders = files_of(ledger, ("sales_orders", "payments"))
    if "sales_orders" in kpi.inputs and orders:
        return orders
    if kpi.statistic == "nps":
        asked = {entry.name for entry in ledger.active if entry.file_id in with_nps}
        return tuple(name for name in files_of(ledger, kpi.inputs) if name in asked) or files_of(ledger, kpi.inputs)
    return files_of(ledger, kpi.inputs)


def quality(expectations: Iterable[ExpectationResult], issues: Iterable[Row]) -> Quality:
    """Expectation results that were really checked, and damaged records by kind (counts only)."""
    return Quality(
        expectations=checked(expectations),
        record_issues=tuple(RecordIssues(**{name: row[name] for name in _ISSUE_FIELDS}) for row in issues),
    )


def checked(expectations: Iterable[ExpectationResult]) -> tuple[Expectation, ...]:
    """The results that were really checked, as the report is given them."""
    return tuple(
        Expectation(
            suite=one.suite,
            table_name=one.table_name,
            expectation=one.expectation,
            severity=one.severity,
            success=bool(one.success),
            why=Text(one.why_ru, one.why_en),
            column_name=one.column_name,
            observed=one.observed,
            n_unexpected=one.n_unexpected,
            n_total=one.n_total,
            threshold=one.threshold,
            kpis=one.kpis,
            label=Text(one.label_ru, one.label_en) if one.label_ru and one.label_en else None,
        )
        for one in expectations
        if one.success is not None
    )


def exclusions(rows: Iterable[Row]) -> tuple[Exclusion, ...]:
    """How many rows each rule left out."""
    return tuple(Exclusion(row["kpi_or_entity"], row["reason"], row["n"]) for row in rows)


def headers_needed(name: str, *, english: bool = False) -> tuple[str, ...]:
    """The required columns of an input, as the simplest export that is recognised would head them.

    The first accepted header of each, or the first one in English.
    """
    wanted = entity_of(name)
    tables = [table for table in load_catalogue(dbt_project()).tables() if table.entity == wanted]
    known = [table for table in tables if all(column.headers for column in table.columns if column.required)]
    table = next(iter(known or tables), None)
    columns = [column for column in table.columns if column.required] if table else []
    accepted = [column.headers or (column.name,) for column in columns]
    return tuple(next((h for h in headers if not english or h.isascii()), headers[0]) for headers in accepted)


def gaps(indicators: Iterable[Indicator], declarations: dict[str, KpiDeclaration]) -> tuple[Gap, ...]:
    """What could not be assessed, each with its reason and, where a file is missing, the export that would mend it."""
    return tuple(
        Gap(
            subject=one.kpi,
            area=one.area,
            label=one.label,
            reason=one.reason,
            file=one.reason.file,
            columns=headers_needed(declarations[one.kpi].inputs[0]) if one.reason.file else (),
            columns_en=headers_needed(declarations[one.kpi].inputs[0], english=True) if one.reason.file else (),
            kpis=(one.kpi,),
        )
        for one in indicators
        if one.verdict == "na" and one.reason is not None
    )
