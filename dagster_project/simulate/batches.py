"""People who enter everything at once, at the end of a quarter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate.clock import DAY, HOUR
from dagster_project.simulate.options import SimulationOptions
from dagster_project.simulate.organisation import Calendar, Organisation
from dagster_project.simulate.pipeline import Deals
from dagster_project.simulate.randomness import stream

ONE_IN = 200
EVENING = 17.5 * HOUR
SPREAD_SECONDS = 240
MONTHS_OF_A_QUARTER = 3


def owner_then(
    time: Calendar,
    company: Organisation,
    seen: Deals,
    deal: NDArray[np.int32],
    moment: NDArray[np.integer] | NDArray[np.float64],
) -> NDArray[np.int64]:
    """Who had deal (n,), a position among seen, at moment (n,): the first owner until he left, then the last one."""
    left = np.where(company.person_to < 0, time.end, company.person_to)
    first: NDArray[np.int64] = seen.first_owner[deal]
    return np.where(left[first] > moment, first, seen.owner[deal])


def batch_filling(
    options: SimulationOptions,
    time: Calendar,
    company: Organisation,
    person: NDArray[np.int64],
    moment: NDArray[np.float64],
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Which activities of person (n,) at moment (n,) are entered in a batch, and when: (n,) bool, (n,) seconds.

    One person in two hundred, and at least one, enters all since the launch on the last weekday of a quarter, within
    four minutes.
    """
    rng = stream(options.seed, "batches")
    here = np.flatnonzero((company.person_to < 0) & (company.person_from < time.end))
    fillers = rng.choice(here, max(1, len(here) // ONE_IN), replace=False)
    filled = np.isin(person, fillers) & (moment >= company.go_live[company.person_team[person]])
    ends = np.append(time.months[MONTHS_OF_A_QUARTER::MONTHS_OF_A_QUARTER], np.iinfo(np.int64).max // 2)
    last_day = (ends[np.searchsorted(ends, moment, side="right")] - DAY) // DAY
    weekday = (last_day + 3) % 7
    evening = (last_day - np.maximum(weekday - 4, 0)) * DAY + EVENING
    return filled, np.floor(evening + rng.random(len(person)) * SPREAD_SECONDS)
