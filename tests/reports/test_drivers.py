"""What goes with won and fast deals in the section of the funnel: shares, difference, and what is said without any."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.build import render_page
from reports.drivers import Driver, Drivers
from reports.sections import drivers as section
from reports.sections.context import Context
from reports.sentences import Voice
from reports.words import Words
from tests.reports.evidence_fixture import full

FOUND = Drivers(
    (
        Driver("won", "customer_kind", "known", 327, 0.667, 0.395, 0.21, 0.33),
        Driver("fast", "channel", "Выставка", 41, 0.32, 0.52, -0.36, -0.03),
    ),
    94,
    ("channel", "customer_kind"),
)


def context(given: Drivers | None, language: str) -> Context:
    return Context(replace(full(), drivers=given), Voice(Words(language), "RUB"), "pdf")


def test_the_table_says_attribute_outcome_both_shares_and_the_difference() -> None:
    (table,) = section.driver_tables(context(FOUND, "en"), "funnel")
    assert [[f"{cell.text}|{cell.sub}" for cell in row.cells] for row in table.rows] == [
        ["Customer: had bought before|", "won deals|n\u00a0=\u00a0327", "67%|", "40%|", "+27\u00a0pp|[+21,\u00a0+33]"],
        ["Channel: Выставка|", "fast ones among won|n\u00a0=\u00a041", "32%|", "52%|", "−20\u00a0pp|[−36,\u00a0−3]"],
    ]
    assert "94 comparisons" in table.note and "does not say what brings what about" in table.note
    (russian,) = section.driver_tables(context(FOUND, "ru"), "funnel")
    assert russian.rows[0].cells[0].text == "Клиент: покупал раньше"


@pytest.mark.parametrize(
    ("given", "told", "mark"),
    [
        (Drivers(n_tested=80), "None of 80 comparisons", "none"),
        (Drivers(), "each value needs 30 deals", "na"),
    ],
)
def test_without_a_finding_the_section_says_whether_anything_was_compared(given: Drivers, told: str, mark: str) -> None:
    assert section.driver_tables(context(given, "en"), "funnel") == []
    (box,) = section.driver_boxes(context(given, "en"), "funnel")
    assert told in box.text and box.mark and box.mark.key == mark


def test_other_sections_and_an_older_audit_show_nothing() -> None:
    assert (
        section.driver_tables(context(FOUND, "en"), "sales")
        == section.driver_boxes(context(FOUND, "en"), "sales")
        == []
    )
    assert (
        section.driver_tables(context(None, "en"), "funnel")
        == section.driver_boxes(context(None, "en"), "funnel")
        == []
    )


def test_values_of_exports_are_escaped_on_the_page() -> None:
    bad = replace(FOUND.found[1], value="<script>x</script>")
    page = render_page(replace(full(), drivers=replace(FOUND, found=(bad,))), "ru", "html")
    assert "Что сопутствует" in page and "<script>x" not in page
