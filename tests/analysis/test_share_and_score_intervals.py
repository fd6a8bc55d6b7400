"""Intervals of shares and of the Net Promoter Score against published figures."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dagster_project.analysis.estimate import from_difference, from_log_ratio
from dagster_project.analysis.promoters import Answers, nps_difference, nps_interval
from dagster_project.analysis.shares import newcombe_difference, ratio_interval, share_change, share_p_value, wilson


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_figures_of_newcombe_1998_table_1(k: int, n: int, low: float, high: float) -> None:
    interval = wilson(k, n)
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("k_after", "n_after", "k_before", "n_before", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
    ],
)
def test_the_difference_gives_the_figures_of_newcombe_1998_method_10(
    k_after: int, n_after: int, k_before: int, n_before: int, low: float, high: float
) -> None:
    interval = newcombe_difference(k_before, n_before, k_after, n_after)
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_a_share_lies_in_its_interval_and_the_other_share_in_the_mirrored_one(count: tuple[int, int]) -> None:
    k, n = count
    interval, mirrored = wilson(k, n), wilson(n - k, n)
    assert 0 <= interval.low <= k / n <= interval.high <= 1
    assert interval.low == pytest.approx(1 - mirrored.high, abs=1e-12)


@given(counts, counts)
def test_p_value_difference_and_ratio_agree_on_whether_something_changed(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    assume(before[0] > 0)
    difference, ratio = newcombe_difference(*before, *after), ratio_interval(*before, *after)
    p_value = share_p_value(*before, *after)
    assume(abs(p_value - 0.05) > 1e-6)
    changed = p_value < 0.05
    assert changed == (difference.low > 0 or difference.high < 0)
    assert changed == (ratio.low > 1 or ratio.high < 1)
    assert ratio.low <= (after[0] / after[1]) / (before[0] / before[1]) <= ratio.high


@given(counts, counts)
def test_swapping_the_periods_mirrors_the_difference(before: tuple[int, int], after: tuple[int, int]) -> None:
    there, back = newcombe_difference(*before, *after), newcombe_difference(*after, *before)
    assert there.low == pytest.approx(-back.high, abs=1e-12)
    assert share_p_value(*before, *after) == pytest.approx(share_p_value(*after, *before), abs=1e-9)


@given(st.integers(0, 50), st.integers(2, 60))
def test_ten_times_the_rows_narrow_the_interval(k: int, times: int) -> None:
    few, many = wilson(k, 50), wilson(k * times, 50 * times)
    assert many.high - many.low < few.high - few.low


def test_a_share_of_nothing_before_has_a_change_in_points_and_none_in_per_cent() -> None:
    percent, points = share_change(0, 100, 10, 100)
    assert percent is None
    assert points.value == pytest.approx(10)
    assert points.low > 0


def test_sixty_five_to_eighty_per_cent_is_fifteen_points_and_twenty_three_per_cent() -> None:
    percent, points = share_change(130, 200, 160, 200)
    assert percent is not None
    assert (round(percent.value, 1), round(points.value, 1)) == (23.1, 15.0)
    assert percent.low > 0 and points.low > 0


@pytest.mark.parametrize(("n", "half"), [(30, 26.6), (50, 21.0), (100, 15.1), (200, 10.7), (400, 7.6), (1000, 4.8)])
def test_the_nps_interval_has_the_widths_of_the_method_section(n: int, half: float) -> None:
    interval = nps_interval(Answers(0.5 * n, 0.2 * n, n))
    assert (interval.high - interval.low) / 2 == pytest.approx(half, abs=0.06)


def test_the_adjusted_wald_interval_computed_by_hand() -> None:
    """15.75/39 - 10.75/39 = .128205; sqrt((.679487 - .016437) / 39) = .130389; .128205 -+ 1.959964 * .130389."""
    answers = Answers(15, 10, 36)
    interval = nps_interval(answers)
    assert answers.score == pytest.approx(13.8889, abs=1e-4)
    assert (round(interval.low, 2), round(interval.high, 2)) == (-12.74, 38.38)


@pytest.mark.parametrize(("n", "half"), [(50, 30), (100, 22), (200, 15.5), (400, 11)])
def test_the_difference_of_two_waves_has_the_widths_of_the_method_section(n: int, half: float) -> None:
    change = nps_difference(Answers(0.45 * n, 0.25 * n, n), Answers(0.5 * n, 0.2 * n, n))
    assert change.value == pytest.approx(10)
    assert (change.high - change.low) / 2 == pytest.approx(half, abs=0.7)


splits = st.tuples(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200)).filter(lambda s: sum(s) > 0)


@given(splits, splits)
def test_an_nps_and_a_difference_lie_in_their_intervals(
    before: tuple[int, int, int], after: tuple[int, int, int]
) -> None:
    old, new = (Answers(one[0], one[2], sum(one)) for one in (before, after))
    interval, change = nps_interval(old), nps_difference(old, new)
    assert -100 <= interval.low <= old.score <= interval.high <= 100
    assert change.low <= change.value <= change.high
    assume(abs(change.p_value - 0.05) > 1e-9)
    assert (change.p_value < 0.05) == (not change.low <= 0 <= change.high)


@given(st.floats(-3, 3), st.floats(0.001, 2), st.floats(1, 200))
def test_every_estimate_lies_in_its_interval_and_agrees_with_its_p_value(value: float, se: float, df: float) -> None:
    for one in (from_log_ratio(value, se, df, "m"), from_difference(value, se, df, "abs", "m")):
        assert one.low <= one.value <= one.high
        assume(abs(one.p_value - 0.05) > 1e-9)
        assert (one.p_value < 0.05) == (not one.low <= 0 <= one.high)
