"""Stages and promises in the report: statuses by stage, answers marked, verdicts in words, what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports.build import render_page
from reports.measures import Text
from reports.rollout import ChecklistItem, Payback, Promise, Rollout
from reports.sections import rollout as section
from reports.sections.context import Context
from reports.sections.views import Section
from reports.sentences import Voice
from reports.words import Words
from tests.reports.evidence_fixture import full

ITEMS = (
    ChecklistItem("a", "analysis", Text("процессы описаны", "processes are described"), "done", "answer"),
    ChecklistItem("b", "pilot", Text("пилот проведён", "a pilot was held"), "not_done", "data"),
    ChecklistItem("c", "pilot", Text("итоги подведены", "it was evaluated"), "not_assessed"),
)
PROMISES = (
    Promise("win_rate", "share", 0.4, date(2026, 6, 30), 0.46, 0.42, 0.5, 380, "ok", True),
    Promise("nps", "points", 50, date(2027, 1, 1), 30, 20, 40, 200, "na", False),
)


def built(given: Rollout | None, language: str = "en") -> Section | None:
    return section.build(Context(replace(full(), rollout=given), Voice(Words(language), "RUB"), "pdf"))


def test_items_stand_by_stage_and_status_and_answers_are_told_from_data() -> None:
    found = built(Rollout(ITEMS, PROMISES))
    assert found
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in found.tables[0].rows}
    assert len(rows) == 6
    assert rows["1. Analysis of processes"] == ["Processes are described (by answer)", "—", "—"]
    assert rows["3. Test and pilot"] == ["—", "A pilot was held", "It was evaluated"]
    assert found.message == "Of 3 items of the roll-out: done 1, not done 1, not assessed 1"


def test_promises_stand_with_target_day_level_interval_and_verdict() -> None:
    found = built(Rollout(ITEMS, PROMISES))
    assert found
    first, second = (
        [(cell.text, cell.sub, cell.mark.word if cell.mark else "") for cell in row.cells]
        for row in found.tables[1].rows
    )
    assert first[1:] == [
        ("40%", "by 30\u00a0Jun\u00a02026", ""), ("46%", "42 to 50; n\u00a0=\u00a0380", ""), ("", "", "Kept"),
    ]  # fmt: skip
    assert second[3] == ("", "", "Not due yet")


def test_without_promises_the_section_says_what_to_add_and_an_older_audit_has_none() -> None:
    found = built(Rollout(ITEMS), "ru")
    assert found and len(found.tables) == 1 and "expectations: в audit.yml" in found.boxes[0].text
    assert built(None) is None


def test_the_section_is_on_the_page() -> None:
    page = render_page(replace(full(), rollout=Rollout(ITEMS, PROMISES)), "ru", "html")
    assert "Этапы внедрения и\u00a0обещанное" in page and "Срок не наступил" in page


PAID = Payback("none", None, 2.5e6, 8.4e6, 60e6, 13.4e6, -6.3e6, 40.2e6, -1.756, 3.824, 3)


def test_the_return_is_a_bound_that_names_its_condition() -> None:
    found = built(Rollout(ITEMS, PROMISES, PAID))
    assert found
    (table,) = (one for one in found.tables if "Return on the CRM" in one.caption)
    lines = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]
    assert lines[0][1] == "RUB 2.5m"
    assert lines[1][1] == "RUB 8.4m" and table.rows[1].cells[0].sub == "14.0% of the sales before, at a margin of 29.8%"
    assert lines[2][1:] == ["+RUB 13.4m", "[−6.3, +40.2]"]
    assert lines[3][0].endswith("if all of the change belonged to the CRM") and lines[3][2] == "−176% to +382%"
    assert table.rows[4].cells[2].mark and table.rows[4].cells[2].mark.word == "Cannot be told"
    assert "is not the effect of the CRM" in table.note and "over 3 years" in table.note


@pytest.mark.parametrize("why", ["no_costs", "no_margin", "not_compared", "no_costs_in_period"])
def test_a_return_that_cannot_be_given_says_what_is_lacking(why: str) -> None:
    for language in ("ru", "en"):
        found = built(Rollout(ITEMS, PROMISES, Payback("na", why)), language)
        assert found and len(found.tables) == 2
        assert found.boxes[0].text == Words(language)(f"payback.why.{why}")
