"""Calls, letters, meetings and tasks around the deals."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate.batches import batch_filling, owner_then
from dagster_project.simulate.clock import DAY, HOUR, office_time
from dagster_project.simulate.options import SimulationOptions
from dagster_project.simulate.organisation import Calendar, Organisation
from dagster_project.simulate.pipeline import Deals
from dagster_project.simulate.randomness import pick, stream

KINDS = ("Звонок", "Письмо", "Встреча", "Задача", "Чат")
KIND_WEIGHTS = [0.36, 0.24, 0.07, 0.25, 0.08]
TASK = 3
ROUTINE_SUBJECTS = (
    "Уведомить клиента", "Выставить счёт", "Назначить ответственного", "Повторный контакт", "Контроль договора",
)  # fmt: skip
ROUTINE_KINDS = ("notify", "invoice", "assign", "follow_up", "contract")
OTHER_SUBJECTS = ("Подготовить КП", "Согласовать скидку")
ROUTINE_SHARE_OF_TASKS = 0.85
AUTOMATION_BEFORE = 0.04
AUTOMATION_GROWTH_DAYS = 365
OUTGOING_SHARE = 0.62
DELAY_MEDIAN_HOURS = 16.0
DELAY_LOG_SD = 1.1
LATE_DAYS = (4.0, 21.0)
COMPLETED_SHARE = 0.93


@dataclass(frozen=True)
class Activities:
    """(n,) arrays ordered by created. deal: position among the observed deals; kind, subject: positions in the tuples
    above (subject 0-4 routine, 5-6 other tasks, -1 no task); occurred, created, completed: seconds (completed -1:
    not); outgoing, automatic (made and done by a robot), late (planted damage), filled (entered at the end of a
    quarter with the others of its person)."""

    deal: NDArray[np.int32]
    kind: NDArray[np.int8]
    subject: NDArray[np.int8]
    outgoing: NDArray[np.bool_]
    automatic: NDArray[np.bool_]
    late: NDArray[np.bool_]
    filled: NDArray[np.bool_]
    occurred: NDArray[np.int64]
    created: NDArray[np.int64]
    completed: NDArray[np.int64]

    def take(self, rows: NDArray[np.int64]) -> Activities:
        """The activities at the given positions, in that order."""
        return Activities(**{item.name: getattr(self, item.name)[rows] for item in fields(self)})


def activities(
    options: SimulationOptions, time: Calendar, company: Organisation, seen: Deals, late_share: float
) -> Activities:
    """Draw the activities recorded for the observed deals; late_share of those made by people are entered late."""
    rng = stream(options.seed, "activities")
    share = company.share_of_effect(seen.team, seen.created.astype(np.float64))
    intensity = 1 + options.effect("logging") * share
    intensity *= options.activities_per_deal / intensity.mean()
    deal = np.repeat(np.arange(len(seen.created), dtype=np.int32), rng.poisson(intensity))
    until = np.minimum(np.where(np.isfinite(seen.closed), seen.closed, time.end), seen.created + 200.0 * DAY)
    span = (until - seen.created)[deal]
    occurred = office_time(seen.created[deal] + span * rng.random(len(deal)) ** 1.4)
    occurred = np.maximum(occurred, seen.created[deal] + 120.0)
    kind = pick(rng, KIND_WEIGHTS, len(deal)).astype(np.int8)
    subject = _subjects(rng, kind)
    automatic = _automatic(rng, options, company, seen.team[deal], occurred, subject)
    late = ~automatic & (rng.random(len(deal)) < late_share)
    created = occurred + _delay(rng, options, company, seen.team[deal], occurred, automatic, late)
    filled, evening = batch_filling(options, time, company, owner_then(time, company, seen, deal, occurred), occurred)
    filled &= ~automatic & (evening >= occurred)
    created, late = np.where(filled, evening, created), late & ~filled
    wait = np.where(kind == TASK, np.exp(rng.normal(np.log(20), 1.0, len(deal))) * HOUR, 0.0)
    wait[automatic] = 30.0
    done = np.maximum(occurred + wait, created)
    undone = (rng.random(len(deal)) >= COMPLETED_SHARE) | (done >= time.end)
    drawn = Activities(
        deal, kind, subject, rng.random(len(deal)) < OUTGOING_SHARE, automatic, late, filled,
        occurred.astype(np.int64), created.astype(np.int64), np.where(undone, -1, done).astype(np.int64),
    )  # fmt: skip
    order = np.argsort(drawn.created, kind="stable")
    return drawn.take(order[drawn.created[order] < time.end])


def _subjects(rng: np.random.Generator, kind: NDArray[np.int8]) -> NDArray[np.int8]:
    routine = rng.random(len(kind)) < ROUTINE_SHARE_OF_TASKS
    which = np.where(
        routine,
        rng.integers(0, len(ROUTINE_SUBJECTS), len(kind)),
        len(ROUTINE_SUBJECTS) + rng.integers(0, len(OTHER_SUBJECTS), len(kind)),
    )
    return np.where(kind == TASK, which, -1).astype(np.int8)


def _automatic(
    rng: np.random.Generator,
    options: SimulationOptions,
    company: Organisation,
    team: NDArray[np.int64],
    moment: NDArray[np.float64],
    subject: NDArray[np.int8],
) -> NDArray[np.bool_]:
    """Robots take over routine tasks, a little before and steadily more in the year after go-live."""
    grown = np.clip((moment - company.go_live[team]) / (AUTOMATION_GROWTH_DAYS * DAY), 0.0, 1.0)
    probability = np.clip(AUTOMATION_BEFORE + options.effect("automation") * grown, 0.0, 1.0)
    routine = (subject >= 0) & (subject < len(ROUTINE_SUBJECTS))
    return routine & (rng.random(len(moment)) < probability)


def _delay(
    rng: np.random.Generator,
    options: SimulationOptions,
    company: Organisation,
    team: NDArray[np.int64],
    moment: NDArray[np.float64],
    automatic: NDArray[np.bool_],
    late: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Seconds from an activity to its record."""
    share = company.share_of_effect(team, moment)
    median = DELAY_MEDIAN_HOURS * HOUR * (1 + options.effect("entry_delay") * share)
    delay = median * np.exp(rng.normal(0.0, DELAY_LOG_SD, len(moment)))
    delay[late] += rng.uniform(*LATE_DAYS, int(late.sum())) * DAY
    return np.where(automatic, 2.0, np.floor(delay))


def done_by_kind(drawn: Activities) -> dict[str, dict[str, int]]:
    """Routine tasks that were done, and those of them that the system did, by the kinds of ``ROUTINE_KINDS``."""
    done = drawn.completed >= 0
    return {
        kind: {
            "done": int((done & (drawn.subject == place)).sum()),
            "automated": int((done & drawn.automatic & (drawn.subject == place)).sum()),
        }
        for place, kind in enumerate(ROUTINE_KINDS)
    }
