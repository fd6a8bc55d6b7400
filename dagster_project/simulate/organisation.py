"""Teams, roll-out dates, and managers who come and go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate.clock import DAY, month_starts
from dagster_project.simulate.names import person_names
from dagster_project.simulate.options import SimulationOptions
from dagster_project.simulate.randomness import stream

RAMP_DAYS = (0, 30, 60)
RAMP_SHARES = (0.0, 0.4, 0.7, 1.0)
BURN_IN_MONTHS = 36
TEAM_NAMES = (
    "Отдел Север", "Отдел Юг", "Отдел Волга", "Отдел Урал", "Отдел Сибирь", "Отдел Восток", "Отдел Центр",
    "Отдел Запад", "Отдел Балтика", "Отдел Алтай", "Отдел Кавказ", "Отдел Онлайн",
)  # fmt: skip


@dataclass(frozen=True)
class Calendar:
    """begin/end: seconds of the observed period; months (n+1,) starts; early: begin of the unseen burn-in."""

    early: int
    begin: int
    end: int
    months: NDArray[np.int64]


@dataclass(frozen=True)
class Organisation:
    """The sales organisation.

    knots (teams, 3) seconds at which the effect of a team reaches 40, 70 and 100 %; go_live (teams,) seconds;
    person_* (people,): name, team, employed from / to (seconds, to = -1 while employed), skill (1 = average),
    zeal (inclination to use the system, 1 = average). The last name is the integration account (no team).
    """

    team_names: list[str]
    team_weight: NDArray[np.float64]
    go_live: NDArray[np.int64]
    knots: NDArray[np.float64]
    person_name: list[str]
    person_team: NDArray[np.int64]
    person_from: NDArray[np.int64]
    person_to: NDArray[np.int64]
    person_skill: NDArray[np.float64]
    person_zeal: NDArray[np.float64]

    def share_of_effect(self, team: NDArray[np.int64], moment: NDArray[np.float64]) -> NDArray[np.float64]:
        """How much of the full effect is reached (0..1) for team (n,) at moment (n,)."""
        level = (moment[:, None] >= self.knots[team]).sum(axis=1)
        return np.asarray(RAMP_SHARES)[level]


def calendar(options: SimulationOptions) -> Calendar:
    """Observed months and the burn-in before them, in which customers come to be but nothing is exported."""
    months = month_starts(options.start, options.months)
    year, month = options.start.year, options.start.month
    early_total = year * 12 + month - 1 - BURN_IN_MONTHS
    early = month_starts(options.start.replace(year=early_total // 12, month=early_total % 12 + 1), 1)[0]
    return Calendar(int(early), int(months[0]), int(months[-1]), months)


def organisation(options: SimulationOptions, time: Calendar) -> Organisation:
    """Draw teams, roll-out dates and staff."""
    rng = stream(options.seed, "organisation")
    teams = options.n_teams
    names = [*TEAM_NAMES, *(f"Отдел {k + 1}" for k in range(len(TEAM_NAMES), teams))][:teams]
    offsets = np.rint(np.linspace(0, options.stagger_months, teams)).astype(int)
    go_live = time.months[np.minimum(options.first_go_live_month + rng.permutation(offsets), options.months - 1)]
    team, begin, end = _staff(rng, options, time)
    people = len(team)
    return Organisation(
        team_names=names,
        team_weight=np.linspace(1.25, 0.75, teams) if teams > 1 else np.ones(1),
        go_live=go_live,
        knots=(go_live[:, None] + np.asarray(RAMP_DAYS) * DAY).astype(np.float64),
        person_name=person_names(rng, people),
        person_team=team,
        person_from=begin,
        person_to=end,
        person_skill=np.exp(rng.normal(0.0, 0.15, people)),
        person_zeal=np.exp(rng.normal(0.0, 0.25, people)),
    )


def _staff(
    rng: np.random.Generator, options: SimulationOptions, time: Calendar
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Fill every seat with people one after the other; the first seat of a team (its head) never changes."""
    mean_stay = 365 * DAY / max(options.turnover_per_year, 1e-9)
    team: list[int] = []
    begin: list[int] = []
    end: list[int] = []
    for position in range(options.n_teams * options.seats_per_team):
        now = float(time.early - rng.integers(0, 900) * DAY)
        while now < time.end:
            leave = now + rng.exponential(mean_stay)
            if position % options.seats_per_team == 0 or options.turnover_per_year == 0:
                leave = float(time.end + 1)
            if leave >= time.early:
                team.append(position // options.seats_per_team)
                begin.append(int(now // DAY) * DAY)
                end.append(-1 if leave >= time.end else int(leave // DAY) * DAY)
            now = leave + (5 + rng.exponential(18)) * DAY
    return np.array(team), np.array(begin), np.array(end)


class Roster:
    """Who of a team is employed at a moment."""

    def __init__(self, company: Organisation) -> None:
        """Prepare per team the moments at which the staff changes and the people employed from each on."""
        self._teams = [self._team(company, team) for team in range(len(company.team_names))]

    @staticmethod
    def _team(company: Organisation, team: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        people = np.flatnonzero(company.person_team == team)
        begin = company.person_from[people]
        end = np.where(company.person_to[people] < 0, np.iinfo(np.int64).max, company.person_to[people])
        changes = np.unique(np.concatenate([begin, company.person_to[people][company.person_to[people] >= 0]]))
        present = [people[(begin <= moment) & (end > moment)] for moment in changes]
        table = np.zeros((len(changes), max(1, max(map(len, present)))), dtype=np.int64)
        for row, members in enumerate(present):
            table[row, : len(members)] = members
        return changes, np.array([len(members) for members in present]), table

    def owner(
        self, rng: np.random.Generator, team: NDArray[np.int64], moment: NDArray[np.float64]
    ) -> NDArray[np.int64]:
        """Draw an employed person of team (n,) at moment (n,); returns positions of people (n,)."""
        chosen = np.zeros(team.shape[0], dtype=np.int64)
        draw: NDArray[np.float64] = rng.random(len(team))
        for number, (changes, counts, table) in enumerate(self._teams):
            rows = np.flatnonzero(team == number)
            period = np.searchsorted(changes, moment[rows], side="right").clip(1) - 1
            member = np.floor(draw[rows] * np.maximum(counts[period], 1)).astype(np.int64)
            chosen[rows] = table[period, member]
        return chosen
