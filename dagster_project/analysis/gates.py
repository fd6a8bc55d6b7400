"""How failed data checks weigh on the KPIs that stand on them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from dagster_project.analysis import reasons


class Check(Protocol):
    """One data check: its severity (critical, warning, info), whether it held, the ids of the KPIs it touches.

    ``success`` is None when there was nothing to check.
    """

    @property
    def severity(self) -> str: ...

    @property
    def success(self) -> bool | None: ...

    @property
    def kpis(self) -> tuple[str, ...]: ...


def gate_codes(kpi: str, checks: Iterable[Check]) -> tuple[str, ...]:
    """Reason codes for the failed checks of a KPI: ``dq_gate`` for a critical one, ``dq_warning`` for others.

    Checks of severity "info" say something and weigh nothing.
    """
    failed = {check.severity for check in checks if check.success is False and kpi in check.kpis}
    codes = {"critical": reasons.DQ_GATE, "warning": reasons.DQ_WARNING}
    return tuple(code for severity, code in codes.items() if severity in failed)
