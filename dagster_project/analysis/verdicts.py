"""From measured changes to verdicts: Holm's adjustment, materiality, the evidence grade, the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dagster_project.analysis import reasons
from dagster_project.analysis.change import Measurement
from dagster_project.analysis.results import KpiResult, Verdict

SIGNIFICANT = 0.05
ENOUGH_EVIDENCE = 3
LEAST_EVIDENCE = 2
"""A grade below this gives no verdict at all."""
FULL, RECONCILED = 3, 4

CAPS: Mapping[str, int] = {
    reasons.NO_SOURCE: 0,
    reasons.NOT_TRACKED: 0,
    reasons.DQ_GATE: 1,
    reasons.INPUT_GATE: 1,
    reasons.TOTALS_ONLY: 1,
    reasons.INSTRUMENT_CHANGED: 1,
    reasons.NOT_COMPARABLE_COHORTS: 1,
    reasons.TOO_FEW: 1,
    reasons.SAMPLE: 2,
    reasons.FEW_ROWS: 2,
    reasons.ONE_COHORT: 2,
    reasons.DIFFERENT_MONTHS: 2,
    reasons.SEASON_NOT_REMOVED: 2,
}
"""The highest evidence grade that a code leaves."""

LOWERING: tuple[str, ...] = (
    reasons.DQ_WARNING, reasons.PARTIAL_COVERAGE, reasons.SOURCE_CHANGED, reasons.YOUNG_COHORTS,
    reasons.UNREADABLE_INPUT, reasons.DEFECTIVE_INPUT, reasons.AMOUNTS_DIFFER,
)  # fmt: skip
"""Codes that lower the grade by one each, never below 1."""


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Holm's (1979) step-down adjustment; unknown p-values stay unknown and do not count."""
    known = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    largest = 0.0
    for rank, (p, place) in enumerate(known):
        largest = max(largest, min(1.0, p * (len(known) - rank)))
        adjusted[place] = largest
    return adjusted


def evidence_grade(codes: Iterable[str], *, reconciled: bool = False) -> int:
    """0 none .. 4 strong. Full coverage is 3, reconciled with an independent source 4; codes cap or lower it."""
    codes = tuple(codes)
    grade = RECONCILED if reconciled else FULL
    lowered = grade - sum(code in LOWERING for code in codes)
    grade = max(1, lowered)
    return min([grade, *(CAPS[code] for code in codes if code in CAPS)])


def judge(measurements: Sequence[Measurement], reconciled: frozenset[str] = frozenset()) -> list[KpiResult]:
    """Finished lines of kpi.csv, in the order given.

    p-values of the company's KPIs are adjusted together (segments: among the segments of their KPI); a measurement
    that is blocked takes no part.
    """
    families: dict[tuple[str, str], list[int]] = {}
    for place, one in enumerate(measurements):
        if not _blocking(one, reconciled):
            segment = one.result.segment
            families.setdefault((one.result.kpi, segment) if segment else ("", ""), []).append(place)
    adjusted: dict[int, float | None] = {}
    for places in families.values():
        values = holm([measurements[place].result.p_value for place in places])
        adjusted.update(zip(places, values, strict=True))
    return [_judged(one, adjusted.get(place), reconciled) for place, one in enumerate(measurements)]


def _blocking(one: Measurement, reconciled: frozenset[str]) -> list[str]:
    """The codes that leave no verdict; without one, a grade too low for any."""
    codes = [code for code in reasons.BLOCKING if code in one.codes]
    grade = evidence_grade(one.codes, reconciled=one.result.kpi in reconciled)
    return codes or ([reasons.WEAK_EVIDENCE] if grade < LEAST_EVIDENCE else [])


def _judged(measurement: Measurement, p_adjusted: float | None, reconciled: frozenset[str]) -> KpiResult:
    codes, result = measurement.codes, measurement.result
    grade = evidence_grade(codes, reconciled=result.kpi in reconciled)
    result = replace(result, p_adjusted=p_adjusted, evidence_grade=grade)
    blocking = _blocking(measurement, reconciled)
    verdict, why = verdict_of(measurement, result) if not blocking else _not_assessed(blocking)
    weak = tuple(code for code in codes if code not in blocking)
    estimated = (reasons.NOT_ESTIMATED,) if result.change is not None else ()
    reason = ";".join(dict.fromkeys((*why, *weak, *estimated)))
    return replace(result, verdict=verdict, reason=reason or None)


def _not_assessed(blocking: Sequence[str]) -> tuple[Verdict, tuple[str, ...]]:
    return "na", tuple(blocking)


def verdict_of(measurement: Measurement, result: KpiResult) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict on a compared KPI and the conditions that it failed.

    ok: good direction, significant after Holm, material, evidence at least 3. likely: good direction, exactly one of
    these fails. bad: significant and material in the bad direction. none: the interval holds zero, or more fails.
    """
    if result.ci_low is None or result.ci_high is None:
        return "na", (reasons.TOTALS_ONLY,)
    failed = _failed(measurement, result)
    upward = (result.change or 0.0) > 0
    good = upward == (measurement.declaration.better == "higher")
    if result.ci_low <= 0 <= result.ci_high:
        return "none", tuple(dict.fromkeys((reasons.NOT_SIGNIFICANT, *failed)))
    if not good:
        changed = reasons.NOT_SIGNIFICANT not in failed and reasons.NOT_MATERIAL not in failed
        return ("bad" if changed else "none"), failed
    if not failed:
        return "ok", ()
    return ("likely" if len(failed) == 1 else "none"), failed


def _failed(measurement: Measurement, result: KpiResult) -> tuple[str, ...]:
    conditions = {
        reasons.NOT_SIGNIFICANT: result.p_adjusted is not None and result.p_adjusted < SIGNIFICANT,
        reasons.NOT_MATERIAL: is_material(measurement, result),
        reasons.LOW_EVIDENCE: result.evidence_grade >= ENOUGH_EVIDENCE,
    }
    return tuple(code for code, holds in conditions.items() if not holds)


def is_material(measurement: Measurement, result: KpiResult) -> bool:
    """True when the change reaches the threshold: of the value before, or, on a point scale, of 100 points.

    From zero every change is material.
    """
    threshold = 100 * measurement.declaration.materiality
    if measurement.declaration.unit == "points":
        return abs(result.change or 0.0) >= threshold
    return result.change_pct is None or abs(result.change_pct) >= threshold
