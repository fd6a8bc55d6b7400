"""What the sources section says of periods, matches, overlaps and changes; parts without data are not there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.evidence import Evidence
from reports.provenance import InputChanges, Provenance
from reports.sections.context import Context
from reports.sections.provenance import changes_note, provenance_tables
from reports.sections.views import Table
from reports.sentences import Voice
from reports.words import Words
from tests.reports.evidence_full import full


def context(language: str, evidence: Evidence | None = None) -> Context:
    return Context(evidence or full(), Voice(Words(language), "RUB"), "pdf")


def cells(table: Table) -> list[list[str]]:
    return [[f"{cell.text} {cell.sub}".strip().replace("\u00a0", " ") for cell in row.cells] for row in table.rows]


def said(language: str, changes: InputChanges) -> str:
    (box,) = changes_note(context(language, replace(full(), changes=changes)))
    return box.text.replace("\u00a0", " ")


def test_every_period_names_the_sources_it_stands_on_with_their_shares() -> None:
    coverage = provenance_tables(context("en"))[0]
    assert [row[:5] for row in cells(coverage)] == [
        ["Deals", "amoCRM", "700 100%", "50 5.0%", "750"],
        ["Deals", "Bitrix24", "0 0%", "950 95%", "950"],
        ["Sales", "1C", "400", "500", "1,200"],
    ]
    assert "share of the source" in coverage.note


def test_matches_say_how_many_by_which_rule_and_where_the_others_are_listed() -> None:
    matches = provenance_tables(context("ru"))[1]
    assert cells(matches)[0] == ["Битрикс24", "1С", "2 000", "1 500", "75 %", "название 300, ИНН 1 200"]
    assert "Битрикс24: 500, 1С: 100" in matches.note.replace("\u00a0", " ")
    assert "marts.unmatched_customers" in matches.note


def test_overlaps_and_agreement_with_the_history_are_counted() -> None:
    _, _, overlaps, agreement, *_ = provenance_tables(context("en"))
    assert cells(overlaps)[1] == ["Deals", "amoCRM", "Bitrix24", "order number", "41"]
    assert cells(agreement)[0] == ["Owner", "Bitrix24", "1,200", "6", "99.5%"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "ru",
            "2 новых файла, 1 исчезнувший файл. 21 строка добавлена, 2 из них поздние, 1 строка исправлена, "
            "5 строк удалено. Данные по 31.10.2026 вместо 30.11.2025. Изменены настройки audit.yml.",
        ),
        (
            "en",
            "2 new files, 1 file gone. 21 rows added, 2 of them late, 1 row corrected, 5 rows deleted. "
            "Data up to 31 Oct 2026 instead of 30 Nov 2025. The settings in audit.yml have changed.",
        ),
    ],
)
def test_the_changes_are_told_in_sentences(language: str, text: str) -> None:
    found = full().changes
    assert found is not None
    assert said(language, found) == text


def test_the_same_inputs_and_lost_raw_files_are_said() -> None:
    assert said("en", InputChanges("a")) == "The files are the same."
    assert "cannot be compared" in said("en", InputChanges("a", files_added=("x.csv",), tables=None))


def test_a_long_list_of_files_is_cut_and_counted() -> None:
    many = InputChanges("a", files_added=tuple(f"{n}.csv" for n in range(12)))
    table = provenance_tables(context("en", replace(full(), provenance=Provenance(), changes=many)))[0]
    assert cells(table) == [["New", "12", ", ".join(f"{n}.csv" for n in range(8)) + ", 4 more"]]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_parts_without_data_are_not_there(language: str) -> None:
    bare = replace(full(), provenance=Provenance(), changes=None)
    assert provenance_tables(context(language, bare)) == ()
    assert changes_note(context(language, bare)) == ()
