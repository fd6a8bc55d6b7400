"""Names out of exports in messages: on one line, of a bearable length, without letters that steer a terminal."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.errors import InputError
from dagster_project.ingest.catalogue import Catalogue, read_sources
from dagster_project.ingest.conflicts import check_conflicts
from dagster_project.ingest.ledger import Ledger
from dagster_project.ingest.relations import create_raw_relations
from dagster_project.ingest.shown import listed, shown, without_controls
from tests.ingest.conftest import SOURCES


@given(st.text())
def test_any_name_is_one_bearable_line(name: str) -> None:
    said = shown(name)
    assert len(said.splitlines()) <= 1 and len(said) <= 81
    assert without_controls(said) == said


@pytest.mark.parametrize("letter", ["\x1b", "\x07", "\u202e", "\u2066", "\x9b", "\x00"])
def test_a_letter_that_steers_becomes_a_mark(letter: str) -> None:
    assert shown(f"a{letter}b") == "a\ufffdb"


def test_ordinary_names_stay_as_they_are() -> None:
    assert listed(["Сумма, ₽", "Сделка - Название", "日付"], 2) == "'Сумма, ₽', 'Сделка - Название' and 1 more"


def test_a_personal_key_is_not_quoted_as_an_example(load: Callable[..., Ledger]) -> None:
    text = SOURCES.replace('[ID, "ID сделки"], required: true', '[ID, "ID сделки"], required: true, personal: email')
    for sources, quoted in ((SOURCES, True), (text, False)):
        catalogue = Catalogue(tuple(sorted(read_sources(sources), key=lambda system: system.name)))
        header = "ID;Сумма;Дата создания\n"
        ledger = load({"a.csv": header + "a@b.example;1;2025-02-05\n", "b.csv": header + "a@b.example;2;2025-02-05\n"})
        with duckdb.connect(":memory:") as connection:
            create_raw_relations(connection, catalogue, ledger)
            with pytest.raises(InputError, match="1 keys have different values in the two") as caught:
                check_conflicts(connection, catalogue, ledger)
        assert ("a@b.example" in str(caught.value)) == quoted
