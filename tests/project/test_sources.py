"""`crm-audit sources`: what it tells besides the files themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.sources import report

FORM = "Timestamp,How likely are you to recommend us?,Comment\n2/13/2024 10:00:00,9,good\n"
DEALS = (
    "ID;Название сделки;Стадия сделки;Сделка закрыта;Сумма;Дата создания\n"
    "1;а;Замер;Нет;10;05.03.2024 10:00:00\n2;б;Оплачено;Да;20;25.03.2024 10:00:00\n"
)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("", True),
        ("survey_questions: [{pattern: '(?i)recommend', kind: nps, scale: [0, 10]}]\n", False),
    ],
)
def test_a_survey_without_a_question_that_has_a_meaning_is_told(tmp_path: Path, settings: str, told: bool) -> None:
    assert ("form.csv: no question has a meaning yet" in shown(tmp_path, {"form.csv": FORM}, settings)) is told


def test_a_mapping_that_fits_no_file_is_told(tmp_path: Path) -> None:
    mapping = "sources: [{files: 'pipe*', table: deals, columns: {deal_id: x}}]\n"
    text = shown(tmp_path, {"form.csv": FORM}, mapping)
    assert "audit.yml sources[1]: no file in landing/ fits 'pipe*', so this mapping does nothing" in text


def test_stages_that_nothing_knows_are_told(tmp_path: Path) -> None:
    text = shown(tmp_path, {"deals.csv": DEALS}, "")
    assert "closed deals on stages that are not known to be won or lost: 'Оплачено' (1)" in text
    assert "stages taken as open: 'Замер' (1)" in text


def shown(folder: Path, files: dict[str, str], settings: str) -> str:
    (folder / "landing").mkdir()
    (folder / "audit.yml").write_text(f"company: {{name: A}}\n{settings}", encoding="utf-8")
    for name, text in files.items():
        (folder / "landing" / name).write_text(text, encoding="utf-8")
    return report(folder, as_json=False)
