"""From the audit marts to the tables of findings and to kpi.csv, in a real DuckDB file."""

from __future__ import annotations

import csv
import io
import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.analysis.windows import AuditWindows
from dagster_project.catalogue import KpiDeclaration, kpi_declarations
from dagster_project.findings import kpi_csv, write_findings
from tests.analysis.audit_worlds import (
    YEARS,
    Observation,
    cell_rows,
    declaration,
    moments,
    segment_moments,
    segment_rows,
    world,
)

KPIS: tuple[KpiDeclaration, ...] = tuple(
    declaration(statistic, id=kpi)
    for kpi, statistic in [
        ("sales_volume", "monthly_sum"),
        ("average_order", "mean"),
        ("deal_cycle_days", "km_median"),
        ("win_rate", "share"),
        ("deals_per_manager_month", "ratio"),
        ("nps", "nps"),
        ("entry_delay_hours", "median"),
        ("weekly_active_users", "share"),
    ]
)
NO_ROLLOUT = AuditWindows(reason="no_rollout")


def company(effect: float = 1.2) -> dict[str, list[Observation]]:
    """Observations of every KPI; nobody recorded logins."""
    found = {one.id: world(one.statistic, place, effect) for place, one in enumerate(KPIS[:-1])}
    found["win_rate"] = [
        replace(one, team=["north", "south", "=east"][place % 3]) for place, one in enumerate(found["win_rate"])
    ]
    return found


def marts(
    path: Path, observations: dict[str, list[Observation]], seed: int = 0, *, sources_change: bool = False
) -> duckdb.DuckDBPyConnection:
    """A warehouse with the audit marts of these observations, their rows in an order that ``seed`` shuffles."""
    connection = duckdb.connect(str(path))
    connection.execute("create schema marts")
    connection.execute("create table marts.audit_parameters as select date '2024-12-31' as as_of, 0.05 as materiality")
    connection.execute(
        "create table marts.audit_cells (kpi varchar, month date, team_id varchar, user_id varchar, channel varchar, "
        "bucket double, n bigint, n_complete bigint, value_sum double, weight_sum double, value_sq_sum double)"
    )
    connection.execute(
        "create table marts.audit_cluster_moments (kpi varchar, period varchar, n_clusters bigint, n bigint, "
        "value_sum double, weight_sum double, yy double, yw double, ww double)"
    )
    connection.execute(
        "create table marts.audit_segment_cells (kpi varchar, segment varchar, segment_value varchar, month date, "
        "user_id varchar, bucket double, n bigint, n_complete bigint, value_sum double, weight_sum double, "
        "value_sq_sum double)"
    )
    connection.execute(
        "create table marts.audit_segment_moments (kpi varchar, segment varchar, segment_value varchar, "
        "period varchar, n_clusters bigint, value_sum double, weight_sum double, yy double, yw double, ww double)"
    )
    connection.execute(
        "create table marts.audit_overview (kpi varchar, statistic varchar, n bigint, n_complete bigint, "
        "first_at timestamp, last_at timestamp, mean double, median double, total double, share double)"
    )
    connection.execute(
        "create table marts.source_coverage as select * from (values ('deals', 'before', 'sheet', 10), "
        "('deals', 'after', 'sheet', 1), ('deals', 'after', 'crm', 9), ('deals', null, 'crm', 99)) "
        f"as rows (entity, period, source_relation, n_rows) where {sources_change}"
    )
    connection.execute(
        "create table marts.survey_instruments (kpi varchar, period varchar, question varchar, scale_min double, "
        "scale_max double, n_answers integer)"
    )
    rows, parts, part_moments = [], [], []
    for kpi in KPIS:
        seen = observations.get(kpi.id, [])
        rows += [(kpi.id, *row) for row in cell_rows(kpi.statistic, seen)]
        parts += [(kpi.id, *row) for row in segment_rows(kpi.statistic, seen)]
        if kpi.statistic in ("mean", "ratio"):
            part_moments += [(kpi.id, *row) for row in segment_moments(seen, YEARS)]
        for period, found in moments(seen, YEARS).items() if kpi.statistic in ("mean", "ratio") else []:
            values = [kpi.id, period, found.n_clusters, len(seen), found.y, found.w, found.yy, found.yw, found.ww]
            connection.execute("insert into marts.audit_cluster_moments values (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        days = [one.on for one in seen]
        ends = [min(days), max(days)] if days else [None, None]
        values = [kpi.id, kpi.statistic, len(seen), sum(one.complete for one in seen), *ends]
        connection.execute("insert into marts.audit_overview values (?, ?, ?, ?, ?, ?, null, null, null, null)", values)
    fill(connection, "audit_cells", rows, seed)
    fill(connection, "audit_segment_cells", parts, seed)
    fill(connection, "audit_segment_moments", part_moments, seed)
    return connection


def fill(connection: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[Any, ...]], seed: int) -> None:
    random.Random(seed).shuffle(rows)
    for first in range(0, len(rows), 500):
        chunk = rows[first : first + 500]
        marks = ", ".join(["(" + ", ".join("?" * len(chunk[0])) + ")"] * len(chunk))
        connection.execute(f"insert into marts.{table} values {marks}", [value for row in chunk for value in row])


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = marts(tmp_path_factory.mktemp("findings") / "warehouse.duckdb", company())
    write_findings(connection, KPIS, YEARS, [])
    yield connection
    connection.close()


