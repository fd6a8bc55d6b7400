"""Why the sales of a month changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.figures import Figure
from reports.flow_figures import FlowStep, SalesChange

if TYPE_CHECKING:
    from dagster_project.evidence.figures import Material

PARTS = ("volume", "mix", "price", "returned")


def sales_change(material: Material) -> Figure | None:
    """The change of the sales of a month in parts; None without orders in both periods.

    Without segments there is no mix, and without returns no part of theirs.
    """
    row = next(iter(material.rows("marts.sales_change", "dimension")), None)
    if row is None:
        return None
    left_out = {"mix"} if row["n_segments"] == 1 else set()
    left_out |= set() if row["returned"] else {"returned"}
    return SalesChange(
        area="sales",
        dimension=row["dimension"] if row["n_segments"] > 1 else "none",
        before=row["sales_before"],
        steps=tuple(FlowStep(part, row[part]) for part in PARTS if part not in left_out),
        after=row["sales_after"],
        orders_before=row["orders_before"],
        orders_after=row["orders_after"],
        sources=material.files("sales_volume"),
    )
