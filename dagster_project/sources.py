"""`crm-audit sources`: which file was recognised as what and why, and what is missing."""

from __future__ import annotations

import dataclasses
import json
import re
import textwrap
from collections import defaultdict
from pathlib import Path

import duckdb

from dagster_project.conclude import declarations
from dagster_project.errors import InputError
from dagster_project.ingest.catalogue import Catalogue
from dagster_project.ingest.ledger import Ledger
from dagster_project.ingest.loader import ingest
from dagster_project.ingest.relations import create_raw_relations
from dagster_project.ingest.shown import shown
from dagster_project.ingest.sources_report import MissingEntity, SourceRow, SourcesReport, sources_report
from dagster_project.load import catalogue_for
from dagster_project.lock import locked
from dagster_project.settings import Settings, load_settings
from dagster_project.stages import unknown_stages
from dagster_project.workspace import Workspace

WIDTH = 79


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
    told = [*_idle_mappings(settings, ledger), *_silent_surveys(settings, found)]
    return "\n".join([*_text(found), *told, *_open_stages(settings, catalogue, ledger)])


def _silent_surveys(settings: Settings, found: SourcesReport) -> list[str]:
    """Survey files none of whose questions audit.yml gives a meaning: no KPI can come from them."""
    return [
        f"{row.file}: no question has a meaning yet; give it in audit.yml, for example: "
        'survey_questions: [{pattern: "(?i)recommend", kind: nps, scale: [0, 10]}]'
        for row in found.rows
        if row.questions
        and not any(re.search(one.pattern, text) for one in settings.survey_questions for text in row.questions)
    ]


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
    blocks = [_table(found), *(_row(row) for row in found.rows)]
    blocks += [[one.name, *_indented(f"NOT USED ({one.reason}): {one.message}")] for one in found.refused]
    blocks += [[one.name, *_indented(f"left alone: {one.reason}")] for one in found.skipped]
    blocks += [_missing(one) for one in found.missing]
    lines = [line for block in blocks if block for line in (*block, "")]
    return lines[:-1] or ["landing/ is empty; drop the exports into it"]


def _table(found: SourcesReport) -> list[str]:
    """One line for each file and table: what it is and what became of its rows."""
    cells = [("file", "recognised as", "loaded", "quarantined", "excluded")]
    cells += [
        (row.file, row.label, f"{row.rows_loaded:,}", f"{row.rows_quarantined:,}", f"{row.rows_excluded:,}")
        for row in found.rows
    ]
    cells += [(one.name, "NOT USED", "", "", "") for one in found.refused]
    if len(cells) == 1:
        return []
    widths = [max(len(line[place]) for line in cells) for place in range(5)]
    return [
        "  ".join(
            cell.ljust(width) if place < 2 else cell.rjust(width) for place, (cell, width) in enumerate(pairs)
        ).rstrip()
        for pairs in (list(zip(line, widths, strict=True)) for line in cells)
    ]


def _row(row: SourceRow) -> list[str]:
    delimiter = f"delimiter {row.delimiter!r}" if row.delimiter else None
    how = ", ".join(part for part in (row.encoding, delimiter, f"header in line {row.header_line}") if part)
    balance = f"{row.rows_loaded:,} loaded + {row.rows_quarantined:,} quarantined + {row.rows_excluded:,} excluded"
    facts = [
        f"{row.label} ({row.table}), entity {row.entity}, confidence {row.confidence:.0%}: {row.reason}",
        f"dialect: {row.dialect}",
        f"by: {', '.join(map(shown, row.deciding)) or '—'}",
        f"{how}; {row.rows_in:,} rows = {balance}",
    ]
    if row.filtered:
        facts.append(f"{row.filtered:,} rows are kept out of this table by `where:`")
    if row.questions:
        facts.append(f"read as questions of the survey: {', '.join(row.questions)}")
    if row.stage_dates:
        facts.append(f"read as dates of stages: {', '.join(row.stage_dates)}")
    if row.unmapped:
        facts.append(f"not mapped (kept in _extra): {', '.join(map(shown, row.unmapped))}")
    facts += [f"note: {note}" for note in row.notes]
    return [row.file, *(line for fact in facts for line in _indented(fact))]


def _indented(text: str) -> list[str]:
    """The text under the name of its file, in lines that fit a terminal; its continuation stands further in."""
    return textwrap.wrap(
        text, WIDTH, initial_indent="    ", subsequent_indent="      ", break_long_words=False, break_on_hyphens=False
    )


def _missing(one: MissingEntity) -> list[str]:
    costs = f"costs {', '.join(one.kpis)}" if one.kpis else "no KPI depends on it alone"
    return [f"no file gives {one.entity}", *_indented(f"{costs}; any of these would: {', '.join(one.tables)}")]
