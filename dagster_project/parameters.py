"""What the warehouse must know besides the exports: cut-off day, windows, roll-out, stages, calendar.

Written into the schema `settings` of the new warehouse before dbt runs, so that no model reads the clock and a
changed setting needs no new parse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date, timedelta

import duckdb

from dagster_project.analysis.windows import AuditWindows, audit_windows
from dagster_project.calendar import working_days, working_hours
from dagster_project.errors import InputError
from dagster_project.ingest.ledger import FileEntry, Ledger
from dagster_project.settings import Settings

_TABLES = {
    "parameters": "name varchar, value varchar",
    "windows": "period varchar, starts_on date, ends_before date",
    "rollout_events": "kind varchar, event_date date, team_name varchar, note varchar",
    "stages": "source_relation varchar, pipeline varchar, stage varchar, stage_order integer, category varchar",
    "stage_fields": "source_relation varchar, pipeline varchar, stage varchar, field varchar",
    "integrations": "flow varchar, level integer, weight double",
    "survey_questions": "pattern varchar, kind varchar, scale_min double, scale_max double, respondent_type varchar",
    "working_days": "day date, is_working boolean",
    "working_hours": "team_name varchar, day date, seconds_before bigint, opens integer, closes integer, "
    "opens_again integer, closes_again integer",
    "files": "file_id varchar, sha256 varchar, file_name varchar, system varchar, table_name varchar, entity varchar, "
    "rows_in bigint, rows_loaded bigint, rows_quarantined bigint, rows_excluded bigint, header_line bigint, "
    "encoding varchar, delimiter varchar, control_total_note varchar",
}
Row = tuple[object, ...]


@dataclass(frozen=True)
class RolloutEvent:
    """One dated event: kind is pilot, go_live, release, price_change, reorg or other; no team means everybody."""

    kind: str
    on: date
    team: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class AuditParameters:
    """The frame of one audit: extent of the data (both days included), cut-off day, events and windows."""

    first_day: date
    as_of: date
    events: tuple[RolloutEvent, ...]
    windows: AuditWindows

    @property
    def go_live(self) -> date | None:
        return min((event.on for event in self.events if event.kind == "go_live"), default=None)


def audit_parameters(
    settings: Settings, ledger: Ledger, events_in_files: Sequence[RolloutEvent], as_of: date | None
) -> AuditParameters:
    """Decide the frame of the audit from audit.yml, the command line and the extent of the data.

    Raises InputError when no file holds a date, when `as_of` lies outside the data, or when a roll-out day or an
    explicit window does.
    """
    events = _events(settings, events_in_files)
    extent = _extent(ledger)
    wanted = as_of or settings.as_of
    if extent is None:
        if wanted is None:
            return AuditParameters(date(2000, 1, 1), date(2000, 1, 1), events, AuditWindows(reason="no_dates"))
        return AuditParameters(wanted, wanted, events, AuditWindows(reason="no_dates"))
    first, last = extent
    if wanted and wanted < first:
        raise InputError(
            f"as_of {wanted} lies before the first day of the data ({first}); the data run from {first} to {last}"
        )
    cut = wanted or last
    go_live = [event.on for event in events if event.kind == "go_live"]
    pilot = min((event.on for event in events if event.kind == "pilot"), default=None)
    explicit = (
        (settings.windows.before, settings.windows.after)
        if settings.windows.before and settings.windows.after
        else None
    )
    windows = audit_windows(
        first, min(cut, last), go_live, pilot, settings.roll_out.washout_months, settings.windows.months, explicit
    )
    return AuditParameters(first, cut, events, windows)


def write_parameters(
    connection: duckdb.DuckDBPyConnection, settings: Settings, ledger: Ledger, frame: AuditParameters
) -> None:
    """Create and fill the tables of the schema `settings`."""
    connection.execute("create schema if not exists settings")
    rows = _rows(settings, ledger, frame)
    for table, columns in _TABLES.items():
        connection.execute(f"create table settings.{table} ({columns})")
        if rows[table]:
            fields = ", ".join("unnest(?)" for _ in rows[table][0])
            connection.execute(
                f"insert into settings.{table} select {fields}",
                [list(column) for column in zip(*rows[table], strict=True)],
            )


def _events(settings: Settings, in_files: Sequence[RolloutEvent]) -> tuple[RolloutEvent, ...]:
    roll_out = settings.roll_out
    found = [
        *([RolloutEvent("pilot", roll_out.pilot)] if roll_out.pilot else []),
        *([RolloutEvent("go_live", roll_out.go_live)] if roll_out.go_live else []),
        *(RolloutEvent("go_live", day, team) for team, day in roll_out.teams.items()),
        *(RolloutEvent(event.kind, event.date, event.team, event.note) for event in settings.events),
        *in_files,
    ]
    unique: dict[tuple[str, date, str | None], RolloutEvent] = {}
    for event in sorted(found, key=lambda event: event.note is None):
        unique.setdefault((event.kind, event.on, event.team), event)
    return tuple(sorted(unique.values(), key=lambda event: (event.on, event.kind, event.team or "")))


def _extent(ledger: Ledger) -> tuple[date, date] | None:
    profiles = [
        column
        for entry in ledger.active
        for feed in entry.feeds
        for column in feed.profile
        if column.event and column.max_plausible
    ]
    if not profiles:
        return None
    first = min(str(column.min_plausible) for column in profiles)
    last = max(str(column.max_plausible) for column in profiles)
    return date.fromisoformat(first[:10]), date.fromisoformat(last[:10])


def _rows(settings: Settings, ledger: Ledger, frame: AuditParameters) -> dict[str, list[Row]]:
    windows = {"before": frame.windows.before, "after": frame.windows.after}
    calendar = settings.calendar
    years = (frame.first_day - timedelta(days=366), frame.as_of + timedelta(days=366))
    return {
        "parameters": [(name, value) for name, value in _parameters(settings, frame).items()],
        "windows": [(name, window.starts_on, window.ends_before) for name, window in windows.items() if window],
        "rollout_events": [(event.kind, event.on, event.team, event.note) for event in frame.events],
        "stages": [(one.source_relation, one.pipeline, one.stage, one.order, one.category) for one in settings.stages],
        "stage_fields": [
            (one.source_relation, one.pipeline, one.stage, name) for one in settings.stages for name in one.required
        ],
        "integrations": [(one.flow, one.level, one.weight) for one in settings.integrations],
        "survey_questions": [
            (one.pattern, one.kind, *(one.scale or (None, None)), one.respondent) for one in settings.survey_questions
        ],
        "working_days": list(working_days(calendar.working_time(settings.timezone), *years)),
        "working_hours": [
            (team, *astuple(day))
            for team in ("", *sorted(calendar.teams))
            for day in working_hours(calendar.working_time(settings.timezone, team), *years, settings.timezone)
        ],
        "files": [
            (
                entry.file_id, entry.sha256, entry.name, feed.system, feed.table, feed.table, entry.rows_in,
                entry.rows_loaded, entry.rows_quarantined, entry.rows_excluded, entry.header_line, entry.encoding,
                entry.delimiter, control_total_note(entry),
            )
            for entry in ledger.active
            for feed in entry.feeds
        ],
    }  # fmt: skip


def _parameters(settings: Settings, frame: AuditParameters) -> dict[str, str | None]:
    first_go_live = frame.go_live
    last_go_live = max((event.on for event in frame.events if event.kind == "go_live"), default=None)
    sla, lapse = settings.kpi.first_response_sla_hours, settings.kpi.lapse_days
    return {
        "as_of": frame.as_of.isoformat(),
        "first_day": frame.first_day.isoformat(),
        "timezone": settings.timezone,
        "currency": settings.currency,
        "go_live": _iso(settings.roll_out.go_live or first_go_live),
        "first_go_live": _iso(first_go_live),
        "last_go_live": _iso(last_go_live),
        "conversion_window_days": str(settings.kpi.conversion_window_days),
        "retention_window_days": str(settings.kpi.retention_window_days),
        "lapse_days": None if lapse is None else str(lapse),
        "win_rate_maturity_days": str(settings.kpi.win_rate_maturity_days),
        "allowed_skipped_stages": str(settings.kpi.allowed_skipped_stages),
        "order_match_days": str(settings.kpi.order_match_days),
        "materiality": str(settings.kpi.materiality),
        "first_response_sla_hours": None if sla is None else str(sla),
        "suppress_people_below": str(settings.privacy.suppress_people_below),
        "test_name_pattern": settings.exclude.test_names,
    }


def control_total_note(entry: FileEntry) -> str | None:
    """Total rows of the file that disagree with the sum of the rows above them, as `header: difference`."""
    return "; ".join(f"{one.header}: {one.difference}" for one in entry.control_totals if float(one.difference)) or None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
