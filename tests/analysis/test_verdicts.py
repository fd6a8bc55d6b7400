"""From intervals to verdicts: every mark, every reason, Holm, evidence, the opinion."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.analysis import reasons
from dagster_project.analysis.change import Measurement
from dagster_project.analysis.gates import gate_codes
from dagster_project.analysis.opinion import KEY_INDICATORS, MAX_NOT_ASSESSED, opinion_of
from dagster_project.analysis.results import KPI_CSV_COLUMNS, KpiResult
from dagster_project.analysis.verdicts import evidence_grade, holm, judge
from reports import opinion as printed
from tests.analysis.audit_worlds import declaration, measured, world


def measurement(
    change_pct: float = 20.0,
    low: float = 10.0,
    high: float = 30.0,
    p: float = 0.001,
    codes: tuple[str, ...] = (),
    better: str = "higher",
    kpi: str = "one",
) -> Measurement:
    """A share that was 0.5 before, with the given change, interval and p-value."""
    result = KpiResult(
        kpi, "Показатель", "Indicator", "share", before=0.5, after=0.5 * (1 + change_pct / 100),
        n_before=100, n_after=100, change=0.5 * change_pct / 100, change_pct=change_pct, ci_low=low,
        ci_high=high, ci_unit="pct", p_value=p,
    )  # fmt: skip
    return Measurement(declaration("share", better=better), result, codes)


@pytest.mark.parametrize(
    ("given_", "verdict", "reason"),
    [
        (measurement(), "ok", "not_estimated"),
        (measurement(-20, -30, -10, better="lower"), "ok", "not_estimated"),
        (measurement(codes=("sample",)), "likely", "low_evidence;sample;not_estimated"),
        (measurement(3, 1, 5), "likely", "not_material;not_estimated"),
        (measurement(p=0.06, low=0.1), "likely", "not_significant;not_estimated"),
        (measurement(3, 1, 5, codes=("few_rows",)), "none", "not_material;low_evidence;few_rows;not_estimated"),
        (measurement(20, -5, 45, p=0.2), "none", "not_significant;not_estimated"),
        (measurement(-20, -30, -10), "bad", "not_estimated"),
        (measurement(20, 10, 30, better="lower"), "bad", "not_estimated"),
        (measurement(-3, -5, -1), "none", "not_material;not_estimated"),
        (measurement(codes=("dq_gate",)), "na", "dq_gate;not_estimated"),
        (
            measurement(codes=("young_cohorts", "not_comparable_cohorts")), "na",
            "not_comparable_cohorts;young_cohorts;not_estimated",
        ),
    ],
)  # fmt: skip
def test_the_verdict_follows_the_rule_of_the_report(given_: Measurement, verdict: str, reason: str) -> None:
    line = judge([given_])[0]
    assert (line.verdict, line.reason) == (verdict, reason)


def test_a_change_without_an_interval_is_not_assessed() -> None:
    line = judge([measured("ratio", [one for one in world("ratio", 1) if one.user == "m1"])])[0]
    assert (line.verdict, line.ci_low) == ("na", None)
    assert line.reason is not None and line.reason.startswith("few_clusters")


def test_what_holds_alone_may_not_hold_among_many() -> None:
    alone = judge([measurement(p=0.03)])[0]
    among = judge([measurement(p=0.03), *(measurement(p=0.5, low=-10, kpi=f"k{place}") for place in range(5))])[0]
    assert (alone.verdict, among.verdict) == ("ok", "likely")
    assert among.p_adjusted == pytest.approx(0.18)


def test_a_blocked_kpi_takes_no_part_in_the_adjustment() -> None:
    lines = judge([measurement(p=0.03), measurement(p=0.001, codes=("dq_gate",), kpi="other")])
    assert lines[0].p_adjusted == pytest.approx(0.03)
    assert lines[1].p_adjusted is None


def test_holm_gives_the_textbook_figures() -> None:
    """p = .01, .04, .03, .005 of Holm's procedure: .03, .06, .06, .02."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([None, 0.04, None]) == [None, 0.04, None]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=15))
def test_adjusted_p_values_are_larger_keep_the_order_and_stay_below_one(p_values: list[float]) -> None:
    adjusted = holm(p_values)
    pairs = sorted(zip(p_values, adjusted, strict=True))
    assert all(q is not None and p <= q <= 1 for p, q in pairs)
    assert [q for _, q in pairs] == sorted(q for _, q in pairs if q is not None)


