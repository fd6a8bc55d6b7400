"""Stages of deals whose meaning nothing tells: won, lost or still open. A closed deal on such a stage is asked for."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

import duckdb

from dagster_project.errors import InputError
from dagster_project.ingest.catalogue import fold_header
from dagster_project.paths import dbt_project
from dagster_project.settings import Settings

_SHOWN = 6
_YES = "('да', 'д', 'yes', 'y', 'true', 't', '1')"
_PREFIX = re.compile(r"^(c|dt\d+_)\d+:")

# For each table: deals whose outcome only the stage tells, and those among them that are closed.
_TABLES = {
    "bitrix24.deals": ("coalesce(trim(stage_semantic), '') = ''", f"lower(trim(is_closed)) in {_YES}"),
    "amocrm.deals": ("true", r"regexp_matches(closed_at, '\d')"),
    "hubspot.deals": ("coalesce(trim(is_won), '') = ''", f"lower(trim(is_closed)) in {_YES}"),
    "custom.deals": ("coalesce(trim(status), '') = ''", r"regexp_matches(closed_at, '\d')"),
}
# Lists of pipelines, which say what their stages mean: source, id and name of every stage.
_NESTED = (
    "select _source_relation, one.value ->> '$.id', one.value ->> '$.{name}' "
    "from {table} as pipelines, json_each(case when json_valid(stages) then stages end) as one"
)
_LISTED = {
    "bitrix24": (
        "select _source_relation, stage, stage_name from raw_bitrix24.stages where reference like 'DEAL_STAGE%'",
    ),
    "amocrm": (_NESTED.format(table="raw_amocrm.pipelines", name="name"),),
    "hubspot": (
        _NESTED.format(table="raw_hubspot.pipelines", name="label"),
        "select _source_relation, stage, stage_name from raw_hubspot.pipeline_stages",
    ),
}
_HISTORIES = {"bitrix24.deals": "raw_bitrix24.stage_history", "custom.deals": "raw_custom.deal_stage_history"}


@dataclass(frozen=True)
class UnknownStage:
    """A stage that is in no list: `n_deals` stand on it, `n_closed` of them are closed all the same."""

    table: str
    source_relation: str
    stage: str
    n_deals: int
    n_closed: int


def unknown_stages(connection: duckdb.DuckDBPyConnection, settings: Settings) -> list[UnknownStage]:
    """Stages in the raw relations that nothing knows, the most frequent first.

    Known are those of the models, of `stages:` in audit.yml, and of a list of pipelines among the exports.

    A table whose stage history is there is left out: the history tells how its deals ended.
    """
    found = []
    for table, (is_open_question, is_closed) in _TABLES.items():
        system, _, name = table.partition(".")
        history = _HISTORIES.get(table)
        if history and connection.execute(f"select 1 from {history} limit 1").fetchone():
            continue
        known, listed = _known(system), _listed(connection, system)
        rows = connection.execute(
            f"select _source_relation, trim(stage), count(*), count(*) filter (where {is_closed}) "
            f"from \"raw_{system}\".\"{name}\" where coalesce(trim(stage), '') <> '' and {is_open_question} "
            "group by all order by 3 desc, 2"
        ).fetchall()
        for relation, stage, n_deals, n_closed in rows:
            if (relation, fold_header(stage)) in listed or _is_set(settings, relation, stage):
                continue
            if _PREFIX.sub("", fold_header(stage)) not in known:
                found.append(UnknownStage(table, relation, stage, int(n_deals), int(n_closed)))
    return found


def check_outcomes(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Raise InputError when closed deals stand on stages that nothing says are won or lost."""
    open_questions = [one for one in unknown_stages(connection, settings) if one.n_closed]
    if not open_questions:
        return
    table = open_questions[0].table
    mine = [one for one in open_questions if one.table == table]
    shown = ", ".join(f"'{one.stage}'" for one in mine[:_SHOWN])
    more = f" and {len(mine) - _SHOWN} more" if len(mine) > _SHOWN else ""
    raise InputError(
        f"{table}: {sum(one.n_closed for one in mine)} closed deals stand on stages that are not known to be won or "
        f"lost: {shown}{more}. Say it in audit.yml, for example: "
        f'stages: [{{stage: "{mine[0].stage}", category: won}}] (or lost, or open).'
    )


def _known(system: str) -> frozenset[str]:
    path = dbt_project() / "seeds" / "stage_status.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return frozenset(fold_header(row["stage"]) for row in csv.DictReader(handle) if row["system"] == system)


def _listed(connection: duckdb.DuckDBPyConnection, system: str) -> set[tuple[str, str]]:
    """Source and folded text (id or name) of every stage that a list of pipelines of the system holds."""
    rows = [row for query in _LISTED.get(system, ()) for row in connection.execute(query).fetchall()]
    return {(relation, fold_header(text)) for relation, *texts in rows for text in texts if text}


def _is_set(settings: Settings, relation: str, stage: str) -> bool:
    return any(
        fold_header(one.stage) == fold_header(stage) and one.source_relation in (None, relation)
        for one in settings.stages
    )
