"""The rank association of a yes or no with a score."""

from __future__ import annotations

import numpy as np
import pytest

from dagster_project.analysis.association import association


def counts(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.int64)


def test_gamma_is_that_of_the_pairs_counted_by_hand() -> None:
    found = association(counts(5, 20), counts(20, 10), 1)
    assert found is not None
    assert found.gamma == pytest.approx((20 * 20 - 5 * 10) / (20 * 20 + 5 * 10))
    assert found.low < found.gamma < found.high and found.low > 0 and found.p_value < 0.01


def test_the_order_of_scores_turned_round_turns_the_sign() -> None:
    one, other = (
        association(counts(5, 9, 20), counts(20, 10, 10), 1),
        association(counts(20, 9, 5), counts(10, 10, 20), 1),
    )
    assert one is not None and other is not None and one.gamma == pytest.approx(-other.gamma)


def test_few_cases_or_few_of_an_outcome_say_nothing() -> None:
    assert association(counts(5, 5), counts(5, 5), 1) is None
    assert association(counts(2, 2), counts(50, 50), 1) is None
    assert association(counts(20), counts(20), 1) is None


def test_without_an_association_the_interval_misses_zero_in_one_of_twenty() -> None:
    rng = np.random.default_rng(5)
    missed = 0
    for seed in range(100):
        total = rng.multinomial(150, np.ones(11) / 11)
        yes = rng.binomial(total, 0.4)
        found = association(yes, total - yes, seed)
        missed += found is not None and not found.low <= 0 <= found.high
    assert missed <= 12, "5 expected; 12 or more have a chance below 1 %"
