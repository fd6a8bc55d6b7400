"""One broken input: exactly the KPIs that stand on it lose their evidence and their verdict, and no other."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from dagster_project.analysis.windows import AuditWindows, Window
from dagster_project.conclude import declarations
from dagster_project.findings import write_findings
from dagster_project.input_quality import input_quality

pytestmark = pytest.mark.slow
Lines = dict[str, tuple[int, str, str]]


def judged(connection: duckdb.DuckDBPyConnection) -> Lines:
    """KPI → grade, verdict and first reason, from the marts as they are."""
    periods = {
        name: Window(start, end, months)
        for name, start, end, months in connection.execute(
            "select period, starts_on, ends_before, n_months from findings.periods where period <> 'washout'"
        ).fetchall()
    }
    windows = AuditWindows(periods["before"], periods["after"])
    write_findings(connection, declarations(), windows, [], quality=input_quality(connection, declarations()))
    found = connection.execute(
        "select kpi, evidence_grade, verdict, split_part(coalesce(reason, ''), ';', 1) from findings.kpi_results "
        "where segment is null"
    ).fetchall()
    return {kpi: (grade, verdict, reason) for kpi, grade, verdict, reason in found}


def test_a_broken_input_takes_the_verdict_of_the_kpis_that_stand_on_it_and_of_no_other(
    audited: Path, tmp_path: Path
) -> None:
    shutil.copyfile(audited / "warehouse.duckdb", tmp_path / "warehouse.duckdb")
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        sound = judged(connection)
        connection.execute("update marts.data_quality_rules set pass_rate = 0.5 where rule = 'tickets_readable'")
        broken = judged(connection)
    on_tickets = {one.id for one in declarations() if one.inputs[0] == "tickets"}
    assert {"first_response_hours", "handling_time_hours"} <= on_tickets
    lost = {kpi for kpi, line in broken.items() if line[0] < sound[kpi][0]}
    assert lost == {kpi for kpi in on_tickets if sound[kpi][0] > 1}
    assert {broken[kpi] for kpi in lost} == {(1, "na", "input_gate")}
    assert {kpi for kpi in lost if sound[kpi][1] == "na"} == set()
    unlike = {kpi for kpi in sound if kpi not in on_tickets and broken[kpi][0] != sound[kpi][0]}
    became_silent = {
        kpi for kpi in sound if kpi not in on_tickets and (broken[kpi][1] == "na") != (sound[kpi][1] == "na")
    }
    assert (unlike, became_silent) == (set(), set())
