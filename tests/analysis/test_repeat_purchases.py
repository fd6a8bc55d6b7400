"""BG/NBD: published parameters, known parameters, purchases held out."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from dagster_project.analysis.repeat_purchases import (
    Backtest,
    BgNbd,
    PurchaseCounts,
    backtest,
    expected_purchases,
    fit,
    log_likelihood,
)

PUBLISHED = BgNbd(0.243, 4.414, 0.793, 2.426)
"""Fader, Hardie and Lee (2005), table 2: the 1/10 sample of CDNOW, 39 weeks, log-likelihood -9582.4."""

END = date(1997, 9, 30)
WEEKS = 39


def cdnow(sample: Path) -> PurchaseCounts:
    days: dict[str, set[date]] = defaultdict(set)
    for line in sample.read_text(encoding="ascii").splitlines():
        if line.strip():
            days[line.split()[1]].add(datetime.strptime(line.split()[2], "%Y%m%d").date())
    groups = []
    for bought in days.values():
        past, later = [day for day in sorted(bought) if day <= END], [day for day in bought if day > END]
        first = past[0]
        in_time = sum((day - END).days <= 7 * WEEKS for day in later)
        groups.append((len(past) - 1, (past[-1] - first).days / 7, (END - first).days / 7, 1, in_time))
    return PurchaseCounts(*np.array(groups, dtype=np.float64).T)


@pytest.fixture(scope="module")
def sample(shared: Path) -> PurchaseCounts:
    path = shared / "realdata" / "cdnow" / "CDNOW_sample.txt"
    if not path.is_file():
        pytest.skip("the CDNOW sample is absent")
    return cdnow(path)


def test_the_published_parameters_come_out_of_the_published_sample(sample: PurchaseCounts) -> None:
    found = fit(sample)
    assert found is not None and sample.customers == 2357
    assert (found.r, found.alpha, found.a, found.b) == pytest.approx((0.243, 4.414, 0.793, 2.426), abs=1e-3)
    assert log_likelihood(found, sample) == pytest.approx(-9582.4, abs=0.05)


def test_on_the_published_sample_the_model_beats_the_rate_so_far(sample: PurchaseCounts) -> None:
    assert backtest(PUBLISHED, sample, WEEKS).is_better


def simulated(seed: int, n: int, model: BgNbd, age: float, later: float) -> PurchaseCounts:
    """Customers who buy and leave as the model says: purchases up to `age` and in the time `later` after it."""
    rng = np.random.default_rng(seed)
    rate, leaves = rng.gamma(model.r, 1 / model.alpha, n), rng.beta(model.a, model.b, n)
    groups = []
    for one, chance in zip(rate, leaves, strict=True):
        now, times = 0.0, []
        while True:
            now += rng.exponential(1 / one)
            if now > age + later:
                break
            times.append(now)
            if rng.random() < chance:
                break
        past = [time for time in times if time <= age]
        groups.append((len(past), past[-1] if past else 0.0, age, 1, len(times) - len(past)))
    return PurchaseCounts(*np.array(groups, dtype=np.float64).T)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_known_parameters_give_the_purchases_that_follow(seed: int) -> None:
    counts = simulated(seed, 4000, BgNbd(0.8, 10.0, 1.2, 3.0), 52.0, 26.0)
    model = fit(counts)
    assert model is not None
    test = backtest(model, counts, 26.0)
    assert test.expected == pytest.approx(test.actual, rel=0.08)
    assert test.is_better


def test_equal_customers_may_stand_in_one_group() -> None:
    one = simulated(4, 300, PUBLISHED, 40.0, 10.0)
    columns = np.array([one.repeat, one.recency, one.age, one.n, one.later])
    twice = PurchaseCounts(*np.hstack([columns, columns]))
    grouped = PurchaseCounts(one.repeat, one.recency, one.age, 2 * one.n, one.later)
    assert log_likelihood(PUBLISHED, twice) == pytest.approx(log_likelihood(PUBLISHED, grouped))
    tests = [backtest(PUBLISHED, counts, 10.0) for counts in (twice, grouped)]
    assert tests[0].error == pytest.approx(tests[1].error)


def test_who_never_came_back_tells_nothing() -> None:
    nobody = PurchaseCounts(*np.array([[0.0, 0.0, 30.0, 500.0, 0.0]]).T)
    assert fit(nobody) is None


def test_a_customer_expects_no_purchase_in_no_time_and_more_in_more() -> None:
    counts = PurchaseCounts(*np.array([[0, 0, 30, 1, 0], [3, 28, 30, 1, 0], [3, 5, 30, 1, 0]], dtype=np.float64).T)
    none, some, more = (expected_purchases(PUBLISHED, counts, time) for time in (0.0, 10.0, 20.0))
    assert np.allclose(none, 0) and (some < more).all()
    assert some[1] > some[2], "who bought lately is more likely to be still there"


def test_the_model_must_win_in_the_total_and_customer_by_customer() -> None:
    assert Backtest(100, 95, 120, 0.5, 0.6).is_better
    assert not Backtest(100, 75, 120, 0.5, 0.6).is_better
    assert not Backtest(100, 95, 120, 0.6, 0.5).is_better
