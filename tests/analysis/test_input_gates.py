"""What is wrong with the inputs of a KPI lowers its evidence or blocks its verdict, at declared limits."""

from __future__ import annotations

import pytest

from dagster_project.analysis import reasons
from dagster_project.analysis.gates import LIMITS, input_codes
from dagster_project.analysis.verdicts import LEAST_EVIDENCE, judge
from dagster_project.input_quality import reconciled
from reports.words import Words
from tests.analysis.test_verdicts import measurement


@pytest.mark.parametrize(
    ("measured", "codes"),
    [
        ({}, ()),
        ({"unreadable": 0.01, "defective": 0.05, "amount_gap": 0.15}, ()),
        ({"unreadable": 0.011}, ("unreadable_input",)),
        ({"unreadable": 0.2}, ("unreadable_input",)),
        ({"unreadable": 0.21}, ("input_gate", "unreadable_input")),
        ({"defective": 0.51, "unreadable": 0.02}, ("input_gate", "unreadable_input", "defective_input")),
        ({"amount_gap": 0.9}, ("amounts_differ",)),
    ],
)
def test_a_share_above_its_limit_has_its_code(measured: dict[str, float], codes: tuple[str, ...]) -> None:
    assert input_codes(measured) == codes


@pytest.mark.parametrize(
    ("codes", "grade", "verdict", "first_reason"),
    [
        (("unreadable_input",), 2, "likely", "low_evidence"),
        (("unreadable_input", "defective_input"), 1, "na", "weak_evidence"),
        (("input_gate", "unreadable_input"), 1, "na", "input_gate"),
        ((), 3, "ok", "not_estimated"),
    ],
)
def test_a_weak_input_lowers_and_a_bad_one_blocks(
    codes: tuple[str, ...], grade: int, verdict: str, first_reason: str
) -> None:
    line = judge([measurement(codes=codes)])[0]
    assert (line.evidence_grade, line.verdict) == (grade, verdict)
    assert line.reason is not None and line.reason.split(";")[0] == first_reason


def test_a_grade_too_low_takes_no_part_in_the_adjustment_of_the_others() -> None:
    weak = measurement(p=0.001, codes=("dq_warning", "partial_coverage"), kpi="other")
    lines = judge([measurement(p=0.03), weak])
    assert lines[0].p_adjusted == pytest.approx(0.03)
    assert lines[1].evidence_grade < LEAST_EVIDENCE and lines[1].p_adjusted is None


@pytest.mark.parametrize(
    ("gaps", "is_reconciled"),
    [
        ({"before": 0.01, "after": 0.002, "all": 0.5}, True),
        ({"before": 0.02, "after": 0.002, "all": 0.001}, False),
        ({"all": 0.005}, True),
        ({}, False),
    ],
)
def test_both_periods_must_agree_with_the_erp(gaps: dict[str, float], is_reconciled: bool) -> None:
    assert bool(reconciled(gaps)) is is_reconciled


def test_limits_rise_and_every_code_has_its_words() -> None:
    assert all(limit.blocks is None or limit.lowers < limit.blocks for limit in LIMITS)
    for words in (Words("ru"), Words("en")):
        for code in (*(limit.code for limit in LIMITS), reasons.INPUT_GATE, reasons.WEAK_EVIDENCE):
            assert words.has(f"reason.{code}") and words.has(f"but.{code}")
