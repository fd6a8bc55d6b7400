"""Stages of a roll-out and promises: each status, data before answers, every verdict, settings with messages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dagster_project.errors import InputError
from dagster_project.rollout.assess import KpiLevel, judge_items, judge_promise
from dagster_project.rollout.items import STAGES, Item, load_items
from dagster_project.settings import load_settings

AS_OF = date(2026, 6, 30)


def outcomes(
    facts: dict[str, bool | None], levels: dict[str, float | None], answers: dict[str, bool]
) -> dict[str, str]:
    found = judge_items(load_items(), facts, levels, answers)
    return {one.item: f"{one.status}/{one.origin}" for one in found}


def test_each_of_the_six_stages_has_items_and_every_id_stands_once() -> None:
    items = load_items()
    assert tuple(dict.fromkeys(item.stage for item in items)) == STAGES
    assert len({item.id for item in items}) == len(items)


def test_what_nobody_tells_is_not_assessed() -> None:
    assert set(outcomes({}, {}, {}).values()) == {"not_assessed/None"}


def test_data_go_before_answers_and_answers_fill_what_data_do_not_tell() -> None:
    answers = {"pilot_held": False, "processes_described": True, "in_use": True, "staff_trained": False}
    levels = {"kpi.weekly_active_users": 0.4, "figure.untrained_users": None}
    found = outcomes({"pilot_held": True}, levels, answers)
    assert found["pilot_held"] == "done/data"
    assert found["processes_described"] == "done/answer"
    assert found["in_use"] == "not_done/data"
    assert found["staff_trained"] == "not_done/answer"


def test_a_level_at_its_limit_is_enough() -> None:
    levels = {"kpi.weekly_active_users": 0.7, "figure.untrained_users": 0.2, "figure.orders_without_deal": 0.21}
    found = outcomes({}, levels, {})
    assert (found["in_use"], found["staff_trained"], found["old_ways_closed"]) == (
        "done/data", "done/data", "not_done/data",
    )  # fmt: skip


def test_an_item_without_a_limit_or_with_an_unknown_fact_is_refused() -> None:
    words = {"ru": "да", "en": "yes"}
    with pytest.raises(ValueError, match="at_least and at_most"):
        Item.model_validate({"id": "x", "stage": "pilot", "input": "kpi.win_rate", "label": words})
    with pytest.raises(ValueError, match=r"fact\.moon is no fact"):
        Item.model_validate({"id": "x", "stage": "pilot", "input": "fact.moon", "label": words})


@pytest.mark.parametrize(
    ("better", "target", "level", "verdict"),
    [
        ("higher", 0.40, KpiLevel(0.50, 0.45, 0.55, 90), "ok"),
        ("higher", 0.40, KpiLevel(0.42, 0.35, 0.49, 90), "likely"),
        ("higher", 0.40, KpiLevel(0.38, 0.31, 0.45, 90), "none"),
        ("higher", 0.40, KpiLevel(0.20, 0.15, 0.25, 90), "bad"),
        ("lower", 4.0, KpiLevel(2.0, 1.5, 3.0, 90), "ok"),
        ("lower", 4.0, KpiLevel(6.0, 5.0, 7.0, 90), "bad"),
        ("lower", 4.0, KpiLevel(4.5, 3.5, 7.0, 90), "none"),
        ("higher", 100.0, KpiLevel(101.0, n=9), "likely"),
        ("higher", 100.0, KpiLevel(96.0, n=9), "none"),
        ("higher", 100.0, KpiLevel(90.0, n=9), "bad"),
        ("higher", 100.0, KpiLevel(None), "na"),
    ],
)
def test_a_promise_is_kept_when_the_whole_interval_reaches_the_target(
    better: str, target: float, level: KpiLevel, verdict: str
) -> None:
    assert judge_promise("x", target, None, better, level, AS_OF).verdict == verdict


def test_a_promise_whose_day_is_to_come_is_not_judged() -> None:
    found = judge_promise("x", 1.0, date(2026, 7, 1), "higher", KpiLevel(2.0, 1.5, 2.5, 50), AS_OF)
    assert (found.verdict, found.is_due) == ("na", False)
    assert judge_promise("x", 1.0, AS_OF, "higher", KpiLevel(2.0, 1.5, 2.5, 50), AS_OF).is_due


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("expectations: [{kpi: win_rates, target: 0.4}]", "win_rate"),
        ("checklist: {pilot_helt: true}", "pilot_held"),
        ("expectations: [{kpi: win_rate}]", "target"),
    ],
)
def test_a_wrong_key_or_kpi_names_the_nearest_right_one(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "audit.yml").write_text(f"company: {{name: X}}\n{text}\n", encoding="utf-8")
    with pytest.raises(InputError, match=told):
        load_settings(tmp_path)
