"""Columns that no declared column takes and that the models read all the same: questions, and dates of stages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dagster_project.ingest.catalogue import CUSTOM, Table

# The patterns of the macros entered_property and entered_header (dbt/macros/history.sql).
ENTERED_PROPERTY = r"(property_|properties\.)?hs(?:_v2)?_date_entered_(.+)"
ENTERED_HEADER = r"(?i)(date entered|дата входа(?: в| на)?(?: этап| стадию)?) [\"“«](.+?)( \(([^()]*)\))?[\"”»]"

# Tables whose rows are also rows of another entity.
ALSO_GIVES = {
    "amocrm.deals": "lead",
    "amocrm.api_leads": "lead",
    "custom.ticket_events": "ticket",
    "custom.payments": "sales_order",
    "custom.deal_property_history": "deal_stage_history",
    "hubspot.deal_stages": "deal_property_history",
    "pipedrive.deal_flow": "deal_property_history",
    "salesforce.opportunity_history": "deal_property_history",
    "salesforce.opportunity_field_history": "deal_property_history",
    "salesforce.opportunity_versions": "deal_property_history",
}


@dataclass(frozen=True)
class ReadBesides:
    """Headers of a file by what becomes of them: questions of a survey, dates of stages, and those kept unread."""

    questions: tuple[str, ...]
    stage_dates: tuple[str, ...]
    unread: tuple[str, ...]


def read_besides(table: Table | None, unmapped: Sequence[str]) -> ReadBesides:
    """Sort the headers that no declared column of `table` takes. Raises nothing."""
    if table is not None and table.entity == "survey_response" and table.system != CUSTOM:
        return ReadBesides(tuple(unmapped), (), ())
    dates = tuple(h for h in unmapped if table is not None and table.full_name == "hubspot.deals" and _is_entry(h))
    return ReadBesides((), dates, tuple(header for header in unmapped if header not in dates))


def entities_given(table: Table, besides: ReadBesides) -> tuple[str, ...]:
    """Every entity that a file of this table gives rows of."""
    more = (ALSO_GIVES.get(table.full_name), "deal_stage_history" if besides.stage_dates else None)
    return (table.entity or table.name, *(entity for entity in more if entity))


def _is_entry(header: str) -> bool:
    return any(re.fullmatch(pattern, header) for pattern in (ENTERED_PROPERTY, ENTERED_HEADER))
