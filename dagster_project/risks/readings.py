"""What the findings, the mart of risk figures and audit.yml say of the inputs of the rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import duckdb

from dagster_project.catalogue import KpiDeclaration
from dagster_project.evidence.reasons import EXPORTS
from dagster_project.evidence.rows import read
from dagster_project.evidence.sources import entity_of
from dagster_project.risks.assess import Reading
from dagster_project.risks.rules import RuleBook
from dagster_project.settings_strategy import Strategy

_BLOCKED = "(select kpi from findings.kpi_results where segment is null and contains(reason, 'dq_gate'))"


def readings(
    connection: duckdb.DuckDBPyConnection,
    book: RuleBook,
    declarations: Sequence[KpiDeclaration],
    strategy: Strategy,
    present: Collection[str],
) -> dict[str, Reading]:
    """Input of a rule ("kpi.nps", "figure.unused_stages", "answer.goals") → what is known of it.

    ``present`` are the entities that have a file: of an unknown value the first missing file is named. A KPI that a
    failed critical check blocks is unknown.
    """
    return dict(
        [
            *_kpis(connection, declarations, present),
            *_figures(connection, book, present),
            *_answers(book, strategy),
        ]
    )


def _kpis(
    connection: duckdb.DuckDBPyConnection, declarations: Sequence[KpiDeclaration], present: Collection[str]
) -> Iterator[tuple[str, Reading]]:
    rows = read(connection, "findings.kpi_levels", "kpi, period")
    levels = {row["kpi"]: row for row in rows if row["period"] in ("after", "all")}
    blocked = {row["kpi"] for row in read(connection, _BLOCKED, "kpi")}
    for one in declarations:
        level = levels.get(one.id)
        if one.id in blocked:
            yield f"kpi.{one.id}", Reading(reason="dq_gate")
        elif level is None or level["value"] is None:
            yield f"kpi.{one.id}", _unknown(one.inputs, present)
        else:
            yield f"kpi.{one.id}", Reading(level["value"], level["n"])


def _figures(
    connection: duckdb.DuckDBPyConnection, book: RuleBook, present: Collection[str]
) -> Iterator[tuple[str, Reading]]:
    rows = {row["figure"]: row for row in read(connection, "marts.risk_figures", "figure")}
    for name, note in book.figures.items():
        row = rows[name]
        known = row["figure_value"] is not None
        yield f"figure.{name}", Reading(row["figure_value"], row["n"]) if known else _unknown(note.needs, present)


def _answers(book: RuleBook, strategy: Strategy) -> Iterator[tuple[str, Reading]]:
    for name in book.answers:
        said = getattr(strategy, name)
        if said is None:
            yield f"answer.{name}", Reading(reason="not_answered", missing=f"strategy.{name}")
        else:
            yield f"answer.{name}", Reading(float(said))


def _unknown(needs: Sequence[str], present: Collection[str]) -> Reading:
    missing = next((name for name in needs if entity_of(name) not in present), None)
    return Reading(reason="no_source", missing=EXPORTS[missing]) if missing else Reading(reason="not_tracked")
