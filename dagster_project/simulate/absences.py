"""Holidays and illness of the staff."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate.clock import DAY
from dagster_project.simulate.options import SimulationOptions
from dagster_project.simulate.organisation import Calendar, Organisation
from dagster_project.simulate.randomness import stream

KINDS = ("Отпуск", "Больничный")
HOLIDAY_DAYS = 14
HOLIDAYS_PER_YEAR = 2
ILLNESSES_PER_YEAR = 0.8
ILLNESS_DAYS = (3, 10)
YEAR_DAYS = 365


@dataclass(frozen=True)
class Absences:
    """(n,) arrays ordered by person and day: person, first and last day (seconds at midnight), kind (in KINDS)."""

    person: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    kind: NDArray[np.int64]

    def covers(self, person: NDArray[np.int64], moment: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether each person (n,) is absent at a moment (n,) in seconds; never at an infinite one."""
        here = np.zeros(len(person), dtype=bool)
        for one, first, last in zip(self.person, self.first, self.last, strict=True):
            here |= (person == one) & (moment >= first) & (moment < last + DAY)
        return here


def absences(options: SimulationOptions, time: Calendar, company: Organisation) -> Absences:
    """Two holidays of two weeks in each year of work, from a Monday on, and an illness now and then."""
    rng = stream(options.seed, "absences")
    rows: list[tuple[int, int, int, int]] = []
    for person in range(len(company.person_name)):
        begin = max(time.begin, int(company.person_from[person])) // DAY
        end = (time.end if company.person_to[person] < 0 else int(company.person_to[person])) // DAY
        for year in range(begin, end, YEAR_DAYS):
            half = YEAR_DAYS // HOLIDAYS_PER_YEAR
            starts = [
                (year + half * part + int(rng.integers(20, half - 20)), HOLIDAY_DAYS, 0)
                for part in range(HOLIDAYS_PER_YEAR)
            ]
            starts += [
                (year + int(rng.integers(0, YEAR_DAYS)), int(rng.integers(*ILLNESS_DAYS)), 1)
                for _ in range(rng.poisson(ILLNESSES_PER_YEAR))
            ]
            for day, length, kind in starts:
                first = day - (day + 3) % 7 if kind == 0 else day
                if begin <= first and first + length <= end:
                    rows.append((person, first * DAY, (first + length - 1) * DAY, kind))
    rows.sort()
    person_column, first_column, last_column, kind_column = (
        np.array([row[k] for row in rows], dtype=np.int64) for k in range(4)
    )
    return Absences(person_column, first_column, last_column, kind_column)
