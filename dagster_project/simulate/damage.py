"""Damage of stated rates, as real exports have it. Every planted item is counted for truth.json."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate.clock import DAY
from dagster_project.simulate.options import DAMAGE_RATES, SimulationOptions
from dagster_project.simulate.pipeline import Deals
from dagster_project.simulate.randomness import stream

UNREADABLE_AMOUNTS = ("по договорённости", "12О 500.00", "уточняется", "сто тысяч")
UNREADABLE_DATES = ("31.02.2025 10:15:00", "вчера, 10:15", "45.13.2024 09:00:00")
TEST_TITLES = ("тест", "Тестовая сделка", "test", "ТЕСТ не удалять")


@dataclass(frozen=True)
class DealDamage:
    """Positions of damaged deals among the exported ones (disjoint), and test: (n,) bool of test deals."""

    missing_owner: NDArray[np.int64]
    duplicate_row: NDArray[np.int64]
    company_other_spelling: NDArray[np.int64]
    negative_duration: NDArray[np.int64]
    unreadable_amount: NDArray[np.int64]
    unreadable_created_at: NDArray[np.int64]
    broken_line: NDArray[np.int64]
    test: NDArray[np.bool_]


def rate(options: SimulationOptions, name: str) -> float:
    """Rate of one kind of damage; 0 when damage is switched off."""
    return DAMAGE_RATES[name] if options.damage else 0.0


def with_test_deals(options: SimulationOptions, begin: int, seen: Deals) -> tuple[Deals, NDArray[np.bool_]]:
    """Add test deals (customer -1, a token amount) and sort by creation; returns the deals and which are tests."""
    rng = stream(options.seed, "damage-test-deals")
    count = round(rate(options, "deal_test") * len(seen.created))
    source = rng.integers(0, len(seen.created), count) if count else np.zeros(0, dtype=np.int64)
    copies = seen.take(source)
    fake = Deals(**{**vars(copies), "customer": np.full(count, -1), "lead": np.full(count, -1),
                    "amount": rng.choice(np.array([100, 100_000, 1_234_500]), count)})  # fmt: skip
    joined = Deals(**{name: np.concatenate([getattr(seen, name), getattr(fake, name)]) for name in vars(seen)})
    test = np.concatenate([np.zeros(len(seen.created), dtype=bool), np.ones(count, dtype=bool)])
    order = np.argsort(joined.created, kind="stable")
    return joined.take(order), test[order]


def deal_damage(
    options: SimulationOptions, exported: Deals, test: NDArray[np.bool_], products: NDArray[np.int64]
) -> DealDamage:
    """Choose which deals are damaged; products (n,) = product lines of each deal (a broken line has only one)."""
    rng = stream(options.seed, "damage-deals")
    free = rng.permutation(np.flatnonzero(~test))
    closed = np.isfinite(exported.closed)
    chosen: dict[str, NDArray[np.int64]] = {}
    fitting = {"negative_duration": closed, "broken_line": products == 1}
    for name in (
        "negative_duration", "broken_line", "missing_owner", "duplicate_row", "company_other_spelling",
        "unreadable_amount", "unreadable_created_at",
    ):  # fmt: skip
        wanted = round(rate(options, f"deal_{name}") * len(exported.created))
        candidates = free[fitting[name][free]] if name in fitting else free
        chosen[name] = np.sort(candidates[:wanted])
        free = free[~np.isin(free, chosen[name])]
    return DealDamage(**chosen, test=test)


def earlier_close(options: SimulationOptions, exported: Deals, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Closing times in which the deals at `rows` close one to thirty days before they were created."""
    rng = stream(options.seed, "damage-negative")
    closed = exported.closed.copy()
    closed[rows] = exported.created[rows] - rng.integers(1, 31, len(rows)) * DAY
    return closed
