"""Typing of single cells: exact, by a proven convention, and unknown rather than wrong."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.ingest.typing_rules import is_missing, parse_amount, parse_timestamp
from dagster_project.paths import dbt_project

MOMENTS = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2099, 12, 31)).map(lambda m: m.replace(microsecond=0))
AMOUNTS = st.decimals(Decimal("-9999999999999.99"), Decimal("9999999999999.99"), places=2)


@given(MOMENTS, st.sampled_from(["dmy", "mdy"]), st.sampled_from("./-"))
def test_a_numeric_date_is_read_by_the_proven_order(moment: dt.datetime, order: str, sign: str) -> None:
    parts = ("%d", "%m") if order == "dmy" else ("%m", "%d")
    text = moment.strftime(f"{parts[0]}{sign}{parts[1]}{sign}%Y %H:%M:%S")
    assert parse_timestamp(text, order) == moment


@given(MOMENTS)
def test_iso_moments_need_no_order(moment: dt.datetime) -> None:
    assert parse_timestamp(moment.isoformat()) == moment
    assert parse_timestamp(moment.isoformat(sep=" ")) == moment
    assert parse_timestamp(moment.strftime("%Y%m%d")) == dt.datetime(moment.year, moment.month, moment.day)


@given(MOMENTS, st.sampled_from(["Europe/Moscow", "America/New_York", "Asia/Kolkata"]))
def test_unix_seconds_and_offsets_are_told_in_the_companys_zone(moment: dt.datetime, name: str) -> None:
    zone = ZoneInfo(name)
    seconds = int(moment.replace(tzinfo=dt.UTC).timestamp())
    local = moment.replace(tzinfo=dt.UTC).astimezone(zone).replace(tzinfo=None)
    if seconds >= 100_000_000:
        assert parse_timestamp(str(seconds), zone=zone) == local
    assert parse_timestamp(moment.isoformat() + "Z", zone=zone) == local
    assert parse_timestamp(moment.isoformat() + "+00:00", zone=zone) == local


@given(st.integers(20000, 80000))
def test_excel_serials_count_from_1900(serial: int) -> None:
    assert parse_timestamp(str(serial)) == dt.datetime(1899, 12, 30) + dt.timedelta(days=serial)


@pytest.mark.parametrize(
    "text",
    ["31.02.2025", "00.00.0000", "13/25/2025", "вчера", "2025", "25:61", "2025-13-01", "0", "01.02.2025 25:00"],
)
def test_what_is_no_moment_is_unknown(text: str) -> None:
    assert parse_timestamp(text, "dmy") is None


def test_day_and_month_are_never_guessed() -> None:
    assert parse_timestamp("03/04/2024") is None
    assert parse_timestamp("03/04/2024", "dmy") == dt.datetime(2024, 4, 3)
    assert parse_timestamp("03/04/2024", "mdy") == dt.datetime(2024, 3, 4)
    assert parse_timestamp("03.04.2024") == dt.datetime(2024, 4, 3)


def _written(amount: Decimal, thousands: str, decimal: str) -> str:
    whole, _, fraction = f"{abs(amount):,.2f}".partition(".")
    return ("-" if amount < 0 else "") + whole.replace(",", thousands) + decimal + fraction


@given(AMOUNTS, st.sampled_from([" ", "\u00a0", "\u202f", ".", "'", ""]), st.sampled_from(["", " ₽", " руб.", " RUB"]))
def test_an_amount_in_russian_writing_is_exact(amount: Decimal, thousands: str, currency: str) -> None:
    assert parse_amount(_written(amount, thousands, ",") + currency, ",") == amount


@given(AMOUNTS)
def test_an_amount_in_english_writing_is_exact(amount: Decimal) -> None:
    assert parse_amount("$" + _written(abs(amount), ",", "."), ".") == abs(amount)
    assert parse_amount(f"({_written(abs(amount), ',', '.')})", ".") == -abs(amount)
    assert parse_amount(_written(abs(amount), ",", ".") + "-", ".") == -abs(amount)


@pytest.mark.parametrize(
    "text",
    ["12,34,56", "NaN", "inf", "1e5", "#####", "#ЗНАЧ!", "", "-", "1 23,00", "1,234.56", "٣", "9" * 20],
)
def test_what_is_no_amount_is_unknown(text: str) -> None:
    assert parse_amount(text, ",") is None


def test_a_sign_that_could_be_decimal_or_thousands_is_not_guessed() -> None:
    assert parse_amount("1,234") is None
    assert parse_amount("1,234", ".") == Decimal(1234)
    assert parse_amount("1,234", ",") == Decimal("1.234")
    assert parse_amount("1.234.567", ",", " ") is None
    assert parse_amount("1.234.567", ",") is None
    assert parse_amount("1.234.567,00", ",") == Decimal(1234567)
    assert parse_amount("1.5", ",") == Decimal("1.5")


@given(st.text(max_size=20))
def test_no_text_makes_the_rules_fail(text: str) -> None:
    parse_timestamp(text, "dmy")
    parse_amount(text)
    is_missing(text)


def test_a_placeholder_of_the_staging_models_is_one_here_too() -> None:
    macro = (dbt_project() / "macros" / "text.sql").read_text(encoding="utf-8")
    body = macro.split("macro placeholders() -%}")[1].split("{%- endmacro")[0]
    words = [word for word in re.sub(r"\{\{- '|' -\}\}|\s*\n\s*", "", body).split("|") if word]
    assert "не указано" in words and "(empty)" in words
    assert [word for word in words if not is_missing(word)] == []
