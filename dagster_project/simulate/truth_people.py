"""What is true of the work of the people of a simulated company."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate.absences import Absences
from dagster_project.simulate.activity import KINDS
from dagster_project.simulate.adoption import Training
from dagster_project.simulate.batches import owner_then
from dagster_project.simulate.clock import DAY
from dagster_project.simulate.service import Tickets
from dagster_project.simulate.world import World

RECENT_DAYS = 91
LEAST_BATCH = 10


def people_truth(
    made: World, tickets: Tickets, first: NDArray[np.int64], away: Absences, courses: Training
) -> dict[str, Any]:
    """Facts of the staff, ready for JSON; first (n,): who answered each ticket first."""
    item = made.activities
    recent = ~item.automatic & (item.occurred >= made.time.end - RECENT_DAYS * DAY) & (item.occurred < made.time.end)
    person = owner_then(made.time, made.company, made.exported, item.deal, item.occurred)
    batches = np.unique(np.column_stack([person, item.created // DAY])[item.filled], axis=0, return_counts=True)[1]
    here = np.flatnonzero(made.company.person_to < 0)
    of_here = np.isin(courses.person, here)
    return {
        "people_here": len(here),
        "people_here_trained": len(np.unique(courses.person[of_here])),
        "courses_of_people_here": int(of_here.sum()),
        "courses_of_people_here_passed": int((of_here & courses.passed).sum()),
        "activities_entered_at_the_end_of_a_quarter": int(item.filled.sum()),
        "activities_entered_in_batches": int(batches[batches >= LEAST_BATCH].sum()),
        "activities_by_people_in_last_13_weeks": {
            name: int((recent & (item.kind == kind)).sum()) for kind, name in enumerate(KINDS)
        },
        "requests_answered": int(tickets.answered.sum()),
        "requests_answered_by_another_than_the_owner": int((tickets.answered & (first != tickets.owner)).sum()),
        "absences": len(away.person),
        "absence_calendar_days": int(((away.last - away.first) // DAY + 1).sum()),
    }
