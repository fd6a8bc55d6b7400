"""What the product says of the customers of the demo company against what is true of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from tests.audit.conftest import DEMO

pytestmark = pytest.mark.slow

LONGER_THAN_THE_THRESHOLD = 0.10
"""The share of gaps between purchases that are longer than the 90th percentile: so many who return look new."""


@pytest.fixture(scope="module")
def warehouse(audited) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(audited / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))
    return {**content["customers"], "reviews": content["reviews"]}


def test_the_customers_kept_from_2023_to_2024_are_those_who_bought_in_both_years(warehouse, truth):
    found = warehouse.execute(
        "select base_starts_on::varchar, starts_on::varchar, n_customers, n_kept from marts.period_retention "
        "where period = 'before'"
    ).fetchone()
    planted = truth["buyers_by_year"]["2023"]
    assert found == ("2023-01-01", "2024-01-01", planted["customers"], planted["bought_again_next_year"])


def test_a_cohort_holds_the_new_customers_and_few_who_only_look_new(warehouse, truth):
    sizes = dict(
        warehouse.execute(
            "select cohort_quarter::varchar, max(n_customers) from marts.cohort_retention group by 1"
        ).fetchall()
    )
    planted = {day: cohort["customers"] for day, cohort in truth["new_customers_by_quarter"].items() if day in sizes}
    whole = {day: n for day, n in planted.items() if day >= "2024-01-01"}
    assert len(whole) == 10
    assert all(sizes[day] >= n for day, n in whole.items())
    assert sum(sizes[day] for day in whole) <= sum(whole.values()) * (1 + LONGER_THAN_THE_THRESHOLD)


def test_new_customers_buy_on_as_the_triangle_says(warehouse, truth):
    rows = warehouse.execute(
        "select cohort_quarter::varchar, list(n_active order by age_quarters) from marts.cohort_retention "
        "where age_quarters between 1 and 4 and is_over group by 1 having cohort_quarter::varchar >= '2025-01-01'"
    ).fetchall()
    planted = truth["new_customers_by_quarter"]
    assert dict(rows) == {
        day: cohort["active_in_later_quarters"]
        for day, cohort in planted.items()
        if day >= "2025-01-01" and cohort["active_in_later_quarters"]
    }


def test_the_segments_of_the_last_year_hold_its_customers(warehouse, truth):
    counts = dict(
        warehouse.execute(
            "select coalesce(abc_class, segment), count(*) from marts.rfm_segments where snapshot = 'now' group by 1"
        ).fetchall()
    )
    planted = truth["last_year"]
    assert counts["A"] == planted["make_80_percent_of_revenue"]
    assert counts["gone"] == planted["gone"]
    assert counts["A"] + counts["B"] + counts["C"] == planted["buyers"]


def test_the_forecast_of_repeat_purchases_is_printed_because_it_held_in_the_time_held_out(warehouse):
    row = warehouse.execute(
        "select actual, expected, naive, error, naive_error, is_shown, forecast from findings.repeat_forecast"
    ).fetchone()
    actual, expected, naive, error, naive_error, is_shown, forecast = row
    assert is_shown and error < naive_error and abs(expected - actual) < abs(naive - actual)
    assert 0 < forecast < 2 * actual


def test_copies_of_reviews_count_once_and_the_low_ratings_are_those_written(warehouse, truth):
    planted = truth["reviews"]
    found = warehouse.execute("select sum(n_reviews), round(sum(n_reviews * low_share)) from marts.review_ratings")
    assert found.fetchone() == (planted["reviews"], planted["stars_1_to_3"])
    sql = "select n from marts.audit_exclusions where reason = 'copy_of_a_review'"
    assert warehouse.execute(sql).fetchone() == (planted["copies"],)


def test_the_dictionary_finds_what_customers_wrote_of(warehouse, truth):
    sql = "select topic, n_reviews, n_negative from marts.review_topics where topic <> 'none'"
    found = {topic: (n, negative) for topic, n, negative in warehouse.execute(sql).fetchall()}
    planted = {topic: (one["reviews"], one["unhappy"]) for topic, one in truth["reviews"]["by_topic"].items()}
    missed = {topic: one for topic, one in planted.items() if found.get(topic, (0, 0))[0] < one[0]}
    assert missed == {}, "a sentence speaks of one topic, but may touch another one with a word"
    assert {topic: one[1] for topic, one in found.items()} == pytest.approx(
        {topic: one[1] for topic, one in planted.items()}, abs=2
    )


def test_who_answered_before_and_after_is_counted_as_in_the_file(warehouse):
    with (DEMO / "landing" / "opros_klientov.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["Отметка времени"], row["Название вашей компании"]) for row in csv.DictReader(file)]
    months = {(name, f"{time[6:10]}-{time[3:5]}") for time, name in rows}
    before = {name for name, month in months if "2024-01" <= month <= "2024-12"}
    after = {name for name, month in months if "2025-07" <= month <= "2026-06"}
    found = warehouse.execute(
        "select n_respondents, n_in_both from marts.survey_respondents where kpi = 'nps' order by period desc"
    ).fetchall()
    assert found == [(len(before), len(before & after)), (len(after), len(before & after))]


def test_scores_and_repeat_orders_are_not_associated_where_nothing_was_planted(warehouse):
    n, gamma, low, high = warehouse.execute(
        "select n_customers, gamma, ci_low, ci_high from findings.satisfaction_link"
    ).fetchone()
    assert n >= 100 and low <= gamma <= high
    assert low <= 0 <= high
