"""Which attributes go with won and with fast deals: differences of shares, with control over all that were tested."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from dagster_project.analysis.shares import newcombe_difference, share_p_value

LEAST_DEALS = 30
"""A value of an attribute, and all others of it together, are compared from so many deals on."""

LEAST_CASES = 5
"""Each side needs so many successes and so many failures."""

FALSE_DISCOVERY_RATE = 0.05


@dataclass(frozen=True)
class DriverCell:
    """Deals of one value of an attribute, and how many of them were won (or fast)."""

    outcome: str
    attribute: str
    value: str
    n: int
    n_success: int


@dataclass(frozen=True)
class Driver:
    """One value of an attribute against all other values of it.

    ``difference`` and its 95 % interval are of shares (0.12 = 12 points); ``p_adjusted`` is after Benjamini-Hochberg.
    It says what goes together, not what brings what about.
    """

    outcome: str
    attribute: str
    value: str
    n: int
    n_rest: int
    share: float
    share_rest: float
    difference: float
    low: float
    high: float
    p_value: float
    p_adjusted: float = 1.0

    @property
    def is_found(self) -> bool:
        """Whether it stays among all that were tested."""
        return self.p_adjusted < FALSE_DISCOVERY_RATE


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """p-values adjusted for the false discovery rate, in the order given; one below q is a discovery at rate q.

    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.
    """
    order = sorted(range(len(p_values)), key=lambda place: -p_values[place])
    adjusted, least = [1.0] * len(p_values), 1.0
    for rank, place in enumerate(order):
        least = min(least, p_values[place] * len(p_values) / (len(p_values) - rank))
        adjusted[place] = least
    return adjusted


def drivers(cells: Iterable[DriverCell]) -> tuple[Driver, ...]:
    """Every comparison that the numbers allow, adjusted together, the surest first; ties by name.

    In: cells in any order. Of an attribute with two values only the first by name is tested, as the other mirrors it.
    """
    listed = sorted(cells, key=lambda cell: (cell.outcome, cell.attribute, cell.value))
    tested: list[Driver] = []
    for _, group in groupby(listed, key=lambda cell: (cell.outcome, cell.attribute)):
        values = list(group)
        total, successes = sum(cell.n for cell in values), sum(cell.n_success for cell in values)
        wanted = values[:1] if len(values) == 2 else values
        found = (_compared(cell, total - cell.n, successes - cell.n_success) for cell in wanted)
        tested += [one for one in found if one]
    adjusted = benjamini_hochberg([one.p_value for one in tested])
    known = [replace(one, p_adjusted=value) for one, value in zip(tested, adjusted, strict=True)]
    return tuple(sorted(known, key=lambda one: (one.p_adjusted, one.p_value, one.outcome, one.attribute, one.value)))


def _compared(cell: DriverCell, n_rest: int, rest_success: int) -> Driver | None:
    cases = (cell.n_success, cell.n - cell.n_success, rest_success, n_rest - rest_success)
    if min(cell.n, n_rest) < LEAST_DEALS or min(cases) < LEAST_CASES:
        return None
    interval = newcombe_difference(rest_success, n_rest, cell.n_success, cell.n)
    share, share_rest = cell.n_success / cell.n, rest_success / n_rest
    p_value = share_p_value(rest_success, n_rest, cell.n_success, cell.n)
    return Driver(
        cell.outcome, cell.attribute, cell.value, cell.n, n_rest, share, share_rest, share - share_rest,
        interval.low, interval.high, p_value,
    )  # fmt: skip
