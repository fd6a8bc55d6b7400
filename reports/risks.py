"""The register of risks: what each rule looked at, what it found, what to do and which KPI will prove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reports.measures import Reason, Text

RiskStatus = Literal["fired", "not_fired", "not_assessed"]


@dataclass(frozen=True)
class Risk:
    """One rule of risk and its outcome.

    ``label`` names the input whose ``value`` (in ``unit``: share, hours, ...; ``answer`` is 1 for yes, 0 for no) on
    ``n`` cases was held against ``threshold``: the rule fires ``above`` or ``below`` it. ``source`` says where the
    threshold comes from; None is a guess. ``likelihood`` and ``impact`` are 1 to 5, ``score`` is their product, all
    None unless it fired. ``reason`` says why it was not assessed, ``missing`` names the file or the key of audit.yml
    that would tell.
    """

    risk: str
    family: str
    status: RiskStatus
    text: Text
    label: Text
    unit: str
    direction: Literal["above", "below"]
    threshold: float
    recommendation: Text
    expected: Text
    check: str
    value: float | None = None
    n: int | None = None
    source: Text | None = None
    likelihood: int | None = None
    impact: int | None = None
    score: int | None = None
    reason: Reason | None = None
    missing: str | None = None
