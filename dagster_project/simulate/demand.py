"""Arrival of leads, and which of them become deals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate.clock import DAY, add_months, moments_in, month_starts, office_time
from dagster_project.simulate.options import SimulationOptions
from dagster_project.simulate.organisation import BURN_IN_MONTHS, Calendar, Organisation
from dagster_project.simulate.randomness import pick, stream

SEASON = (0.74, 0.92, 1.06, 1.06, 0.88, 1.00, 0.92, 0.93, 1.08, 1.13, 1.12, 1.16)
TEAM_NOISE_SD = 0.10
COMPANY_NOISE_SD = 0.04
COMPANY_NOISE_RHO = 0.4
REPEAT_SHARE_OF_DEALS = 0.35
CHANNELS = ("Веб-сайт", "Звонок", "Реклама", "Рекомендация", "Электронная почта", "Выставка")
CHANNEL_WEIGHTS = [0.31, 0.20, 0.20, 0.10, 0.11, 0.08]
CHANNEL_QUALIFICATION = (0.48, 0.58, 0.36, 0.75, 0.30, 0.45)
QUALIFY_MEDIAN_DAYS = 2.2
QUALIFY_LOG_SD = 0.9


@dataclass(frozen=True)
class Leads:
    """All leads, ordered by creation: (n,) arrays. decided = seconds (inf: not yet at the end), qualified = bool."""

    created: NDArray[np.int64]
    team: NDArray[np.int64]
    channel: NDArray[np.int64]
    decided: NDArray[np.float64]
    qualified: NDArray[np.bool_]


def mean_qualification() -> float:
    """Probability that a lead becomes a deal, over channels, without any roll-out."""
    weights = np.asarray(CHANNEL_WEIGHTS)
    return float(weights @ np.asarray(CHANNEL_QUALIFICATION) / weights.sum())


def leads(options: SimulationOptions, time: Calendar, company: Organisation) -> Leads:
    """Draw the leads of burn-in and observed months."""
    created, team = _arrivals(options, time, company)
    rng = stream(options.seed, "lead-qualification")
    channel = pick(rng, CHANNEL_WEIGHTS, created.shape[0])
    share = company.share_of_effect(team, created.astype(np.float64))
    probability = np.asarray(CHANNEL_QUALIFICATION)[channel] * (1 + options.effect("lead_qualification") * share)
    qualified = rng.random(created.shape[0]) < np.clip(probability, 0, 0.98)
    median = QUALIFY_MEDIAN_DAYS * DAY * (1 + options.effect("cycle") * share)
    wait = median * np.exp(rng.normal(0.0, QUALIFY_LOG_SD, created.shape[0]))
    decided = np.maximum(office_time(created + wait), created + 60.0)
    return Leads(created, team, channel, np.where(decided < time.end, decided, np.inf), qualified)


def _arrivals(
    options: SimulationOptions, time: Calendar, company: Organisation
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    rng = stream(options.seed, "lead-arrival")
    first = add_months(options.start, -BURN_IN_MONTHS)
    count = BURN_IN_MONTHS + options.months
    starts = month_starts(first, count)
    level = options.deals_per_month * (1 - REPEAT_SHARE_OF_DEALS) / mean_qualification()
    years = (np.arange(count) - BURN_IN_MONTHS - options.months / 2) / 12
    season = np.array([SEASON[(first.month - 1 + k) % 12] for k in range(count)]) / np.mean(SEASON)
    expected = level * season * (1 + options.arrival_growth) ** years * _company_noise(rng, count)
    boost = max(1.0, 1 + options.effect("lead_arrival"))
    moments: list[NDArray[np.int64]] = []
    teams: list[NDArray[np.int64]] = []
    weight = company.team_weight / company.team_weight.sum()
    for month in range(count):
        noise = np.exp(rng.normal(-(TEAM_NOISE_SD**2) / 2, TEAM_NOISE_SD, options.n_teams))
        number = rng.poisson(expected[month] * weight * noise * boost)
        moments.append(moments_in(rng, int(starts[month]), int(starts[month + 1]), int(number.sum())))
        teams.append(np.repeat(np.arange(options.n_teams), number))
    created, team = np.concatenate(moments), np.concatenate(teams)
    share = company.share_of_effect(team, created.astype(np.float64))
    kept = rng.random(created.shape[0]) * boost < 1 + options.effect("lead_arrival") * share
    created, team = created[kept], team[kept]
    order = np.argsort(created, kind="stable")
    return created[order], team[order]


def _company_noise(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Autocorrelated multiplicative noise of the whole company's market, mean about 1."""
    shocks = rng.normal(0.0, COMPANY_NOISE_SD * np.sqrt(1 - COMPANY_NOISE_RHO**2), count)
    log_level = np.zeros(count)
    log_level[0] = shocks[0] / np.sqrt(1 - COMPANY_NOISE_RHO**2)
    for month in range(1, count):
        log_level[month] = COMPANY_NOISE_RHO * log_level[month - 1] + shocks[month]
    return np.exp(log_level)
