"""Planted effects show in raw statistics of the process, and a company without effects shows none.

The statistics are taken from large simulated companies before anything is written, and compared with what truth.json
states. The tolerances are four standard errors or wider.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from dagster_project.simulate.activity import ROUTINE_SUBJECTS
from dagster_project.simulate.clock import DAY, HOUR
from dagster_project.simulate.company import simulate
from dagster_project.simulate.demand import SEASON, mean_qualification
from dagster_project.simulate.options import SimulationOptions
from dagster_project.simulate.pipeline import ADVANCE, REPEAT_ADVANCE_POWER, win_probability
from dagster_project.simulate.randomness import first_event, stream
from dagster_project.simulate.service import Tickets, answers, tickets
from dagster_project.simulate.world import World, world
from tests.simulate.simulated_exports import bitrix_rows, moment

DEALS_PER_MONTH = 2_500
SETTLED = 65 * DAY
MATURE = 200 * DAY


@cache
def big(preset: str) -> World:
    return world(
        SimulationOptions(seed=21, months=42, deals_per_month=DEALS_PER_MONTH, preset=preset, activities_per_deal=2)
    )


@cache
def big_tickets(preset: str) -> Tickets:
    made = big(preset)
    return tickets(made.options, made.time, made.company, made.all_deals)


def periods(
    made: World, team: NDArray[np.int64], moment: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which events lie before the go-live of their team, with time to mature, and which after the whole effect."""
    go_live = made.company.go_live[team]
    return moment < go_live - MATURE, (moment >= go_live + SETTLED) & (moment < made.time.end - MATURE)


def ratio(values: NDArray[np.float64], before: NDArray[np.bool_], after: NDArray[np.bool_]) -> float:
    return float(values[after].mean() / values[before].mean())


def median_ratio(values: NDArray[np.float64], before: NDArray[np.bool_], after: NDArray[np.bool_]) -> float:
    return float(np.median(values[after]) / np.median(values[before]))


@pytest.mark.parametrize(("preset", "planted"), [("none", 1.0), ("growth-only", 1.0), ("staggered", 1.08)])
def test_leads_become_deals_as_often_as_planted(preset: str, planted: float) -> None:
    made = big(preset)
    before, after = periods(made, made.inflow.team, made.inflow.created)
    qualified = made.inflow.qualified.astype(np.float64)
    assert qualified[before].mean() == pytest.approx(mean_qualification(), abs=0.008)
    assert ratio(qualified, before, after) == pytest.approx(planted, abs=0.03)


@pytest.mark.parametrize("preset", ["none", "growth-only", "staggered"])
def test_new_deals_are_won_as_often_as_the_hazards_say(preset: str) -> None:
    made = big(preset)
    deal = made.all_deals
    before, after = periods(made, deal.team, deal.created)
    won = deal.won.astype(np.float64)
    new = ~deal.repeat
    for period, share in ((before, 0.0), (after, 1.0)):
        assert won[period & new].mean() == pytest.approx(win_probability(made.options, share, False), abs=0.02)
    planted = 1 + made.options.effect("win_rate")
    assert ratio(won, before & new, after & new) == pytest.approx(planted, abs=0.05)


@pytest.mark.parametrize("preset", ["none", "growth-only", "staggered"])
def test_stays_in_a_stage_shrink_as_planted(preset: str) -> None:
    made = big(preset)
    deal = made.all_deals
    before, after = periods(made, deal.team, deal.created)
    moved = np.isfinite(deal.entered[:, 2]) & np.isfinite(deal.entered[:, 3]) & ~deal.repeat
    stay = np.where(moved, deal.entered[:, 3], 0.0) - np.where(moved, deal.entered[:, 2], 0.0)
    planted = 1 + made.options.effect("cycle")
    assert ratio(stay, before & moved, after & moved) == pytest.approx(planted, abs=0.05)


@pytest.mark.parametrize("preset", ["none", "staggered"])
def test_first_replies_come_as_planted(preset: str) -> None:
    made, drawn = big(preset), big_tickets(preset)
    team = made.company.person_team[drawn.owner]
    before, after = periods(made, team, drawn.created)
    answered = np.isfinite(drawn.replied)
    hours = (drawn.replied - drawn.created) / HOUR
    assert np.median(hours[before & answered]) == pytest.approx(7.0, rel=0.05)
    planted = 1 + made.options.effect("reply_time")
    assert median_ratio(hours, before & answered, after & answered) == pytest.approx(planted, rel=0.05)


@pytest.mark.parametrize("preset", ["none", "staggered"])
def test_activities_are_entered_as_late_as_planted(preset: str) -> None:
    made = big(preset)
    item = made.activities
    before, after = periods(made, made.exported.team[item.deal], item.occurred)
    usual = ~item.automatic & ~item.late
    hours = (item.created - item.occurred) / HOUR
    assert np.median(hours[before & usual]) == pytest.approx(16.0, rel=0.03)
    planted = 1 + made.options.effect("entry_delay")
    assert median_ratio(hours, before & usual, after & usual) == pytest.approx(planted, rel=0.04)


