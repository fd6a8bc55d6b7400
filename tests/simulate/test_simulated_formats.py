"""The files have the formats that the source systems write."""

from __future__ import annotations

import json
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from openpyxl import load_workbook

from tests.simulate.simulated_exports import bitrix_rows, first_lines, plain_rows

LISTS = ("bitrix24_sdelki.csv", "bitrix24_lidy.csv", "bitrix24_dela.csv")


def test_bitrix_lists_have_a_bom_quote_every_field_and_end_lines_with_a_semicolon(
    company: Path, truth: dict[str, Any]
) -> None:
    broken = truth["damage"]["deal_broken_line"]["count"]
    for name in LISTS:
        content = (company / "landing" / name).read_bytes()
        assert content.startswith(b'\xef\xbb\xbf"ID";')
        lines = content.decode("utf-8-sig").splitlines()
        whole = [line for line in lines if line.endswith('";')]
        assert len(lines) - len(whole) == (broken if name == LISTS[0] else 0)
        assert all(re.fullmatch(r'("([^"]|"")*";)+', line) for line in whole)


def test_a_deal_has_one_line_per_product_and_their_prices_add_up_to_its_amount(company: Path) -> None:
    rows = bitrix_rows(company / "landing/bitrix24_sdelki.csv")
    lines: dict[str, dict[str, Decimal]] = {}
    for row in rows:
        lines.setdefault(row["ID"], {})[row["Товар"]] = Decimal(row["Цена"])
    amounts = {row["ID"]: Decimal(row["Сумма"]) for row in rows if re.fullmatch(r"\d+\.\d\d", row["Сумма"])}
    assert len(rows) > len(lines) > 3000
    assert all(sum(lines[deal].values()) == amount for deal, amount in amounts.items())


def test_the_sales_report_of_1c_is_cp1251_with_title_lines_and_a_total_that_is_the_sum(
    company: Path, truth: dict[str, Any]
) -> None:
    lines = (company / "landing/1c_prodazhi.csv").read_bytes().decode("cp1251").splitlines()
    header = next(position for position, line in enumerate(lines) if line.startswith("Дата;Номер;"))
    assert header == 4
    total, footer = lines[-2], lines[-1]
    body = [line.split(";") for line in lines[header + 1 : -2]]
    assert total.startswith("Итого;")
    assert footer.startswith("Отчет сформирован")

    def money(text: str) -> Decimal:
        assert re.fullmatch(r"-?\d{1,3}(\u00a0\d{3})*,\d\d", text)
        return Decimal(text.replace("\u00a0", "").replace(",", "."))

    position = lines[header].split(";").index("Сумма")
    amounts = [money(row[position]) for row in body]
    assert sum(amounts) == money(total.split(";")[position]) == Decimal(str(truth["counts"]["sales_total_roubles"]))
    assert len(body) == truth["counts"]["sales_documents"]
    assert any(amount < 0 for amount in amounts)


def test_document_numbers_of_1c_begin_anew_each_year_and_are_unique_within_it(company: Path) -> None:
    lines = (company / "landing/1c_prodazhi.csv").read_text(encoding="cp1251").splitlines()[5:-2]
    keys = [(line[6:10], line.split(";")[1]) for line in lines]
    assert len(set(keys)) == len(keys)
    assert {year for year, number in keys if number == "УТ-000001"} == {"2023", "2024", "2025"}


def test_the_stage_history_has_the_names_of_the_interface_and_begins_with_each_go_live(
    company: Path, truth: dict[str, Any]
) -> None:
    rows = plain_rows(company / "landing/bitrix24_istoriya_stadiy.csv", ";")
    assert list(rows[0]) == [
        "ID", "TYPE_ID", "OWNER_ID", "CREATED_TIME", "CATEGORY_ID", "STAGE_SEMANTIC_ID", "STAGE_ID",
    ]  # fmt: skip
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+03:00", row["CREATED_TIME"]) for row in rows)
    assert min(row["CREATED_TIME"] for row in rows)[:10] >= min(truth["roll_out"]["go_live_by_team"].values())
    assert {row["STAGE_SEMANTIC_ID"] for row in rows} == {"P", "S", "F"}
    assert len(rows) == truth["counts"]["stage_history_rows"]


