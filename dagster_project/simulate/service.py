"""Tickets of customers and how fast they are answered; what customers and staff say in surveys."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate.absences import Absences
from dagster_project.simulate.clock import DAY, HOUR, moments_in, office_time
from dagster_project.simulate.options import SimulationOptions
from dagster_project.simulate.organisation import Calendar, Organisation, Roster
from dagster_project.simulate.pipeline import Deals
from dagster_project.simulate.randomness import pick, stream

TICKETS_PER_DEAL = 0.55
REPLY_MEDIAN_HOURS = 7.0
REPLY_LOG_SD = 1.0
RESOLVE_MEDIAN_HOURS = 26.0
RESOLVE_LOG_SD = 1.1
UNANSWERED_SHARE = 0.03
AUTO_CLOSED_SHARE = 0.03
TICKET_CHANNELS = ("Электронная почта", "Телефон", "Чат", "Портал")
PRIORITIES = ("Обычный", "Высокий", "Низкий")
LATENT_MEAN = 7.9
LATENT_SD = 1.7
LATENT_CUSTOMER_SD = 0.9
INVITED_MONTHS = 6
ANSWER_SHARE = 0.35
STAFF_WAVES_AFTER_DAYS = (90, 270)
STAFF_ANSWER_SHARE = 0.8
DRAWS_OF_A_COLLEAGUE = 4


@dataclass(frozen=True)
class Tickets:
    """(n,) arrays ordered by created; replied, resolved: seconds (inf: not yet); owner: position of the person."""

    created: NDArray[np.int64]
    customer: NDArray[np.int64]
    owner: NDArray[np.int64]
    channel: NDArray[np.int64]
    priority: NDArray[np.int64]
    replied: NDArray[np.float64]
    resolved: NDArray[np.float64]
    auto_closed: NDArray[np.bool_]

    @property
    def answered(self) -> NDArray[np.bool_]:
        """(n,) whether a person answered within the data."""
        return np.isfinite(self.replied)


@dataclass(frozen=True)
class Answers:
    """Customer survey, (n,) arrays ordered by time: when, customer, score 0..10."""

    moment: NDArray[np.int64]
    customer: NDArray[np.int64]
    score: NDArray[np.int64]


@dataclass(frozen=True)
class StaffAnswers:
    """Staff survey, (n,) when and person; items (n, 7): two TAM items 1..7 and five ADKAR items 1..5."""

    moment: NDArray[np.int64]
    person: NDArray[np.int64]
    items: NDArray[np.int64]


def tickets(options: SimulationOptions, time: Calendar, company: Organisation, all_deals: Deals) -> Tickets:
    """Customers who bought before write to the helpdesk; the reply time shifts with their team's roll-out."""
    rng = stream(options.seed, "tickets")
    number = rng.poisson(TICKETS_PER_DEAL * options.deals_per_month * options.months)
    created = np.sort(moments_in(rng, time.begin, time.end, number))
    buyers, first = _first_purchases(all_deals)
    known = np.searchsorted(first, created)
    created, known = created[known > 0], known[known > 0]
    position = np.floor(rng.random(len(created)) * known).astype(np.int64)
    customer, team = buyers[position, 0], buyers[position, 1]
    share = company.share_of_effect(team, created.astype(np.float64))
    median = REPLY_MEDIAN_HOURS * HOUR * (1 + options.effect("reply_time") * share)
    wait = np.maximum(median * np.exp(rng.normal(0, REPLY_LOG_SD, len(created))), 30.0)
    never = rng.random(len(created)) < UNANSWERED_SHARE
    replied = _until(np.where(never, np.inf, created + wait), time.end)
    work = RESOLVE_MEDIAN_HOURS * HOUR * np.exp(rng.normal(0, RESOLVE_LOG_SD, len(created)))
    resolved = _until(replied + work, time.end)
    return Tickets(
        created, customer, Roster(company).owner(rng, team, created.astype(np.float64)),
        pick(rng, [0.45, 0.2, 0.2, 0.15], len(created)), pick(rng, [0.7, 0.2, 0.1], len(created)),
        replied, resolved, np.isfinite(resolved) & (rng.random(len(created)) < AUTO_CLOSED_SHARE),
    )  # fmt: skip