def test_robots_take_over_routine_tasks_only_and_only_where_planted() -> None:
    for preset in ("none", "staggered"):
        made = big(preset)
        item = made.activities
        team = made.exported.team[item.deal]
        routine = (item.subject >= 0) & (item.subject < len(ROUTINE_SUBJECTS))
        assert not item.automatic[~routine].any()
        since = item.occurred - made.company.go_live[team]
        before, late = routine & (since < 0), routine & (since > 365 * DAY)
        assert item.automatic[before].mean() == pytest.approx(0.04, abs=0.01)
        planted = 0.04 + made.options.effect("automation")
        assert item.automatic[late].mean() == pytest.approx(planted, abs=0.03)


def expected_nps(shift: float) -> float:
    """By drawing, not by the formula that truth.json uses."""
    latent = 7.9 + shift + np.random.default_rng(0).normal(0.0, np.hypot(1.7, 0.9), 400_000)
    score = np.clip(np.rint(latent), 0, 10)
    return 100 * float((score >= 9).mean() - (score <= 6).mean())


def test_satisfaction_shifts_by_the_planted_points_less_what_the_ends_of_the_scale_cut_off() -> None:
    shift = {}
    for preset in ("none", "staggered"):
        made = big(preset)
        drawn = answers(made.options, made.time, made.company, made.all_deals)
        calm, settled = drawn.moment < made.company.go_live.min(), drawn.moment > made.company.go_live.max() + SETTLED
        shift[preset] = float(drawn.score[settled].mean() - drawn.score[calm].mean())
        for period, share in ((calm, 0.0), (settled, 1.0)):
            nps = 100 * float((drawn.score[period] >= 9).mean() - (drawn.score[period] <= 6).mean())
            assert nps == pytest.approx(expected_nps(made.options.effect("satisfaction") * share), abs=3.0)
    assert shift["none"] == pytest.approx(0.0, abs=0.08)
    assert 0.2 < shift["staggered"] < 0.5


def test_without_growth_and_effects_the_number_of_deals_does_not_drift() -> None:
    made = big("none")
    per_month = np.histogram(made.all_deals.created, bins=made.time.months)[0]
    years = [per_month[begin : begin + 12].sum() for begin in (0, 12, 24)]
    assert max(years) / min(years) < 1.06
    assert per_month.mean() == pytest.approx(DEALS_PER_MONTH, rel=0.06)


def test_with_growth_alone_deals_grow_but_no_rate_does() -> None:
    made = big("growth-only")
    per_month = np.histogram(made.all_deals.created, bins=made.time.months)[0]
    assert 1.03 < per_month[24:36].sum() / per_month[:12].sum() / 1.08 < 1.14


def test_leads_follow_the_season() -> None:
    made = big("none")
    per_month = np.histogram(made.inflow.created, bins=made.time.months)[0][:36].reshape(3, 12).sum(axis=0)
    season = np.asarray(SEASON)
    assert np.corrcoef(per_month, season)[0, 1] > 0.9
    assert per_month[0] / per_month.mean() == pytest.approx(season[0] / season.mean(), abs=0.1)


def test_an_effect_of_one_kind_leaves_the_other_rates_as_they_were() -> None:
    options = SimulationOptions(
        seed=21, months=42, deals_per_month=DEALS_PER_MONTH, preset="none", effects={"cycle": -0.3}, one_day=True
    )
    made = world(options)
    assert len(set(made.company.go_live.tolist())) == 1
    deal = made.all_deals
    before, after = periods(made, deal.team, deal.created)
    new = ~deal.repeat
    assert ratio(deal.won.astype(np.float64), before & new, after & new) == pytest.approx(1.0, abs=0.03)
    done = deal.won & ~deal.repeat
    days = np.where(done, deal.closed, 0.0) - deal.created
    assert ratio(days, before & done, after & done) == pytest.approx(0.7, abs=0.04)


def test_owners_are_employed_in_the_team_when_a_deal_begins_and_when_it_ends() -> None:
    made = big("staggered")
    staff, deal = made.company, made.all_deals
    end = np.where(staff.person_to < 0, made.time.end, staff.person_to)
    assert (staff.person_team[deal.first_owner] == deal.team).all()
    assert (staff.person_from[deal.first_owner] <= deal.created).all()
    assert (deal.created < end[deal.first_owner]).all()
    until = np.minimum(deal.closed, made.time.end - 1)
    assert (until < end[deal.owner]).all()