@pytest.mark.parametrize(
    ("codes", "reconciled", "grade"),
    [
        ((), True, 4),
        ((), False, 3),
        (("dq_warning",), True, 3),
        (("dq_warning",), False, 2),
        (("dq_warning", "partial_coverage", "young_cohorts"), False, 1),
        (("sample",), True, 2),
        (("dq_gate",), False, 1),
        (("no_source",), False, 0),
        (("not_estimated", "zero_before", "partial_months"), False, 3),
    ],
)
def test_failed_checks_and_thin_data_lower_the_evidence(codes: tuple[str, ...], reconciled: bool, grade: int) -> None:
    assert evidence_grade(codes, reconciled=reconciled) == grade


@dataclass(frozen=True)
class Checked:
    severity: str
    success: bool | None
    kpis: tuple[str, ...]


def test_only_failed_checks_of_the_own_inputs_weigh_on_a_kpi() -> None:
    checks = [
        Checked("critical", True, ("nps",)),
        Checked("warning", False, ("nps", "win_rate")),
        Checked("info", False, ("win_rate",)),
        Checked("critical", None, ("nps",)),
        Checked("critical", False, ("sales_volume",)),
    ]
    assert gate_codes("nps", checks) == ("dq_warning",)
    assert gate_codes("win_rate", checks) == ("dq_warning",)
    assert gate_codes("sales_volume", checks) == ("dq_gate",)
    assert gate_codes("lead_conversion", checks) == ()


def test_every_code_has_a_meaning_and_every_blocking_code_exists() -> None:
    codes = {value for name, value in vars(reasons).items() if name.isupper() and isinstance(value, str)}
    assert codes == set(reasons.MEANING)
    assert set(reasons.BLOCKING) <= codes


def test_the_columns_of_kpi_csv_are_the_contract() -> None:
    assert ",".join(KPI_CSV_COLUMNS) == (
        "kpi,label_ru,label_en,unit,segment,segment_value,period_before,period_after,before,after,n_before,n_after,"
        "change,change_pct,ci_low,ci_high,ci_unit,adjusted_change_pct,adjusted_ci_low,adjusted_ci_high,method,p_value,"
        "p_adjusted,evidence_grade,verdict,reason,query_id"
    )


def lines(*verdicts: str) -> list[KpiResult]:
    padded = [*verdicts, *["na"] * (len(KEY_INDICATORS) - len(verdicts))]
    return [
        KpiResult(kpi, "", "", "share", verdict=verdict)  # type: ignore[arg-type]
        for kpi, verdict in zip(KEY_INDICATORS, padded, strict=True)
    ]


@pytest.mark.parametrize(
    ("verdicts", "grade"),
    [
        (["ok"] * 4 + ["none"] * 4, "effective"),
        (["ok"] * 7, "no_opinion"),
        (["ok"] * 8, "effective"),
        (["ok"] * 3 + ["likely"] * 2 + ["none"] * 5, "effective_with_reservations"),
        (["ok"] * 5 + ["bad"] + ["none"] * 4, "effective_with_reservations"),
        (["ok"] * 2 + ["likely"] + ["none"] * 6 + ["bad"], "limited"),
        (["ok"] + ["bad"] * 2 + ["none"] * 7, "ineffective"),
        (["none"] * 10, "ineffective"),
        ([], "no_opinion"),
    ],
)
def test_the_opinion_follows_its_printed_scale(verdicts: list[str], grade: str) -> None:
    assert opinion_of(lines(*verdicts)).grade == grade


def test_three_key_indicators_not_assessed_leave_no_opinion_whatever_the_rest_says() -> None:
    for rest in product(("ok", "likely", "none", "bad"), repeat=3):
        verdicts = [rest[place % 3] for place in range(7)]
        assert opinion_of(lines(*verdicts)).grade == "no_opinion"
        assert opinion_of(lines(*verdicts, rest[0])).grade != "no_opinion"


def test_the_opinion_and_the_report_agree_on_the_key_indicators() -> None:
    assert printed.KEY_INDICATORS == KEY_INDICATORS
    assert printed.MAX_NOT_ASSESSED == MAX_NOT_ASSESSED


def test_a_segment_or_a_minor_indicator_does_not_move_the_opinion() -> None:
    base = lines(*["ok"] * 8)
    part = KpiResult("sales_volume", "", "", "money", "team", "north", verdict="bad")
    minor = KpiResult("entry_delay_hours", "", "", "hours", verdict="bad")
    assert opinion_of([*base, part, minor]) == opinion_of(base)
