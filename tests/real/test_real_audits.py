"""Whole audits of public data: the figures of golden.yml come out of kpi.csv and the marts, and nothing is made up."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

HERE = Path(__file__).parent
GOLDEN: dict[str, Any] = yaml.safe_load((HERE / "golden.yml").read_text(encoding="utf-8"))
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=list(GOLDEN))
def audit(request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audited]:
    """The published warehouse of one data set, with its kpi.csv as the view `kpi_csv`."""
    from dagster_project.audit import run_audit
    from dagster_project.progress import Progress

    name = request.param
    workspace = tmp_path_factory.mktemp(name)
    lay_out(workspace, shared / "realdata", name)
    outcome = run_audit(workspace, None, Progress(quiet=True, verbose=False))
    assert not outcome.critical_failed
    (kpis,) = workspace.glob("audits/*/kpi.csv")
    connection = duckdb.connect()
    connection.execute(f"attach '{workspace / 'warehouse.duckdb'}' as warehouse (read_only)")
    connection.execute("use warehouse")
    connection.execute(f"create view memory.main.kpi_csv as select * from read_csv('{kpis}', nullstr = '')")
    connection.execute("set search_path = 'warehouse.main,memory.main'")
    yield Audited(name, kpis.parent, connection)
    connection.close()


class Audited:
    """One audit: its data set, its folder and a connection to what it published."""

    def __init__(self, name: str, folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.name = name
        self.folder = folder
        self._connection = connection

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self._connection.execute(query).fetchall()


def lay_out(workspace: Path, data: Path, name: str) -> None:
    """Copies the mapping and the exports of a data set; one language, as the figures do not depend on it."""
    settings = (HERE / name / "audit.yml").read_text(encoding="utf-8")
    (workspace / "audit.yml").write_text(f"languages: [en]\n{settings}", encoding="utf-8")
    (workspace / "landing").mkdir()
    for file in GOLDEN[name]["tables"].values():
        shutil.copyfile(data / file, workspace / "landing" / Path(file).name)


def test_the_golden_figures_come_out_of_the_audit(audit: Audited) -> None:
    wrong = []
    for figure in GOLDEN[audit.name]["figures"]:
        rows = audit.rows(figure["product"])
        value = rows[0][0] if rows else None
        if value is None or abs(float(value) - figure["value"]) > figure.get("within", 1e-6):
            wrong.append((figure["name"], figure["value"], value))
    assert wrong == []


def test_a_kpi_without_its_source_has_no_figure(audit: Audited) -> None:
    query = "select kpi, before, after, n_before, n_after, verdict from kpi_csv where contains(reason, 'no_source')"
    rows = audit.rows(query)
    assert rows, "every one of these data sets lacks the source of some KPI"
    assert [row for row in rows if row[1:5] not in ((None,) * 4, (None, None, 0, 0)) or row[5] != "na"] == []


def test_every_row_of_the_exports_is_accounted_for(audit: Audited) -> None:
    query = "select file_name, rows_in, rows_loaded + rows_quarantined + rows_excluded from settings.files"
    rows = audit.rows(query)
    assert len(rows) >= 1
    assert [row for row in rows if row[1] != row[2]] == []


def test_a_report_and_its_machine_readable_parts_are_written(audit: Audited) -> None:
    names = {path.name for path in audit.folder.iterdir()}
    assert {"audit-en.pdf", "audit-en.html", "kpi.csv", "evidence.json", "manifest.json"} <= names


@pytest.mark.parametrize("audit", ["olist"], indirect=True)
def test_cohorts_that_could_not_convert_alike_are_not_compared(audit: Audited) -> None:
    ((verdict, reason),) = audit.rows(
        "select verdict, reason from kpi_csv where kpi = 'lead_conversion' and segment is null"
    )
    assert verdict == "na"
    assert "not_comparable_cohorts" in reason


@pytest.mark.parametrize("audit", ["olist"], indirect=True)
def test_a_rating_of_one_to_five_is_not_called_an_nps(audit: Audited) -> None:
    assert audit.rows("select before, after from kpi_csv where kpi = 'nps' and segment is null") == [(None, None)]
    assert audit.rows("select count(*) from marts.fct_survey_responses") == [(0,)]


@pytest.mark.parametrize("audit", ["surveymonkey"], indirect=True)
def test_survey_exports_without_a_score_give_no_kpi(audit: Audited) -> None:
    assert audit.rows("select count(*) from kpi_csv where before is not null or after is not null") == [(0,)]
    assert audit.rows("select sum(rows_loaded) from settings.files") == [(1186 + 928,)]
