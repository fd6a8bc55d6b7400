"""What goes with won and fast deals in the audited demo: repeat sales were planted so, region and weekday were not."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dagster_project.simulate.options import SimulationOptions
from dagster_project.simulate.pipeline import REPEAT_SPEED, win_probability
from reports.evidence import Evidence


def test_known_customers_win_more_often_and_faster_as_planted(audited: Path) -> None:
    options = SimulationOptions(seed=7, months=42, deals_per_month=38)
    planted = win_probability(options, 0.5, True) - win_probability(options, 0.5, False)
    with duckdb.connect(str(audited / "warehouse.duckdb"), read_only=True) as connection:
        found = {
            (outcome, attribute): rest
            for outcome, attribute, *rest in connection.execute(
                "select outcome, attribute, attribute_value, difference, ci_low, ci_high, is_found "
                "from findings.drivers where attribute in ('pipeline', 'customer_kind')"
            ).fetchall()
        }
        others = connection.execute(
            "select count(*) from findings.drivers where is_found and attribute in ('weekday', 'customer_segment')"
        ).fetchone()
    assert REPEAT_SPEED > 1
    value, _difference, low, high, is_found = found["won", "pipeline"]
    assert is_found and value == "Общая" and low < -planted < high
    assert found["fast", "customer_kind"][-1] and found["fast", "customer_kind"][1] > 0.2
    assert others == (0,)


def test_the_report_shows_the_surest_value_of_each_attribute(audited: Path) -> None:
    (path,) = audited.glob("audits/*/evidence.json")
    given = Evidence.from_json(path.read_text(encoding="utf-8")).drivers
    assert given and given.n_tested > 50
    pairs = [(one.outcome, one.attribute) for one in given.found]
    assert len(pairs) == len(set(pairs)) > 3
    (page,) = audited.glob("audits/*/audit-en.html")
    assert "What goes with won and with fast deals" in page.read_text(encoding="utf-8")
