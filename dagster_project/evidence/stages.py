"""The stages of the largest pipeline: how many deals pass them, and where they are lost and wait."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from dagster_project.analysis.shares import wilson
from dagster_project.evidence.rows import Row
from reports.figures import Figure, StageBars, StageRow
from reports.stage_figures import BottleneckRow, Bottlenecks

if TYPE_CHECKING:
    from dagster_project.evidence.figures import Material

LEAST_DEALS = 30
LEAST_STAYS = 20
"""A stage with fewer stays is not ranked: its median and its losses are chance."""

_BOTTLENECKS = "marts.stage_bottlenecks"


def funnel(material: Material) -> Figure | None:
    """How many deals entered each stage; None for a pipeline of few deals."""
    name, rows = _largest(material.rows("marts.sales_funnel", "pipeline, stage_order"), "n_entered", LEAST_DEALS)
    if not rows:
        return None
    pipeline_name, names = _names(material, name)
    stages = []
    for row, earlier in zip(rows, [None, *rows[:-1]], strict=True):
        rate = earlier["next_share"] if earlier else None
        label = names.get(row["stage"]) or row["stage"]
        stages.append(StageRow(label, None, row["n_entered"], None, rate, None, row["median_days_to_next"]))
    return StageBars("funnel", pipeline_name, tuple(stages), material.history_files())


def bottlenecks(material: Material) -> Figure | None:
    """The stages of the pipeline with most deals in the order of their scores; None without deals in stages.

    Without a history of stages: the stages in which open deals stand, those with most deals first.
    """
    found = material.rows(_BOTTLENECKS, "pipeline, bottleneck_rank nulls last, n_open desc, stage_order, stage")
    assessed = [row for row in found if row["is_assessed"]]
    name, rows = _largest(assessed, "n_entered", LEAST_DEALS)
    if rows:
        rows = [row for row in rows if row["n_stays"] >= LEAST_STAYS]
    elif not assessed:
        name, rows = _largest([row for row in found if row["stage"]], "n_open", 1)
    if not rows:
        return None
    pipeline, names = _names(material, name)
    precision = [row["precision_days"] for row in rows if row["precision_days"] is not None]
    return Bottlenecks(
        "funnel",
        pipeline,
        tuple(_row(row, names.get(row["stage"]) or row["stage"]) for row in rows),
        is_assessed=bool(assessed),
        maturity_days=rows[0]["maturity_days"],
        precision_days=max(precision, default=None),
        sources=tuple(sorted({*material.entity_files("deals"), *(material.history_files() if assessed else ())})),
    )


def _largest(rows: list[Row], count: str, least: int) -> tuple[str, list[Row]]:
    """The pipeline whose fullest stage holds most deals, with its rows; no rows when these are fewer than ``least``."""
    pipelines: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        pipelines[row["pipeline"] or ""].append(row)
    fullest = {name: max(row[count] for row in own) for name, own in pipelines.items()}
    name = max(fullest, key=lambda one: (fullest[one], one), default="")
    return name, pipelines[name] if fullest.get(name, 0) >= least else []


def _row(row: Row, label: str) -> BottleneckRow:
    interval = wilson(row["n_moved_on"], row["n_matured"]) if row["n_matured"] else None
    return BottleneckRow(
        label,
        row["n_entered"],
        row["n_matured"],
        row["moved_on_share"],
        interval.low if interval else None,
        interval.high if interval else None,
        row["median_days_in_stage"],
        row["p90_days_in_stage"],
        row["excess_days"],
        row["n_lost"],
        row["lost_share"],
        row["lost_amount_per_year"],
        row["bottleneck_score"],
        row["n_open"],
        _money(row["open_amount"]),
        row["median_days_open"],
        row["n_stuck"],
        _money(row["stuck_amount"]),
    )


def _money(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _names(material: Material, pipeline: str) -> tuple[str, dict[str, str]]:
    """What to call a pipeline and its stages: by audit.yml, else by a list of pipelines, else by its code."""
    settings = material.session.settings
    listed = [row for row in material.rows("marts.stage_names", "pipeline, stage") if row["pipeline"] == pipeline]
    name = next((row["pipeline_name"] for row in listed if row["pipeline_name"]), None) or pipeline
    name = next((one.name for one in settings.pipelines if one.pipeline == pipeline), name)
    stages = {row["stage"]: row["stage_name"] for row in listed if row["stage"] and row["stage_name"]}
    return name, stages | {one.stage: one.name for one in settings.stages if one.name}
