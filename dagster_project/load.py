"""First step: landing/ → raw/ → relations and settings in a new warehouse file."""

from __future__ import annotations

from datetime import date

import duckdb

from dagster_project.errors import InputError
from dagster_project.ingest.catalogue import Catalogue, load_catalogue
from dagster_project.ingest.conflicts import check_conflicts
from dagster_project.ingest.ledger import Ledger
from dagster_project.ingest.loader import ingest
from dagster_project.ingest.relations import create_raw_relations
from dagster_project.ingest.typing_rules import parse_timestamp
from dagster_project.judge import begin_raw
from dagster_project.parameters import RolloutEvent, audit_parameters, write_parameters
from dagster_project.paths import dbt_project
from dagster_project.sealed_raw import seal_raw
from dagster_project.session import AuditSession
from dagster_project.settings import Settings
from dagster_project.stages import check_outcomes
from dagster_project.warehouse import connect


def load_raw(session: AuditSession) -> dict[str, int]:
    """Read landing/, keep it in raw/ and make the relations of a new warehouse; return rows of each `system/table`.

    Raises InputError when there is nothing to audit, a file is not recognised, or files contradict one another.
    """
    catalogue = catalogue_for(session.settings)
    with session.progress.step("raw"):
        ledger = ingest(
            session.workspace.root,
            catalogue,
            session.settings.sources,
            ignore=session.settings.ignore,
            on_file=lambda name, outcome: session.progress.detail(f"{name}: {outcome}"),
        )
        session.raw_sha256 = seal_raw(session.workspace.raw, (entry.file_id for entry in ledger.active))
        with connect(session.workspace.build_warehouse) as connection:
            rows = set_up_warehouse(connection, session, catalogue, ledger)
        loaded = sum(entry.rows_loaded for entry in ledger.active)
        refused = sum(entry.rows_quarantined for entry in ledger.active)
        begin_raw(session)
        session.progress.summary(f"{len(ledger.active)} files, {loaded:,} rows loaded, {refused:,} quarantined")
    return rows


def catalogue_for(settings: Settings) -> Catalogue:
    """The declared source systems, with the extra headers of audit.yml."""
    return load_catalogue(dbt_project()).with_headers(settings.headers)


def set_up_warehouse(
    connection: duckdb.DuckDBPyConnection, session: AuditSession, catalogue: Catalogue, ledger: Ledger
) -> dict[str, int]:
    """Create the raw relations and the settings tables of a run in an empty warehouse; keep both in the session."""
    create_raw_relations(connection, catalogue, ledger, session.settings.sources)
    check_conflicts(connection, catalogue, ledger)
    check_outcomes(connection, session.settings)
    session.ledger = ledger
    session.parameters = audit_parameters(session.settings, ledger, _events_in_files(connection), session.as_of)
    write_parameters(connection, session.settings, ledger, session.parameters)
    fed = {feed.full_name: feed for entry in ledger.active for feed in entry.feeds}
    return {f"{feed.system}/{feed.table}": _count(connection, feed.system, feed.table) for feed in fed.values()}


def _count(connection: duckdb.DuckDBPyConnection, system: str, table: str) -> int:
    found = connection.execute(f'select count(*) from "raw_{system}"."{table}"').fetchone()
    return int(found[0]) if found else 0


def _events_in_files(connection: duckdb.DuckDBPyConnection) -> list[RolloutEvent]:
    """Roll-out days from files; an unreadable one is an error, as the whole comparison stands on them."""
    events = []
    for system in ("plain", "custom"):
        rows = connection.execute(
            f"select kind, event_date, team_name, note, _date_order, _file_id, _line from raw_{system}.rollout_events"
        ).fetchall()
        for kind, text, team, note, order, file_id, line in rows:
            day = _day(text, order)
            if day is None:
                raise InputError(
                    f"roll-out dates, file {file_id}, line {line}: the date cannot be read; "
                    "expected YYYY-MM-DD or dd.mm.yyyy"
                )
            events.append(RolloutEvent(_kind(kind), day, team or None, note or None))
    return events


def _day(text: str | None, order: str | None) -> date | None:
    moment = parse_timestamp(text or "", order)
    return moment.date() if moment else None


_KINDS = {
    "pilot": ("pilot", "пилот"),
    "go_live": ("go_live", "go-live", "golive", "launch", "запуск", "внедрение"),
    "release": ("release", "релиз"),
    "price_change": ("price_change", "цены", "изменение цен"),
    "reorg": ("reorg", "реорганизация"),
}


def _kind(text: str | None) -> str:
    folded = (text or "go_live").strip().casefold()
    return next((kind for kind, names in _KINDS.items() if folded in names), "other")
