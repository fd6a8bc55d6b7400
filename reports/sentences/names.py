"""What people call the tables and columns of the warehouse."""

from __future__ import annotations

from reports.words import Words

_SAME = {
    "activity": "activities",
    "api_leads": "deals",
    "cases": "tickets",
    "company": "companies",
    "conversations": "tickets",
    "deal_changes": "deal_property_history",
    "deal_flow": "deal_stage_history",
    "deal_stages": "deal_stage_history",
    "employment": "employment_periods",
    "engagements": "activities",
    "google": "reviews",
    "logins": "crm_sessions",
    "opportunities": "deals",
    "opportunity_field_history": "deal_property_history",
    "opportunity_history": "deal_stage_history",
    "opportunity_versions": "deal_stage_history",
    "pipeline_stages": "stages",
    "plan": "sales_targets",
    "report_lines": "sales_orders",
    "responses": "survey_responses",
    "pipeline_stage": "stages",
    "sales": "sales_orders",
    "stage_history": "deal_stage_history",
    "survey": "survey_responses",
    "training": "training_events",
}
"""Names of raw tables and entities that are another name of a canonical table."""


def table_name(words: Words, table: str) -> str:
    """What people call a table: "Сделки" for `bitrix24.deals` and `int_deals__unified`; an unknown one as it is."""
    bare = table.rpartition(".")[2].removeprefix("int_").removesuffix("__unified")
    bare = _SAME.get(bare, bare)
    for name in (bare, f"{bare}s"):
        if words.has(f"entity.{name}"):
            return words(f"entity.{name}")
    return table


def column_name(words: Words, column: str) -> str:
    """What people call a column: "дата создания" for `created_at`; of several, each; an unknown one as it is."""
    found = (words.first(f"column.{name}", "figure.verbatim", text=name) for name in column.split(", "))
    return ", ".join(dict.fromkeys(found))
