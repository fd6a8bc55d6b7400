"""What can be set for a simulated company, and the named presets of effects."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dagster_project.errors import InputError

EFFECT_MEANING: dict[str, str] = {
    "lead_arrival": "relative change of the arrival rate of leads",
    "lead_qualification": "relative change of the probability that a lead becomes a deal",
    "win_rate": "relative change of the probability that a deal is won",
    "cycle": "relative change of the mean stay in every stage (and of the time to qualify a lead)",
    "order_value": "relative change of the median amount of an order",
    "repeat_orders": "relative change of a customer's hazard of needing something again",
    "reply_time": "relative change of the median time to the first answer of a ticket",
    "satisfaction": "shift of latent satisfaction, in points of the 0-10 scale",
    "automation": "added probability that a routine task is done by a robot, reached a year after go-live",
    "completeness": "added probability that an optional field of a deal is filled",
    "entry_delay": "relative change of the median time from an activity to its record",
    "logging": "relative change of the number of activities recorded per deal",
}

NO_EFFECTS: dict[str, float] = dict.fromkeys(EFFECT_MEANING, 0.0)

STAGGERED_EFFECTS: dict[str, float] = {
    "lead_arrival": 0.04,
    "lead_qualification": 0.08,
    "win_rate": 0.08,
    "cycle": -0.20,
    "order_value": 0.03,
    "repeat_orders": 0.12,
    "reply_time": -0.40,
    "satisfaction": 0.5,
    "automation": 0.35,
    "completeness": 0.16,
    "entry_delay": -0.65,
    "logging": 1.2,
}

PRESETS: dict[str, tuple[dict[str, float], float, float]] = {
    # name: effects, yearly growth of lead arrivals, yearly growth of prices
    "none": (NO_EFFECTS, 0.0, 0.0),
    "growth-only": (NO_EFFECTS, 0.08, 0.05),
    "staggered": (STAGGERED_EFFECTS, 0.05, 0.04),
}

DAMAGE_RATES: dict[str, float] = {
    "deal_missing_owner": 0.015,
    "deal_duplicate_row": 0.006,
    "deal_company_other_spelling": 0.03,
    "deal_negative_duration": 0.002,
    "deal_unreadable_amount": 0.0015,
    "deal_unreadable_created_at": 0.001,
    "deal_broken_line": 0.001,
    "deal_test": 0.008,
    "activity_late_entry": 0.06,
    "activity_missing_owner": 0.004,
    "lead_spam": 0.03,
    "lead_test": 0.006,
}


@dataclass(frozen=True)
class SimulationOptions:
    """All settings of one simulated company; the same options give the same bytes."""

    seed: int
    months: int
    deals_per_month: int
    start: date = date(2023, 1, 1)
    preset: str = "staggered"
    effects: Mapping[str, float] = field(default_factory=dict)
    n_teams: int = 6
    managers_per_team: int | None = None
    activities_per_deal: float = 3.0
    go_live_month: int | None = None
    one_day: bool = False
    damage: bool = True
    turnover_per_year: float = 0.22
    company: str = "ООО «Полюс-Компрессор»"

    def __post_init__(self) -> None:
        """Refuse settings that give no company; raises InputError naming the option."""
        _at_least("months", self.months, 6)
        _at_least("deals-per-month", self.deals_per_month, 1)
        _at_least("teams", self.n_teams, 1)
        _at_least("seed", self.seed, 0)
        if self.managers_per_team is not None:
            _at_least("managers-per-team", self.managers_per_team, 1)
        if self.start.day != 1:
            raise InputError(f"--start {self.start} is not the first day of a month; give for example 2023-01-01")
        if self.preset not in PRESETS:
            raise InputError(f"--effects {self.preset!r} is no preset; known: {', '.join(PRESETS)}")
        unknown = sorted(set(self.effects) - set(EFFECT_MEANING))
        if unknown:
            raise InputError(f"--effects names unknown effects {unknown}; known: {', '.join(EFFECT_MEANING)}")
        wrong = sorted(name for name, value in self.effects.items() if not -1 < value <= 5)
        if wrong:
            raise InputError(f"--effects: {', '.join(wrong)} must lie between -1 (nothing is left) and 5")
        if not 0 <= self.activities_per_deal <= 100:
            raise InputError(f"--activities-per-deal {self.activities_per_deal} is outside 0..100")
        if self.go_live_month is not None and not 1 <= self.go_live_month < self.months:
            raise InputError(f"--go-live-month {self.go_live_month} is outside 1..{self.months - 1}")

    def effect(self, name: str) -> float:
        """Planted full-size effect by its name in EFFECT_MEANING."""
        return float(self.effects.get(name, PRESETS[self.preset][0][name]))

    @property
    def arrival_growth(self) -> float:
        """Yearly growth of lead arrivals that is there without any roll-out (share)."""
        return PRESETS[self.preset][1]

    @property
    def price_growth(self) -> float:
        """Yearly growth of prices that is there without any roll-out (share)."""
        return PRESETS[self.preset][2]

    @property
    def seats_per_team(self) -> int:
        """Manager positions in each team; by default about eight new deals per manager and month, 3 to 60."""
        if self.managers_per_team is not None:
            return self.managers_per_team
        return max(3, min(60, round(self.deals_per_month / (8 * self.n_teams))))

    @property
    def first_go_live_month(self) -> int:
        """Index of the month (0 = first) in which the first team starts; by default after four sevenths."""
        return self.go_live_month if self.go_live_month is not None else max(1, round(self.months * 4 / 7))

    @property
    def stagger_months(self) -> int:
        """Months between the first and the last team's start."""
        if self.one_day:
            return 0
        return max(1, min(4, (self.months - self.first_go_live_month) // 4))


def parse_effects(text: str) -> tuple[str, dict[str, float]]:
    """Read a preset name, or JSON `{"preset": "none", "win_rate": 0.2}`.

    Returns (preset, overriding effects). Raises InputError when the text is neither.
    """
    if not text.lstrip().startswith("{"):
        return text.strip(), {}
    try:
        given = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"--effects is no valid JSON at character {error.pos}: {error.msg}") from None
    preset = given.pop("preset", "none")
    wrong = [key for key, value in given.items() if isinstance(value, bool) or not isinstance(value, int | float)]
    if wrong:
        raise InputError(f"--effects: {', '.join(wrong)} must be a number, for example 0.2 for +20 %")
    return str(preset), {key: float(value) for key, value in given.items()}


def _at_least(option: str, value: int, least: int) -> None:
    if value < least:
        raise InputError(f"--{option} {value} is too small; give {least} or more")
