from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dagster_project.errors import InputError
from dagster_project.evidence.thresholds import thresholds
from dagster_project.settings import load_settings

GOOD = "company: {name: Пример}\nroll_out: {go_live: 2025-01-01}\n"


def settings_of(folder: Path, text: str):
    (folder / "audit.yml").write_text(text, encoding="utf-8")
    return load_settings(folder)


def message_of(folder: Path, text: str) -> str:
    with pytest.raises(InputError) as caught:
        settings_of(folder, text)
    return str(caught.value)


def test_a_short_file_gives_settings_with_printed_defaults(tmp_path):
    settings = settings_of(tmp_path, GOOD)
    assert settings.roll_out.go_live == date(2025, 1, 1)
    assert settings.kpi.conversion_window_days == 90
    assert settings.languages == ("ru", "en")


def test_a_limit_of_response_has_no_default_and_is_above_zero(tmp_path):
    assert settings_of(tmp_path, GOOD).kpi.first_response_sla_hours is None
    given = settings_of(tmp_path, GOOD + "kpi: {first_response_sla_hours: 4}\n")
    assert given.kpi.first_response_sla_hours == 4
    printed = {one.name: (one.value, one.is_guess) for one in thresholds(given, {})}
    assert printed["first_response_sla_hours"] == (4, False)
    assert "first_response_sla_hours" in message_of(tmp_path, GOOD + "kpi: {first_response_sla_hours: 0}\n")


def test_a_lapse_is_measured_on_the_data_unless_it_is_set(tmp_path):
    def printed(text: str, measured: dict[str, float]) -> list[tuple[float, bool, bool]]:
        found = thresholds(settings_of(tmp_path, text), measured)
        return [(one.value, one.is_guess, one.is_measured) for one in found if one.name == "lapse_days"]

    assert printed(GOOD, {"lapse_days": 325}) == [(325, True, True)]
    assert printed(GOOD, {}) == []
    assert printed(GOOD + "kpi: {lapse_days: 200}\n", {}) == [(200, False, False)]
    assert "lapse_days" in message_of(tmp_path, GOOD + "kpi: {lapse_days: 0}\n")


def test_a_missing_workspace_says_how_to_make_one(tmp_path):
    with pytest.raises(InputError, match="crm-audit new"):
        load_settings(tmp_path / "nowhere")


def test_a_missing_audit_yml_says_how_to_make_one(tmp_path):
    with pytest.raises(InputError, match=r"has no audit\.yml.*crm-audit new"):
        load_settings(tmp_path)


def test_an_unknown_key_names_the_nearest_known_one(tmp_path):
    assert "roll_out.golive; did you mean go_live?" in message_of(
        tmp_path, "company: {name: A}\nroll_out: {golive: 2025-01-01}\n"
    )


def test_an_unknown_top_key_names_the_nearest_known_one(tmp_path):
    assert "rollout; did you mean roll_out?" in message_of(tmp_path, "company: {name: A}\nrollout: {}\n")


def test_an_impossible_date_names_its_key(tmp_path):
    message = message_of(tmp_path, "company: {name: A}\nroll_out: {go_live: 2025-02-30}\n")
    assert "go_live" in message


def test_a_file_that_is_not_yaml_names_the_line(tmp_path):
    assert "line 2" in message_of(tmp_path, "company: {name: A}\n  x: [\n")


def test_a_key_given_twice_is_refused(tmp_path):
    assert "'currency' is given twice" in message_of(tmp_path, "company: {name: A}\ncurrency: RUB\ncurrency: EUR\n")


def test_periods_that_overlap_are_refused(tmp_path):
    message = message_of(
        tmp_path, GOOD + "windows: {before: [2024-01-01, 2025-03-31], after: [2025-01-01, 2025-12-31]}\n"
    )
    assert "before" in message and "2025-03-31" in message


def test_an_unknown_time_zone_names_the_nearest(tmp_path):
    assert "Europe/Moscow" in message_of(tmp_path, GOOD + "timezone: Europe/Moskow\n")


def test_a_file_in_another_encoding_is_said_so(tmp_path):
    (tmp_path / "audit.yml").write_bytes("company: {name: Пример}\n".encode("cp1251"))
    with pytest.raises(InputError, match="not UTF-8"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("roll_out: {go_live: 01.02.2025}", ["roll_out.go_live", "YYYY-MM-DD", "01.02.2025"]),
        ("roll_out: {teams: [A]}", ["roll_out.teams", "keys with values"]),
        ("roll_out: 2025-01-01", ["roll_out", "keys with values"]),
        ("languages: en", ["languages", "a list in square brackets"]),
        ("currency: rub", ["currency", "three capital letters", "rub"]),
        ("kpi: {materiality: 5%}", ["kpi.materiality", "a number", "5%"]),
        ("stages: [{stage: a, category: won}, {stage: b, category: ok}]", ["stages[2].category", "'won' or 'lost'"]),
        ("survey_questions: [{pattern: a, kind: nps, scale: [10, 0]}]", ["survey_questions[1].scale", "[0, 10]"]),
        ("survey_questions: [{pattern: '(?=a)', kind: nps}]", ["survey_questions[1].pattern", "can be used"]),
        ("exclude: {test_names: '(?<!x)test'}", ["exclude.test_names", "can be used"]),
        ("headers: {bitrix24.deals: {amount: X}}", ["headers.bitrix24.deals.amount", "a list in square brackets"]),
        ("sources: [{files: a, table: dealz}]", ["sources[1].table", "Did you mean 'deals'?"]),
    ],
)
def test_a_wrong_value_is_told_in_plain_words_with_its_key(tmp_path, line, words):
    message = message_of(tmp_path, f"company: {{name: A}}\n{line}\n")
    assert [word for word in words if word not in message] == []
    assert "Input should" not in message


def test_a_stage_names_the_fields_that_a_deal_must_have_there(tmp_path: Path) -> None:
    (tmp_path / "audit.yml").write_text(
        "company: {name: X}\nstages: [{stage: a, category: open, required: [amount, owner]}]\n", encoding="utf-8"
    )
    assert load_settings(tmp_path).stages[0].required == ("amount", "owner")
    (tmp_path / "audit.yml").write_text(
        "company: {name: X}\nstages: [{stage: a, category: open, required: [price]}]\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"stages\[1\]\.required\[1\]"):
        load_settings(tmp_path)
