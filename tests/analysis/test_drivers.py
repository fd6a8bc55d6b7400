"""What goes with won deals: a planted attribute is found, nothing is invented, small cells are not compared."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from scipy.stats import false_discovery_control

from dagster_project.analysis.drivers import DriverCell, benjamini_hochberg, drivers

ATTRIBUTES = {"channel": 6, "team": 6, "product": 4, "weekday": 5, "customer_kind": 2, "region": 6}


def cells(rng: np.random.Generator, n: int = 1200, planted: float = 0.0) -> list[DriverCell]:
    """Deals with attributes of equal chances; ``planted`` is added to the chance of the first channel to be won."""
    drawn = {name: rng.integers(0, count, n) for name, count in ATTRIBUTES.items()}
    won = rng.random(n) < 0.4 + planted * (drawn["channel"] == 0)
    return [
        DriverCell("won", name, f"v{level}", int((values == level).sum()), int(won[values == level].sum()))
        for name, values in drawn.items()
        for level in range(ATTRIBUTES[name])
    ]


@pytest.mark.slow
def test_where_nothing_matters_a_discovery_is_as_rare_as_stated() -> None:
    alarms = sum(any(one.is_found for one in drivers(cells(np.random.default_rng(seed)))) for seed in range(600))
    assert alarms <= 42, "5 % of 600 are 30; 42 is the 98 % quantile of a true rate of 5 %"


@pytest.mark.slow
def test_a_planted_attribute_is_found_with_its_size_and_comes_first() -> None:
    held = 0
    for seed in range(40):
        first = drivers(cells(np.random.default_rng(seed), planted=0.2))[0]
        assert (first.attribute, first.value, first.is_found) == ("channel", "v0", True)
        held += first.low <= 0.2 <= first.high
    assert held >= 34, "the interval holds the truth in about 95 %"


def test_a_comparison_by_hand() -> None:
    (one,) = drivers([DriverCell("won", "kind", "known", 100, 60), DriverCell("won", "kind", "new", 200, 80)])
    assert (one.value, one.n, one.n_rest, one.share, one.share_rest) == ("known", 100, 200, 0.6, 0.4)
    assert one.difference == pytest.approx(0.2)
    assert (one.low, one.high) == (pytest.approx(0.0805, abs=5e-4), pytest.approx(0.3117, abs=5e-4))
    assert one.p_adjusted == one.p_value < 0.01


@pytest.mark.parametrize(("n", "n_success"), [(29, 10), (60, 4), (60, 57)])
def test_small_cells_are_not_compared_but_stand_in_the_rest(n: int, n_success: int) -> None:
    large = [DriverCell("won", "channel", name, 100, 40) for name in ("a", "b")]
    found = drivers([*large, DriverCell("won", "channel", "small", n, n_success)])
    assert {one.value for one in found} == {"a", "b"}
    assert {one.n_rest for one in found} == {100 + n}


def test_the_order_of_the_cells_does_not_matter() -> None:
    given_cells = cells(np.random.default_rng(3), planted=0.1)
    assert drivers(reversed(given_cells)) == drivers(given_cells)
    assert drivers([]) == ()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_adjustment_is_that_of_scipy(p_values: list[float]) -> None:
    assert benjamini_hochberg(p_values) == pytest.approx(false_discovery_control(p_values))
