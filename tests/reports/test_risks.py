"""The register of risks in the report: what fired, what is unknown and how to mend it, what is in order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.build import render_page
from reports.evidence import Evidence
from reports.measures import Text
from reports.sections import risks as section
from reports.sections.context import Context
from reports.sections.views import Section
from reports.sentences import Voice
from reports.words import Words
from tests.reports.evidence_fixture import full
from tests.reports.evidence_risks import risks


def built(evidence: Evidence, language: str) -> Section | None:
    return section.build(Context(evidence, Voice(Words(language), "RUB"), "pdf"))


def cells(language: str, table: int) -> list[list[str]]:
    found = built(replace(full(), risks=risks()), language)
    assert found
    return [[f"{cell.text}|{cell.sub}" for cell in row.cells] for row in found.tables[table].rows]


def test_the_register_says_fact_criterion_score_advice_and_the_kpi_that_proves_it() -> None:
    assert cells("en", 0) == [
        [
            "The CRM stays a second set of books|Low adoption",
            "Active users: 40.0% (n\u00a0=\u00a0915)|Criterion: at least 70.0% (a guess)",
            "4 × 4 = 16|",
            "Find out who does not work in the CRM|Expected: the share of active users rises.",
            "The share of weekly active users|",
        ]
    ]
    assert cells("ru", 0)[0][:3] == [
        "CRM остаётся параллельным учётом|Низкая адаптация сотрудников",
        "Активные пользователи: 40,0\u00a0% (n\u00a0=\u00a0915)|Критерий: не меньше 70,0\u00a0% (экспертная оценка)",
        "4 × 4 = 16|",
    ]


def test_what_is_unknown_is_listed_with_the_file_or_the_answer_that_would_tell() -> None:
    assert cells("en", 1) == [
        ["Unused stages|", "Configuration errors|", "There is no pipeline_stages.csv|", "Load pipeline_stages.csv.|"],
        [
            "Somebody answers for it|",
            "No strategy|",
            "No answer to strategy.owner in audit.yml|",
            "Answer in audit.yml: strategy.owner: true or false.|",
        ],
    ]


@pytest.mark.parametrize(
    ("language", "kept", "message"),
    [
        ("ru", (0, 1, 2, 3), "Выявлено рисков: 1; не оценено правил: 2 из 4"),
        ("en", (0, 1, 2, 3), "Risks found: 1; rules not assessed: 2 of 4"),
        ("en", (0, 3), "Risks found: 1"),
        ("ru", (1, 2, 3), "Оценено правил: 1 из 3; среди них рисков не выявлено"),
        ("en", (1, 2), "Risks are not assessed: there are no data for any of the 2 rules"),
        ("en", (3,), "No risk found; rules looked at: 1"),
    ],
)
def test_the_headline_counts_risks_and_what_could_not_be_judged(
    language: str, kept: tuple[int, ...], message: str
) -> None:
    chosen = tuple(one for place, one in enumerate(risks()) if place in kept)
    found = built(replace(full(), risks=chosen), language)
    assert found and found.message == message


def test_what_was_looked_at_and_is_in_order_is_said_with_its_figure() -> None:
    found = built(replace(full(), risks=risks()), "en")
    assert found and found.notes[0].text == "Entry delay: 5.9\u00a0hours."


def test_the_source_of_a_threshold_and_a_wrong_answer_are_told() -> None:
    fired = replace(risks()[2], status="fired", value=0.0, likelihood=3, impact=4, score=12, reason=None, missing=None)
    found = built(replace(full(), risks=(fired,)), "en")
    assert found
    cell = found.tables[0].rows[0].cells[1]
    assert (cell.text, cell.sub) == ("Somebody answers for it: no", "Criterion: yes (the requirements)")


def test_an_audit_without_rules_has_no_section() -> None:
    assert built(replace(full(), risks=()), "ru") is None


@pytest.mark.parametrize(("language", "title"), [("ru", "Реестр рисков"), ("en", "Register of risks")])
def test_the_page_shows_the_section_and_text_of_exports_stays_text(language: str, title: str) -> None:
    bad = replace(risks()[0], text=Text("<script>x</script>", "<script>x</script>"))
    page = render_page(replace(full(), risks=(bad, *risks()[1:])), language, "html")
    assert title in page and "<script>x</script>" not in page and "&lt;script&gt;x" in page
