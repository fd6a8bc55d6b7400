"""Numbers, money, durations and dates, character for character, in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import format as f

S = "\u00a0"
DEALS = {"one": "сделка", "few": "сделки", "many": "сделок", "other": "сделки"}


@pytest.mark.parametrize(
    ("value", "decimals", "ru", "en"),
    [
        (12765, 0, f"12{S}765", "12,765"),
        (4583, 0, f"4{S}583", "4,583"),
        (999, 0, "999", "999"),
        (4.31, 2, "4,31", "4.31"),
        (-33, 0, "−33", "−33"),
        (0.5, 0, "1", "1"),
        (1.5, 0, "2", "2"),
        (2.5, 0, "3", "3"),
        (-2.5, 0, "−3", "−3"),
        (2.675, 2, "2,68", "2.68"),
        (1.005, 2, "1,01", "1.01"),
        (-0.04, 1, "0,0", "0.0"),
        (1e15, 1, f"1{S}000{S}000{S}000{S}000{S}000,0", "1,000,000,000,000,000.0"),
        (Decimal("16008872.12"), 2, f"16{S}008{S}872,12", "16,008,872.12"),
        (np.float64(23.45), 1, "23,5", "23.5"),
        (np.int64(7), 0, "7", "7"),
        (None, 1, "—", "—"),
        (float("nan"), 1, "—", "—"),
        (float("-inf"), 1, "—", "—"),
        (Decimal("NaN"), 0, "—", "—"),
    ],
)
def test_numbers_are_rounded_half_up_and_grouped(value: object, decimals: int, ru: str, en: str) -> None:
    assert f.number(value, decimals, "ru") == ru  # type: ignore[arg-type]
    assert f.number(value, decimals, "en") == en  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(30, 0, "+30"), (-33.4, 0, "−33"), (0, 0, "0"), (0.04, 1, "0"), (-0.04, 1, "0"), (2.5, 1, "+2,5"), (None, 0, "—")],
)
def test_a_change_carries_its_sign_but_zero_has_none(value: float | None, decimals: int, text: str) -> None:
    assert f.signed(value, decimals, "ru") == text


@pytest.mark.parametrize(
    ("values", "decimals"),
    [((30,), 0), ((9.9,), 1), ((-2,), 1), ((0,), 0), ((46, 52), 0), ((46.2, 46.9), 1), ((46, 47), 0), ((None, 55), 0),
     ((46, 46), 0), ((), 0)],
)  # fmt: skip
def test_shares_get_a_decimal_when_small_or_close(values: tuple, decimals: int) -> None:
    assert f.precision(*values) == decimals


def test_per_cent_and_points_follow_the_language() -> None:
    assert f.percent(30, lang="ru") == f"30{S}%"
    assert f.percent(30, lang="en") == "30%"
    assert f.percent(9.96, lang="ru") == f"10,0{S}%"
    assert f.percent_change(-33, lang="ru") == f"−33{S}%"
    assert f.percent_change(0, lang="en") == "0%"
    assert f.points_change(15, lang="ru") == f"+15{S}п.{S}п."
    assert f.points_change(2.5, lang="en") == f"+2.5{S}pp"
    for write in (f.percent, f.percent_change, f.points_change):
        assert write(None) == "—"


def test_intervals_for_tables_and_sentences() -> None:
    assert f.interval_table(-38, -28, lang="ru") == f"[−38;{S}−28]"
    assert f.interval_table(-38, -28, lang="en") == f"[−38,{S}−28]"
    assert f.interval_table(-6.1, 1.4, lang="ru") == f"[−6,1;{S}+1,4]"
    assert f.interval_table(44.6, 47.4, 1, "ru", sign=False) == f"[44,6;{S}47,4]"
    assert f.interval_prose(9, 25, 0, "ru") == f"от{S}9 до{S}25{S}%"
    assert f.interval_prose(9, 25, 0, "en") == "9% to 25%"
    assert f.interval_prose(13, 27, 0, "ru", f"млн{S}руб.") == f"от{S}13 до{S}27{S}млн{S}руб."
    assert f.interval_prose(1, 2, 0, "ru", "") == f"от{S}1 до{S}2"
    assert f.interval_table(None, 3) == f.interval_prose(3, None) == "—"


@pytest.mark.parametrize(
    ("value", "ru", "en"),
    [
        (156e6, f"156,0{S}млн{S}руб.", f"RUB{S}156.0m"),
        (84000, f"84,0{S}тыс.{S}руб.", f"RUB{S}84.0k"),
        (2360.91, f"2{S}361{S}руб.", f"RUB{S}2,361"),
        (99.5, f"99,50{S}руб.", f"RUB{S}99.50"),
        (0, f"0{S}руб.", f"RUB{S}0"),
        (-3.3e6, f"−3,3{S}млн{S}руб.", f"RUB{S}−3.3m"),
        (1.25e9, f"1,3{S}млрд{S}руб.", f"RUB{S}1.3bn"),
        (None, "—", "—"),
    ],
)
def test_money_takes_the_scale_of_its_size(value: float | None, ru: str, en: str) -> None:
    assert f.money(value, "RUB", "ru") == ru
    assert f.money(value, "RUB", "en") == en


def test_amounts_printed_together_share_a_scale() -> None:
    scale = f.money_scale(156e6, 900e3, None)
    assert f.money(900e3, "RUB", "ru", scale=scale) == f"0,9{S}млн{S}руб."
    assert f.money(156e6, "RUB", "ru", short=True) == f"156,0{S}млн{S}₽"
    assert f.money_unit("RUB", "ru", scale) == f"млн{S}руб."
    assert f.money_unit("RUB", "en", scale) == f"RUB{S}m"
    assert f.money_unit("BRL", "ru") == "BRL"


@pytest.mark.parametrize(
    ("value", "decimals", "form"),
    [(1, 0, "сделка"), (2, 0, "сделки"), (5, 0, "сделок"), (11, 0, "сделок"), (12, 0, "сделок"), (21, 0, "сделка"),
     (22, 0, "сделки"), (111, 0, "сделок"), (0, 0, "сделок"), (1.5, 1, "сделки"), (5.0, 1, "сделки"), (-2, 0, "сделки"),
     (4.6, 0, "сделок"), (None, 0, "сделки")],
)  # fmt: skip
def test_russian_nouns_have_four_forms(value: float | None, decimals: int, form: str) -> None:
    assert f.plural(value, DEALS, "ru", decimals) == form


def test_days_hours_and_minutes() -> None:
    assert [f.days(v, "ru", 0) for v in (1, 2, 5)] == [f"1{S}день", f"2{S}дня", f"5{S}дней"]
    assert f.days(1.5, "ru") == f"1,5{S}дня"
    assert f.days(1, "en", 0) == f"1{S}day"
    assert f.days(14.44, "en") == f"14.4{S}days"
    assert f.days(9, "ru", short=True) == f"9,0{S}дн."
    assert f.hours(16.39, "ru") == f"16,4{S}ч"
    assert f.minutes(46, "en") == f"46{S}min"
    assert f.duration(0.3, "ru") == f"18{S}мин"
    assert f.duration(16.39, "ru") == f"16,4{S}ч"
    assert f.duration(143.5, "en") == f"6.0{S}d"
    assert f.duration(0.3, "ru", f.duration_unit(0.3, 6.0)) == f"0,3{S}ч"
    assert f.duration(None) == f.days(None) == f.hours(float("nan")) == "—"
    assert f.score_points(13, "ru") == f"13{S}пунктов"


def test_dates_quarters_and_periods() -> None:
    day = date(2026, 10, 31)
    assert f.date_long(day, "ru") == f"31{S}октября{S}2026{S}г."
    assert f.date_long(day, "en") == f"31{S}October{S}2026"
    assert f.date_short(day, "ru") == "31.10.2026"
    assert f.date_short(day, "en") == f"31{S}Oct{S}2026"
    assert f.quarter(date(2026, 9, 30), "ru") == f"III{S}кв. 2026{S}г."
    assert f.quarter(date(2026, 9, 30), "en") == f"Q3{S}2026"
    assert f.month_short(day, "ru") == "окт"
    assert f.month_long(day, "ru") == f"октябрь 2026{S}г."
    months = [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)]
    assert f.month_axis(months, "ru") == (f"ноя{S}’25", "дек", f"янв{S}’26")
    start, end = date(2024, 11, 1), date(2025, 11, 1)
    assert f.period_long(start, end, "ru") == f"1{S}ноября{S}2024{S}г.{S}– 31{S}октября{S}2025{S}г."
    assert f.period_short(start, end, "ru") == "01.11.2024–31.10.2025"
    assert f.period_short(start, end, "en") == f"1{S}Nov{S}2024{S}– 31{S}Oct{S}2025"
    assert f.n_months(start, end) == 12
    assert f.n_months(date(2024, 1, 15), date(2024, 3, 1)) == 1
    assert f.date_long(None) == f.date_short(None) == f.period_long(None, end) == f.period_short(start, None) == "—"


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8), st.integers(0, 2))
def test_printed_parts_always_add_up_to_the_total(parts: list[int], decimals: int) -> None:
    result = f.largest_remainder(parts, 100, decimals)
    assert sum(result) == (100 if sum(parts) else 0)
    for part, printed in zip(parts, result, strict=True):
        if sum(parts):
            assert abs(Decimal(part) * 100 / sum(parts) - printed) < Decimal(1).scaleb(-decimals)


@given(
    st.integers(-(10**9), 10**9),
    st.lists(st.integers(-(10**9), 10**9).filter(bool), min_size=1, max_size=10),
    st.integers(0, 2),
)
def test_printed_steps_always_lead_from_the_start_to_the_end(start: int, steps: list[int], decimals: int) -> None:
    kopecks = [Decimal(value).scaleb(-4) for value in (start, *steps)]
    end = sum(kopecks, Decimal(0))
    result = f.steps_as_printed(kopecks[0], kopecks[1:], end, decimals)
    first, last = f.rounded(kopecks[0], decimals), f.rounded(end, decimals)
    assert first is not None and first + sum(result) == last
    for step, printed in zip(kopecks[1:], result, strict=True):
        assert abs(step - printed) <= Decimal("1.5").scaleb(-decimals)


def test_a_step_of_zero_stays_zero_and_rounding_falls_on_the_step_that_it_moves_least() -> None:
    assert f.steps_as_printed(0.4, [0.3, 0, 0.45], 1.15) == (0, 0, 1)
    assert f.steps_as_printed(10, [-2.4, -2.4, -2.4], 2.8) == (-3, -2, -2)
    with pytest.raises(ValueError, match="known"):
        f.steps_as_printed(None, [1], 1)


def test_parts_must_be_known_amounts() -> None:
    with pytest.raises(ValueError, match="not negative"):
        f.largest_remainder([1, -1])
    with pytest.raises(ValueError, match="known"):
        f.largest_remainder([1], None)


@given(st.floats(allow_nan=True, allow_infinity=True), st.integers(0, 3), st.sampled_from(["ru", "en"]))
def test_any_number_prints_without_hyphens_or_ordinary_spaces(value: float, decimals: int, lang: str) -> None:
    for text in (f.number(value, decimals, lang), f.signed(value, decimals, lang), f.money(value, "RUB", lang)):  # type: ignore[arg-type]
        assert "-" not in text
        assert " " not in text
        assert text
