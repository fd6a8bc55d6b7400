"""Trials with a known truth: where nothing happened nothing is claimed, and what happened is found."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from dagster_project.analysis.levels import durations
from dagster_project.analysis.shares import share_p_value
from dagster_project.analysis.survival import Durations, kaplan_meier, quantile
from dagster_project.analysis.verdicts import judge
from tests.analysis.audit_worlds import Observation, declaration, kpi_data, measured, world

STATISTICS = ["monthly_sum", "km_median", "median", "share", "mean", "ratio", "nps"]
RUNS = 200


@pytest.mark.slow
@pytest.mark.parametrize("statistic", STATISTICS)
def test_a_company_where_nothing_happened_shows_no_change_in_about_95_of_100_audits(statistic: str) -> None:
    verdicts = [judge([measured(statistic, world(statistic, seed))])[0].verdict for seed in range(RUNS)]
    assert verdicts.count("na") == 0
    # 95 % less three standard deviations of a binomial with 200 runs
    assert verdicts.count("none") >= 0.904 * RUNS


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statistic", "effect", "better", "wanted"),
    [
        ("monthly_sum", 1.3, "higher", "ok"),
        ("km_median", 0.7, "lower", "ok"),
        ("median", 0.7, "lower", "ok"),
        ("share", 1.4, "higher", "ok"),
        ("mean", 1.4, "higher", "ok"),
        ("ratio", 1.3, "higher", "ok"),
        ("nps", 1.3, "higher", "likely"),
        ("share", 0.6, "higher", "bad"),
        ("km_median", 1.5, "lower", "bad"),
    ],
)
def test_a_planted_effect_is_found(statistic: str, effect: float, better: str, wanted: str) -> None:
    runs = 50
    verdicts = [
        judge([measured(statistic, world(statistic, seed, effect), better=better)])[0].verdict for seed in range(runs)
    ]
    assert verdicts.count(wanted) >= 0.8 * runs


@pytest.mark.slow
@pytest.mark.parametrize(("window", "naive_bias", "km_bias"), [(60, -55.8, 4.1), (90, -46.0, 1.9), (180, -29.1, 0.9)])
def test_young_cohorts_bias_the_plain_mean_and_not_the_survival_median(
    window: int, naive_bias: float, km_bias: float
) -> None:
    """The table "why the plain way is wrong": log-normal, median 30 days, sigma 0.9, no effect at all."""
    naive, kaplan = [], []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        mature = rng.lognormal(np.log(30), 0.9, 2000)
        young, age = rng.lognormal(np.log(30), 0.9, 1000), rng.uniform(0, window, 1000)
        closed = young <= age
        naive.append(100 * (young[closed].mean() / mature.mean() - 1))
        curve = kaplan_meier(
            Durations(np.minimum(young, age), closed * 1.0, ~closed * 1.0, np.zeros(1000, dtype=np.int64))
        )
        found = quantile(curve)
        if found is not None:
            kaplan.append(100 * (found / np.median(mature) - 1))
    assert np.mean(naive) == pytest.approx(naive_bias, abs=4)
    assert abs(np.mean(kaplan)) <= abs(km_bias) + 2


@pytest.mark.slow
def test_equal_full_years_remove_a_season_that_half_years_would_show() -> None:
    """The second row of the same table: half years of a seasonal company differ by chance of the calendar alone."""
    raised = 0
    for seed in range(RUNS):
        line = judge([measured("monthly_sum", world("monthly_sum", seed))])[0]
        assert line.change_pct is not None
        raised += abs(line.change_pct) > 10
    assert raised <= 0.02 * RUNS


def test_open_deals_pull_the_plain_median_down_and_not_ours() -> None:
    observations = world("km_median", 3, per_month=200)
    last_quarter = [one for one in observations if (one.on.year, one.on.month) >= (2024, 10)]
    plain = float(np.median([one.value for one in last_quarter if one.complete]))
    ours = quantile(kaplan_meier(durations(kpi_data("km_median", last_quarter).cells, censored=True)))
    assert ours is not None
    assert plain < 24 < ours
    assert ours == pytest.approx(30, rel=0.15)


def test_a_share_that_rises_by_half_is_confirmed() -> None:
    line = judge([measured("share", world("share", 1, 1.5))])[0]
    assert line.verdict == "ok"
    assert line.change_pct is not None and line.ci_low is not None and line.ci_high is not None
    assert line.ci_low < 50 < line.ci_high
    assert declaration("share").better == "higher"


def test_every_manager_counts_once_however_many_deals_he_won() -> None:
    """Twelve managers of whom one changes hugely: rows say "certain", managers say "one of twelve"."""
    observations = []
    for year in (2023, 2024):
        for manager in range(12):
            days = [one.on for one in world("ratio", 1) if one.on.year == year and one.user == "m0"]
            value = 60.0 if manager == 0 and year == 2024 else 5.0
            observations += [Observation(day, value, user=f"m{manager}") for day in days]
    line = judge([measured("ratio", observations)])[0]
    assert line.change_pct is not None and line.change_pct > 50
    assert line.verdict == "none"


def user_weeks(seed: int) -> list[Observation]:
    """Eighteen people of whom each uses the system in a year nearly always or nearly never, at random."""
    rng = np.random.default_rng(seed)
    found = []
    for year in (2023, 2024):
        for user in range(18):
            rate = 0.95 if rng.random() < 0.5 else 0.1
            active = rng.random(48) < rate
            found += [
                Observation(date(year, week // 4 + 1, 7 * (week % 4) + 1), float(active[week]), user=f"u{user}")
                for week in range(48)
            ]
    return found


def test_weeks_of_one_person_are_not_taken_for_independent_answers() -> None:
    """Taken as 864 independent weeks a side, two years of chance would differ "significantly" most of the time."""
    verdicts = [judge([measured("share", user_weeks(seed))])[0] for seed in range(30)]
    naive = 0
    for seed in range(30):
        rows = user_weeks(seed)
        before, after = ([one.value for one in rows if one.on.year == year] for year in (2023, 2024))
        naive += share_p_value(sum(before), len(before), sum(after), len(after)) < 0.05
    assert naive >= 20
    assert sum(line.verdict == "none" for line in verdicts) >= 27
    assert {line.method for line in verdicts} == {"cluster_bootstrap"}


def test_a_win_rate_of_managers_of_different_skill_keeps_the_interval_of_newcombe() -> None:
    rng = np.random.default_rng(1)
    skill = rng.uniform(0.2, 0.4, 20)
    rows = [
        Observation(date(year, month, 1 + place), float(rng.random() < skill[manager]), user=f"m{manager}")
        for year in (2023, 2024)
        for month in range(1, 13)
        for manager in range(20)
        for place in range(5)
    ]
    assert judge([measured("share", rows)])[0].method == "newcombe_ratio"