def first_responders(
    options: SimulationOptions, company: Organisation, away: Absences, drawn: Tickets
) -> NDArray[np.int64]:
    """Who answered each ticket first (n,): its owner, or a colleague of the team while the owner is away."""
    rng = stream(options.seed, "first-responders")
    roster, first = Roster(company), drawn.owner.copy()
    for _ in range(DRAWS_OF_A_COLLEAGUE):
        missing = np.flatnonzero(drawn.answered & away.covers(first, drawn.replied))
        first[missing] = roster.owner(rng, company.person_team[drawn.owner[missing]], drawn.replied[missing])
    return np.where(away.covers(first, drawn.replied), drawn.owner, first)


def answers(options: SimulationOptions, time: Calendar, company: Organisation, all_deals: Deals) -> Answers:
    """Quarterly survey of customers who bought within the last six months; the answer is latent satisfaction."""
    rng = stream(options.seed, "customer-survey")
    mood = rng.normal(0.0, LATENT_CUSTOMER_SD, int(all_deals.customer.max()) + 1)
    bought = np.flatnonzero(all_deals.won)
    parts: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]] = []
    for month in range(2, options.months, 3):
        wave, since = int(time.months[month + 1]) - 20 * DAY, int(time.months[max(0, month + 1 - INVITED_MONTHS)])
        closed = all_deals.closed[bought]
        recent = bought[(closed < wave) & (closed >= since)]
        invited, where = np.unique(all_deals.customer[recent], return_index=True)
        team = all_deals.team[recent][where]
        chosen = rng.random(len(invited)) < ANSWER_SHARE
        invited, team = invited[chosen], team[chosen]
        moment = wave + rng.exponential(4 * DAY, len(invited)).clip(0, 18 * DAY)
        shift = options.effect("satisfaction") * company.share_of_effect(team, moment)
        score = LATENT_MEAN + mood[invited] + shift + rng.normal(0.0, LATENT_SD, len(invited))
        parts.append((moment.astype(np.int64), invited, np.clip(np.rint(score), 0, 10).astype(np.int64)))
    answered, customer, points = (np.concatenate([part[k] for part in parts]) for k in range(3))
    order = np.argsort(answered, kind="stable")
    return Answers(office_time(answered[order].astype(np.float64)).astype(np.int64), customer[order], points[order])


def staff_answers(options: SimulationOptions, time: Calendar, company: Organisation) -> StaffAnswers:
    """Two waves among the staff after the last go-live; zeal and time with the system raise the answers."""
    rng = stream(options.seed, "staff-survey")
    moments: list[NDArray[np.int64]] = []
    people: list[NDArray[np.int64]] = []
    for days in STAFF_WAVES_AFTER_DAYS:
        opened = int(company.go_live.max()) + days * DAY
        end = np.where(company.person_to < 0, time.end + 1, company.person_to)
        here = np.flatnonzero((company.person_from < opened) & (end > opened))
        here = here[rng.random(len(here)) < STAFF_ANSWER_SHARE] if opened + 7 * DAY < time.end else here[:0]
        moments.append(opened + np.sort(rng.integers(9 * HOUR, 5 * DAY, len(here))))
        people.append(here)
    moment, person = np.concatenate(moments), np.concatenate(people)
    attitude = np.log(company.person_zeal[person])[:, None] * 2 + rng.normal(0, 0.5, (len(person), 1))
    tam = np.clip(np.rint(4.7 + attitude + rng.normal(0, 0.7, (len(person), 2))), 1, 7)
    adkar = np.clip(
        np.rint(np.array([4.1, 3.7, 3.5, 3.3, 3.0]) + attitude / 2 + rng.normal(0, 0.7, (len(person), 5))), 1, 5
    )
    return StaffAnswers(moment, person, np.hstack([tam, adkar]).astype(np.int64))


def _until(moment: NDArray[np.float64], end: int) -> NDArray[np.float64]:
    """Whole seconds; inf for what lies after the end of the data."""
    return np.where(moment < end, np.floor(moment), np.inf)


def _first_purchases(all_deals: Deals) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Customers with a purchase, ordered by its time: (n, 2) customer and team, and (n,) seconds."""
    won = np.flatnonzero(all_deals.won)
    won = won[np.argsort(all_deals.closed[won], kind="stable")]
    customer, first = np.unique(all_deals.customer[won], return_index=True)
    order = np.argsort(first)
    rows = won[first[order]]
    return np.column_stack([customer[order], all_deals.team[rows]]), all_deals.closed[rows]