def test_stages_are_entered_in_order_and_before_the_end_of_a_deal() -> None:
    deal = big("staggered").all_deals
    times = np.column_stack([deal.created, deal.entered, deal.closed])
    finite = np.isfinite(times)
    for earlier in range(times.shape[1]):
        for later in range(earlier + 1, times.shape[1]):
            both = finite[:, earlier] & finite[:, later]
            assert (times[both, earlier] <= times[both, later]).all()
    last = np.where(np.isfinite(deal.entered), deal.entered, 0).max(axis=1)
    assert (deal.closed >= last).all()


def test_the_first_event_follows_the_hazard_of_each_level() -> None:
    count = 200_000
    start = np.zeros(count)
    knots = np.full((count, 1), 1.0)
    event = first_event(stream(1, "test"), start, np.tile([0.5, 2.0], (count, 1)), knots)
    assert (event < 1).mean() == pytest.approx(1 - np.exp(-0.5), abs=0.005)
    assert (event < 2).mean() == pytest.approx(1 - np.exp(-2.5), abs=0.005)
    never = first_event(stream(1, "test"), start, np.zeros((count, 2)), knots)
    assert np.isinf(never).all()


def test_as_many_deals_skip_a_stage_as_stated() -> None:
    deal = big("none").all_deals
    reached = np.isfinite(deal.entered)
    past = reached[:, 3]
    for repeat, shares in ((False, (0.05, 0.08)), (True, (0.15, 0.30))):
        rows = past & (deal.repeat == repeat)
        for stage, share in zip((1, 2), shares, strict=True):
            advance = ADVANCE[stage] ** (REPEAT_ADVANCE_POWER if repeat else 1.0)
            expected = share / (share + (1 - share) * advance)
            assert (~reached[rows, stage]).mean() == pytest.approx(expected, abs=0.01)


@cache
def one_kind(effect: str, size: float) -> World:
    return world(
        SimulationOptions(
            seed=22, months=42, deals_per_month=DEALS_PER_MONTH, preset="none", effects={effect: size}, one_day=True
        )
    )


@pytest.mark.parametrize("size", [0.0, 0.3])
def test_more_leads_arrive_after_the_go_live_as_planted(size: float) -> None:
    made = one_kind("lead_arrival", size)
    per_month = np.histogram(made.inflow.created, bins=made.time.months)[0]
    assert made.company.go_live[0] == made.time.months[24]
    assert per_month[27:39].sum() / per_month[3:15].sum() == pytest.approx(1 + size, abs=0.08)


@pytest.mark.parametrize("size", [0.0, 0.3])
def test_orders_grow_in_value_as_planted(size: float) -> None:
    made = one_kind("order_value", size)
    deal = made.all_deals
    before, after = periods(made, deal.team, deal.created)
    new = ~deal.repeat
    value = median_ratio(deal.amount.astype(np.float64), before & new, after & new)
    assert value == pytest.approx(1 + size, abs=0.03 * (1 + size))


@pytest.mark.parametrize("size", [0.0, 0.5])
def test_customers_come_back_within_ninety_days_more_often_as_planted(size: float) -> None:
    made = one_kind("repeat_orders", size)
    deal = made.all_deals
    order = np.lexsort((deal.created, deal.customer))
    same = np.append(deal.customer[order][1:] == deal.customer[order][:-1], False)
    following = np.append(deal.created[order][1:], 0)
    back = np.zeros(len(order), dtype=np.float64)
    soon = same & (following < np.where(deal.won[order], deal.closed[order], 0) + 90 * DAY)
    back[order] = soon
    before, after = periods(made, deal.team, np.where(deal.won, deal.closed, 0).astype(np.int64))
    observed = deal.won & (deal.created >= made.time.begin)
    # A rising hazard reaches those first who would have come anyway: the share rises by less than the hazard.
    gain = ratio(back, before & observed, after & observed)
    assert gain == pytest.approx(1.0, abs=0.04) if size == 0 else 1.2 < gain < 1 + size


@pytest.mark.parametrize("size", [0.0, 0.2])
def test_optional_fields_are_filled_as_planted(size: float, tmp_path: Path) -> None:
    simulate(
        tmp_path, seed=23, months=30, deals_per_month=200, preset="none", effects={"completeness": size},
        one_day=True, activities_per_deal=0, damage=False,
    )  # fmt: skip
    rows = bitrix_rows(tmp_path / "landing/bitrix24_sdelki.csv")
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    go_live = datetime.fromisoformat(min(truth["roll_out"]["go_live_by_team"].values()))
    filled: dict[bool, list[bool]] = {False: [], True: []}
    for row in rows:
        created = moment(row["Дата создания"])
        if created < go_live or created > go_live + timedelta(days=65):
            filled[created > go_live] += [row["Контакт"] != "", row["Источник"] != ""]
    assert np.mean(filled[False]) == pytest.approx(0.74, abs=0.02)
    assert np.mean(filled[True]) == pytest.approx(0.74 + size, abs=0.02)
