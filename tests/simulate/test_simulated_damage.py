"""What truth.json says about damage is in the files, counted again without the product's own code."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dagster_project.simulate.company import simulate
from tests.simulate.simulated_exports import bitrix_rows, first_lines, moment


def planted(truth: dict[str, Any], name: str) -> int:
    count = truth["damage"][name]["count"]
    assert isinstance(count, int) and count > 0
    return count


def is_moment(text: str) -> bool:
    try:
        moment(text)
    except ValueError:
        return False
    return True


@pytest.fixture(scope="module")
def lines(company: Path) -> list[dict[str, str]]:
    return bitrix_rows(company / "landing/bitrix24_sdelki.csv")


@pytest.fixture(scope="module")
def deals(lines: list[dict[str, str]]) -> list[dict[str, str]]:
    return first_lines(lines)


def test_missing_owners_unreadable_amounts_and_dates_are_as_many_as_stated(
    deals: list[dict[str, str]], truth: dict[str, Any]
) -> None:
    assert sum(row["Ответственный"] == "" for row in deals) == planted(truth, "deal_missing_owner")
    unreadable = [row["Сумма"] for row in deals if not re.fullmatch(r"\d+\.\d\d", row["Сумма"])]
    assert len(unreadable) == planted(truth, "deal_unreadable_amount")
    assert sum(not is_moment(row["Дата создания"]) for row in deals) == planted(truth, "deal_unreadable_created_at")


def test_exact_duplicates_are_as_many_as_stated(lines: list[dict[str, str]], truth: dict[str, Any]) -> None:
    repeats = Counter(tuple(row.values()) for row in lines)
    assert sum(count - 1 for count in repeats.values()) == planted(truth, "deal_duplicate_row")


def test_broken_lines_are_as_many_as_stated(company: Path, lines: list[dict[str, str]], truth: dict[str, Any]) -> None:
    text = (company / "landing/bitrix24_sdelki.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert sum(not line.endswith(";") for line in text) == planted(truth, "deal_broken_line")
    assert len(text) == truth["counts"]["deal_lines"] == len(lines) + planted(truth, "deal_broken_line")


def test_deals_that_close_before_they_begin_are_as_many_as_stated(
    deals: list[dict[str, str]], truth: dict[str, Any]
) -> None:
    dated = [row for row in deals if row["Дата закрытия"] and is_moment(row["Дата создания"])]
    negative = [row for row in dated if moment(row["Дата закрытия"]) < moment(row["Дата создания"])]
    assert len(negative) == planted(truth, "deal_negative_duration")


def test_test_deals_and_test_and_spam_leads_are_as_many_as_stated(
    company: Path, deals: list[dict[str, str]], truth: dict[str, Any]
) -> None:
    assert sum(bool(re.search("(?i)тест|test", row["Название сделки"])) for row in deals) == planted(truth, "deal_test")
    leads = bitrix_rows(company / "landing/bitrix24_lidy.csv")
    assert sum("Тест" in row["Название лида"] for row in leads) == planted(truth, "lead_test")
    assert sum(row["Статус"] == "Спам" for row in leads) == planted(truth, "lead_spam")


def test_companies_in_another_spelling_are_as_many_as_stated(
    deals: list[dict[str, str]], truth: dict[str, Any]
) -> None:
    usual = re.compile(r'(ООО|АО|ПАО) "[А-ЯЁа-яё]+(-\d+)?"|ИП [А-ЯЁа-яё]+(-\d+)?|Тестовая компания')
    odd = [row for row in deals if not usual.fullmatch(row["Компания"])]
    assert len(odd) == planted(truth, "deal_company_other_spelling")


def test_late_and_ownerless_activities_are_as_many_as_stated(company: Path, truth: dict[str, Any]) -> None:
    rows = bitrix_rows(company / "landing/bitrix24_dela.csv")
    assert sum(row["Ответственный"] == "" for row in rows) == planted(truth, "activity_missing_owner")
    days = [(moment(row["Дата создания"]) - moment(row["Дата начала"])).days for row in rows]
    late = planted(truth, "activity_late_entry")
    slow_anyway = 0.03 * len(rows)
    at_quarter_ends = truth["people"]["activities_entered_at_the_end_of_a_quarter"]
    assert late <= sum(day >= 4 for day in days) <= late + slow_anyway + at_quarter_ends


def test_without_damage_there_is_none(tmp_path: Path) -> None:
    simulate(tmp_path, seed=11, months=24, deals_per_month=40, damage=False)
    rows = bitrix_rows(tmp_path / "landing/bitrix24_sdelki.csv")
    assert len({tuple(row.values()) for row in rows}) == len(rows)
    counts = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))["counts"]
    assert len({row["Компания"] for row in rows}) == counts["customers_with_deals"]
    assert len({row["ID"] for row in rows}) == counts["deals"]
    assert all(row["Ответственный"] and is_moment(row["Дата создания"]) for row in rows)
    assert not any(re.search("(?i)тест|test", row["Название сделки"]) for row in rows)