def test_the_history_of_a_deal_ends_in_the_stage_that_the_list_shows(company: Path) -> None:
    last = {row["OWNER_ID"]: row for row in plain_rows(company / "landing/bitrix24_istoriya_stadiy.csv")}
    stage = {row["ID"]: row["Стадия сделки"] for row in bitrix_rows(company / "landing/bitrix24_sdelki.csv")}
    names = {"WON": "Сделка успешна", "LOSE": "Сделка провалена", "NEW": "Новая", "EXECUTING": "В работе",
             "PREPARATION": "Подготовка документов", "PREPAYMENT_INVOICE": "Счёт на предоплату",
             "FINAL_INVOICE": "Финальный счёт"}  # fmt: skip
    both = last.keys() & stage.keys()
    assert len(both) > 1000
    assert all(names[last[deal]["STAGE_ID"].removeprefix("C2:")] == stage[deal] for deal in both)


def test_survey_answers_have_different_moments_and_scores_from_zero_to_ten(company: Path) -> None:
    rows = plain_rows(company / "landing/opros_klientov.csv", ",")
    question = next(name for name in rows[0] if "порекоменд" in name)
    assert {int(row[question]) for row in rows} <= set(range(11))
    assert len({row["Отметка времени"] for row in rows}) == len(rows)


def test_nobody_logs_in_before_the_go_live_of_the_team(company: Path, truth: dict[str, Any]) -> None:
    team = {row["Сотрудник"]: row["Отдел"] for row in plain_rows(company / "landing/kadry.csv")}
    go_live = truth["roll_out"]["go_live_by_team"]
    for row in plain_rows(company / "landing/crm_vhody.csv"):
        day = "-".join(reversed(row["Время входа"][:10].split(".")))
        assert day >= go_live[team[row["Пользователь"]]]


def test_workbooks_open_hold_real_dates_and_carry_no_moment_of_saving(company: Path) -> None:
    for name in ("obuchenie.xlsx", "plan_prodazh.xlsx"):
        path = company / "landing" / name
        with zipfile.ZipFile(path) as archive:
            assert {member.date_time for member in archive.infolist()} == {(2020, 1, 1, 0, 0, 0)}
        book = load_workbook(path)
        assert book.properties.modified is not None and book.properties.modified.year == 2020
        rows = list(book.worksheets[0].iter_rows(values_only=True))
        assert len(rows) > 20
        dates = [value for row in rows[1:] for value in row if hasattr(value, "year")]
        assert len(dates) == len(rows) - 1


def test_no_name_number_or_address_can_belong_to_anybody(company: Path) -> None:
    leads = bitrix_rows(company / "landing/bitrix24_lidy.csv")
    assert all(re.fullmatch(r"(\+7 900 000-\d\d-\d\d)?", row["Рабочий телефон"]) for row in leads)
    assert all(row["Рабочий e-mail"].endswith("@example.org") for row in leads)
    phones = [row["Рабочий телефон"] for row in leads if row["Рабочий телефон"]]
    assert len(set(phones)) == len(phones)
    lines = (company / "landing/1c_prodazhi.csv").read_text(encoding="cp1251").splitlines()[5:-2]
    assert all(line.split(";")[4].startswith("00") for line in lines)


def test_audit_yml_and_truth_agree_on_the_roll_out(company: Path, truth: dict[str, Any]) -> None:
    settings = yaml.safe_load((company / "audit.yml").read_text(encoding="utf-8"))
    teams = {name: str(day) for name, day in settings["roll_out"]["teams"].items()}
    assert teams == truth["roll_out"]["go_live_by_team"]
    assert str(settings["roll_out"]["go_live"]) == min(teams.values())
    file = {row["Отдел"]: "-".join(reversed(row["Дата события"].split(".")))
            for row in plain_rows(company / "landing/vnedrenie.csv")}  # fmt: skip
    assert file == teams
    assert json.dumps(truth["options"])


def test_every_deal_of_a_lead_names_a_lead_of_the_list(company: Path) -> None:
    leads = {row["ID"]: row for row in bitrix_rows(company / "landing/bitrix24_lidy.csv")}
    deals = first_lines(bitrix_rows(company / "landing/bitrix24_sdelki.csv"))
    linked = [row["ID лида"] for row in deals if row["ID лида"]]
    assert len(linked) > 1500
    assert len(set(linked)) == len(linked)
    assert {leads[number]["Статус"] for number in linked} == {"Качественный лид"}
