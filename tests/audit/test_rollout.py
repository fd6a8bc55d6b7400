"""The audited demo: what its data tell of the stages, what audit.yml answers, which promise was kept."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from reports.evidence import Evidence
from tests.audit.conftest import DEMO


def test_stages_and_promises_are_judged_on_the_data_and_stand_in_the_report(audited: Path) -> None:
    with duckdb.connect(str(audited / "warehouse.duckdb"), read_only=True) as connection:
        items = dict(
            connection.execute("select item, status || '/' || coalesce(origin, '') from findings.checklist").fetchall()
        )
        promises = dict(connection.execute("select kpi, verdict from findings.expectations").fetchall())
        users = connection.execute(
            "select after from findings.kpi_results where kpi = 'weekly_active_users' and segment is null"
        ).fetchone()
        paid = connection.execute(
            "select verdict, cost, needed, change, ci_low, ci_high from findings.payback"
        ).fetchone()
        sales = connection.execute(
            "select before, after, ci_low, ci_high from findings.kpi_results "
            "where kpi = 'sales_volume' and segment is null"
        ).fetchone()
    assert items["launch_dated"] == items["data_before"] == items["targets_set"] == "done/data"
    assert items["processes_described"] == "done/answer"
    assert items["alternatives_compared"] == "not_done/answer"
    assert items["pilot_held"] == items["audited_again"] == "not_assessed/"
    assert users and items["in_use"] == ("done/data" if users[0] >= 0.7 else "not_done/data")
    assert promises == {"first_response_hours": "ok", "automation_share": "bad"}
    (path,) = audited.glob("audits/*/evidence.json")
    given = Evidence.from_json(path.read_text(encoding="utf-8")).rollout
    truth = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))
    assert paid and sales and given and given.payback
    assert paid[1] == pytest.approx(truth["crm_cost_per_year_roubles"], rel=1e-4)
    assert paid[2] == pytest.approx(paid[1] / 0.3)
    assert paid[3] == pytest.approx(12 * (sales[1] - sales[0]))
    assert paid[4:] == pytest.approx((12 * sales[0] * sales[2] / 100, 12 * sales[0] * sales[3] / 100))
    assert paid[0] == given.payback.verdict == ("ok" if paid[4] >= paid[2] else "bad" if paid[5] < paid[2] else "none")
    assert given and len(given.items) == len(items) and [one.verdict for one in given.promises] == ["ok", "bad"]
    (page,) = audited.glob("audits/*/audit-ru.html")
    text = page.read_text(encoding="utf-8")
    assert "Этапы внедрения и\u00a0обещанное" in text and "Не\u00a0выполнено" in text.replace(
        "Не выполнено", "Не\u00a0выполнено"
    )
