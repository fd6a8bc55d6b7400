"""Monthly means by block bootstrap; ratios with whole managers or customers as the unit of chance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.analysis.intervals import (
    Moments,
    block_draws,
    block_length,
    cluster_ratio_change,
    moments_change,
    monthly_change,
)

positive = st.lists(st.floats(10, 1000), min_size=12, max_size=12)


def moments(y: list[float], w: list[float]) -> Moments:
    values, weights = np.array(y), np.array(w)
    return Moments(
        len(y),
        float(values.sum()),
        float(weights.sum()),
        float(values @ values),
        float(values @ weights),
        float(weights @ weights),
    )


@settings(max_examples=30, deadline=None)
@given(positive, positive, st.booleans())
def test_a_monthly_change_lies_in_its_interval_and_agrees_with_its_p_value(
    before: list[float], after: list[float], paired: bool
) -> None:
    change = monthly_change(before, after, paired=paired, seed=1)
    assert change is not None
    assert change.low <= change.value <= change.high
    assert change.value == pytest.approx(100 * (np.mean(after) / np.mean(before) - 1))
    assert (change.p_value < 0.05) == (not change.low <= 0 <= change.high)


@settings(max_examples=20, deadline=None)
@given(positive, positive, st.floats(0.01, 100))
def test_another_currency_gives_the_same_per_cent(before: list[float], after: list[float], rate: float) -> None:
    first = monthly_change(before, after, paired=True, seed=3)
    other = monthly_change([rate * one for one in before], [rate * one for one in after], paired=True, seed=3)
    assert first is not None and other is not None
    assert (other.low, other.value, other.high) == pytest.approx((first.low, first.value, first.high), abs=1e-6)


def test_paired_months_take_the_season_out_of_the_interval() -> None:
    season = 1 + 0.4 * np.sin(2 * np.pi * np.arange(12) / 12)
    noise = np.random.default_rng(1).normal(1, 0.03, 24)
    before, after = (100 * season * noise[:12]).tolist(), (110 * season * noise[12:]).tolist()
    paired = monthly_change(before, after, paired=True, seed=1)
    apart = monthly_change(before, after, paired=False, seed=1)
    assert paired is not None and apart is not None
    assert paired.p_value < 0.05 < apart.p_value
    assert apart.high - apart.low > 5 * (paired.high - paired.low)


def test_two_months_have_no_interval_and_losses_are_compared_in_money() -> None:
    assert monthly_change([1.0, 2.0], [2.0, 3.0], paired=True, seed=1) is None
    change = monthly_change([-5.0, 3.0, -4.0, 1.0], [10.0, 12.0, 9.0, 11.0], paired=False, seed=1)
    assert change is not None
    assert (change.unit, change.value) == ("abs", 11.75)


@pytest.mark.parametrize(("n", "length"), [(3, 1), (4, 2), (6, 2), (9, 3), (12, 3), (24, 4), (36, 5)])
def test_blocks_grow_slowly_with_the_series(n: int, length: int) -> None:
    assert block_length(n) == length


def test_a_block_keeps_neighbouring_months_together_and_wraps_around() -> None:
    drawn = block_draws(12, 50, np.random.default_rng(1))
    assert drawn.shape == (50, 12)
    blocks = drawn.reshape(50, 4, 3)
    assert np.all((blocks[:, :, 1] - blocks[:, :, 0]) % 12 == 1)
    assert np.all((blocks[:, :, 2] - blocks[:, :, 1]) % 12 == 1)


def test_the_delta_method_computed_by_hand() -> None:
    """Clusters y = (2, 4, 6), w = (1, 1, 2): R = 3; residuals -1, 1, 0; variance 1.5 * 2 / 16; relative / 9."""
    same = moments([2, 4, 6], [1, 1, 2])
    change = moments_change(same, same)
    assert change is not None
    relative = 1.5 * 2 / 16 / 9
    se = np.sqrt(2 * relative)
    assert change.value == 0
    # Welch: both sides alike with 2 degrees of freedom each give 4; t = 2.776445
    assert change.high == pytest.approx(100 * np.expm1(2.776445 * se), rel=1e-6)


def test_cluster_bootstrap_and_delta_method_agree_on_many_clusters() -> None:
    rng = np.random.default_rng(2)
    w = rng.integers(3, 12, 300).astype(float)
    y = rng.poisson(4 * w).astype(float)
    zeros = np.zeros(300)
    boot = cluster_ratio_change(
        np.concatenate([y, zeros]).tolist(),
        np.concatenate([w, zeros]).tolist(),
        np.concatenate([zeros, 1.1 * y]).tolist(),
        np.concatenate([zeros, w]).tolist(),
        seed=1,
    )
    delta = moments_change(moments(y.tolist(), w.tolist()), moments((1.1 * y).tolist(), w.tolist()))
    assert boot is not None and delta is not None
    assert boot.value == pytest.approx(delta.value) == pytest.approx(10)
    assert boot.high - boot.low == pytest.approx(delta.high - delta.low, rel=0.08)


def test_the_same_managers_in_both_periods_make_the_comparison_sharper() -> None:
    rng = np.random.default_rng(4)
    pace = rng.lognormal(0, 0.6, 20)
    w = np.full(20, 12.0)
    y_before, y_after = 60 * pace, 66 * pace * rng.normal(1, 0.02, 20)
    same = cluster_ratio_change(y_before.tolist(), w.tolist(), y_after.tolist(), w.tolist(), seed=1)
    apart = moments_change(moments(y_before.tolist(), w.tolist()), moments(y_after.tolist(), w.tolist()))
    assert same is not None and apart is not None
    assert same.p_value < 0.001 < 0.2 < apart.p_value


def test_the_order_of_clusters_does_not_matter_to_the_delta_method_and_two_clusters_are_too_few() -> None:
    one, other = moments([2, 4, 6, 9], [1, 1, 2, 3]), moments([9, 6, 2, 4], [3, 2, 1, 1])
    assert one == other
    assert moments_change(moments([2, 4], [1, 1]), one) is None
    assert cluster_ratio_change([2, 4], [1, 1], [2, 4], [1, 1], seed=1) is None
    assert cluster_ratio_change([0, 0, 0], [1, 1, 1], [2, 4, 1], [1, 1, 1], seed=1) is None


def test_the_names_of_managers_do_not_matter_to_the_cluster_bootstrap() -> None:
    rng = np.random.default_rng(6)
    columns = [rng.integers(1, 20, 15).astype(float) for _ in range(4)]
    order = rng.permutation(15)
    first = cluster_ratio_change(*(one.tolist() for one in columns), seed=1)
    assert first == cluster_ratio_change(*(one[order].tolist() for one in columns), seed=1)
