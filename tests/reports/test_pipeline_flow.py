"""The waterfall of the pipeline: what is drawn, what is said of it, and what is said where it is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reports.evidence import Gap
from reports.flow_figures import PipelineFlow
from reports.measures import Reason, Text
from reports.sections.drawings import drawing
from reports.sections.gaps import gap_box, merged
from reports.sections.views import Drawing
from tests.reports.evidence_figures import pipeline_flow
from tests.reports.test_bottlenecks import NBSP, context

FLOW = pipeline_flow()


def drawn(figure: PipelineFlow, language: str = "ru") -> Drawing:
    found = drawing(context(language), figure)
    assert found is not None
    return found


def printed(figure: PipelineFlow) -> list[Decimal]:
    """The numbers of the data table of the chart, from the start to the end."""
    wide = replace(context("ru"), target="html")
    found = drawing(wide, figure)
    assert found is not None and found.data is not None
    cells = [
        row[1].replace(NBSP, "").replace("\u2212", "-").replace("+", "").replace(",", ".") for row in found.data.rows
    ]
    return [Decimal(cell) for cell in cells if cell != "—"]


def test_the_steps_add_up_as_printed() -> None:
    numbers = printed(FLOW)
    assert numbers[0] == 6603 and numbers[-1] == 365
    assert sum(numbers[:-1]) == numbers[-1]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ru", "Июнь 2026 г.: выиграно 8,6 млн руб., проиграно 3,3 млн руб., перенесено 0,8 млн руб., не закрыто"),
        ("en", "June 2026: RUB 8.6m won, RUB 3.3m lost, RUB 0.8m pushed out, RUB 0.4m left open"),
    ],
)
def test_the_title_says_what_became_of_the_pipeline(language: str, expected: str) -> None:
    assert drawn(FLOW, language).title.replace(NBSP, " ").startswith(expected)


def test_a_month_in_which_nothing_was_pushed_out_or_left_open_does_not_say_so() -> None:
    steps = tuple(replace(one, amount=0.0) if one.step == "pushed_out" else one for one in FLOW.steps)
    title = drawn(replace(FLOW, steps=steps, opening=5_418_000.0, closing=0.0)).title
    assert "перенесено" not in title and "не закрыто" not in title


def test_what_stands_outside_the_chart_is_counted_below_it() -> None:
    note = drawn(replace(FLOW, n_other_currency=3), "en").note
    assert "Open without a planned date: 2" in note and "In another currency: 3" in note
    assert "deal_changes.csv" in note
    assert "currency" not in drawn(FLOW, "en").note


def test_by_exports_the_days_are_told_and_amounts_without_a_history_are_no_zeros() -> None:
    steps = tuple(replace(one, amount=None) if one.step in ("up", "down") else one for one in FLOW.steps)
    flow = replace(FLOW, steps=steps, opening=6_627_800.0, starts_on=date(2026, 5, 31), is_by_exports=True)
    found = drawn(flow)
    assert found.title.startswith("31.05.2026–30.06.2026:")
    assert "от одной выгрузки" in found.note and "Изменения сумм" in found.note
    assert len(printed(flow)) == len(FLOW.steps)


def test_the_steps_of_the_invented_flow_add_up() -> None:
    assert FLOW.opening + sum(one.amount or 0 for one in FLOW.steps) == pytest.approx(FLOW.closing)


def test_the_movement_is_not_assessed_together_with_the_slippage_of_dates() -> None:
    words = context("ru")
    one = Gap("other", "funnel", Text("перенос сроков", "slippage"), Reason("no_source", file="deal_changes.csv"),
              file="deal_changes.csv", columns=("deal_id",))  # fmt: skip
    other = replace(one, subject="pipeline_movement", label=Text("движение воронки", "movement"))
    boxes = merged([gap_box(words, one), gap_box(words, other)])
    assert [box.title for box in boxes] == ["перенос сроков, движение воронки"]
    assert "deal_changes.csv" in boxes[0].text
