"""Where results differ: best and weakest team with intervals, what is clear, what is hidden, what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.build import render_page
from reports.measures import Reason
from reports.sections import segments as section
from reports.sections.context import Context
from reports.sections.views import Section
from reports.segments import Segments
from reports.sentences import Voice
from reports.words import Words
from tests.reports.evidence_fixture import full
from tests.reports.evidence_segments import segments


def built(found: Segments, language: str = "en") -> Section | None:
    return section.build(Context(replace(full(), segments=found), Voice(Words(language), "RUB"), "pdf"))


def test_the_best_and_the_weakest_team_stand_with_interval_rows_and_their_own_changes() -> None:
    found = built(segments())
    assert found
    assert [[f"{cell.text}|{cell.sub}" for cell in row.cells] for row in found.tables[0].rows] == [
        [
            "The share of deals won|",
            "Отдел Север: 46%|41 to 51; n\u00a0=\u00a0380",
            "Отдел Юг: 29%|24 to 35; n\u00a0=\u00a0260",
            "Clear|",
            "better 2, worse 1 of 4 compared|",
        ]
    ]
    assert found.message == "Teams differ clearly in 1 of 1 key indicators"
    assert "not shown, as too few people or rows stand behind them: 3" in found.notes[0].text


def test_other_parts_are_listed_only_where_they_differ_clearly_and_without_an_invented_interval() -> None:
    found = built(segments())
    assert found
    (row,) = found.tables[1].rows
    assert (row.cells[0].sub, row.cells[2].text, row.cells[2].sub) == (
        "By channel", "Выставка: 11.0%", "n\u00a0=\u00a064",
    )  # fmt: skip
    assert row.cells[4].text == "Not compared"


def test_teams_that_do_not_differ_are_said_so_and_parts_alone_make_no_statement_on_teams() -> None:
    one, channel, _ = segments().spreads
    unclear = built(Segments((replace(one, is_clear=False),)), "ru")
    assert unclear and unclear.message == "Ни в одном из 1 ключевых показателей отделы явно не различаются"
    assert unclear.tables[0].rows[0].cells[3].text == "Явного различия нет"
    others = built(Segments((channel,)))
    assert others and others.message == "Parts of the company differ clearly in some indicators"
    none = built(Segments((replace(channel, is_clear=False),)))
    assert none and none.tables == () and none.message == "No clear differences between the parts of the company"


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (Reason("no_source", file="users.csv"), "because: there is no users.csv. Load users.csv."),
        (Reason("suppressed"), "privacy.suppress_people_below"),
    ],
)
def test_without_any_part_the_section_says_what_is_missing(why: Reason, told: str) -> None:
    found = built(Segments(missing=why))
    assert found and found.tables == () and told in found.boxes[0].text
    assert built(Segments()) is None


@pytest.mark.parametrize(("language", "title"), [("ru", "Где результаты различаются"), ("en", "Where results differ")])
def test_the_section_is_on_the_page_and_names_are_escaped(language: str, title: str) -> None:
    one = segments().spreads[0]
    bad = replace(one, best=replace(one.best, name="<script>x</script>"))
    page = render_page(replace(full(), segments=Segments((bad,))), language, "html")
    assert title in page and "<script>x" not in page
