"""rules.yml: what is shipped is whole, and a broken rule is told by file and key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_project.dbt_build import kpi_order
from dagster_project.errors import InputError
from dagster_project.paths import dbt_project
from dagster_project.risks.rules import RULES, load_rules
from dagster_project.settings_strategy import Strategy

KPIS = kpi_order()
TEXT = {"ru": "а", "en": "a"}
RULE: dict[str, Any] = {
    "id": "low_use", "family": "low_adoption", "input": "kpi.nps", "below": {0.7: 3, 0.5: 4}, "source": "guess",
    "impact": 4, "risk": TEXT, "recommendation": TEXT, "expected": TEXT, "check": "nps",
}  # fmt: skip


def told(tmp_path: Path, *rules: dict[str, Any], **other: Any) -> str:
    """The message about a file with these rules."""
    book = {"figures": {"untrained_users": {"label": TEXT, "needs": ["users"]}}, "answers": {"goals": TEXT}}
    path = tmp_path / "rules.yml"
    path.write_text(yaml.safe_dump({**book, "rules": list(rules), **other}, allow_unicode=True), encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_rules(["nps", "csat"], path)
    return str(error.value)


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in RULE.items() if name != key}


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({**RULE, "familly": "x"}, "unknown key rules[1].familly; did you mean family?"),
        (without("impact"), "the key rules[1].impact is missing"),
        ({**RULE, "impact": 6}, "key rules[1].impact: "),
        ({**RULE, "family": "bad_luck"}, "key rules[1].family: expected 'low_adoption', 'configuration_errors'"),
        ({**RULE, "below": {0.7: 9}}, "key rules[1].below.0.7: "),
        ({**RULE, "below": {}}, "key rules[1].below: "),
        ({**RULE, "above": {0.7: 3}}, "rule low_use: give either `above` or `below`"),
        (without("below"), "rule low_use: give either `above` or `below`"),
        ({**RULE, "below": {0.7: 4, 0.5: 3}}, "rule low_use: the likelihood must rise"),
        ({**RULE, "risk": {"ru": "а"}}, "the key rules[1].risk.en is missing"),
        ({**RULE, "input": "kpi.nsp"}, "rule low_use: 'nsp' is not an input of the kind kpi; did you mean nps?"),
        ({**RULE, "input": "figure.untrained"}, "'untrained' is not an input of the kind figure; did you mean"),
        ({**RULE, "input": "answer.money"}, "'money' is not an input of the kind answer"),
        ({**RULE, "input": "kpis.nps"}, "'kpis' is not a kind of input; did you mean kpi?"),
        ({**RULE, "check": "nsp"}, "rule low_use: 'nsp' is not a KPI; did you mean nps?"),
        ({**RULE, "source": "somewhere"}, "key rules[1].source"),
    ],
)
def test_a_broken_rule_is_told_by_file_and_key(tmp_path: Path, rule: dict[str, Any], words: str) -> None:
    message = told(tmp_path, rule)
    assert message.startswith("rules.yml")
    assert words in message


def test_two_rules_of_one_name_an_unknown_export_and_an_unknown_answer_are_told(tmp_path: Path) -> None:
    assert "two rules are called low_use" in told(tmp_path, RULE, RULE)
    figure = {"untrained_users": {"label": TEXT, "needs": ["user"]}}
    assert "key figures.untrained_users.needs: 'user' is not an export; did you mean users?" in told(
        tmp_path, RULE, figures=figure
    )
    assert "'goal' is not a key of `strategy` in audit.yml; did you mean goals?" in told(
        tmp_path, RULE, answers={"goal": TEXT}
    )


def test_what_is_no_yaml_or_no_mapping_is_told(tmp_path: Path) -> None:
    path = tmp_path / "rules.yml"
    path.write_text("rules: [", encoding="utf-8")
    with pytest.raises(InputError, match=r"^rules.yml, line 1: not valid YAML"):
        load_rules(KPIS, path)
    path.write_text("- a", encoding="utf-8")
    with pytest.raises(InputError, match=r"^rules.yml: expected the keys figures, answers and rules"):
        load_rules(KPIS, path)


def test_figures_of_the_rules_and_of_the_mart_are_the_same() -> None:
    models = (dbt_project() / "models" / "marts" / "risks").glob("risk_figures__*.sql")
    made = {
        name
        for path in models
        for pair in re.findall(r"figure='(\w+)'|'(\w+)' as figure", path.read_text(encoding="utf-8"))
        for name in pair
        if name
    }
    book = load_rules(KPIS)
    used = {rule.name for rule in book.rules if rule.kind == "figure"}
    assert made == set(book.figures) == used


def test_every_answer_that_audit_yml_takes_has_a_rule() -> None:
    assert {rule.name for rule in load_rules(KPIS).rules if rule.kind == "answer"} == set(Strategy.model_fields)


def test_a_guess_is_marked_as_such() -> None:
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))["rules"]
    assert all(rule["source"] == "guess" or set(rule["source"]) == {"ru", "en"} for rule in rules)
    assert any(rule["source"] == "guess" for rule in rules)
