"""Descriptive figures over all data that are not compared: exact counts, means and medians of the area marts."""

from __future__ import annotations

import duckdb

from dagster_project.evidence.facts import (
    adoption,
    automation,
    cycle,
    data_quality,
    entry_habits,
    funnel,
    productivity,
    retention,
    sales,
    satisfaction,
    segments,
    support,
    training,
)
from dagster_project.evidence.facts.figure import Figure, Section
from dagster_project.evidence.rows import read
from dagster_project.evidence.sources import files_of
from dagster_project.ingest.ledger import Ledger
from reports.measures import Fact

AREAS = (
    sales, funnel, cycle, retention, segments, productivity, satisfaction, support, automation, adoption, data_quality,
    entry_habits, training,
)  # fmt: skip
SECTIONS: tuple[Section, ...] = tuple(section for area in AREAS for section in area.SECTIONS)
"""The small tables of descriptive figures, in the order of the report."""


def facts(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> tuple[Fact, ...]:
    """All descriptive figures for which there are data, in the order of the report."""
    found = []
    for section in SECTIONS:
        files = files_of(ledger, section.inputs)
        for row in read(connection, section.relation, section.order_by):
            found += [_fact(section, figure, files) for figure in section.build(row)]
    return tuple(found)


def _fact(section: Section, figure: Figure, files: tuple[str, ...]) -> Fact:
    return Fact(
        fact=figure.name,
        area=section.area,
        label=figure.label,
        value=figure.value,
        unit=figure.unit,
        n=figure.n,
        definition=figure.definition,
        group=section.caption,
        row=figure.row,
        sources=files,
    )
