"""The one object that the report is given, from the findings, the audit marts and the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

from dagster_project.analysis.windows import AuditWindows, Window
from dagster_project.catalogue import KpiDeclaration
from dagster_project.conclude import declarations, rule_book
from dagster_project.evidence.drivers import drivers
from dagster_project.evidence.facts import facts
from dagster_project.evidence.figures import figures
from dagster_project.evidence.indicators import indicators
from dagster_project.evidence.pipeline import pipeline_gaps
from dagster_project.evidence.provenance import changed_inputs, provenance
from dagster_project.evidence.reasons import filled_reasons, input_reasons
from dagster_project.evidence.risks import risks
from dagster_project.evidence.rollout import rollout
from dagster_project.evidence.rows import Row, read
from dagster_project.evidence.segments import segments
from dagster_project.evidence.sources import exclusions, files_behind, gaps, quality, sources
from dagster_project.evidence.thresholds import thresholds
from dagster_project.ingest.ledger import Ledger
from dagster_project.manifest import audit_id, code_digest
from dagster_project.parameters import AuditParameters
from dagster_project.session import AuditSession
from dagster_project.settings import Settings
from reports.evidence import Company, Evidence, Gap, Period, Periods, RolloutEvent, Run
from reports.measures import Indicator, Opinion
from reports.opinion import AREAS, area_of

ASKED = "(select distinct _file_id from intermediate.int_survey_responses__unified where question_kind = 'nps')"
ISSUES = (
    "(select system, table_name, column_name, issue, severity, count(*) as n from marts.record_issues group by all)"
)


def build_evidence(connection: duckdb.DuckDBPyConnection, session: AuditSession) -> Evidence:
    """Read findings and marts of the built warehouse into the frozen evidence of one audit."""
    if session.ledger is None or session.parameters is None:
        raise RuntimeError("the report needs the loaded exports; run the whole job")
    found = declarations()
    measured = _indicators(connection, found, session.ledger, session)
    return Evidence(
        run=_run(session, session.parameters),
        company=_company(session.settings),
        periods=_periods(session.parameters),
        opinion=_opinion(connection, measured),
        indicators=measured,
        areas=tuple(area_of(area, measured) for area in (*AREAS, "data_quality")),
        figures=figures(connection, session.parameters.windows, measured, session),
        facts=facts(connection, session.ledger),
        quality=quality(session.expectations, read(connection, ISSUES, "all")),
        sources=sources(session.ledger),
        exclusions=exclusions(read(connection, "marts.audit_exclusions", "all")),
        gaps=_gaps(connection, measured, found, session.ledger),
        thresholds=thresholds(session.settings, _measured(connection)),
        provenance=provenance(connection),
        changes=changed_inputs(session.changes),
        risks=risks(connection, rule_book(), found),
        segments=segments(connection, found),
        drivers=drivers(connection),
        rollout=rollout(connection, found),
    )


def _gaps(
    connection: duckdb.DuckDBPyConnection,
    measured: Iterable[Indicator],
    found: Sequence[KpiDeclaration],
    ledger: Ledger,
) -> tuple[Gap, ...]:
    of_indicators = gaps(measured, {kpi.id: kpi for kpi in found})
    return (*of_indicators, *pipeline_gaps(connection, of_indicators, ledger))


def _indicators(
    connection: duckdb.DuckDBPyConnection, found: Sequence[KpiDeclaration], ledger: Ledger, session: AuditSession
) -> tuple[Indicator, ...]:
    results = read(connection, "findings.kpi_results", "rowid")
    asked = {row["_file_id"] for row in read(connection, ASKED, "1")}
    return indicators(
        found,
        results,
        read(connection, "findings.kpi_monthly", "kpi, month"),
        read(connection, "marts.audit_overview", "kpi"),
        {
            **filled_reasons(results, found, ledger, session),
            **input_reasons(read(connection, "findings.kpi_input_quality", "kpi, measure")),
        },
        {kpi.id: files_behind(kpi, ledger, asked) for kpi in found},
    )


def _measured(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """Parameters of the KPI definitions that were measured on the data."""
    measured = "(select 'lapse_days' as name, lapse_days from marts.lapse_threshold where basis = 'repeat_gaps')"
    return {row["name"]: row["lapse_days"] for row in read(connection, measured, "1")}


def _run(session: AuditSession, parameters: AuditParameters) -> Run:
    report = session.settings.report
    return Run(
        audit_id=audit_id(session),
        report_number=report.number or f"CRM-{parameters.as_of:%Y-%m}",
        as_of=parameters.as_of,
        report_date=report.dated or parameters.as_of,
        languages=session.settings.languages,
        code_version=code_digest()[:12],
        previous_audit_id=session.changes["since"] if session.changes else None,
        critical_failed=bool(session.critical_failures),
        report_version=report.version,
        confidential=report.confidential,
    )


def _company(settings: Settings) -> Company:
    return Company(
        name=settings.company.name,
        currency=settings.currency,
        timezone=settings.timezone,
        unit=settings.company.unit or "",
        prepared_by=settings.report.prepared_by or "",
        approved_by=settings.report.approved_by or "",
        addressees=settings.report.addressees,
    )


def _periods(parameters: AuditParameters) -> Periods:
    windows = parameters.windows
    return Periods(
        before=_period(windows.before),
        after=_period(windows.after),
        washout=_washout(windows),
        go_live=parameters.go_live,
        rollout_events=tuple(RolloutEvent(event.kind, event.on, event.team, event.note) for event in parameters.events),
        notes=windows.notes,
    )


def _period(window: Window | None) -> Period | None:
    return Period(window.starts_on, window.ends_before, window.n_months, window.is_partial) if window else None


def _washout(windows: AuditWindows) -> Period | None:
    if not (windows.before and windows.after) or windows.before.ends_before >= windows.after.starts_on:
        return None
    between = Window(windows.before.ends_before, windows.after.starts_on, 0)
    n_months = sum(month >= between.starts_on for month in between.months())
    return Period(between.starts_on, between.ends_before, n_months)


def _opinion(connection: duckdb.DuckDBPyConnection, measured: Iterable[Indicator]) -> Opinion:
    """The grade of findings.opinion, with the indicators that it rests on, the weightiest first."""
    row: Row = read(connection, "findings.opinion", "1")[0]
    key = [one for one in measured if one.key_table]
    weight = {"ok": 0, "likely": 1}
    good = sorted((one for one in key if one.verdict in weight), key=lambda one: weight[one.verdict])
    bad = [one for one in key if one.verdict == "bad"]
    doubtful = [one for one in key if one.verdict in ("likely", "none")]
    return Opinion(
        grade=row["grade"],
        basis=tuple(one.kpi for one in good),
        reservations=tuple(one.kpi for one in [*bad, *doubtful]),
        not_assessed=tuple(row["not_assessed"]),
    )
