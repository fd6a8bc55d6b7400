"""`crm-audit simulate`: a workspace of a company that does not exist, with a known truth."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click


@click.command("simulate")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option("--seed", type=int, default=7, show_default=True, help="Same seed and options: same bytes.")
@click.option("--months", type=int, default=42, show_default=True, help="Number of months that are exported.")
@click.option("--deals-per-month", type=int, default=60, show_default=True, help="New deals a month, on average.")
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    default="2023-01-01",
    show_default=True,
    help="First day of the first month.",
)
@click.option(
    "--effects",
    default="staggered",
    show_default=True,
    help="What the roll-out changes: none, growth-only, staggered, or JSON such as '{\"win_rate\": 0.2}' (others 0).",
)
@click.option("--teams", "n_teams", type=int, default=6, show_default=True, help="Number of sales teams.")
@click.option("--managers-per-team", type=int, default=None, help="Positions in a team (default: by number of deals).")
@click.option("--activities-per-deal", type=float, default=3.0, show_default=True, help="Recorded activities a deal.")
@click.option("--go-live-month", type=int, default=None, help="Month of the first go-live (default: after 4/7).")
@click.option("--one-day", is_flag=True, help="All teams start on one day instead of one after the other.")
@click.option("--no-damage", is_flag=True, help="Leave out missing owners, duplicates, broken lines and the like.")
def simulate_command(
    directory: Path,
    seed: int,
    months: int,
    deals_per_month: int,
    start: datetime,
    effects: str,
    n_teams: int,
    managers_per_team: int | None,
    activities_per_deal: float,
    go_live_month: int | None,
    one_day: bool,
    no_damage: bool,
) -> None:
    """Write the raw exports of a simulated company.

    DIRECTORY becomes a workspace with audit.yml, landing/ and truth.json. The files have the formats of Bitrix24, 1C,
    Google Forms, a helpdesk and plain lists. What the CRM changed is planted in the process (arrivals, hazards,
    replies) and written to truth.json.
    """
    from dagster_project.simulate.company import simulate
    from dagster_project.simulate.options import parse_effects

    preset, single = parse_effects(effects)
    simulate(
        directory, seed=seed, months=months, deals_per_month=deals_per_month,
        start=date(start.year, start.month, start.day), preset=preset, effects=single, n_teams=n_teams,
        managers_per_team=managers_per_team, activities_per_deal=activities_per_deal, go_live_month=go_live_month,
        one_day=one_day, damage=not no_damage,
    )  # fmt: skip
    click.echo(f"{directory}: landing/, audit.yml, truth.json")
