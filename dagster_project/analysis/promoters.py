"""The Net Promoter Score: level, interval and difference of two waves, in points (-100..100)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dagster_project.analysis.estimate import LEVEL, Estimate, Interval, from_difference, z_of


@dataclass(frozen=True)
class Answers:
    """Counts of answers on the 0-10 question: 9-10 promote, 0-6 detract; ``n`` counts all."""

    promoters: float
    detractors: float
    n: float

    @property
    def score(self) -> float:
        """Percentage of promoters minus percentage of detractors."""
        return 100 * (self.promoters - self.detractors) / self.n


def nps_interval(answers: Answers, level: float = LEVEL) -> Interval:
    """The adjusted-Wald interval of one score, in points, cut to -100..100.

    Three answers are added (3/4 promoter, 3/2 passive, 3/4 detractor): Rocks (2016), The American Statistician 70,
    365-372; Lewis and Sauro, measuringu.com/nps-confidence-intervals. It is widened to hold the raw score where the
    added answers pull it away.
    """
    centre, se = _adjusted(answers)
    half = z_of(level) * se
    return Interval(
        max(-100.0, min(centre - half, answers.score)),
        min(100.0, max(centre + half, answers.score)),
    )


def nps_difference(before: Answers, after: Answers, level: float = LEVEL) -> Estimate:
    """The difference of two independent scores in points: the interval of the adjusted scores, the raw difference."""
    centre_before, se_before = _adjusted(before)
    centre_after, se_after = _adjusted(after)
    se = math.hypot(se_before, se_after)
    adjusted = from_difference(centre_after - centre_before, se, math.inf, "points", "adjusted_wald", level)
    raw = after.score - before.score
    low, high = max(-200.0, min(adjusted.low, raw)), min(200.0, max(adjusted.high, raw))
    p_value = adjusted.p_value if not low <= 0 <= high else max(adjusted.p_value, 1 - level)
    return Estimate(raw, low, high, p_value, "points", "adjusted_wald")


def _adjusted(answers: Answers) -> tuple[float, float]:
    """The adjusted score and its standard error, in points."""
    n = answers.n + 3
    promoters, detractors = (answers.promoters + 0.75) / n, (answers.detractors + 0.75) / n
    score = promoters - detractors
    return 100 * score, 100 * math.sqrt((promoters + detractors - score * score) / n)
