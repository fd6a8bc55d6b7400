"""Every KPI by team, manager and channel: sums agree, small parts stay hidden, differences are found, not invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest

from dagster_project.analysis.cells import cells_of
from dagster_project.analysis.spread import Part, adjusted, spread_of
from dagster_project.findings import write_findings
from tests.analysis.audit_worlds import YEARS, Observation, cell_rows, declaration, world
from tests.analysis.test_findings import KPIS, company, marts

FLOOR = 3
PARTS = """
    select segment, segment_value, n_before, n_after, before, after, reason from findings.kpi_results
    where kpi = '{}' and segment = '{}' order by segment_value
"""


def parted(kpi: str, place: int) -> list[Observation]:
    """The company's rows of a KPI, divided among three teams of unequal size and two channels; some state none."""
    statistic = next(one.statistic for one in KPIS if one.id == kpi)
    teams = ["north"] * 5 + ["south"] * 3 + ["east"] * 2
    channels = ["phone", "web", None]
    found = []
    for row, one in enumerate(world(statistic, place)):
        team = teams[row % len(teams)]
        user = one.user if statistic in ("ratio", "share") else f"{team}-{row % 4}"
        found.append(replace(one, team=team, user=f"{team}-{user}", channel=channels[row % 3]))
    return found


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    seen = {kpi.id: parted(kpi.id, place) for place, kpi in enumerate(KPIS[:-1])}
    lonely = [replace(one, team="solo", user="solo-1") for one in seen["win_rate"][::7]]
    seen["win_rate"] = [*seen["win_rate"], *lonely]
    connection = marts(tmp_path_factory.mktemp("segments") / "warehouse.duckdb", seen)
    write_findings(connection, KPIS, YEARS, [], least_people=FLOOR)
    yield connection
    connection.close()


@pytest.mark.parametrize("segment", ["team", "manager", "channel"])
def test_the_parts_of_a_segment_add_up_to_the_company(warehouse: duckdb.DuckDBPyConnection, segment: str) -> None:
    for kpi in ("sales_volume", "average_order", "deal_cycle_days", "nps", "entry_delay_hours"):
        parts = warehouse.execute(PARTS.format(kpi, segment)).fetchall()
        assert len(parts) > 1 and all(row[-1] != "suppressed" for row in parts)
        whole = warehouse.execute(
            "select n_before, n_after, before, after from findings.kpi_results where kpi = ? and segment is null", [kpi]
        ).fetchall()[0]
        assert (sum(row[2] for row in parts), sum(row[3] for row in parts)) == whole[:2]
        if kpi == "sales_volume":
            assert sum(row[4] for row in parts) == pytest.approx(whole[2])
            assert sum(row[5] for row in parts) == pytest.approx(whole[3])
        if kpi == "average_order":
            assert sum(row[3] * row[5] for row in parts) / whole[1] == pytest.approx(whole[3])


def test_rows_that_state_no_channel_are_a_part_of_their_own(warehouse: duckdb.DuckDBPyConnection) -> None:
    names = [row[1] for row in warehouse.execute(PARTS.format("nps", "channel")).fetchall()]
    assert names == ["(unknown)", "phone", "web"]


def test_a_team_of_one_person_is_not_shown_and_cannot_be_computed(warehouse: duckdb.DuckDBPyConnection) -> None:
    parts = {row[1]: row for row in warehouse.execute(PARTS.format("win_rate", "team")).fetchall()}
    assert parts["solo"][2:6] == (None, None, None, None)
    hidden = [name for name, row in parts.items() if row[-1] == "suppressed"]
    assert len(hidden) == 2 and "solo" in hidden


