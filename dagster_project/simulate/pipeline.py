"""Deals on their way through the stages, and customers who come back."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate.clock import DAY, office_time
from dagster_project.simulate.demand import Leads
from dagster_project.simulate.options import SimulationOptions
from dagster_project.simulate.organisation import RAMP_SHARES, Calendar, Organisation, Roster
from dagster_project.simulate.randomness import first_event, stream

MEAN_STAY_DAYS = (2.0, 5.0, 7.0, 12.0, 6.0)
ADVANCE = (0.74, 0.80, 0.84, 0.86, 0.88)
SKIPPED = (0.0, 0.05, 0.08, 0.0, 0.0)
REPEAT_SKIPPED = (0.0, 0.15, 0.30, 0.0, 0.0)
REPEAT_ADVANCE_POWER = 0.45
REPEAT_SPEED = 1.6
PACE_LOG_SD = 0.45
NEED_MEAN_DAYS = 150.0
NEED_SHAPE = 3.0
STAYS_AFTER_WON = 0.66
STAYS_AFTER_LOST_REPEAT = 0.35
AMOUNT_MEDIAN = 190_000.0
CUSTOMER_LOG_SD = 0.65
ORDER_LOG_SD = 0.55
MOST_ORDERS = 40


@dataclass(frozen=True)
class Deals:
    """All deals of burn-in and observed months, (n,) arrays unless said otherwise.

    entered (n, 5) seconds of entry into each stage (inf: not reached or skipped); closed seconds (inf: open at the
    end); lost_stage: stage from which it was lost (-1: not lost); lead: position in Leads or -1; customer: number;
    first_owner, owner: positions of the person who began it and who had it last; amount: kopecks; repeat: ordered by
    a known customer.
    """

    created: NDArray[np.int64]
    team: NDArray[np.int64]
    owner: NDArray[np.int64]
    first_owner: NDArray[np.int64]
    customer: NDArray[np.int64]
    lead: NDArray[np.int64]
    channel: NDArray[np.int64]
    repeat: NDArray[np.bool_]
    entered: NDArray[np.float64]
    closed: NDArray[np.float64]
    won: NDArray[np.bool_]
    lost_stage: NDArray[np.int64]
    amount: NDArray[np.int64]

    def take(self, rows: NDArray[np.int64]) -> Deals:
        """The deals at the given positions, in that order."""
        return Deals(**{item.name: getattr(self, item.name)[rows] for item in fields(self)})


@dataclass(frozen=True)
class Customers:
    """What stays with a customer: team, channel of the first contact, size (log), need (events per second)."""

    team: NDArray[np.int64]
    channel: NDArray[np.int64]
    size: NDArray[np.float64]
    need: NDArray[np.float64]


def deals(options: SimulationOptions, time: Calendar, company: Organisation, inflow: Leads) -> tuple[Deals, Customers]:
    """Run every qualified lead through the stages, then the repeat orders, generation by generation."""
    rng = stream(options.seed, "customers")
    lead = np.flatnonzero(inflow.qualified & np.isfinite(inflow.decided))
    customers = _customers(rng, inflow.team[lead], inflow.channel[lead])
    roster = Roster(company)
    numbers = np.arange(len(lead))
    wave = _wave(options, time, company, roster, customers, numbers, inflow.decided[lead], 0)
    waves = [Deals(**{**vars(wave), "lead": lead})]
    for generation in range(1, MOST_ORDERS):
        numbers, begin = _returning(options, company, customers, waves[-1], generation)
        kept = begin < time.end
        if not kept.any():
            break
        waves.append(_wave(options, time, company, roster, customers, numbers[kept], begin[kept], generation))
    joined = Deals(**{item.name: np.concatenate([getattr(w, item.name) for w in waves]) for item in fields(Deals)})
    return joined.take(np.argsort(joined.created, kind="stable")), customers


def win_probability(options: SimulationOptions, share: float, repeat: bool) -> float:
    """Chance that a deal of an average manager is won in the end when `share` of the effect is reached."""
    advance = _advance(options, np.full(1, share), np.ones(1), np.full(1, repeat))
    skipped = REPEAT_SKIPPED if repeat else SKIPPED
    return float(np.prod([skip + (1 - skip) * chance[0] for skip, chance in zip(skipped, advance, strict=True)]))


def _advance(
    options: SimulationOptions, share: NDArray[np.float64], skill: NDArray[np.float64], repeat: NDArray[np.bool_]
) -> list[NDArray[np.float64]]:
    """Probability to leave each stage forward rather than lost: list over stages of arrays shaped like `share`."""
    factor = (1 + options.effect("win_rate") * share) ** (1 / len(ADVANCE))
    power = np.where(repeat, REPEAT_ADVANCE_POWER, 1.0) / skill
    return [np.clip(base**power * factor, 0.02, 0.99) for base in ADVANCE]


def _customers(rng: np.random.Generator, team: NDArray[np.int64], channel: NDArray[np.int64]) -> Customers:
    count = len(team)
    need = rng.gamma(NEED_SHAPE, 1 / NEED_SHAPE, count) / (NEED_MEAN_DAYS * DAY)
    return Customers(team, channel, rng.normal(0.0, CUSTOMER_LOG_SD, count), need)


def _wave(
    options: SimulationOptions,
    time: Calendar,
    company: Organisation,
    roster: Roster,
    customers: Customers,
    numbers: NDArray[np.int64],
    begin: NDArray[np.float64],
    generation: int,
) -> Deals:
    """Deals that begin at begin (n,) for customers numbers (n,)."""
    rng = stream(options.seed, f"deals-{generation}")
    team = customers.team[numbers]
    owner = roster.owner(rng, team, begin)
    repeat = np.full(len(numbers), generation > 0)
    share = company.share_of_effect(team, begin)
    years = (begin - time.begin) / (365.25 * DAY)
    level = AMOUNT_MEDIAN * (1 + options.price_growth) ** years * (1 + options.effect("order_value") * share)
    amount = level * np.exp(customers.size[numbers] + rng.normal(0.0, ORDER_LOG_SD, len(numbers)))
    entered, closed, won, lost_stage = _stages(
        rng, options, time, company, team, company.person_skill[owner], begin, repeat
    )
    return Deals(
        created=begin.astype(np.int64), team=team, owner=_last_owner(rng, time, company, roster, team, owner, closed),
        first_owner=owner, customer=numbers, lead=np.full(len(numbers), -1),
        channel=customers.channel[numbers], repeat=repeat, entered=entered, closed=closed, won=won,
        lost_stage=lost_stage, amount=(np.round(amount / 100) * 10_000).astype(np.int64),
    )  # fmt: skip


def _last_owner(
    rng: np.random.Generator,
    time: Calendar,
    company: Organisation,
    roster: Roster,
    team: NDArray[np.int64],
    owner: NDArray[np.int64],
    closed: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Deals of people who left before the end of the deal pass to a colleague of the same team."""
    until = np.minimum(closed, time.end - 1)
    left = company.person_to[owner]
    orphan = np.flatnonzero((left >= 0) & (left <= until))
    last = owner.copy()
    last[orphan] = roster.owner(rng, team[orphan], until[orphan])
    return last


