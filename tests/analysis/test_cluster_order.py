from __future__ import annotations

import numpy as np

from dagster_project.analysis.intervals import cluster_ratio_change


def test_the_order_of_managers_does_not_change_the_interval():
    rng = np.random.default_rng(5)
    columns = [rng.poisson(9, 12), rng.uniform(3, 12, 12), rng.poisson(12, 12), rng.uniform(3, 12, 12)]
    shuffled = rng.permutation(12)
    first = cluster_ratio_change(*(column.tolist() for column in columns), seed=1)
    second = cluster_ratio_change(*(column[shuffled].tolist() for column in columns), seed=1)
    assert first is not None
    assert first == second
