"""The tables of integration: levels with their origin, what is not known as a dash, steps that add up."""

from __future__ import annotations

import re

import pytest

from dagster_project.paths import dbt_project
from reports.format import NBSP
from reports.integration_figures import FlowRow, IntegrationFlows, ReconciliationStep, SalesReconciliation
from reports.sections.context import Context
from reports.sections.integration import THRESHOLDS, flow_table, integration_tables, reconciliation_table
from reports.sections.views import Table
from reports.sentences import Voice
from reports.words import Words
from tests.reports import evidence_fixture as fixture

FLOWS = IntegrationFlows(
    "automation",
    (
        FlowRow("orders", 500, 470, 0.94, 0.012, 2.0, 2),
        FlowRow("telephony", 10, 1, 0.1, None, None, 1, is_declared=True, is_contradicted=True),
        FlowRow("stock", 0, 0, None, None, None, 1, is_declared=True),
        FlowRow("customers", 7, 7, 1.0, None, None, None),
    ),
    3,
    10,
    4 / 3,
)
SALES = SalesReconciliation(
    "automation",
    "after",
    1000.0,
    925.0,
    4,
    3,
    (ReconciliationStep("amount", -100.0, 2), ReconciliationStep("tax", 25, 1)),
)


def context(language: str) -> Context:
    return Context(fixture.full(), Voice(Words(language)), "pdf")


def cells(table: Table) -> list[list[str]]:
    return [[f"{one.text} {one.sub}".strip().replace(NBSP, " ") for one in row.cells] for row in table.rows]


def test_a_level_says_where_it_comes_from_and_an_unknown_one_is_a_dash() -> None:
    assert cells(flow_table(context("ru"), FLOWS)) == [
        ["Заказы ↔ сделки", "2 — в одну сторону по данным", "94 % 470 из 500", "1,2 %", "2,0"],
        ["Звонки → CRM", "1 — файл вручную данные не подтверждают audit.yml", "10 % 1 из 10", "—", "—"],
        ["Товары и остатки", "1 — файл вручную по audit.yml", "—", "—", "—"],
        ["Покупатели → CRM", "—", "100 % 7 из 7", "—", "—"],
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [("ru", "Индекс интеграции — 1,3 из 4: средний уровень 3 потоков из 10"), ("en", "1.3 of 4: the mean level of 3")],
)
def test_the_index_says_on_how_many_flows_it_stands(language: str, said: str) -> None:
    assert said in flow_table(context(language), FLOWS).note.replace(NBSP, " ")


def test_without_a_known_level_there_is_no_index() -> None:
    bare = IntegrationFlows("automation", FLOWS.rows[3:], 0, 10, None)
    assert "Индекс не рассчитан" in flow_table(context("ru"), bare).note


def test_the_reconciliation_is_printed_to_the_rouble() -> None:
    assert cells(reconciliation_table(context("en"), SALES)) == [
        ["Won deals in the CRM", "1,000", "4"],
        ["The order's amount differs from the deal's", "−100", "2"],
        ["A difference of the tax", "+25", "1"],
        ["Orders in the ERP", "925", "3"],
    ]


def test_another_area_has_no_table_of_integration() -> None:
    assert integration_tables(context("en"), "sales") == []


def test_the_thresholds_printed_are_those_of_the_warehouse() -> None:
    macro = (dbt_project() / "macros" / "integration.sql").read_text(encoding="utf-8")
    found = re.search(r"\{'works': ([\d.]+), 'reconciled': ([\d.]+), 'gap': ([\d.]+)\}", macro)
    assert found is not None
    assert tuple(map(float, found.groups())) == tuple(THRESHOLDS.values())
