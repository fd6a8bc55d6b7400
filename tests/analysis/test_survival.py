"""Kaplan-Meier against textbook data, and the change of a median with open cases."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.analysis.survival import (
    Curve,
    Durations,
    kaplan_meier,
    median_change,
    quantile,
    quantile_interval,
    survival_at,
)


def durations(text: str, month: int = 0) -> Durations:
    """From the textbook way of writing: "9 13 13+", where + means still open."""
    words = text.split()
    still_open = np.array([word.endswith("+") for word in words], dtype=float)
    values = np.array([float(word.rstrip("+")) for word in words])
    return Durations(values, 1 - still_open, still_open, np.full(len(words), month, dtype=np.int64))


FREIREICH_6MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
FREIREICH_PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"
AML_MAINTAINED = "9 13 13+ 18 23 28+ 31 34 45+ 48 161+"
AML_NOT_MAINTAINED = "5 5 8 8 12 16+ 23 27 30 33 43 45"


def test_the_curve_of_the_leukaemia_trial_is_the_published_one() -> None:
    """Freireich et al. 1963, 6-MP arm, as printed in Klein and Moeschberger."""
    curve = kaplan_meier(durations(FREIREICH_6MP))
    assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.survival.round(3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    errors = curve.survival * np.sqrt(curve.greenwood)
    assert errors.round(3).tolist() == [0.076, 0.087, 0.096, 0.107, 0.114, 0.128, 0.135]
    assert quantile(curve) == 23
    assert quantile(kaplan_meier(durations(FREIREICH_PLACEBO))) == 8


@pytest.mark.parametrize(("arm", "median", "low"), [(AML_MAINTAINED, 31, 18), (AML_NOT_MAINTAINED, 23, 8)])
def test_the_median_and_its_interval_are_those_of_the_survival_package(arm: str, median: float, low: float) -> None:
    """R survival, survfit(Surv(time, status) ~ x, aml): medians 31 (18, NA) and 23 (8, NA)."""
    curve = kaplan_meier(durations(arm))
    interval = quantile_interval(curve)
    assert quantile(curve) == median
    assert interval.low == low
    assert math.isinf(interval.high)


def test_the_curve_falls_at_the_moment_of_an_end() -> None:
    curve = kaplan_meier(durations("1 2 3 4"))
    assert survival_at(curve, 0.5) == 1.0
    assert survival_at(curve, 2) == pytest.approx(0.5)


@pytest.mark.parametrize(("text", "median"), [("1 2 3", 2), ("1 2 3 4", 2.5), ("5 5 5 9", 5), ("0 0 7", 0)])
def test_without_open_cases_the_median_is_the_usual_one(text: str, median: float) -> None:
    assert quantile(kaplan_meier(durations(text))) == median


def test_a_median_that_is_not_reached_is_unknown() -> None:
    assert quantile(kaplan_meier(durations("1 2+ 3+ 4+"))) is None
    assert median_change(durations("1 2+ 3+ 4+"), durations("1 2 3 4"), resolution=1, seed=1) is None


observed = st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=60)


@given(observed)
def test_a_curve_falls_and_ignores_the_order_of_the_rows(cases: list[tuple[int, bool]]) -> None:
    def curve(rows: list[tuple[int, bool]]) -> Curve:
        values = np.array([value for value, _ in rows], dtype=float)
        ended = np.array([done for _, done in rows], dtype=float)
        return kaplan_meier(Durations(values, ended, 1 - ended, np.zeros(len(rows), dtype=np.int64)))

    there, back = curve(cases), curve(cases[::-1])
    assert np.all(np.diff(there.survival) <= 0)
    assert np.all((there.survival >= 0) & (there.survival <= 1))
    assert there.survival.tolist() == back.survival.tolist()
    median = quantile(there)
    if median is not None:
        interval = quantile_interval(there)
        assert interval.low <= median <= interval.high


@given(st.lists(st.integers(0, 60), min_size=1, max_size=60))
def test_without_open_cases_the_curve_is_the_share_that_lasts_longer(values: list[int]) -> None:
    found = np.array(values, dtype=float)
    curve = kaplan_meier(Durations(found, np.ones(len(found)), np.zeros(len(found)), np.zeros(len(found), np.int64)))
    for time in (0, 10, 30):
        assert survival_at(curve, time) == pytest.approx((found > time).mean(), abs=1e-12)
    assert quantile(curve) == pytest.approx(float(np.median(found)))


def cohort(median: float, seed: int, months: int = 12) -> Durations:
    rng = np.random.default_rng(seed)
    values = np.floor(rng.lognormal(np.log(median), 0.9, 40 * months))
    return Durations(values, np.ones(len(values)), np.zeros(len(values)), np.repeat(np.arange(months), 40))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(5, 80), st.floats(0.5, 2))
def test_the_change_of_a_median_lies_in_its_interval_and_agrees_with_its_p_value(
    seed: int, median: float, factor: float
) -> None:
    change = median_change(cohort(median, seed), cohort(median * factor, seed + 1), resolution=1, seed=seed)
    assert change is not None
    assert change.low <= change.value <= change.high
    assert (change.p_value < 0.05) == (not change.low <= 0 <= change.high)


def test_the_same_seed_gives_the_same_interval_and_hours_instead_of_days_the_same_per_cent() -> None:
    before, after = cohort(30, 1), cohort(24, 2)
    first = median_change(before, after, resolution=1, seed=7)
    again = median_change(before, after, resolution=1, seed=7)
    hours = [Durations(one.values * 24, one.n_events, one.n_censored, one.months) for one in (before, after)]
    scaled = median_change(*hours, resolution=24, seed=7)
    assert first == again
    assert first is not None and scaled is not None
    assert (scaled.low, scaled.value, scaled.high) == pytest.approx((first.low, first.value, first.high), abs=1e-9)


def test_a_shock_that_hits_whole_months_widens_the_interval() -> None:
    rng = np.random.default_rng(5)
    calm, shaken = cohort(30, 1), cohort(30, 1)
    shock = np.repeat(rng.lognormal(0, 0.4, 12), 40)
    shaken = Durations(np.floor(shaken.values * shock), shaken.n_events, shaken.n_censored, shaken.months)
    still = median_change(calm, calm, resolution=1, seed=1)
    moved = median_change(shaken, shaken, resolution=1, seed=1)
    assert still is not None and moved is not None
    assert moved.high - moved.low > 1.5 * (still.high - still.low)
    assert moved.method == "kaplan_meier_month_bootstrap"


def test_an_interval_is_never_narrower_than_the_rounding_of_the_days() -> None:
    one_day = Durations(np.array([10.0]), np.array([100_000.0]), np.array([0.0]), np.array([0]))
    change = median_change(one_day, one_day, resolution=1, seed=1)
    assert change is not None
    assert change.low < -5 and change.high > 5


def test_a_median_of_zero_is_compared_in_days() -> None:
    change = median_change(durations("0 0 0 4"), durations("3 3 3 3"), resolution=1, seed=1)
    assert change is not None
    assert (change.unit, change.value) == ("abs", 3)
