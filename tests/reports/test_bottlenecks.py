"""The ranking of stages in the report: the worst one is named, and what cannot be known is never a zero."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from dagster_project.evidence import stages
from dagster_project.evidence.rows import read
from reports.format import NBSP
from reports.sections.bottlenecks import bottleneck_boxes, bottleneck_table
from reports.sections.context import Context
from reports.sections.report import report
from reports.sentences import Voice, captions
from reports.stage_figures import BottleneckRow, Bottlenecks
from reports.words import Words
from tests.reports import evidence_fixture as fixture
from tests.reports.evidence_figures import bottleneck_rows

RANKED = Bottlenecks("funnel", "Продажи", bottleneck_rows(), True, 180, 7, ("deals.csv",))
CURRENT = Bottlenecks(
    "funnel",
    "",
    (BottleneckRow("Оферта", n_open=9, open_amount=9e6, median_days_open=40, n_stuck=2, stuck_amount=1e6),),
    is_assessed=False,
)


def context(language: str) -> Context:
    return Context(fixture.full(), Voice(Words(language)), "pdf")


def texts(figure: Bottlenecks, language: str) -> list[list[str]]:
    table = bottleneck_table(context(language), figure)
    return [[f"{one.text} {one.sub}".strip().replace(NBSP, " ") for one in row.cells] for row in table.rows]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "ru",
            "Узкое место — этап «Предложение»: дальше проходит 46 % сделок; медиана времени в этапе — 4,9 дня; "
            "здесь теряется 24,1 млн руб. в год.",
        ),
        (
            "en",
            "The bottleneck is the stage “Предложение”: 46% of deals move on; the median time in the stage is 4.9 "
            "days; RUB 24.1m a year is lost here.",
        ),
    ],
)
def test_the_worst_stage_is_named_with_what_it_costs(language: str, expected: str) -> None:
    sentence = captions.bottleneck(Voice(Words(language)), RANKED)
    assert sentence is not None
    assert sentence.replace(NBSP, " ") == expected
    section = next(one for one in report(fixture.full(), language, "pdf").areas if one.anchor == "funnel")
    assert section.bullets[0].replace(NBSP, " ") == expected


def test_losses_without_amounts_are_counted() -> None:
    rows = (BottleneckRow("Fax", 30, n_lost=2, lost_share=1.0, score=3.0),)
    sentence = captions.bottleneck(Voice(Words("ru")), replace(RANKED, rows=rows)) or ""
    assert sentence.replace(NBSP, " ") == "Узкое место — этап «Fax»: здесь потеряно 2 сделки."


def test_the_table_shows_the_worst_stages_first_and_says_how_many_there_are() -> None:
    found = texts(RANKED, "ru")
    assert len(found) == 5
    assert found[0] == [
        "Предложение", "4 583", "46 % 44–48 %", "4,9 90 %: до 21,4", "24,1 1 810 сделок", "14 2,1 млн руб.", "2,98",
    ]  # fmt: skip
    table = bottleneck_table(context("ru"), RANKED)
    assert [row.css for row in table.rows] == ["hl", "", "", "", ""]
    note = table.note.replace(NBSP, " ")
    assert "худшие 5 из 6" in note
    assert "до 7 дней" in note
    assert "в течение 180 дней" in note
    assert "deals.csv" in note


def test_unknown_figures_are_dashes_and_not_zeros() -> None:
    row = texts(replace(RANKED, rows=(BottleneckRow("Новый", 40, 0, n_lost=3, n_open=38),)), "en")[0]
    assert row == ["Новый", "40", "—", "—", "— 3 deals", "0", "—"]


def test_without_a_history_only_what_stands_in_the_stages_is_said() -> None:
    assert texts(CURRENT, "ru") == [["Оферта", "9", "9,0", "40", "2 1,0 млн руб."]]
    boxes = bottleneck_boxes(context("ru"), CURRENT)
    assert [box.mark.key for box in boxes if box.mark] == ["na"]
    assert boxes[0].text == (
        "потому что в выгрузках есть только текущий этап сделки. Загрузите stage_history.csv."
    )  # fmt: skip
    assert captions.bottleneck(Voice(Words("ru")), CURRENT) is None


def test_without_losses_stages_are_not_ranked_and_the_reason_is_told() -> None:
    figure = replace(RANKED, rows=(BottleneckRow("Offer", 40, 40, 0.9, n_lost=0),))
    assert captions.bottleneck(Voice(Words("en")), figure) is None
    (box,) = bottleneck_boxes(context("en"), figure)
    assert box.text.startswith("because: there is no loss in a known stage")
    assert bottleneck_table(context("en"), figure).rows[0].css == ""
    assert bottleneck_boxes(context("en"), RANKED) == ()


COLUMNS = {
    "pipeline": None, "stage": "new", "is_assessed": True, "stage_order": 1, "n_entered": 40, "n_matured": 20,
    "n_moved_on": 10, "moved_on_share": 0.5, "maturity_days": 180, "n_stays": 40, "median_days_in_stage": 2.0,
    "p90_days_in_stage": 9.0, "excess_days": 1.0, "n_lost": 2, "lost_share": 0.5, "lost_amount_per_year": 9.0,
    "n_open": 1, "open_amount": 5, "median_days_open": 3.0, "n_stuck": 0, "stuck_amount": None,
    "bottleneck_score": 0.5, "bottleneck_rank": 1, "precision_days": None,
}  # fmt: skip


def built(*rows: dict[str, Any]) -> Any:
    connection = duckdb.connect()
    connection.execute("create schema marts")
    connection.execute(
        "create table marts.stage_names (pipeline text, stage text, pipeline_name text, stage_name text)"
    )
    connection.execute("insert into marts.stage_names values ('p', 'new', 'Main', 'Fresh')")
    union = " union all ".join("select " + ", ".join(f"? as {name}" for name in COLUMNS) for _ in rows)
    values = [value for row in rows for value in (COLUMNS | row).values()]
    connection.execute(f"create table marts.stage_bottlenecks as {union}", values)
    material: Any = SimpleNamespace(
        rows=lambda relation, order: read(connection, relation, order),
        entity_files=lambda *tables: tables,
        history_files=lambda: ("history.csv",),
        session=SimpleNamespace(settings=SimpleNamespace(pipelines=(), stages=())),
    )
    return stages.bottlenecks(material)


def test_the_figure_is_of_the_pipeline_with_most_deals_and_leaves_rare_stages_out() -> None:
    found = built(
        {"pipeline": "p", "bottleneck_rank": 2, "bottleneck_score": 0.2},
        {"pipeline": "p", "stage": "offer", "n_entered": 35},
        {"pipeline": "p", "stage": "rare", "n_entered": 19, "n_stays": 19},
        {"pipeline": "small", "stage": "other", "n_entered": 39, "bottleneck_score": 9.0},
        {"pipeline": "p", "stage": "fax", "is_assessed": False, "n_entered": None, "bottleneck_rank": None},
    )
    assert (found.pipeline, [row.stage for row in found.rows]) == ("Main", ["offer", "Fresh"])
    assert found.worst.stage == "offer"
    assert (round(found.rows[0].moved_on_low, 3), round(found.rows[0].moved_on_high, 3)) == (0.299, 0.701)
    assert found.is_assessed


def test_a_handful_of_moves_is_no_ranking_and_no_moves_are_told() -> None:
    few = {"n_entered": 29}
    assert built(few) is None
    nothing = dict.fromkeys(("n_entered", "n_matured", "n_moved_on", "bottleneck_score", "bottleneck_rank"))
    found = built({"is_assessed": False, **nothing}, {"is_assessed": False, "stage": None, "n_open": 99, **nothing})
    assert ([row.stage for row in found.rows], found.is_assessed, found.sources) == (["new"], False, ("deals",))
