"""`crm-audit sources`: what it tells besides the files themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dagster_project.ingest.read_besides import ENTERED_HEADER, ENTERED_PROPERTY
from dagster_project.paths import dbt_project
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


def test_a_list_of_stages_answers_what_they_mean(tmp_path: Path) -> None:
    stage = {"ENTITY_ID": "DEAL_STAGE", "STATUS_ID": "WON", "NAME": "Оплачено", "SORT": "20", "SEMANTICS": "S"}
    stages = json.dumps({"result": [stage]})
    text = shown(tmp_path, {"deals.csv": DEALS, "stages.json": stages}, "")
    assert "closed deals on stages" not in text and "stages taken as open: 'Замер' (1)" in text


def test_the_statuses_of_pipelines_answer_what_they_mean(tmp_path: Path) -> None:
    deals = (
        '"ID";"Название сделки";"Бюджет";"Дата создания сделки";"Дата закрытия";"Этап сделки"\n'
        '"1";"а";"1";"05.03.2024";"06.03.2024";"Ура"\n"2";"а";"1";"05.03.2024";"06.03.2024";"Увы"\n'
    )
    statuses = '[{"id": 142, "name": "Ура"}, {"id": 143, "name": "Увы"}]'
    pipelines = (
        '{"_embedded": {"pipelines": [{"id": 9, "name": "a", "sort": 1, "is_archive": false, "_embedded": {"statuses": '
        f"{statuses}}}}}]}}}}"
    )
    assert "'Ура' (1)" in shown(tmp_path / "without", {"deals.csv": deals}, "")
    assert "Ура" not in shown(tmp_path / "with", {"deals.csv": deals, "pipelines.json": pipelines}, "")


def test_questions_and_dates_of_stages_are_told_as_read_and_a_deal_of_amocrm_as_a_lead(tmp_path: Path) -> None:
    hubspot = (
        'Record ID,Deal Name,Deal Stage,Create Date,"Date entered ""Contract Sent (Sales)""",Region\n'
        "701,A,Contract Sent,2024-03-05 14:07,2024-03-20 10:00,North\n"
    )
    amocrm = '"ID";"Название сделки";"Бюджет";"Дата создания сделки";"Этап сделки"\n"1";"а";"1";"05.03.2024";"Новая"\n'
    files = {"form.csv": FORM, "hubspot.csv": hubspot, "amocrm.csv": amocrm}
    text = " ".join(shown(tmp_path, files, "").split())
    assert "read as questions of the survey: How likely are you to recommend us?, Comment" in text
    assert 'read as dates of stages: Date entered "Contract Sent (Sales)"' in text
    assert "not mapped (kept in _extra): Region" in text
    assert "no file gives lead" not in text and "no file gives deal_stage_history" not in text
    told = json.loads(report(tmp_path, as_json=True))
    rows = {row["file"]: row for row in told["rows"]}
    assert (rows["form.csv"]["unmapped"], len(rows["form.csv"]["questions"])) == ([], 2)
    assert rows["hubspot.csv"]["unmapped"] == ["Region"]
    assert not {"lead", "deal_stage_history"} & {one["entity"] for one in told["missing"]}


def test_the_headers_of_stage_dates_are_those_that_the_models_read() -> None:
    macros = (dbt_project() / "macros" / "history.sql").read_text(encoding="utf-8")
    for name, pattern in (("entered_property", ENTERED_PROPERTY), ("entered_header", ENTERED_HEADER)):
        body = macros.partition(f"macro {name}() -%}}")[2].partition("{%- endmacro")[0]
        assert body.strip() == pattern.replace('\\"', '"')


def shown(folder: Path, files: dict[str, str], settings: str) -> str:
    (folder / "landing").mkdir(parents=True)
    (folder / "audit.yml").write_text(f"company: {{name: A}}\n{settings}", encoding="utf-8")
    for name, text in files.items():
        (folder / "landing" / name).write_text(text, encoding="utf-8")
    return report(folder, as_json=False)
