"""Whether two things go together: a rank correlation with an interval, for a yes or no against a score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST_CASES = 30
LEAST_OF_EACH = 5
"""Fewer cases, or fewer of either outcome, say nothing."""

REPLICATES = 1999


@dataclass(frozen=True)
class Association:
    """Goodman and Kruskal's gamma (-1..1) with its 95 % bootstrap interval and a permutation p-value."""

    gamma: float
    low: float
    high: float
    p_value: float


def association(yes: NDArray[np.int64], no: NDArray[np.int64], seed: int) -> Association | None:
    """Of the counts of yes and no by rising score: how much oftener yes goes with the higher score than with the lower.

    Pairs of equal score do not count (Goodman and Kruskal, 1954, JASA 49, 732-764). Cases are resampled for the
    interval; for the p-value yes and no are dealt anew among the scores. None with few cases or few of an outcome.
    """
    total = yes + no
    if total.sum() < LEAST_CASES or min(yes.sum(), no.sum()) < LEAST_OF_EACH or (total > 0).sum() < 2:
        return None
    rng = np.random.default_rng(seed)
    cells = np.concatenate([yes, no])
    drawn = rng.multinomial(int(cells.sum()), cells / cells.sum(), REPLICATES)
    resampled = _gamma(drawn[:, : len(yes)], drawn[:, len(yes) :])
    dealt = rng.multivariate_hypergeometric(total, int(yes.sum()), REPLICATES)
    found = float(_gamma(yes[None], no[None])[0])
    extreme = int((np.abs(_gamma(dealt, total - dealt)) >= abs(found) - 1e-12).sum())
    low, high = np.quantile(resampled, [0.025, 0.975]).tolist()
    return Association(found, float(low), float(high), (1 + extreme) / (1 + REPLICATES))


def _gamma(yes: NDArray[np.int64], no: NDArray[np.int64]) -> NDArray[np.float64]:
    """Gamma of each line of counts by rising score; 0 where no pair is decided."""
    below = np.cumsum(no, axis=1) - no
    above = no.sum(axis=1, keepdims=True) - below - no
    with_score, against = (yes * below).sum(axis=1), (yes * above).sum(axis=1)
    decided = with_score + against
    return np.where(decided > 0, (with_score - against) / np.maximum(decided, 1), 0.0)
