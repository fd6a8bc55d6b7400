"""What the report is given about the flows of data between the CRM and other systems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class FlowRow:
    """One flow: records that should be on the other side and those found there, the level that follows.

    ``level`` is 0 none, 1 manual file, 2 one way, 3 two ways, 4 reconciled, None where nothing tells; ``is_declared``
    when it stands on audit.yml, ``is_contradicted`` when the records tell otherwise than that. Shares 0..1.
    """

    flow: str
    n: int
    n_matched: int
    match_rate: float | None
    amount_gap: float | None
    lag_days: float | None
    level: int | None
    is_declared: bool = False
    is_contradicted: bool = False


@dataclass(frozen=True)
class IntegrationFlows:
    """The flows of which records or audit.yml tell something; ``n_flows`` are all that are asked for.

    ``index`` is the weighted mean of the ``n_assessed`` known levels, 0 to 4.
    """

    area: str
    rows: tuple[FlowRow, ...]
    n_assessed: int
    n_flows: int
    index: float | None
    sources: tuple[str, ...] = ()
    kind: Literal["integration_flows"] = "integration_flows"


@dataclass(frozen=True)
class ReconciliationStep:
    """One step between two totals, in the currency of the company; ``n`` are the deals and orders behind it."""

    step: str
    amount: float
    n: int


@dataclass(frozen=True)
class SalesReconciliation:
    """From the won deals of the CRM to the sales of the ERP: the first amount and all steps make the last exactly.

    ``period`` is after or all; the months are those that both systems cover.
    """

    area: str
    period: Literal["after", "all"]
    crm_total: float
    erp_total: float
    n_deals: int
    n_orders: int
    steps: tuple[ReconciliationStep, ...]
    sources: tuple[str, ...] = ()
    kind: Literal["sales_reconciliation"] = "sales_reconciliation"
