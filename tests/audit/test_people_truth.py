"""What was planted about the people of the demo company is found again in its published warehouse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.calendar import working_days
from dagster_project.settings import load_settings
from tests.simulate.simulated_exports import plain_rows

pytestmark = pytest.mark.slow
FIRST, LAST = date(2023, 1, 1), date(2026, 6, 30)


@pytest.fixture(scope="module")
def warehouse(audited: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(audited / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def people() -> dict[str, Any]:
    demo = Path(__file__).resolve().parents[2] / "data/demo/truth.json"
    content: dict[str, Any] = json.loads(demo.read_text(encoding="utf-8"))["people"]
    return content


def one(warehouse: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    found = warehouse.execute(query).fetchone()
    assert found is not None
    return found


def day(text: str) -> date | None:
    return date(*(int(part) for part in reversed(text.split(".")))) if text else None


def test_requests_count_for_the_colleague_who_answered_while_the_owner_was_away(
    warehouse: duckdb.DuckDBPyConnection, people: dict[str, Any]
) -> None:
    counted, by_owner = one(warehouse, "select sum(n_requests), sum(n_by_owner) from marts.handler_months")
    assert (counted, by_owner) == (people["requests_answered"], 0)
    by_another = one(
        warehouse,
        "select count(*) from marts.first_handlings as first join marts.fct_tickets as tickets "
        "on first.request_id = tickets.ticket_id where first.user_id <> tickets.user_id and first.exclusion is null",
    )
    assert by_another == (people["requests_answered_by_another_than_the_owner"],)


def test_working_days_are_weekdays_of_employment_without_holidays_and_absences(
    warehouse: duckdb.DuckDBPyConnection, audited: Path
) -> None:
    calendar = load_settings(audited).calendar.working_time("Europe/Moscow")
    open_days = {one_day for one_day, is_open in working_days(calendar, FIRST, LAST) if is_open}
    away: dict[str, set[date]] = {}
    for row in plain_rows(audited / "landing/otsutstviya.csv"):
        first, last = day(row["Дата начала"]), day(row["Дата окончания"])
        assert first is not None and last is not None
        away.setdefault(row["Сотрудник"], set()).update(first + timedelta(n) for n in range((last - first).days + 1))
    responders = {row["Первым ответил"] for row in plain_rows(audited / "landing/helpdesk_zayavki.csv")}
    expected = 0
    for row in plain_rows(audited / "landing/kadry.csv"):
        hired, left = day(row["Принят"]), day(row["Уволен"]) or LAST
        assert hired is not None
        if row["Сотрудник"] in responders:
            worked = {one_day for one_day in open_days if hired <= one_day <= left}
            expected += len(worked - away.get(row["Сотрудник"], set()))
    assert one(warehouse, "select sum(working_days) from marts.handler_months") == (expected,)


def test_the_parts_of_the_crm_hold_what_people_wrote_to_them_in_the_last_weeks(
    warehouse: duckdb.DuckDBPyConnection, people: dict[str, Any]
) -> None:
    names = {"Звонок": "call", "Письмо": "email", "Встреча": "meeting", "Задача": "task", "Чат": "chat"}
    found = dict(warehouse.execute("select module, n_records from marts.module_use").fetchall())
    planted = {names[kind]: n for kind, n in people["activities_by_people_in_last_13_weeks"].items()}
    assert sum(planted.values()) > 100
    # Records that lost their owner (13 in 42 months) belong to nobody; at most two of them lie in these weeks.
    assert 0 <= sum(planted.values()) - sum(found[module] for module in planted) <= 2
    assert all(0 <= planted[module] - found[module] <= 2 for module in planted)


def test_use_since_the_launch_counts_every_week_that_is_over_once(warehouse: duckdb.DuckDBPyConnection) -> None:
    (expected,) = one(warehouse, "select count(*) from marts.kpi_weekly_active_users where is_complete")
    assert one(warehouse, "select sum(n_user_weeks) from marts.use_since_launch") == (expected,)


def test_who_enters_everything_at_the_end_of_a_quarter_is_found_by_the_batches(
    warehouse: duckdb.DuckDBPyConnection, people: dict[str, Any]
) -> None:
    planted = people["activities_entered_in_batches"]
    assert planted >= 20
    found = warehouse.execute(
        "select user_id, sum(n_in_batch) as n from marts.entry_batches group by 1 having n > 0"
    ).fetchall()
    assert len(found) == 1
    # Of his records the few that lost their owner are nobody's.
    assert 0 <= planted - found[0][1] <= 2


def test_orders_without_a_deal_are_those_that_never_passed_the_crm(warehouse: duckdb.DuckDBPyConnection) -> None:
    (share,) = one(warehouse, "select sum(n_without_deal) / sum(n_orders) from marts.orders_outside_crm")
    (matched,) = one(warehouse, "select 1 - share from marts.audit_overview where kpi = 'orders_with_deal'")
    assert share == pytest.approx(matched)


def test_nothing_was_planted_at_the_end_of_months_and_no_spike_is_found_in_the_moves(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    n, at_end, even = one(
        warehouse,
        "select sum(n_events), sum(n_at_end), sum(n_events * expected_share) from marts.month_end_entries "
        "where kind = 'stage_move'",
    )
    # Binomial: within three standard deviations of an even pace.
    assert abs(at_end - float(even)) < 3 * (n * 0.1 * 0.9) ** 0.5


def test_training_is_that_of_the_people_who_are_still_here(
    warehouse: duckdb.DuckDBPyConnection, people: dict[str, Any]
) -> None:
    found = one(
        warehouse,
        "select count(*), sum(is_trained::integer), sum(n_courses), sum(n_passed) from marts.training_coverage "
        "where not has_left",
    )
    names = ("people_here", "people_here_trained", "courses_of_people_here", "courses_of_people_here_passed")
    assert found == tuple(people[name] for name in names)
    assert one(warehouse, "select count(*) from marts.training_coverage where has_left and is_trained")[0] > 0
