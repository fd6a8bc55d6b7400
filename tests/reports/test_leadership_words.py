"""What leadership reads carries no name of a table, a column or a system code."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from dagster_project.evidence.reasons import EXPORTS
from dagster_project.ingest.catalogue import load_catalogue
from dagster_project.paths import dbt_project
from reports.evidence import Evidence, Expectation, Periods, RolloutEvent
from reports.measures import Text
from reports.sections.report import report, short_run
from reports.sentences import Voice
from reports.sentences.names import column_name, table_name
from reports.sentences.quality import check_label, critical_failures
from reports.words import Words, catalogue, lowered
from tests.reports import evidence_fixture as fixture
from tests.reports import evidence_parts as parts

SUITES = sorted((Path(__file__).parents[2] / "expectations" / "canonical").glob("*.yml"))
ROWS = "unexpected_rows_expectation"


def check(**given: object) -> Expectation:
    """A critical check of lead ids that failed."""
    fields: dict[str, object] = {
        "suite": "raw/bitrix24",
        "table_name": "bitrix24.leads",
        "expectation": ROWS,
        "severity": "critical",
        "success": False,
        "why": Text("больше половины строк без номера", "more than half of the rows lack an id"),
        "column_name": "lead_id",
        "n_unexpected": 2187,
        "n_total": 2187,
        "threshold": 0.5,
    }
    return Expectation(**{**fields, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("table", "ru", "en"),
    [
        ("int_deals__unified", "Сделки", "Deals"),
        ("bitrix24.stage_history", "История этапов", "Stage history"),
        ("deal", "Сделки", "Deals"),
        ("custom.unheard_of", "custom.unheard_of", "custom.unheard_of"),
    ],
)
def test_a_table_is_called_as_people_call_it(table: str, ru: str, en: str) -> None:
    assert (table_name(Words("ru"), table), table_name(Words("en"), table)) == (ru, en)


def test_several_columns_are_named_one_by_one() -> None:
    assert column_name(Words("ru"), "created_at, closed_at") == "дата создания, дата закрытия"


def test_a_check_is_named_by_its_label_else_by_column_and_kind() -> None:
    voice = Voice(Words("ru"))
    assert check_label(voice, check(label=Text("не тестовая", "not a test record"))) == "Лиды: не тестовая"
    filled = check(expectation="expect_column_values_to_not_be_null")
    assert check_label(voice, filled) == "Лиды: номер лида — заполнено"


@pytest.mark.parametrize("suite", SUITES, ids=lambda path: path.stem)
def test_every_row_check_of_the_canonical_suites_has_a_short_label(suite: Path) -> None:
    expectations = yaml.safe_load(suite.read_text(encoding="utf-8"))["expectations"]
    labels = [one["meta"].get("label", {}) for one in expectations if one["type"] == ROWS]
    assert all(0 < len(label.get(language, "")) <= 36 for label in labels for language in ("ru", "en"))


@pytest.mark.parametrize("suite", SUITES, ids=lambda path: path.stem)
def test_every_column_that_a_canonical_check_names_has_a_name_in_both_languages(suite: Path) -> None:
    document = yaml.safe_load(suite.read_text(encoding="utf-8"))
    found = {
        str(column)
        for one in document["expectations"]
        for key in ("column", "column_A", "column_B")
        if (column := one.get("kwargs", {}).get(key))
    }
    missing = [name for name in found for language in ("ru", "en") if f"column.{name}" not in catalogue(language)]
    assert missing == []


def with_failed_critical_check() -> Evidence:
    """The full fixture after a critical check failed."""
    full = fixture.full()
    quality = replace(full.quality, expectations=(*full.quality.expectations, check()))
    return replace(full, run=replace(full.run, critical_failed=True), quality=quality)


def test_a_failed_critical_check_is_told_in_words_on_the_cover_and_asked_about() -> None:
    evidence = with_failed_critical_check()
    assert critical_failures(Voice(Words("en")), evidence) == ["Leads: more than half of the rows lack an id"]
    made = report(evidence, "ru", "pdf")
    assert made.cover.alarm is not None
    assert "Лиды: больше половины строк без номера" in made.cover.alarm.text
    assert any("больше половины строк без номера" in text for text in made.summary.asks)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_page_two_and_the_quality_section_name_no_table_or_column(language: str) -> None:
    made = report(with_failed_critical_check(), language, "pdf")
    cells = [cell.text for table in made.quality.tables for row in table.rows for cell in row.cells]
    texts = [*made.summary.messages, *made.summary.asks, made.quality.message, *cells]
    assert [text for text in texts if re.search(r"__unified|bitrix24\.|[a-z]+_[a-z]+_?[a-z]*\b(?<!\.csv)", text)] == []


def test_what_got_worse_is_told_and_asked_about_even_outside_the_key_table() -> None:
    full = fixture.full()
    worse = parts.compared("win_rate_closed", "bad", 0.666, 0.608, -11.9, -5.3, 2, key_table=False)
    calm = [replace(one, verdict="none") if one.verdict == "bad" else one for one in full.indicators]
    known = tuple(one for one in calm if one.kpi != worse.kpi)
    evidence = replace(full, indicators=(*known, worse), opinion=replace(full.opinion, reservations=()))
    summary = report(evidence, "ru", "pdf").summary
    assert any("среди закрытых ухудшилась" in text for text in summary.messages)
    assert any("почему доля выигранных среди закрытых" in text for text in summary.asks)


def test_a_roll_out_team_by_team_has_a_first_and_a_last_launch() -> None:
    events = (RolloutEvent("go_live", date(2025, 5, 1), "Юг"), RolloutEvent("pilot", date(2024, 11, 1)))
    periods = Periods(go_live=date(2025, 1, 1), rollout_events=events)
    assert periods.launches == (date(2025, 1, 1), date(2025, 5, 1))


def test_the_footer_shows_the_digest_of_the_run_only() -> None:
    assert short_run("2026-06-30-adeb706a") == "adeb706a"
    assert short_run("1b40ee97") == "1b40ee97"


def test_an_abbreviation_keeps_its_capitals_inside_a_sentence() -> None:
    assert (lowered("CRM log-ins"), lowered("Deals")) == ("CRM log-ins", "deals")


def test_every_table_that_a_file_can_feed_has_a_name_in_both_languages() -> None:
    tables = [table.full_name for table in load_catalogue(dbt_project()).tables()]
    for lang in ("ru", "en"):
        assert [table for table in tables if table_name(Words(lang), table) == table] == []


def test_every_file_that_the_report_asks_for_has_a_name_in_both_languages() -> None:
    files = [name.rpartition(".")[0] for name in EXPORTS.values()]
    for lang in ("ru", "en"):
        assert [file for file in files if table_name(Words(lang), file) == file] == []
