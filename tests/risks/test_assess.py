"""Rules of risk: fired, not fired, not assessed, for every rule that is shipped and so for each family."""

from __future__ import annotations

import pytest

from dagster_project.dbt_build import kpi_order
from dagster_project.risks.assess import Reading, assess, assess_all
from dagster_project.risks.rules import FAMILIES, Rule, load_rules

BOOK = load_rules(kpi_order())
RULES = pytest.mark.parametrize("rule", BOOK.rules, ids=[rule.id for rule in BOOK.rules])


def beyond(rule: Rule, threshold: float) -> float:
    """A value just past a threshold, in the direction in which the rule fires."""
    return threshold + 1e-6 if rule.direction == "above" else threshold - 1e-6


@RULES
def test_a_rule_fires_past_each_of_its_thresholds_and_likelier_with_every_one(rule: Rule) -> None:
    for threshold, likelihood in rule.steps:
        found = assess(rule, Reading(beyond(rule, threshold), rule.least))
        assert (found.status, found.likelihood, found.impact) == ("fired", likelihood, rule.impact)
        assert found.score == likelihood * rule.impact
        assert found.threshold == rule.steps[0][0]


@RULES
def test_a_rule_does_not_fire_on_its_threshold(rule: Rule) -> None:
    found = assess(rule, Reading(rule.steps[0][0], rule.least))
    assert (found.status, found.score, found.reason) == ("not_fired", None, None)


@RULES
def test_an_unknown_input_is_not_assessed_and_says_what_is_missing(rule: Rule) -> None:
    found = assess(rule, Reading(reason="no_source", missing="deals.csv"))
    assert (found.status, found.reason, found.missing) == ("not_assessed", "no_source", "deals.csv")
    assert (found.likelihood, found.impact, found.score) == (None, None, None)


@RULES
def test_fewer_cases_than_the_rule_demands_are_not_assessed(rule: Rule) -> None:
    found = assess(rule, Reading(beyond(rule, rule.steps[-1][0]), rule.least - 1))
    assert (found.status, found.reason) == ("not_assessed", "too_few")


def test_every_family_has_rules_and_no_reading_leaves_all_of_them_not_assessed() -> None:
    found = assess_all(BOOK.rules, {})
    assert {one.status for one in found} == {"not_assessed"}
    assert {one.family for one in found} == set(FAMILIES)
    assert min([one.family for one in found].count(family) for family in FAMILIES) >= 4


def test_fired_rules_stand_by_score_then_unknown_then_the_rest_whatever_their_order() -> None:
    readings = {
        "kpi.weekly_active_users": Reading(0.2, 900),
        "figure.untrained_users": Reading(0.2, 30),
        "figure.unused_stages": Reading(0.3, 10),
        "kpi.record_completeness": Reading(1.0, 500),
    }
    found = assess_all(BOOK.rules, readings)
    assert [one.rule for one in found[:3]] == ["low_use", "untrained_users", "unused_stages"]
    assert found[-1].rule == "incomplete_records"
    assert assess_all(reversed(BOOK.rules), readings) == found


def test_an_answer_of_no_fires_and_of_yes_does_not() -> None:
    rule = next(rule for rule in BOOK.rules if rule.id == "no_owner")
    assert assess(rule, Reading(0.0)).status == "fired"
    assert assess(rule, Reading(1.0)).status == "not_fired"
