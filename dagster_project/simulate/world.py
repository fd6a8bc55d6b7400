"""Everything that happened in one simulated company, before any of it is written to a file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate import names
from dagster_project.simulate.activity import Activities, activities
from dagster_project.simulate.damage import DealDamage, deal_damage, rate, with_test_deals
from dagster_project.simulate.demand import Leads, leads
from dagster_project.simulate.options import SimulationOptions
from dagster_project.simulate.organisation import Calendar, Organisation, calendar, organisation
from dagster_project.simulate.pipeline import Deals, deals
from dagster_project.simulate.randomness import pick, stream
from dagster_project.simulate.text_files import Column, objects

PRODUCT_LINE_WEIGHTS = [0.80, 0.15, 0.05]
FIRST_DEAL_ID = 1001
FIRST_LEAD_ID = 501


@dataclass(frozen=True)
class World:
    """The company. all_deals includes the burn-in; exported are the deals of the CRM's list with test deals, ordered
    by id; products (n,) product lines of each exported deal; deal_id (n,); lead_row: observed leads in `inflow`;
    lead_number (leads,) id of each lead or 0 when it lies before the observed period."""

    options: SimulationOptions
    time: Calendar
    company: Organisation
    inflow: Leads
    all_deals: Deals
    exported: Deals
    test: NDArray[np.bool_]
    products: NDArray[np.int64]
    deal_id: NDArray[np.int64]
    lead_row: NDArray[np.int64]
    lead_number: NDArray[np.int64]
    damage: DealDamage
    activities: Activities

    @cached_property
    def person(self) -> Column:
        """Names of the people, by position."""
        return objects(self.company.person_name)

    @cached_property
    def customers(self) -> int:
        """Number of customers that ever were."""
        return int(self.all_deals.customer.max()) + 1

    @cached_property
    def customer_name(self) -> Column:
        """Usual spelling of each customer, then one name more for test deals (position -1)."""
        return objects([*(names.company_name(n) for n in range(self.customers)), "Тестовая компания"])

    @cached_property
    def lead_customer(self) -> NDArray[np.int64]:
        """Customer number of each lead; a lead that became nobody's customer gets a number after all customers."""
        number = np.arange(len(self.inflow.created)) + self.customers
        first = np.flatnonzero(self.all_deals.lead >= 0)
        number[self.all_deals.lead[first]] = self.all_deals.customer[first]
        return number


def world(options: SimulationOptions) -> World:
    """Run the whole process."""
    time = calendar(options)
    company = organisation(options, time)
    inflow = leads(options, time, company)
    all_deals, _ = deals(options, time, company, inflow)
    seen = all_deals.take(np.flatnonzero(all_deals.created >= time.begin))
    exported, test = with_test_deals(options, time.begin, seen)
    products = pick(stream(options.seed, "product-lines"), PRODUCT_LINE_WEIGHTS, len(exported.created)) + 1
    lead_row = np.flatnonzero(inflow.created >= time.begin)
    lead_number = np.zeros(len(inflow.created), dtype=np.int64)
    lead_number[lead_row] = FIRST_LEAD_ID + np.arange(len(lead_row))
    return World(
        options, time, company, inflow, all_deals, exported, test, products,
        FIRST_DEAL_ID + np.arange(len(exported.created)), lead_row, lead_number,
        deal_damage(options, exported, test, products),
        activities(options, time, company, exported, rate(options, "activity_late_entry")),
    )  # fmt: skip
