"""The interval of a paired difference, against a case of a textbook worked by hand."""

from __future__ import annotations

import pytest

from dagster_project.evidence.facts.training import paired_interval


def test_the_interval_is_that_of_students_t() -> None:
    # Differences 1, 2, 3, 4, 5: mean 3, standard deviation 1.5811, t of 4 degrees of freedom 2.7764.
    low, high = paired_interval(3.0, 2.5**0.5, 5)
    assert (low, high) == (pytest.approx(3 - 2.7764 * 1.5811 / 5**0.5, abs=1e-3), pytest.approx(4.9633, abs=1e-3))
