"""The table of channels, from the mart to the cells of the report."""

from __future__ import annotations

import duckdb
import pytest

from dagster_project.evidence import facts as descriptive
from dagster_project.ingest.ledger import Ledger
from reports.format import NBSP
from reports.measures import Fact
from reports.sections.context import Context
from reports.sections.tables import fact_tables
from reports.sentences import Voice
from reports.words import Words
from tests.reports import evidence_fixture as fixture

CHANNELS = next(one for one in descriptive.SECTIONS if one.caption.en == "Channels over all data")
COLUMNS = "channel, n_contacts, answered_share, median_working_hours_to_first_response, n_leads, conversion_share"
PHONE = "('phone', 40, 0.75, 2.5, null::integer, null::double)"
OTHER = "('other', null, null, null, 12, 0.25)"
UNKNOWN = "('unknown', 90, 1, 3, null, null)"


def _facts(monkeypatch: pytest.MonkeyPatch, *rows: str) -> tuple[Fact, ...]:
    monkeypatch.setattr(descriptive, "SECTIONS", (CHANNELS,))
    connection = duckdb.connect()
    connection.execute("create schema marts")
    connection.execute(f"create table marts.channel_summary as from (values {', '.join(rows)}) as one({COLUMNS})")
    return descriptive.facts(connection, Ledger())


def _table(facts: tuple[Fact, ...], language: str) -> list[list[str]]:
    (table,) = fact_tables(Context(fixture.sparse(), Voice(Words(language)), "pdf"), facts)
    lines = [[one.title for one in table.columns], *([cell.text for cell in row.cells] for row in table.rows)]
    return [[text.replace(NBSP, " ") for text in line] for line in lines]


def test_a_gap_is_a_dash_and_unknown_channels_come_last(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = _facts(monkeypatch, OTHER, UNKNOWN, PHONE)
    assert _table(facts, "en")[1:] == [
        ["Phone", "40", "75.0%", "2.5 hours", "—", "—", "40"],
        ["Other", "—", "—", "—", "12", "25.0%", "12"],
        ["Channel not stated", "90", "100.0%", "3.0 hours", "—", "—", "90"],
    ]
    assert [line[0] for line in _table(facts, "ru")[1:]] == ["Телефон", "Прочие", "Канал не указан"]


def test_a_column_that_no_channel_knows_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _table(_facts(monkeypatch, PHONE), "ru")[0][1:-1] == ["Обращений", "Отвечено", "Медиана до ответа"]


def test_where_no_channel_is_stated_there_is_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _facts(monkeypatch, UNKNOWN.replace("null", "null::integer")) == ()
