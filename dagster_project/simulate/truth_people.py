"""What is true of the work of the people of a simulated company."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate.absences import Absences
from dagster_project.simulate.clock import DAY
from dagster_project.simulate.service import Tickets


def people_truth(tickets: Tickets, first: NDArray[np.int64], away: Absences) -> dict[str, Any]:
    """Facts of the staff, ready for JSON; first (n,): who answered each ticket first."""
    return {
        "requests_answered": int(tickets.answered.sum()),
        "requests_answered_by_another_than_the_owner": int((tickets.answered & (first != tickets.owner)).sum()),
        "absences": len(away.person),
        "absence_calendar_days": int(((away.last - away.first) // DAY + 1).sum()),
    }
