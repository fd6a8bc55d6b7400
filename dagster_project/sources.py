"""`crm-audit sources`: which file was recognised as what and why, and what is missing."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from pathlib import Path

import duckdb

from dagster_project.conclude import declarations
from dagster_project.errors import InputError
from dagster_project.ingest.catalogue import Catalogue
from dagster_project.ingest.ledger import Ledger
from dagster_project.ingest.loader import ingest
from dagster_project.ingest.relations import create_raw_relations
from dagster_project.ingest.sources_report import MissingEntity, SourceRow, SourcesReport, sources_report
from dagster_project.load import catalogue_for
from dagster_project.settings import Settings, load_settings
from dagster_project.stages import unknown_stages
from dagster_project.workspace import Workspace, locked


def report(directory: Path, *, as_json: bool) -> str:
    """The mapping report of a workspace as text or JSON.

    Files that cannot be used are listed, not raised. Raises InputError when the workspace has no audit.yml or no
    landing folder.
    """
    settings = load_settings(directory)
    workspace = Workspace(directory.resolve())
    if not workspace.landing.is_dir():
        raise InputError(f"{workspace.landing} is missing; make the folder and drop the exports into it")
    catalogue = catalogue_for(settings)
    with locked(workspace, "sources"):
        ledger = ingest(workspace.root, catalogue, settings.sources, ignore=settings.ignore, strict=False)
    found = sources_report(ledger, catalogue, _kpis_by_input())
    if as_json:
        return json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=2)
    return "\n".join([*_text(found), *_idle_mappings(settings, ledger), *_open_stages(settings, catalogue, ledger)])


def _open_stages(settings: Settings, catalogue: Catalogue, ledger: Ledger) -> list[str]:
    """Stages that nothing knows: their deals count as open, unless they are closed, which stops a run."""
    with duckdb.connect(":memory:") as connection:
        create_raw_relations(connection, catalogue, ledger, settings.sources)
        found = unknown_stages(connection, settings)
    asked = [f"'{one.stage}' ({one.n_closed:,})" for one in found if one.n_closed]
    taken = [f"'{one.stage}' ({one.n_deals:,})" for one in found if not one.n_closed]
    lines = [f"closed deals on stages that are not known to be won or lost: {', '.join(asked)}"] if asked else []
    lines += [f"stages taken as open: {', '.join(taken)}"] if taken else []
    return [f"{line}; say it in audit.yml under `stages:`" for line in lines]


def _idle_mappings(settings: Settings, ledger: Ledger) -> list[str]:
    """Entries of `sources:` whose pattern fits no file: most often a slip of the pen."""
    names = [name for entry in ledger.active for name in (entry.name, *entry.copies)]
    names += [*(one.name for one in ledger.refused), *(one.name for one in ledger.skipped)]
    return [
        f"audit.yml sources[{place}]: no file in landing/ fits '{mapping.files}', so this mapping does nothing"
        for place, mapping in enumerate(settings.sources, start=1)
        if not any(mapping.matches(name) for name in names)
    ]


def _kpis_by_input() -> dict[str, list[str]]:
    """KPIs that need a table of the canonical model, by `custom.<table>`."""
    needs = defaultdict(list)
    for kpi in declarations():
        for name in kpi.inputs:
            needs[f"custom.{name}"].append(kpi.id)
    return dict(needs)


def _text(found: SourcesReport) -> list[str]:
    lines = [line for row in found.rows for line in _row(row)]
    lines += [f"{one.name}\n    NOT USED ({one.reason}): {one.message}" for one in found.refused]
    lines += [f"{one.name}\n    left alone: {one.reason}" for one in found.skipped]
    lines += [_missing(one) for one in found.missing]
    if not lines:
        return ["landing/ is empty; drop the exports into it"]
    return lines


def _row(row: SourceRow) -> list[str]:
    delimiter = f"delimiter {row.delimiter!r}" if row.delimiter else None
    how = ", ".join(part for part in (row.encoding, delimiter, f"header in line {row.header_line}") if part)
    balance = f"{row.rows_loaded:,} loaded + {row.rows_quarantined:,} quarantined + {row.rows_excluded:,} excluded"
    lines = [
        row.file,
        f"    {row.label} ({row.table}), confidence {row.confidence:.0%}: {row.reason}",
        f"    by: {', '.join(row.deciding) or '—'}",
        f"    {how}; {row.rows_in:,} rows = {balance}",
    ]
    if row.filtered:
        lines.append(f"    {row.filtered:,} rows are kept out of this table by `where:`")
    if row.unmapped:
        lines.append(f"    not mapped (kept in _extra): {', '.join(row.unmapped)}")
    return [*lines, *(f"    note: {note}" for note in row.notes)]


def _missing(one: MissingEntity) -> str:
    costs = f"costs {', '.join(one.kpis)}" if one.kpis else "no KPI depends on it alone"
    return f"no file gives {one.entity} ({costs}); any of these would: {', '.join(one.tables)}"
