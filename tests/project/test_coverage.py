"""docs/coverage.md: every requirement has a living counterpart or says honestly that it has none yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from pydantic import BaseModel

from dagster_project.cli import _register_simulate, cli
from dagster_project.dbt_build import kpi_order
from dagster_project.evidence.figures import BUILDERS
from dagster_project.paths import dbt_project
from dagster_project.risks.rules import load_rules
from dagster_project.settings import Settings
from reports.words import Words
from tests.check_demo import FILES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
N_REQUIREMENTS = 73

IN_PART, NOT_YET = 15, 8
"""Requirements answered in part and not at all. They only fall: what was answered once stays answered."""


class Requirement(NamedTuple):
    """One line of the page; ``answered`` is yes, in part or not yet."""

    number: int
    asked: str
    answered: str
    by: tuple[str, ...]
    lacking: str


def requirements(page: str) -> list[Requirement]:
    """The lines of the table of a page."""
    lines = [re.split(r"\s*\|\s*", line)[1:-1] for line in page.splitlines() if re.match(r"\| \d", line)]
    return [
        Requirement(int(number), asked, answered, tuple(re.findall(r"`([^`]+)`", by)), lacking)
        for number, asked, answered, by, lacking in lines
    ]


def _is_setting(name: str) -> bool:
    model: type[BaseModel] = Settings
    for part in name.split("."):
        field = model.model_fields.get(part)
        if field is None:
            return False
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            model = field.annotation
    return True


def counterparts() -> dict[str, Callable[[str], bool]]:
    """Kind of a counterpart → whether one of that name exists."""
    _register_simulate()
    marts = {path.stem for path in (dbt_project() / "models" / "marts").rglob("*.sql")}
    risks = {rule.id for rule in load_rules(kpi_order()).rules}
    words = [Words(language) for language in ("ru", "en")]
    return {
        "kpi": lambda name: name in kpi_order() and f"kpi_{name}" in marts,
        "mart": marts.__contains__,
        "section": lambda name: all(one.has(f"section.{name}") for one in words),
        "figure": BUILDERS.__contains__,
        "risk": risks.__contains__,
        "setting": _is_setting,
        "command": cli.commands.__contains__,
        "output": FILES.__contains__,
    }


def dead(found: list[Requirement]) -> list[str]:
    """Every counterpart that does not exist, by the number of its requirement."""
    known = counterparts()
    named = [(one.number, *name.partition(":")[::2]) for one in found for name in one.by]
    return [f"{number}: {kind}:{name}" for number, kind, name in named if kind not in known or not known[kind](name)]


def test_every_requirement_stands_on_the_page_once_and_in_order() -> None:
    assert [one.number for one in requirements(PAGE)] == list(range(1, N_REQUIREMENTS + 1))


def test_every_counterpart_exists() -> None:
    assert dead(requirements(PAGE)) == []


def test_what_is_answered_has_a_counterpart_and_what_is_not_says_what_is_lacking() -> None:
    found = requirements(PAGE)
    assert {one.answered for one in found} <= {"yes", "in part", "not yet"}
    assert [one.number for one in found if bool(one.by) != (one.answered != "not yet")] == []
    assert [one.number for one in found if bool(one.lacking) != (one.answered != "yes")] == []
    assert [one.number for one in found if not one.asked] == []


def test_the_head_of_the_page_counts_its_lines() -> None:
    counts = Counter(one.answered for one in requirements(PAGE))
    head = f"**{counts['yes']} are answered, {counts['in part']} in part, {counts['not yet']} not yet**"
    assert head in PAGE


def test_what_is_lacking_only_becomes_less() -> None:
    counts = Counter(one.answered for one in requirements(PAGE))
    assert counts["not yet"] <= NOT_YET, "a requirement lost its counterpart"
    assert counts["not yet"] + counts["in part"] <= NOT_YET + IN_PART, "a requirement is answered less than before"
    assert (counts["in part"], counts["not yet"]) == (IN_PART, NOT_YET), "better than before: lower the limits above"


@pytest.mark.parametrize(
    "name",
    ["kpi:nothing", "mart:nothing", "section:nothing", "figure:nothing", "risk:nothing", "setting:roll_out.nothing",
     "command:nothing", "output:nothing.csv", "nothing:kpi", "kpi"],
)  # fmt: skip
def test_a_counterpart_that_does_not_exist_is_found(name: str) -> None:
    line = f"| 7 | Something | yes | `kpi:nps` `{name}` | |"
    assert [one.partition(":")[0] for one in dead(requirements(line))] == ["7"]


def test_every_rule_of_risk_answers_a_requirement() -> None:
    named = {name for one in requirements(PAGE) for name in one.by}
    assert sorted({f"risk:{rule.id}" for rule in load_rules(kpi_order()).rules} - named) == []
