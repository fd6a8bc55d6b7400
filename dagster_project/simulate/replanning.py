"""Planned closing dates that are moved and first estimates that are corrected, as the event log of a CRM tells them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate.clock import DAY, EPOCH, HOUR, office_time
from dagster_project.simulate.randomness import stream
from dagster_project.simulate.text_files import (
    choose,
    objects,
    quoted,
    rouble_dot,
    russian_date,
    russian_time,
    write_stream,
)  # fmt: skip
from dagster_project.simulate.world import World

MOVED_OUT = 0.7
MOVES = 6
REESTIMATED = 0.35
ESTIMATE_LOG_SD = 0.25
ESTIMATED_UNTIL_STAGE = 3
HEADER = ("ID сделки", "Поле", "Было", "Стало", "Изменено")
FIELDS = ("CLOSEDATE", "OPPORTUNITY")


@dataclass(frozen=True)
class Plans:
    """What was planned for each exported deal: planned (n, MOVES + 1) midnights, nan where there was no date, of which
    column k holds from moved_at[:, k - 1] on, (n, MOVES) seconds, inf: never; estimate (n,) kopecks, which held until
    estimated_until (n,) seconds, inf: the amount never changed."""

    planned: NDArray[np.float64]
    moved_at: NDArray[np.float64]
    estimate: NDArray[np.int64]
    estimated_until: NDArray[np.float64]

    def date_at(self, moment: float) -> NDArray[np.float64]:
        """The planned day of each deal just before a moment."""
        return self.planned[np.arange(len(self.planned)), (self.moved_at < moment).sum(axis=1)]

    def amount_at(self, moment: float, amount: NDArray[np.int64]) -> NDArray[np.int64]:
        """The amount of each deal just before a moment."""
        return np.where(np.isfinite(self.estimated_until) & (self.estimated_until >= moment), self.estimate, amount)


def plans(world: World, first_planned: NDArray[np.float64]) -> Plans:
    """Plan every exported deal anew whenever its day comes and it is still open; the log begins with the go-live of the
    team. first_planned (n,): midnights, nan for a deal without a date."""
    rng = stream(world.options.seed, "replanning")
    deal = world.exported
    go_live = world.company.go_live[deal.team].astype(np.float64)
    until = np.minimum(deal.closed, float(world.time.end))
    planned = [first_planned]
    moved_at: list[NDArray[np.float64]] = []
    going = np.isfinite(first_planned)
    for _ in range(MOVES):
        ahead = rng.uniform(0, 4, len(going)) * DAY
        begin = np.maximum(np.maximum(planned[-1] - ahead, go_live + 20 * HOUR), deal.created + DAY)
        begin = np.maximum(begin, moved_at[-1] + HOUR if moved_at else 0)
        moment = office_time(np.where(going, begin, np.inf))
        going = going & (moment < until) & (rng.random(len(going)) < MOVED_OUT)
        later = np.floor(np.maximum(planned[-1], moment) / DAY) * DAY + rng.integers(10, 50, len(going)) * DAY
        planned.append(np.where(going, later, planned[-1]))
        moved_at.append(np.where(going, moment, np.inf))
    known = deal.entered[:, ESTIMATED_UNTIL_STAGE]
    corrected = np.isfinite(known) & (known >= go_live) & (rng.random(len(known)) < REESTIMATED)
    estimate = deal.amount * np.exp(rng.normal(0.0, ESTIMATE_LOG_SD, len(known)))
    estimate = np.maximum(np.round(estimate / 10_000), 1).astype(np.int64) * 10_000
    return Plans(
        np.column_stack(planned), np.column_stack(moved_at), estimate, np.where(corrected, known, np.inf)
    )  # fmt: skip


def write_changes(world: World, made: Plans, path: Path) -> int:
    """Write the log of changes: moved dates, corrected amounts, and the date that a closing puts in place of the plan.

    Returns the number of rows.
    """
    deal = world.exported
    row, move = np.nonzero(np.isfinite(made.moved_at))
    go_live = world.company.go_live[deal.team]
    last = made.date_at(np.inf)
    closed_day = np.floor(deal.closed / DAY) * DAY
    ended = np.flatnonzero(np.isfinite(deal.closed) & (deal.closed >= go_live) & (closed_day != last))
    corrected = np.flatnonzero(np.isfinite(made.estimated_until) & (made.estimate != deal.amount))
    before = np.concatenate([made.planned[row, move], last[ended]])
    after = np.concatenate([made.planned[row, move + 1], closed_day[ended]])
    moment = np.concatenate([made.moved_at[row, move], deal.closed[ended], made.estimated_until[corrected]])
    number = world.deal_id[np.concatenate([row, ended, corrected])]
    old = np.concatenate([russian_date(before, np.isfinite(before)), rouble_dot(made.estimate[corrected])])
    new = np.concatenate([russian_date(after), rouble_dot(deal.amount[corrected])])
    kind = np.repeat([0, 1], [len(before), len(corrected)])
    order = np.lexsort((kind, number, moment))

    def lines(part: slice) -> list[str]:
        at = order[part]
        cells = [objects(map(str, number[at].tolist())), choose(FIELDS, kind[at]), old[at], new[at]]
        return quoted([*cells, russian_time(moment[at].astype(np.int64))], trailing=False)

    write_stream(path, "utf-8-sig", quoted([objects([n]) for n in HEADER], trailing=False)[0], len(order), lines)
    return len(order)


def pipeline_truth(world: World, made: Plans) -> dict[str, Any]:
    """What became of the pipeline that was due in each of the last twelve months, in roubles, and how often a date was
    moved out. Test deals and deals that the export spoils are not in it."""
    starts = world.time.months.astype(np.float64)
    months = range(max(1, len(starts) - 12), len(starts))
    return {"months": [_month(world, made, starts[month - 1], starts[month]) for month in months]}


def _month(world: World, made: Plans, begin: float, end: float) -> dict[str, Any]:
    deal, damage = world.exported, world.damage
    counts = ~world.test
    for spoilt in (damage.negative_duration, damage.unreadable_amount, damage.unreadable_created_at,
                   damage.broken_line):  # fmt: skip
        counts[spoilt] = False
    was_open = counts & (deal.created < begin) & (deal.closed >= begin)
    ended = counts & (deal.created < end) & (deal.closed >= begin) & (deal.closed < end)
    is_open = counts & (deal.created < end) & (deal.closed >= end)
    due, still_due = was_open & (made.date_at(begin) < end), is_open & (made.date_at(end) < end)
    first, last = made.amount_at(begin, deal.amount), made.amount_at(end, deal.amount)
    came = ~due & (still_due | ended)
    change = np.where(due, last - first, 0)
    parts = {
        "opening": first[due], "new": last[came & (deal.created >= begin)],
        "pulled_in": last[came & (deal.created < begin)], "up": change[change > 0], "down": change[change < 0],
        "pushed_out": -last[due & is_open & ~still_due], "won": -last[ended & deal.won],
        "lost": -last[ended & ~deal.won], "closing": last[still_due],
    }  # fmt: skip
    start = EPOCH.fromordinal(EPOCH.toordinal() + int(begin) // DAY)
    return {
        "starts_on": start.isoformat(),
        "roubles": {name: round(int(amounts.sum()) / 100, 2) for name, amounts in parts.items()},
        "deals_due": int((due & (made.date_at(begin) >= begin)).sum()),
        "deals_moved_out": int((due & (made.date_at(begin) >= begin) & is_open & ~still_due).sum()),
    }
