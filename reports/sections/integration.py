"""Tables of integration: the flows of data with their levels, and the sales of CRM and ERP step by step."""

from __future__ import annotations

from reports.format import number, signed
from reports.integration_figures import FlowRow, IntegrationFlows, SalesReconciliation
from reports.sections.cells import share_text
from reports.sections.context import Context
from reports.sections.views import Cell, Column, Row, Table

THRESHOLDS = {"works": 0.5, "reconciled": 0.98, "gap": 0.01}
"""As `integration_threshold` of dbt/macros/integration.sql has them; a test holds both together."""


def integration_tables(context: Context, area: str) -> list[Table]:
    """The tables of an area: its flows, its reconciliation; none where nothing is known."""
    found = []
    for one in context.evidence.figures.values():
        if isinstance(one, IntegrationFlows) and one.area == area:
            found.append(flow_table(context, one))
        elif isinstance(one, SalesReconciliation) and one.area == area:
            found.append(reconciliation_table(context, one))
    return found


def flow_table(context: Context, figure: IntegrationFlows) -> Table:
    """Each flow with its level, where that comes from, what is found on both sides, gap and lag; the index below."""
    words = context.words
    columns = (
        Column(words("integration.flow"), "", 24),
        Column(words("integration.level"), "", 28),
        Column(words("integration.found"), "n", 20),
        Column(words("integration.gap"), "n", 14),
        Column(words("integration.lag"), "n", 14),
    )
    rows = tuple(_flow_row(context, one) for one in figure.rows)
    return Table(
        context.caption(words("integration.caption")), columns, rows, "fx", context.region(), _note(context, figure)
    )


def _flow_row(context: Context, one: FlowRow) -> Row:
    words, lang = context.words, context.lang
    level, origin = words("report.missing"), ""
    if one.level is not None:
        level = words("integration.level_text", level=str(one.level), word=words(f"integration.levels.{one.level}"))
        origin = words("integration.declared" if one.is_declared else "integration.seen")
    if one.is_contradicted:
        origin = words("integration.contradicted")
    counts = words("integration.of", matched=number(one.n_matched, 0, lang), n=number(one.n, 0, lang)) if one.n else ""
    return Row(
        (
            Cell(words(f"integration.flows.{one.flow}")),
            Cell(level, "b" if one.level is not None else "", origin),
            Cell(share_text(context, one.match_rate), "n", counts),
            Cell(share_text(context, one.amount_gap), "n"),
            Cell(number(one.lag_days, 1, lang), "n"),
        ),
        "hl" if one.is_contradicted else "",
    )


def _note(context: Context, figure: IntegrationFlows) -> str:
    words = context.words
    if figure.index is None:
        told = words("integration.no_index")
    else:
        index = number(figure.index, 1, context.lang)
        told = words("integration.index", index=index, n=str(figure.n_assessed), total=str(figure.n_flows))
    limits = {name: share_text(context, share) for name, share in THRESHOLDS.items()}
    return " ".join((told, words("integration.note", **limits), context.source_note(figure.sources))).strip()


def reconciliation_table(context: Context, figure: SalesReconciliation) -> Table:
    """From the total of the CRM over every step to that of the ERP, to the rouble."""
    words, lang = context.words, context.lang
    columns = (
        Column(words("reconciliation.step"), "", 56),
        Column(words("reconciliation.amount", currency=context.evidence.company.currency), "n", 28),
        Column(words("reconciliation.n"), "n", 16),
    )

    def total(step: str, amount: float, n: int) -> Row:
        name = Cell(words(f"reconciliation.steps.{step}"), "b")
        return Row((name, Cell(number(amount, 0, lang), "n b"), Cell(number(n, 0, lang), "n b")), "tot")

    between = tuple(
        Row(
            (
                Cell(words(f"reconciliation.steps.{one.step}")),
                Cell(signed(one.amount, 0, lang), "n"),
                Cell(number(one.n, 0, lang), "n"),
            )
        )
        for one in figure.steps
    )
    rows = (
        total("crm_total", figure.crm_total, figure.n_deals),
        *between,
        total("erp_total", figure.erp_total, figure.n_orders),
    )
    caption = context.caption(words(f"reconciliation.caption_{figure.period}"))
    note = f"{words('reconciliation.note')} {context.source_note(figure.sources)}".strip()
    return Table(caption, columns, rows, "fx", context.region(), note)
