"""What is true about a simulated company: rates, planted effects, counts of damage, and what follows from them."""

from __future__ import annotations

import json
import math
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from dagster_project.simulate import (
    activity,
    adoption,
    demand,
    export_deals,
    export_onec,
    pipeline,
    replanning,
    service,
    workspace_file,
)
from dagster_project.simulate.clock import DAY, EPOCH
from dagster_project.simulate.customers import customers_truth
from dagster_project.simulate.damage import DealDamage
from dagster_project.simulate.options import DAMAGE_RATES, EFFECT_MEANING, SimulationOptions
from dagster_project.simulate.organisation import RAMP_DAYS, RAMP_SHARES
from dagster_project.simulate.world import World


def truth(
    world: World,
    counts: dict[str, dict[str, int]],
    planned: replanning.Plans,
    sales: export_onec.Orders,
    tickets: service.Tickets,
    survey: service.Answers,
) -> dict[str, Any]:
    """Everything a checker needs, ready for JSON. Shares are 0..1, money in roubles, times in the named unit."""
    options = world.options
    return {
        "options": _options(options),
        "period": {
            "starts_on": options.start.isoformat(),
            "ends_before": (EPOCH + timedelta(days=world.time.end // DAY)).isoformat(),
            "months": options.months,
        },
        "roll_out": {
            "go_live_by_team": {
                name: (EPOCH + timedelta(days=int(day) // DAY)).isoformat()
                for name, day in zip(world.company.team_names, world.company.go_live, strict=True)
            },
            "effect_reached": [
                {"from_day": day, "share": share} for day, share in zip(RAMP_DAYS, RAMP_SHARES[1:], strict=True)
            ],
            "automation_reaches_full_effect_after_days": activity.AUTOMATION_GROWTH_DAYS,
        },
        "effects": {
            name: {"planted": options.effect(name), "meaning": meaning} for name, meaning in EFFECT_MEANING.items()
        },
        "trend": {
            "lead_arrivals_growth_per_year": options.arrival_growth,
            "prices_growth_per_year": options.price_growth,
        },
        "season_of_lead_arrivals_by_month": [round(s / float(np.mean(demand.SEASON)), 6) for s in demand.SEASON],
        "process": _process(options),
        "expectations": _expectations(options),
        "crm_cost_per_year_roubles": workspace_file.LICENCES_PER_YEAR + workspace_file.IMPLEMENTATION / 3,
        "lost_in_the_last_365_days_by_reason": export_deals.loss_truth(world),
        "pipeline_due": replanning.pipeline_truth(world, planned),
        "staff": _staff(world),
        "customers": customers_truth(world, sales),
        "reconciliation": export_onec.reconciliation(world, sales),
        "tasks_by_kind": activity.done_by_kind(world.activities),
        "damage": _damage(world, counts),
        "counts": _counts(world, counts, sales, tickets, survey),
    }


def write_truth(content: dict[str, Any], path: Path) -> None:
    """Write truth.json, the same bytes for the same content."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")


def _options(options: SimulationOptions) -> dict[str, Any]:
    values = {item.name: getattr(options, item.name) for item in fields(options)}
    return {**values, "start": options.start.isoformat(), "effects": dict(options.effects),
            "seats_per_team": options.seats_per_team}  # fmt: skip


def _process(options: SimulationOptions) -> dict[str, Any]:
    return {
        "lead_qualification_by_channel": dict(zip(demand.CHANNELS, demand.CHANNEL_QUALIFICATION, strict=True)),
        "lead_qualification_median_days": demand.QUALIFY_MEDIAN_DAYS,
        "stages": list(export_deals.STAGES),
        "mean_stay_in_stage_days": list(pipeline.MEAN_STAY_DAYS),
        "share_moved_on_from_stage": list(pipeline.ADVANCE),
        "stage_skipped_by_new_deals": list(pipeline.SKIPPED),
        "stage_skipped_by_repeat_deals": list(pipeline.REPEAT_SKIPPED),
        "pace_of_deals_log_sd": pipeline.PACE_LOG_SD,
        "planned_date_moved_out_when_it_comes": replanning.MOVED_OUT,
        "first_estimate_corrected": replanning.REESTIMATED,
        "repeat_deals_are_faster_by": pipeline.REPEAT_SPEED,
        "customer_stays_after_won_deal": pipeline.STAYS_AFTER_WON,
        "mean_days_between_needs": pipeline.NEED_MEAN_DAYS,
        "order_amount_median_roubles": pipeline.AMOUNT_MEDIAN,
        "order_amount_log_sd_between_customers": pipeline.CUSTOMER_LOG_SD,
        "order_amount_log_sd_within_customer": pipeline.ORDER_LOG_SD,
        "direct_orders_share": export_onec.DIRECT_SHARE,
        "returns_share": export_onec.RETURN_SHARE,
        "orders_without_the_number_of_their_deal_share": export_onec.NUMBER_FORGOTTEN_SHARE,
        "orders_with_a_rebate_share": export_onec.REBATE_SHARE,
        "rebate_on_orders": export_onec.REBATE,
        "first_reply_median_hours": service.REPLY_MEDIAN_HOURS,
        "first_reply_log_sd": service.REPLY_LOG_SD,
        "tickets_never_answered_share": service.UNANSWERED_SHARE,
        "latent_satisfaction_mean": service.LATENT_MEAN,
        "latent_satisfaction_sd": round(float(np.hypot(service.LATENT_SD, service.LATENT_CUSTOMER_SD)), 6),
        "entry_delay_median_hours": activity.DELAY_MEDIAN_HOURS,
        "routine_tasks_automated_before": activity.AUTOMATION_BEFORE,
        "optional_field_filled_before": export_deals.FIELD_FILLED_BEFORE,
        "weekly_use_plateau_of_average_person": adoption.USAGE_PLATEAU,
        "team_month_noise_log_sd": demand.TEAM_NOISE_SD,
        "company_month_noise_log_sd": demand.COMPANY_NOISE_SD,
        "company_month_noise_autocorrelation": demand.COMPANY_NOISE_RHO,
    }


def _expectations(options: SimulationOptions) -> dict[str, Any]:
    """Values that follow from the process for an average manager, without and with the whole effect."""

    def both(before: float, after: float) -> dict[str, float]:
        return {"before": round(before, 6), "after": round(after, 6)}

    qualified = demand.mean_qualification()
    reply, delay = service.REPLY_MEDIAN_HOURS, activity.DELAY_MEDIAN_HOURS
    before, filled = activity.AUTOMATION_BEFORE, export_deals.FIELD_FILLED_BEFORE
    return {
        "lead_becomes_deal": both(qualified, qualified * (1 + options.effect("lead_qualification"))),
        "new_deal_won": both(pipeline.win_probability(options, 0, False), pipeline.win_probability(options, 1, False)),
        "repeat_deal_won": both(pipeline.win_probability(options, 0, True), pipeline.win_probability(options, 1, True)),
        "stage_stay_ratio": both(1.0, 1 + options.effect("cycle")),
        "first_reply_median_hours": both(reply, reply * (1 + options.effect("reply_time"))),
        "entry_delay_median_hours": both(delay, delay * (1 + options.effect("entry_delay"))),
        "routine_tasks_automated": both(before, before + options.effect("automation")),
        "optional_field_filled": both(filled, min(1.0, filled + options.effect("completeness"))),
        "nps_points": both(_nps(service.LATENT_MEAN), _nps(service.LATENT_MEAN + options.effect("satisfaction"))),
        "latent_satisfaction": both(service.LATENT_MEAN, service.LATENT_MEAN + options.effect("satisfaction")),
    }


def _nps(mean: float) -> float:
    """Promoters less detractors, in points, of normal latent satisfaction rounded to 0..10."""
    scale = math.hypot(service.LATENT_SD, service.LATENT_CUSTOMER_SD) * math.sqrt(2)
    promoters, detractors = math.erfc((8.5 - mean) / scale) / 2, math.erfc((mean - 6.5) / scale) / 2
    return 100 * (promoters - detractors)


def _staff(world: World) -> dict[str, Any]:
    staff = world.company
    seen = (staff.person_to < 0) | (staff.person_to > world.time.begin)
    return {
        "teams": len(staff.team_names),
        "managers_ever_in_period": int(seen.sum()),
        "left_in_period": int((seen & (staff.person_to >= 0)).sum()),
        "turnover_per_year": world.options.turnover_per_year,
    }


def _damage(world: World, counts: dict[str, dict[str, int]]) -> dict[str, Any]:
    planted = {
        f"deal_{item.name}": len(getattr(world.damage, item.name)) for item in fields(DealDamage) if item.name != "test"
    }
    planted["deal_test"] = int(world.test.sum())
    for source in ("leads", "activities"):
        planted.update({name: value for name, value in counts[source].items() if name != "rows"})
    rates = DAMAGE_RATES if world.options.damage else dict.fromkeys(DAMAGE_RATES, 0.0)
    return {name: {"rate": rates[name], "count": planted[name]} for name in DAMAGE_RATES}


def _counts(
    world: World,
    counts: dict[str, dict[str, int]],
    sales: export_onec.Orders,
    tickets: service.Tickets,
    survey: service.Answers,
) -> dict[str, Any]:
    deal = world.exported
    real = ~world.test
    return {
        "deals": int(real.sum()),
        "deals_won": int((deal.won & real).sum()),
        "deals_lost": int(((deal.lost_stage >= 0) & real).sum()),
        "customers_with_deals": len(np.unique(deal.customer[real])),
        "deals_of_known_customers": int((deal.repeat & real).sum()),
        "deal_lines": counts["deals"]["lines"],
        "leads": counts["leads"]["rows"],
        "activities": counts["activities"]["rows"],
        "stage_history_rows": counts["stage_history"]["rows"],
        "deal_changes": counts["changes"]["rows"],
        "sales_documents": len(sales.moment),
        "sales_total_roubles": round(int(sales.amount.sum()) / 100, 2),
        "tickets": len(tickets.created),
        "customer_answers": len(survey.moment),
    }
