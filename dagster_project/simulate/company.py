"""Write a whole simulated workspace: landing/, audit.yml and truth.json."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np

from dagster_project.errors import InputError
from dagster_project.simulate import export_lists as lists
from dagster_project.simulate.absences import absences
from dagster_project.simulate.adoption import logins, plan, training
from dagster_project.simulate.customer_list import FILE, customer_list, listed_truth, write_customers
from dagster_project.simulate.export_crm import write_activities, write_leads
from dagster_project.simulate.export_deals import first_plans, write_deals, write_history
from dagster_project.simulate.export_onec import orders, write_sales
from dagster_project.simulate.options import SimulationOptions
from dagster_project.simulate.replanning import Plans, plans, write_changes
from dagster_project.simulate.reviews import reviews, reviews_truth, write_reviews
from dagster_project.simulate.service import answers, first_responders, staff_answers, tickets
from dagster_project.simulate.truth import truth, write_truth
from dagster_project.simulate.truth_people import people_truth
from dagster_project.simulate.workspace_file import audit_yml
from dagster_project.simulate.world import World, world


def simulate(
    directory: Path,
    *,
    seed: int,
    months: int,
    deals_per_month: int,
    start: date = date(2023, 1, 1),
    preset: str = "staggered",
    effects: Mapping[str, float] | None = None,
    n_teams: int = 6,
    managers_per_team: int | None = None,
    activities_per_deal: float = 3.0,
    go_live_month: int | None = None,
    one_day: bool = False,
    damage: bool = True,
    company: str = "ООО «Полюс-Компрессор»",
) -> None:
    """Simulate a company and write its exports, its audit.yml and its truth.json below `directory`.

    The same arguments give the same bytes. Raises InputError for settings that give no company, or when the
    directory holds files that the simulation would not overwrite.
    """
    options = SimulationOptions(
        seed=seed, months=months, deals_per_month=deals_per_month, start=start, preset=preset,
        effects=dict(effects or {}), n_teams=n_teams, managers_per_team=managers_per_team,
        activities_per_deal=activities_per_deal, go_live_month=go_live_month, one_day=one_day, damage=damage,
        company=company,
    )  # fmt: skip
    write_workspace(directory, options)


def write_workspace(directory: Path, options: SimulationOptions) -> None:
    """The same for a finished set of options."""
    landing = _prepared(directory)
    made = world(options)
    planned = plans(made, first_plans(made))
    counts = _write_crm(landing, made, planned)
    sales = orders(made)
    write_sales(made, sales, landing / "1c_prodazhi.csv")
    service = tickets(options, made.time, made.company, made.all_deals)
    away = absences(options, made.time, made.company)
    first = first_responders(options, made.company, away, service)
    lists.write_tickets(made, service, first, landing / "helpdesk_zayavki.csv")
    survey = answers(options, made.time, made.company, made.all_deals)
    lists.write_customer_survey(made, survey, landing / "opros_klientov.csv")
    opinions = reviews(made)
    write_reviews(made, opinions, landing / "otzyvy.csv")
    staff = staff_answers(options, made.time, made.company)
    if len(staff.moment):
        lists.write_staff_survey(made, staff, landing / "opros_sotrudnikov.csv")
    person, moment = logins(options, made.time, made.company)
    lists.write_logins(made, person, moment, landing / "crm_vhody.csv")
    courses = training(options, made.time, made.company)
    lists.write_training(made, courses, landing / "obuchenie.xlsx")
    lists.write_plan(made, plan(options, made.time, made.company, made.all_deals), landing / "plan_prodazh.xlsx")
    lists.write_users(made, landing / "crm_polzovateli.csv")
    lists.write_employment(made, landing / "kadry.csv")
    lists.write_absences(made, away, landing / "otsutstviya.csv")
    lists.write_rollout(made, landing / "vnedrenie.csv")
    listed = customer_list(made)
    write_customers(listed, made, sales, landing / FILE)
    (directory / "audit.yml").write_text(audit_yml(made), encoding="utf-8", newline="\n")
    content = {
        **truth(made, counts, planned, sales, service, survey),
        "people": people_truth(made, service, first, away, courses),
        "customer_list": listed_truth(listed, made, sales),
        "reviews": reviews_truth(opinions),
    }
    write_truth(content, directory / "truth.json")


def _write_crm(landing: Path, made: World, planned: Plans) -> dict[str, dict[str, int]]:
    deal_lines = write_deals(made, planned.date_at(np.inf), landing / "bitrix24_sdelki.csv")
    history = write_history(made, landing / "bitrix24_istoriya_stadiy.csv")
    return {
        "deals": {"lines": deal_lines, "deals": len(made.deal_id)},
        "stage_history": {"rows": history},
        "changes": {"rows": write_changes(made, planned, landing / "bitrix24_izmeneniya.csv")},
        "leads": write_leads(made, landing / "bitrix24_lidy.csv"),
        "activities": write_activities(made, landing / "bitrix24_dela.csv"),
    }


def _prepared(directory: Path) -> Path:
    """landing/ of a new or an earlier simulated workspace; its old simulated files are replaced."""
    landing = directory / "landing"
    foreign = (directory / "audit.yml").exists() or (landing.is_dir() and any(landing.iterdir()))
    if foreign and not (directory / "truth.json").exists():
        raise InputError(
            f"{directory} holds a workspace that was not simulated (no truth.json); give an empty or new folder"
        )
    try:
        landing.mkdir(parents=True, exist_ok=True)
        for old in sorted(landing.iterdir()):
            if old.is_file():
                old.unlink()
    except OSError as error:
        raise InputError(f"cannot write to {landing}: {error.strerror}; choose a folder you may write to") from None
    return landing
