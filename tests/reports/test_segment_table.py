"""The table of segments, from the marts to the cells of the report."""

from __future__ import annotations

import duckdb
import pytest

from dagster_project.evidence import facts as descriptive
from dagster_project.evidence.customers import revenue_classes
from dagster_project.evidence.facts import segments
from dagster_project.evidence.rows import Row, read
from dagster_project.ingest.ledger import Ledger
from reports.format import NBSP
from reports.heat_table import HeatTable
from reports.measures import Fact
from reports.sections.context import Context
from reports.sections.tables import fact_tables
from reports.sentences import Voice
from reports.words import Words
from tests.reports import evidence_fixture as fixture

NOW = "'now', "
BEFORE = "'year_earlier', "


def _marts(summary: str, migration: str = "('x', 'x', 'x', 0, 0e0)") -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("create schema marts")
    names = "scheme, snapshot, segment, n_customers, revenue_share"
    connection.execute(f"create table marts.segment_summary as from (values {summary}) as one({names})")
    names = "scheme, segment_before, segment_now, n_customers, share_of_before"
    connection.execute(f"create table marts.segment_migration as from (values {migration}) as one({names})")
    return connection


def _facts(monkeypatch: pytest.MonkeyPatch, connection: duckdb.DuckDBPyConnection) -> tuple[Fact, ...]:
    monkeypatch.setattr(descriptive, "SECTIONS", segments.SECTIONS[:1])
    return descriptive.facts(connection, Ledger())


def _lines(facts: tuple[Fact, ...]) -> tuple[list[list[str]], str]:
    (table,) = fact_tables(Context(fixture.sparse(), Voice(Words("en")), "pdf"), facts)
    return [[cell.text.replace(NBSP, " ") for cell in row.cells] for row in table.rows], table.note


def test_nobody_who_stayed_is_zero_and_what_cannot_be_is_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = _marts(
        f"('rfm', {NOW} 'best', 300, 6e-1), ('rfm', {NOW} 'regular', 250, 4e-1), ('rfm', {NOW} 'gone', 9, 0e0), "
        f"('rfm', {BEFORE} 'best', 8, 1e0), ('abc', {NOW} 'A', 550, 1e0)",
        "('rfm', 'best', 'regular', 8, 1e0)",
    )
    lines, note = _lines(_facts(monkeypatch, connection))
    assert lines == [
        ["Best", "8", "0.0%", "60.0%", "300"],
        ["Regular", "—", "—", "40.0%", "250"],
        ["Gone", "—", "—", "—", "9"],
    ]
    assert "Fewer than 500" not in note


def test_few_customers_are_said_under_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = _marts(f"('rfm', {NOW} 'best', 60, 1e0), ('rfm', {NOW} 'regular', 60, 1e0)")
    assert "Fewer than 500" in _lines(_facts(monkeypatch, connection))[1]


def test_too_few_customers_have_no_segments_and_the_report_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    (fact,) = _facts(monkeypatch, _marts(f"('rfm', {NOW} 'too_few', 31, 1e0)"))
    assert fact.value == 31 and fact.definition is not None and "50" in fact.definition.ru


class Material:
    """What a builder of figures reads from."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def rows(self, relation: str, order_by: str) -> list[Row]:
        return read(self.connection, relation, order_by)

    def entity_files(self, *tables: str) -> tuple[str, ...]:
        return ()


def test_customers_of_a_class_are_somewhere_a_year_later() -> None:
    moves = "('abc', 'A', 'A', 3, 75e-2), ('abc', 'A', 'none', 1, 25e-2), ('abc', 'none', 'C', 2, 1e0)"
    found = revenue_classes(Material(_marts(f"('abc', {NOW} 'A', 1, 1e0)", moves)))  # type: ignore[arg-type]
    assert isinstance(found, HeatTable)
    assert [(row.label.en, row.n, row.shares) for row in found.rows] == [
        ("A", 4, (0.75, 0.0, 0.0, 0.25)),
        ("Bought nothing", 2, (0.0, 0.0, 1.0, None)),
    ]


def test_without_a_year_to_compare_there_is_no_table_of_classes() -> None:
    connection = _marts(f"('abc', {NOW} 'A', 1, 1e0)")
    assert revenue_classes(Material(connection)) is None  # type: ignore[arg-type]