def test_managers_go_under_codes_with_levels_and_without_a_verdict(warehouse: duckdb.DuckDBPyConnection) -> None:
    lines = warehouse.execute(
        "select distinct segment_value, verdict, change, ci_low, p_value, split_part(reason, ';', 1) "
        "from findings.kpi_results where segment = 'manager'"
    ).fetchall()
    assert {(verdict, change, low, p) for _, verdict, change, low, p, _ in lines} == {("na", None, None, None)}
    assert {reason for *_, reason in lines} <= {"person", "suppressed"}
    users = {user for (user,) in warehouse.execute("select distinct user_id from marts.audit_cells").fetchall()}
    assert not users & {name for name, *_ in lines}
    codes = dict(warehouse.execute("select user_id, code from findings.people_codes").fetchall())
    assert {name for name, *_ in lines} <= set(codes.values())


def test_managers_of_a_company_of_few_are_not_shown_at_all(tmp_path: Path) -> None:
    seen = {"sales_volume": [replace(one, user=f"m{row % 2}") for row, one in enumerate(company()["sales_volume"])]}
    connection = marts(tmp_path / "warehouse.duckdb", seen)
    write_findings(connection, KPIS, YEARS, [], least_people=FLOOR)
    assert {row[-1] for row in connection.execute(PARTS.format("sales_volume", "manager")).fetchall()} == {"suppressed"}
    write_findings(connection, KPIS, YEARS, [], least_people=2)
    assert len(connection.execute(PARTS.format("sales_volume", "manager")).fetchall()) == 2
    assert "suppressed" not in str(connection.execute(PARTS.format("sales_volume", "manager")).fetchall())
    connection.close()


def test_codes_do_not_depend_on_the_keys_of_persons(tmp_path: Path) -> None:
    found = []
    for turn, key in enumerate((lambda user: user, lambda user: user and user[::-1] + "x")):
        seen = {kpi: [replace(one, user=key(one.user)) for one in rows] for kpi, rows in company().items()}
        connection = marts(tmp_path / f"{turn}.duckdb", seen, turn)
        write_findings(connection, KPIS, YEARS, [], least_people=FLOOR)
        found.append(connection.execute("select * from findings.kpi_results where segment = 'manager'").fetchall())
        connection.close()
    assert found[0] == found[1] and found[0]


def rates(rng: np.random.Generator, truth: list[float], persons: int = 8, cases: int = 30) -> list[Part]:
    """Teams of persons who differ a little; ``truth`` is the share of successes of each team."""
    parts = []
    for number, share in enumerate(truth):
        rows = []
        for person in range(persons):
            own = float(np.clip(rng.normal(share, 0.05), 0.02, 0.98))
            for value in rng.random(cases) < own:
                rows.append(Observation(date(2024, 3, 1), float(value), user=f"{number}-{person}"))
        parts.append(Part(f"team {number}", cells_of(cell_rows("share", rows)), ()))
    return parts


@pytest.mark.slow
def test_teams_of_one_truth_seldom_differ_clearly_and_a_planted_one_does() -> None:
    kpi = declaration("share")
    alarms, hits = 0, 0
    for seed in range(120):
        rng = np.random.default_rng(seed)
        same = [spread_of(kpi, "team", rates(rng, [0.4] * 6), seed=seed) for _ in range(3)]
        alarms += any(one.is_clear for one in adjusted([one for one in same if one]))
        planted = spread_of(kpi, "team", rates(rng, [0.4] * 5 + [0.7]), seed=seed)
        assert planted is not None
        hits += adjusted([planted])[0].is_clear and planted.best.name == "team 5"
    assert alarms <= 12, "5 % of 120 are 6; 12 lies above the 98 % quantile of a true rate of 5 %"
    assert hits >= 108


def test_sums_are_not_held_against_each_other_and_lower_may_be_better() -> None:
    parts = rates(np.random.default_rng(1), [0.2, 0.8])
    assert spread_of(declaration("monthly_sum"), "team", parts, seed=1) is None
    found = spread_of(declaration("share", better="lower"), "team", parts, seed=1)
    assert found is not None and (found.best.name, found.weakest.name) == ("team 0", "team 1")
    assert found.best.low is not None and found.best.low < found.best.value < (found.best.high or 0)
    assert spread_of(declaration("share"), "team", parts[:1], seed=1) is None
