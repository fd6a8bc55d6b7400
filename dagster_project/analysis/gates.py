"""How failed data checks, and the state of its own inputs, weigh on a KPI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Limit:
    """From which share on (0..1) a measure of the inputs lowers the evidence, and from which it blocks the verdict.

    ``blocks`` is None for a measure that never does.
    """

    measure: str
    lowers: float
    blocks: float | None
    code: str


LIMITS: tuple[Limit, ...] = (
    Limit("unreadable", 0.01, 0.2, reasons.UNREADABLE_INPUT),
    Limit("defective", 0.05, 0.5, reasons.DEFECTIVE_INPUT),
    Limit("amount_gap", 0.15, None, reasons.AMOUNTS_DIFFER),
)
"""unreadable: rows of the input with a value that cannot be read; defective: rows that the KPI leaves out for a defect;
amount_gap: by how much the deals miss the orders of the ERP. The limits are a choice of ours."""


def input_codes(measured: Mapping[str, float]) -> tuple[str, ...]:
    """Reason codes for the measures of a KPI's inputs (0..1, by the names of ``LIMITS``): what lowers its evidence,
    and ``input_gate`` when one of them blocks its verdict. A measure that is absent is not known and weighs nothing."""
    passed = [limit for limit in LIMITS if measured.get(limit.measure, 0.0) > limit.lowers]
    blocked = any(limit.blocks is not None and measured[limit.measure] > limit.blocks for limit in passed)
    return (*((reasons.INPUT_GATE,) if blocked else ()), *(limit.code for limit in passed))