def _stages(
    rng: np.random.Generator,
    options: SimulationOptions,
    time: Calendar,
    company: Organisation,
    team: NDArray[np.int64],
    skill: NDArray[np.float64],
    begin: NDArray[np.float64],
    repeat: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_], NDArray[np.int64]]:
    """Competing hazards of moving on and of being lost, stage by stage, each changing with the roll-out. Some deals
    skip a stage."""
    count, stages = len(begin), len(ADVANCE)
    shares = np.broadcast_to(np.asarray(RAMP_SHARES), (count, len(RAMP_SHARES)))
    advance = _advance(options, shares, skill[:, None], repeat[:, None])
    pace = np.exp(rng.normal(0.0, PACE_LOG_SD, count)) * np.where(repeat, REPEAT_SPEED, 1.0)
    speed = pace[:, None] / (1 + options.effect("cycle") * shares)
    entered = np.full((count, stages), np.inf)
    closed = np.full(count, np.inf)
    won, lost_stage = np.zeros(count, dtype=bool), np.full(count, -1)
    now, rows = begin.copy(), np.arange(count)
    for stage in range(stages):
        passing = rng.random(len(rows)) < np.where(repeat[rows], REPEAT_SKIPPED[stage], SKIPPED[stage])
        ahead, ahead_now = rows[passing], now[passing]
        rows, now = rows[~passing], now[~passing]
        entered[rows, stage] = now
        leave = first_event(rng, now, speed[rows] / (MEAN_STAY_DAYS[stage] * DAY), company.knots[team[rows]])
        level = (leave[:, None] >= company.knots[team[rows]]).sum(axis=1)
        forward = rng.random(len(rows)) < advance[stage][rows, level]
        now = np.maximum(office_time(leave), now + 60)
        seen = now < time.end
        lost = seen & ~forward
        lost_stage[rows[lost]], closed[rows[lost]] = stage, now[lost]
        rows = np.concatenate([rows[seen & forward], ahead])
        now = np.concatenate([now[seen & forward], ahead_now])
    closed[rows], won[rows] = now, True
    return entered, closed, won, lost_stage


def _returning(
    options: SimulationOptions, company: Organisation, customers: Customers, last: Deals, generation: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Customers of the last generation who need something again, and when."""
    rng = stream(options.seed, f"repeat-{generation}")
    chance = np.where(last.won, STAYS_AFTER_WON, np.where(last.repeat, STAYS_AFTER_LOST_REPEAT, 0.0))
    stays = rng.random(len(chance)) < chance
    rows = np.flatnonzero(np.isfinite(last.closed) & stays)
    number = last.customer[rows]
    rate = customers.need[number][:, None] * (1 + options.effect("repeat_orders") * np.asarray(RAMP_SHARES))
    begin = first_event(rng, last.closed[rows], rate, company.knots[customers.team[number]])
    finite = np.isfinite(begin)
    return number[finite], office_time(begin[finite])
