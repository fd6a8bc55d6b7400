"""Missed calls, from the exports of telephony and CRM to the attempts that count and the reasons of the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.dbt.test_marts import Rows, built, one

pytestmark = pytest.mark.slow

CLIENT, OTHER = "+7 900 000-00-01", "+7 900 000-00-02"
MISSED = {"direction": "Входящий", "status": "Пропущенный"}
ROWS: Rows = {
    "telephony.calls": [
        {"call_id": "missed", **MISSED, "from_number": CLIENT, "to_number": "101",
         "occurred_at": "2025-02-03 10:00:00"},
        {"call_id": "word", "direction": "Пропущенный", "from_number": OTHER, "occurred_at": "2025-02-03 10:00:00"},
        {"call_id": "internal", **MISSED, "from_number": "102", "to_number": "101",
         "occurred_at": "2025-02-03 10:00:00"},
        {"call_id": "named", "direction": "Внутренний", "status": "Пропущенный", "from_number": CLIENT,
         "occurred_at": "2025-02-03 10:00:00"},
        {"call_id": "hidden", **MISSED, "from_number": "anonymous",
         "occurred_at": "2025-02-03 10:00:00"},
    ],
    "bitrix24.calls": [
        {"call_id": "b1", "call_type": "1", "phone": "8 (900) 000-00-01", "result_code": "200",
         "duration_seconds": "40", "occurred_at": "2025-02-03 12:00:00"},
        {"call_id": "b2", "call_type": "2", "phone": "103", "result_code": "304", "duration_seconds": "0",
         "occurred_at": "2025-02-04 12:00:00"},
    ],
    "custom.activities": [
        {"activity_id": "c1", "type": "Звонок", "direction": "входящий", "phone": "8 900 000 00 03",
         "duration_seconds": "0", "occurred_at": "2025-02-05 12:00:00"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory, key_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    yield from built(tmp_path_factory.mktemp("calls"), key_file, ROWS)


def test_a_missed_call_of_the_telephony_is_returned_through_the_crm(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select entity_id, value, is_complete, channel from marts.kpi_missed_calls_returned order by 1"
    assert marts.execute(sql).fetchall() == [
        ("custom:c1", 0, True, "phone"), ("telephony:missed", 1, True, "phone"), ("telephony:word", 0, True, "phone"),
    ]  # fmt: skip
    level = "select n_complete, share from marts.audit_overview where kpi = 'missed_calls_returned'"
    assert one(marts, level) == (3, pytest.approx(1 / 3))


def test_internal_and_hidden_numbers_are_counted(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select activity_id, exclusion from marts.missed_calls where exclusion is not null order by 1"
    assert marts.execute(sql).fetchall() == [
        ("bitrix24:call-b2", "internal_call"), ("telephony:hidden", "no_number"),
        ("telephony:internal", "internal_call"), ("telephony:named", "internal_call"),
    ]  # fmt: skip
    sql = "select reason, n from marts.audit_exclusions where kpi_or_entity = 'missed_calls_returned' order by 1"
    assert marts.execute(sql).fetchall() == [("internal_call", 3), ("no_number", 1)]


def test_every_contact_has_its_channel_and_internal_calls_none(marts: duckdb.DuckDBPyConnection) -> None:
    sql = "select channel, n_contacts, n_answered, answered_share, n_leads from marts.channel_summary"
    assert marts.execute(sql).fetchall() == [("phone", 4, 0, 0.0, None)]
