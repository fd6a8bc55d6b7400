"""Expected repeat purchases by BG/NBD, and whether they are worth showing.

Fader, Hardie and Lee (2005), "Counting your customers the easy way", Marketing Science 24, 275-284: while a customer is
active, purchases come at a rate that is gamma distributed over customers (shape r, rate alpha); after each purchase the
customer leaves for good with a probability that is beta distributed (a, b). Any one unit of time, the same throughout.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, hyp2f1

Floats = NDArray[np.float64]

MIN_CUSTOMERS = 200
MIN_DAYS = 182
"""Fewer customers, or a shorter time to learn from, give no forecast."""

_BOUND = 12.0
"""Parameters are sought between exp(-12) and exp(12)."""


@dataclass(frozen=True)
class PurchaseCounts:
    """Parallel arrays, one entry for each group of ``n`` equal customers.

    ``repeat`` purchases after the first, the last of them ``recency`` after it; ``age`` is the time since the first,
    ``later`` are purchases of each in the time held out.
    """

    repeat: Floats
    recency: Floats
    age: Floats
    n: Floats
    later: Floats

    @property
    def customers(self) -> int:
        """All customers of all groups."""
        return int(self.n.sum())


@dataclass(frozen=True)
class BgNbd:
    """The four parameters of the model."""

    r: float
    alpha: float
    a: float
    b: float


@dataclass(frozen=True)
class Backtest:
    """Purchases in the time held out, what the model and what the rate so far expected of all customers together, and
    the mean absolute error of each over customers."""

    actual: float
    expected: float
    naive: float
    error: float
    naive_error: float

    @property
    def is_better(self) -> bool:
        """Whether the model beats the rate so far both in the total and customer by customer."""
        closer = abs(self.expected - self.actual) < abs(self.naive - self.actual)
        return closer and self.error < self.naive_error


def log_likelihood(model: BgNbd, counts: PurchaseCounts) -> float:
    """The log-likelihood of the counts (equation 6 of the paper, in logarithms throughout)."""
    x, n = counts.repeat, counts.n
    common = gammaln(model.r + x) - gammaln(model.r) + model.r * math.log(model.alpha)
    still = betaln(model.a, model.b + x) - (model.r + x) * np.log(model.alpha + counts.age)
    bought = np.maximum(x, 1)
    left = betaln(model.a + 1, model.b + bought - 1) - (model.r + x) * np.log(model.alpha + counts.recency)
    parts = np.where(x > 0, np.logaddexp(still, left), still)
    return float(np.sum(n * (common + parts - betaln(model.a, model.b))))


def fit(counts: PurchaseCounts) -> BgNbd | None:
    """The parameters of the greatest likelihood; None without a repeat purchase or where the search ends at a bound."""
    if not (counts.repeat * counts.n).sum() > 0:
        return None

    def loss(logs: Floats) -> float:
        return -log_likelihood(BgNbd(*np.exp(logs)), counts) / counts.customers

    start = np.array([0.0, math.log(float(np.average(counts.age, weights=counts.n))), 0.0, 1.0])
    bounds = [(-_BOUND, _BOUND)] * 4
    for _ in range(2):
        options = {"maxiter": 4000, "maxfev": 4000, "xatol": 1e-7, "fatol": 1e-12}
        start = minimize(loss, start, method="Nelder-Mead", bounds=bounds, options=options).x
    if np.abs(start).max() > _BOUND - 0.01:
        return None
    return BgNbd(*np.exp(start).tolist())


def expected_purchases(model: BgNbd, counts: PurchaseCounts, time: float) -> Floats:
    """Purchases that one customer of each group is expected to make within ``time`` more (equation 10)."""
    x, r, alpha, b = counts.repeat, model.r, model.alpha, model.b
    a = model.a if abs(model.a - 1) > 1e-6 else 1 + 1e-6
    total = alpha + counts.age + time
    kept = ((alpha + counts.age) / total) ** (r + x) * hyp2f1(r + x, b + x, a + b + x - 1, time / total)
    bought = np.maximum(x, 1)
    left = np.where(x > 0, a / (b + bought - 1) * ((alpha + counts.age) / (alpha + counts.recency)) ** (r + x), 0.0)
    return np.asarray((a + b + x - 1) / (a - 1) * (1 - kept) / (1 + left), dtype=np.float64)


def backtest(model: BgNbd, counts: PurchaseCounts, time: float) -> Backtest:
    """The model learnt on ``counts`` against the purchases that followed within ``time``."""
    expected = expected_purchases(model, counts, time)
    naive = counts.repeat / counts.age * time
    everyone = counts.n / counts.customers
    return Backtest(
        actual=float(np.sum(counts.later * counts.n)),
        expected=float(np.sum(expected * counts.n)),
        naive=float(np.sum(naive * counts.n)),
        error=float(np.sum(np.abs(expected - counts.later) * everyone)),
        naive_error=float(np.sum(np.abs(naive - counts.later) * everyone)),
    )
