"""Who logs in to the CRM, who was trained, and what was planned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate.clock import DAY, HOUR, month_starts
from dagster_project.simulate.options import SimulationOptions
from dagster_project.simulate.organisation import Calendar, Organisation
from dagster_project.simulate.pipeline import Deals
from dagster_project.simulate.randomness import stream

USAGE_PLATEAU = 0.88
USAGE_WEEKS = 4.0
COURSES = (("CRM: базовый курс", 8), ("Работа со сделками и воронкой", 4))
TRAINED_SHARE = 0.9
PASSED_SHARE = 0.92
PASS_MARK = 60
PLAN_GROWTH = 0.07
PLANNED_AHEAD = 3


@dataclass(frozen=True)
class Training:
    """(n,) person, course (position in COURSES), day (seconds at midnight), passed, score (0..100)."""

    person: NDArray[np.int64]
    course: NDArray[np.int64]
    day: NDArray[np.int64]
    passed: NDArray[np.bool_]
    score: NDArray[np.int64]


def logins(
    options: SimulationOptions, time: Calendar, company: Organisation
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """One session per person and day of use, only after the team's go-live: (n,) person and (n,) seconds, by time.

    A person uses the system in a week with probability plateau x zeal, learned over about four weeks.
    """
    rng = stream(options.seed, "logins")
    people: list[NDArray[np.int64]] = []
    moments: list[NDArray[np.int64]] = []
    monday = time.begin - (time.begin // DAY + 3) % 7 * DAY
    for person in range(len(company.person_name)):
        begin = max(int(company.go_live[company.person_team[person]]), int(company.person_from[person]))
        end = time.end if company.person_to[person] < 0 else int(company.person_to[person])
        weeks = np.arange(monday + -(-(begin - monday) // (7 * DAY)) * 7 * DAY, end, 7 * DAY)
        learned = 1 - np.exp(-(np.arange(len(weeks)) + 1) / USAGE_WEEKS)
        active = rng.random(len(weeks)) < np.clip(USAGE_PLATEAU * learned * company.person_zeal[person] ** 0.4, 0, 0.98)
        days = rng.random((len(weeks), 5)) < 0.68
        days[np.arange(len(weeks)), rng.integers(0, 5, len(weeks))] = True
        row, weekday = np.nonzero(days & active[:, None])
        hour = np.clip(rng.normal(9.4, 0.8, len(row)), 7, 17)
        moment = weeks[row] + weekday * DAY + (hour * HOUR).astype(np.int64)
        moment = moment[moment < end]
        moments.append(moment)
        people.append(np.full(len(moment), person))
    person_column, moment_column = np.concatenate(people), np.concatenate(moments)
    order = np.argsort(moment_column, kind="stable")
    return person_column[order], moment_column[order]


def training(options: SimulationOptions, time: Calendar, company: Organisation) -> Training:
    """Courses in the weeks around go-live, or in the first weeks of a new colleague."""
    rng = stream(options.seed, "training")
    rows: list[tuple[int, int, int, bool]] = []
    for person in range(len(company.person_name)):
        go_live = int(company.go_live[company.person_team[person]])
        end = time.end if company.person_to[person] < 0 else int(company.person_to[person])
        for course in range(len(COURSES)):
            start = max(go_live - 10 * DAY, int(company.person_from[person]) + 7 * DAY)
            day = (start // DAY + int(rng.integers(0, 14)) + 14 * course) * DAY
            attended, passed = rng.random() < TRAINED_SHARE, rng.random() < PASSED_SHARE
            weekday = (day // DAY + 3) % 7
            day += max(0, 7 - weekday) * DAY if weekday >= 5 else 0
            if attended and time.begin <= day < end:
                rows.append((person, course, day, bool(passed)))
    rows.sort(key=lambda row: (row[2], row[0]))
    person_column, course_column, day_column, passed_column = (np.array([row[k] for row in rows]) for k in range(4))
    is_passed = passed_column.astype(bool)
    drawn = stream(options.seed, "training-scores").integers(0, 101 - PASS_MARK, len(is_passed))
    score = np.where(is_passed, PASS_MARK + drawn, PASS_MARK - 1 - drawn // 2)
    return Training(person_column, course_column, day_column, is_passed, score)


def plan(options: SimulationOptions, time: Calendar, company: Organisation, all_deals: Deals) -> NDArray[np.int64]:
    """Monthly sales plan of each team in roubles: (months + PLANNED_AHEAD, teams).

    The planner knows the year before (the burn-in for the first year) and adds a fixed growth.
    """
    year = 365.25 * DAY
    starts = month_starts(options.start, options.months + PLANNED_AHEAD)
    result = np.zeros((len(starts) - 1, options.n_teams), dtype=np.int64)
    for month in range(len(result)):
        begin, end = starts[month] - year, starts[month + 1] - year
        hit = all_deals.won & (all_deals.closed >= begin) & (all_deals.closed < end)
        total = np.bincount(all_deals.team[hit], weights=all_deals.amount[hit] / 100, minlength=options.n_teams)
        smooth = 0.5 * total + 0.5 * total.sum() * company.team_weight / company.team_weight.sum()
        result[month] = np.rint(smooth * (1 + PLAN_GROWTH) / 10_000) * 10_000
    return result
