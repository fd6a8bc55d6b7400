"""The list of customers that the accountants keep: whose trade and region each one is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate import names
from dagster_project.simulate.export_onec import Orders
from dagster_project.simulate.randomness import pick, stream
from dagster_project.simulate.text_files import choose, minimal, objects, write_stream
from dagster_project.simulate.world import World

FILE = "klienty.csv"
HEADER = ("Контрагент", "Сегмент", "Регион")
SEGMENTS = ("Производство", "Строительство", "Пищепром", "Сервис")
SEGMENT_WEIGHTS = [0.40, 0.27, 0.21, 0.12]
AT_HOME = 0.9
"""So many customers lie in the region of the team that sold to them first."""


@dataclass(frozen=True)
class CustomerList:
    """Positions in SEGMENTS and in the regions of the teams, one for each customer; what happens depends on neither."""

    segment: NDArray[np.int64]
    region: NDArray[np.int64]
    regions: tuple[str, ...]


def customer_list(world: World) -> CustomerList:
    """Draw segment and region of every customer, from a stream of their own."""
    rng = stream(world.options.seed, "customer-list")
    count, n_teams = world.customers, world.options.n_teams
    home = np.zeros(count, dtype=np.int64)
    deals = world.all_deals
    customer, first = np.unique(deals.customer, return_index=True)
    home[customer] = deals.team[first]
    away = rng.random(count) >= AT_HOME
    region = np.where(away, rng.integers(0, n_teams, count), home)
    regions = tuple(name.removeprefix("Отдел ") for name in world.company.team_names)
    return CustomerList(pick(rng, SEGMENT_WEIGHTS, count), region, regions)


def write_customers(drawn: CustomerList, world: World, orders: Orders, path: Path) -> None:
    """The customers of all deals and sales of the files, by their names without the legal form."""
    deals = world.exported.customer[world.exported.customer >= 0]
    listed = np.union1d(deals, world.all_deals.customer[orders.deal])
    columns = [
        objects(names.company_core(n) for n in listed.tolist()),
        choose(SEGMENTS, drawn.segment[listed]),
        choose(drawn.regions, drawn.region[listed]),
    ]
    head = ";".join(HEADER) + "\n"
    write_stream(path, "cp1251", head, len(listed), lambda part: minimal([one[part] for one in columns], ";"))


def source_entry() -> dict[str, Any]:
    """The mapping of the list in audit.yml."""
    columns = dict(zip(("company_name", "segment", "region"), HEADER, strict=True))
    row_number = {"company_id": {"row_number": True}}
    return {"files": FILE, "table": "companies", "columns": {**row_number, **columns}}


def listed_truth(drawn: CustomerList, world: World, orders: Orders) -> dict[str, dict[str, int]]:
    """Lines of the sales report by segment and by region of the customer."""
    customer = world.all_deals.customer[orders.deal]
    by_segment = Counter(SEGMENTS[place] for place in drawn.segment[customer].tolist())
    by_region = Counter(drawn.regions[place] for place in drawn.region[customer].tolist())
    return {
        "orders_by_segment": dict(sorted(by_segment.items())),
        "orders_by_region": dict(sorted(by_region.items())),
    }
