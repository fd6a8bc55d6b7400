"""The audit.yml of a simulated workspace."""

from __future__ import annotations

from datetime import date, timedelta

import yaml

from dagster_project.simulate.clock import DAY, EPOCH
from dagster_project.simulate.customer_list import source_entry
from dagster_project.simulate.export_deals import LOST, STAGE_CODES, STAGES, WON
from dagster_project.simulate.replanning import HEADER as CHANGES
from dagster_project.simulate.world import World

WASHOUT_MONTHS = 2
INTEGRATIONS = [
    {"flow": "orders", "systems": ["CRM", "1С"], "mode": "automatic", "direction": "one_way", "key": "ID сделки"},
    {"flow": "stock", "systems": ["CRM", "1С"], "mode": "manual_file", "key": "товар"},
    {"flow": "telephony", "systems": ["АТС", "CRM"], "mode": "automatic", "direction": "one_way", "key": "телефон"},
    {"flow": "helpdesk", "systems": ["Helpdesk", "CRM"], "mode": "none"},
]
CHANGE_COLUMNS = ("deal_id", "property_name", "old_value", "new_value", "entered_at")
LICENCES_PER_YEAR = 1_500_000
IMPLEMENTATION = 3_000_000
MARGIN = 0.3
DEFAULT_PEOPLE_FLOOR = 5
"""Teams of a smaller company would not be shown at all: it has agreed on three."""


def audit_yml(world: World) -> str:
    """Text of audit.yml: company, roll-out by team, windows, stages and survey questions."""
    go_live = world.company.go_live
    last_day = EPOCH + timedelta(days=world.time.end // DAY - 1)
    content = {
        "company": {"name": world.options.company, "unit": "Служба внутреннего аудита"},
        "languages": ["ru", "en"],
        "currency": "RUB",
        "timezone": "Europe/Moscow",
        "as_of": last_day,
        "roll_out": {
            "go_live": EPOCH + timedelta(days=int(go_live.min()) // DAY),
            "washout_months": WASHOUT_MONTHS,
            "teams": {
                name: EPOCH + timedelta(days=int(day) // DAY)
                for name, day in zip(world.company.team_names, go_live, strict=True)
            },
        },
        "integrations": INTEGRATIONS,
        "expectations": [
            {"kpi": "first_response_hours", "target": 12},
            {"kpi": "automation_share", "target": 0.9, "by": last_day},
        ],
        "checklist": {"processes_described": True, "alternatives_compared": False},
        "margin": MARGIN,
        "costs": _costs(EPOCH + timedelta(days=int(go_live.min()) // DAY), last_day),
        "sources": [
            source_entry(),
            {
                "files": "bitrix24_izmeneniya.csv",
                "table": "deal_property_history",
                "source_relation": "bitrix24",
                "columns": dict(zip(CHANGE_COLUMNS, CHANGES, strict=True)),
            },
        ],
        "stages": _stages(),
        "survey_questions": [
            {"pattern": "порекоменд", "kind": "nps", "scale": [0, 10], "respondent": "customer"},
            {"pattern": "^Что нам стоит улучшить", "kind": "text", "respondent": "customer"},
            {"pattern": "^CRM (помогает|легко)", "kind": "tam", "scale": [1, 7], "respondent": "employee"},
            {"pattern": "в CRM|нужна CRM", "kind": "adkar", "scale": [1, 5], "respondent": "employee"},
        ],
    }
    if world.options.seats_per_team < DEFAULT_PEOPLE_FLOOR:
        content["privacy"] = {"suppress_people_below": min(3, world.options.seats_per_team)}
    head = "# Simulated company: see truth.json for what was planted.\n"
    return head + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def _costs(first: date, last: date) -> list[dict[str, object]]:
    """Licences from the first go-live to the end of the data, and one payment that is written off in three years."""
    years = ((last - first).days + 1) / 365.25
    return [
        {"kind": "licences", "amount": round(LICENCES_PER_YEAR * years, 2), "period": [first, last]},
        {"kind": "implementation", "amount": IMPLEMENTATION, "paid_on": first},
    ]


def _stages() -> list[dict[str, object]]:
    open_stages: list[dict[str, object]] = [
        {"stage": stage, "order": order + 1, "category": "open"} for order, stage in enumerate(STAGES)
    ]
    codes: list[dict[str, object]] = []
    names = (*STAGES, WON, LOST)
    for prefix in ("", "C2:"):
        for order, code in enumerate(STAGE_CODES):
            category = ("open", "won", "lost")[max(0, order - 4)]
            codes.append({"stage": prefix + code, "name": names[order], "order": order + 1, "category": category})
    final: list[dict[str, object]] = [
        {"stage": WON, "order": 6, "category": "won"},
        {"stage": LOST, "order": 7, "category": "lost"},
    ]
    return open_stages + final + codes
