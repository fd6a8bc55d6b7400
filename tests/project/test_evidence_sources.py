"""Which entities the files of an audit give: their own, and what is read from them besides."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from dagster_project.evidence.sources import entities_of, files_of


def ledger(*tables: str) -> SimpleNamespace:
    entries = [SimpleNamespace(name=f"{name}.csv", feeds=[SimpleNamespace(full_name=name)]) for name in tables]
    return SimpleNamespace(active=entries)


@pytest.mark.parametrize(
    ("table", "entity", "kpi_input"),
    [
        ("custom.ticket_events", "ticket", "tickets"),
        ("amocrm.deals", "lead", "leads"),
        ("custom.tickets", "ticket", "tickets"),
    ],
)
def test_a_file_is_not_missing_when_another_one_gives_its_rows(table: str, entity: str, kpi_input: str) -> None:
    assert entity in entities_of(ledger(table))  # type: ignore[arg-type]
    assert files_of(ledger(table, "custom.users"), (kpi_input,)) == (f"{table}.csv",)  # type: ignore[arg-type]


def test_a_table_gives_nothing_else() -> None:
    assert entities_of(ledger("custom.users")) == {"user"}  # type: ignore[arg-type]
    assert files_of(ledger("custom.users"), ("tickets",)) == ()  # type: ignore[arg-type]
