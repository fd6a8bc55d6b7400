"""What is true of the customers of a simulated company: who bought when, whom it kept, what became of new ones."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate.clock import DAY
from dagster_project.simulate.export_onec import Orders
from dagster_project.simulate.world import World

COHORT_AGES = 4


def customers_truth(world: World, sales: Orders) -> dict[str, Any]:
    """Buyers of each calendar year and those of them who bought in the next one, as the sales documents show.

    Also: by quarter of a first purchase that has none before it, not even before the data, how many buy in later
    quarters; and the largest customers of the last year that make 80 % of its revenue.
    """
    sold = ~sales.returned
    customer = world.all_deals.customer[sales.deal[sold]]
    year, quarter = (
        sales.moment[sold].astype("datetime64[s]").astype(unit) for unit in ("datetime64[Y]", "datetime64[M]")
    )
    quarter = quarter.astype(np.int64) // 3
    return {
        "buyers_by_year": _buyers(customer, year),
        "new_customers_by_quarter": _cohorts(world, customer, quarter),
        "last_year": _last_year(world, sales),
    }


def _buyers(customer: NDArray[np.int64], year: NDArray[Any]) -> dict[str, dict[str, int]]:
    years = {str(one): set(customer[year == one].tolist()) for one in np.unique(year)}
    return {
        name: {"customers": len(buyers), "bought_again_next_year": len(buyers & years.get(str(int(name) + 1), set()))}
        for name, buyers in years.items()
    }


def _cohorts(
    world: World, customer: NDArray[np.int64], quarter: NDArray[np.int64]
) -> dict[str, dict[str, int | list[int]]]:
    earlier = world.all_deals.customer[world.all_deals.won & (world.all_deals.closed < world.time.begin)]
    first = np.full(world.customers, np.iinfo(np.int64).max)
    np.minimum.at(first, customer, quarter)
    first[earlier] = np.iinfo(np.int64).max
    last = (int(world.time.end) - 1) // DAY
    over = int(np.datetime64(last + 1, "D").astype("datetime64[M]").astype(np.int64)) // 3
    cohorts: dict[str, dict[str, int | list[int]]] = {}
    for begin in np.unique(first[first < over]).tolist():
        members = np.flatnonzero(first == begin)
        ages = range(1, min(COHORT_AGES, over - 1 - begin) + 1)
        active = [len(np.intersect1d(members, customer[quarter == begin + age])) for age in ages]
        day = np.datetime64(3 * begin, "M").astype("datetime64[D]")
        cohorts[str(day)] = {"customers": len(members), "active_in_later_quarters": active}
    return cohorts


def _last_year(world: World, sales: Orders) -> dict[str, int]:
    """Customers of the year before the end of the data: buyers, the fewest that make 80 % of the revenue less returns,
    and those who bought in the year before it but not in this one."""
    end = np.datetime64(world.time.end, "s").astype("datetime64[D]").astype("datetime64[M]")
    month = sales.moment.astype("datetime64[s]").astype("datetime64[M]")
    customer, sold = world.all_deals.customer[sales.deal], ~sales.returned
    this, before = ((month >= end - months) & (month < end - months + 12) for months in (12, 24))
    buyers = np.unique(customer[this & sold])
    revenue = np.bincount(customer[this], weights=sales.amount[this], minlength=world.customers)[buyers].clip(0)
    reached = np.cumsum(np.sort(revenue)[::-1])
    return {
        "buyers": len(buyers),
        "make_80_percent_of_revenue": int(np.searchsorted(reached, 0.8 * reached[-1])) + 1 if len(buyers) else 0,
        "gone": len(np.setdiff1d(customer[before & sold], buyers)),
    }