def test_there_is_one_line_for_each_kpi_in_the_order_of_the_report(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute("select kpi from findings.kpi_results where segment is null order by rowid").fetchall()
    assert [kpi for (kpi,) in rows] == [one.id for one in KPIS]


def test_kpi_csv_can_be_read_back_in_full_precision(warehouse: duckdb.DuckDBPyConnection) -> None:
    text = kpi_csv(warehouse)
    lines = list(csv.DictReader(io.StringIO(text)))
    stored = warehouse.execute(
        "select kpi, before, p_adjusted, n_after from findings.kpi_results order by rowid"
    ).fetchall()
    assert len(lines) == len(stored)
    for line, (kpi, before, p_adjusted, n_after) in zip(lines, stored, strict=True):
        assert line["kpi"] == kpi
        assert (float(line["before"]) if line["before"] else None) == before
        assert (float(line["p_adjusted"]) if line["p_adjusted"] else None) == p_adjusted
        assert line["n_after"] == ("" if n_after is None else str(n_after))
        assert line["adjusted_change_pct"] == line["adjusted_ci_low"] == line["adjusted_ci_high"] == ""
    assert "nan" not in text.lower().replace("finance", "") and "inf" not in text.lower().replace("info", "")
    assert "\r" not in text and "None" not in text


def test_every_figure_that_is_missing_has_a_reason(warehouse: duckdb.DuckDBPyConnection) -> None:
    for line in csv.DictReader(io.StringIO(kpi_csv(warehouse))):
        if line["change"] == "" or line["verdict"] == "na":
            assert line["reason"]
        if line["change"]:
            assert "not_estimated" in line["reason"].split(";")
    reasons = dict(warehouse.execute("select kpi, reason from findings.kpi_results where segment is null").fetchall())
    assert reasons["weekly_active_users"] == "no_source"


def test_a_team_whose_name_looks_like_a_formula_is_harmless_in_kpi_csv(warehouse: duckdb.DuckDBPyConnection) -> None:
    lines = [line for line in csv.DictReader(io.StringIO(kpi_csv(warehouse))) if line["segment"] == "team"]
    assert {line["kpi"] for line in lines} == {"win_rate"}
    assert [line["segment_value"] for line in lines] == ["'=east", "north", "south"]
    assert {line["kpi"] for line in lines} == {"win_rate"}
    whole = warehouse.execute(
        "select n_before from findings.kpi_results where kpi = 'win_rate' and segment is null"
    ).fetchone()
    assert whole is not None and sum(int(line["n_before"]) for line in lines) == whole[0]


def test_a_part_of_what_is_not_comparable_is_not_compared_either(tmp_path: Path) -> None:
    connection = marts(tmp_path / "warehouse.duckdb", company())
    ever = tuple(replace(one, follow_up="ever") if one.id == "win_rate" else one for one in KPIS)
    write_findings(connection, ever, YEARS, [])
    rows = connection.execute(
        "select verdict, reason from findings.kpi_results where kpi = 'win_rate' and segment is distinct from 'manager'"
    ).fetchall()
    assert len(rows) == 4
    assert all(verdict == "na" and reason.startswith("not_comparable_cohorts") for verdict, reason in rows)
    connection.close()


def test_months_curves_levels_and_periods_agree_with_the_line(warehouse: duckdb.DuckDBPyConnection) -> None:
    before, n = warehouse.execute(
        "select avg(value), sum(n) from findings.kpi_monthly where kpi = 'sales_volume' and period = 'before'"
    ).fetchall()[0]
    line = warehouse.execute("select before, n_before from findings.kpi_results where kpi = 'sales_volume'").fetchone()
    assert line is not None and (before, n) == (pytest.approx(line[0]), line[1])
    curve = warehouse.execute(
        "select x, survival, n_at_risk from findings.kpi_curves where period = 'after' order by x"
    ).fetchall()
    assert curve[0][:2] == (0.0, 1.0)
    assert all(left[1] >= right[1] and left[2] >= right[2] for left, right in itertools.pairwise(curve))
    median = warehouse.execute("select after from findings.kpi_results where kpi = 'deal_cycle_days'").fetchone()
    assert median is not None
    assert min(x for x, survival, _ in curve if survival <= 0.5) == pytest.approx(median[0], abs=1)
    levels = warehouse.execute(
        "select period, value, ci_low, ci_high from findings.kpi_levels where kpi = 'win_rate'"
    ).fetchall()
    assert [period for period, *_ in levels] == ["before", "after"]
    assert all(low < value < high for _, value, low, high in levels)
    assert warehouse.execute("select * from findings.periods").fetchall() == [
        ("before", date(2023, 1, 1), date(2024, 1, 1), 12, False),
        ("after", date(2024, 1, 1), date(2025, 1, 1), 12, False),
    ]


def test_a_share_has_its_interval_in_per_cent_and_in_points(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        "select ci_unit, estimate, ci_low, ci_high from findings.kpi_intervals "
        "where kpi = 'win_rate' and segment is null"
    ).fetchall()
    found = {unit: rest for unit, *rest in rows}
    line = warehouse.execute(
        "select change, change_pct, ci_low from findings.kpi_results where kpi = 'win_rate' and segment is null"
    ).fetchone()
    assert line is not None
    assert found["pp"][0] == pytest.approx(100 * line[0])
    assert found["pct"][:2] == [pytest.approx(line[1]), pytest.approx(line[2])]


def test_the_opinion_is_written_with_what_it_rests_on(warehouse: duckdb.DuckDBPyConnection) -> None:
    grade, *counts, missing = warehouse.execute("select * from findings.opinion").fetchall()[0]
    assert sum(counts) + len(missing) == 10
    assert grade == "no_opinion"
    assert {"lead_conversion", "customer_retention", "automation_share"} <= set(missing)


def test_the_same_marts_give_the_same_bytes_whatever_the_order_of_their_rows(tmp_path: Path) -> None:
    texts, dumps = [], []
    for seed in (1, 2):
        connection = marts(tmp_path / f"{seed}.duckdb", company(), seed)
        write_findings(connection, KPIS, YEARS, [])
        texts.append(kpi_csv(connection))
        tables = ("kpi_monthly", "kpi_curves", "kpi_levels", "kpi_intervals", "opinion")
        dumps.append([connection.execute(f"select * from findings.{table}").fetchall() for table in tables])
        connection.close()
    assert texts[0] == texts[1]
    assert dumps[0] == dumps[1]


def test_without_a_roll_out_levels_are_given_and_nothing_is_compared(tmp_path: Path) -> None:
    connection = marts(tmp_path / "warehouse.duckdb", company())
    write_findings(connection, KPIS, NO_ROLLOUT, [])
    lines = {line["kpi"]: line for line in csv.DictReader(io.StringIO(kpi_csv(connection)))}
    assert {line["verdict"] for line in lines.values()} == {"na"}
    assert lines["win_rate"]["reason"] == "no_rollout" and lines["win_rate"]["after"]
    assert lines["win_rate"]["before"] == lines["win_rate"]["change"] == ""
    assert lines["weekly_active_users"]["reason"] == "no_source"
    assert connection.execute("select count(*) from findings.periods").fetchone() == (0,)
    assert {row[0] for row in connection.execute("select distinct period from findings.kpi_curves").fetchall()} == {
        "all"
    }
    connection.close()


def test_an_empty_warehouse_has_lines_with_reasons_and_no_crash(tmp_path: Path) -> None:
    connection = marts(tmp_path / "warehouse.duckdb", {})
    write_findings(connection, KPIS, AuditWindows(reason="no_dates"), [], inputs=frozenset({"deals"}))
    rows = connection.execute("select distinct verdict, reason from findings.kpi_results").fetchall()
    assert rows == [("na", "not_tracked")]
    write_findings(connection, KPIS, YEARS, [])
    assert len(list(csv.DictReader(io.StringIO(kpi_csv(connection))))) == len(KPIS)
    connection.close()


def test_a_setting_replaces_the_default_materiality_only(tmp_path: Path) -> None:
    connection = marts(tmp_path / "warehouse.duckdb", company(1.15))
    connection.execute("update marts.audit_parameters set materiality = 0.9")
    own = tuple(replace(one, materiality=0.01) if one.id == "sales_volume" else one for one in KPIS)
    write_findings(connection, own, YEARS, [])
    reasons = dict(connection.execute("select kpi, reason from findings.kpi_results").fetchall())
    assert "not_material" in reasons["average_order"]
    assert "not_material" not in reasons["sales_volume"]
    connection.close()


def test_declarations_come_in_the_order_of_the_project_and_say_what_they_lack() -> None:
    texts = {"ru": "Да", "en": "Yes"}
    meta = {
        "code": "K01", "label": texts, "short": texts, "definition": texts, "unit": "money", "better": "higher",
        "statistic": "monthly_sum", "bounds": None, "area": "sales", "inputs": ["sales_orders"],
    }  # fmt: skip
    nodes = {
        "model.a": {"name": "kpi_sales_volume", "config": {"meta": {"kpi": meta}}},
        "model.b": {"name": "kpi_average_order", "config": {"meta": {"kpi": {**meta, "bounds": [0, None]}}}},
        "model.c": {"name": "fct_deals", "config": {"meta": {}}},
    }
    found = kpi_declarations({"nodes": nodes}, ["average_order", "sales_volume"])
    assert [one.id for one in found] == ["average_order", "sales_volume"]
    assert found[0].bounds == (0, None) and found[1].bounds is None
    assert found[0].label.ru == "Да"
    del meta["unit"]
    with pytest.raises(KeyError, match=r"kpi_sales_volume.*unit"):
        kpi_declarations({"nodes": nodes}, [])


def test_periods_that_stand_on_different_sources_weaken_the_evidence(
    tmp_path: Path, warehouse: duckdb.DuckDBPyConnection
) -> None:
    connection = marts(tmp_path / "warehouse.duckdb", company(), sources_change=True)
    write_findings(connection, KPIS, YEARS, [])
    sql = "select reason, evidence_grade from findings.kpi_results where kpi = 'win_rate' and segment is null"
    (changed, lower), (steady_reason, grade) = (one.execute(sql).fetchall()[0] for one in (connection, warehouse))
    connection.close()
    assert "source_changed" in changed.split(";") and "source_changed" not in steady_reason.split(";")
    assert lower == grade - 1
