"""Reason codes: why a figure is missing, why a verdict is held back, what weakens the evidence."""

from __future__ import annotations

NO_SOURCE = "no_source"
NOT_TRACKED = "not_tracked"
NO_DATES = "no_dates"
NO_ROLLOUT = "no_rollout"
NO_BEFORE = "no_before"
NO_AFTER = "no_after"
TOO_FEW = "too_few"
TOO_FEW_MONTHS = "too_few_months"
FEW_CLUSTERS = "few_clusters"
TOTALS_ONLY = "totals_only"
DQ_GATE = "dq_gate"
INPUT_GATE = "input_gate"
WEAK_EVIDENCE = "weak_evidence"
INSTRUMENT_CHANGED = "instrument_changed"
NOT_COMPARABLE_COHORTS = "not_comparable_cohorts"
DIFFERENT_MONTHS = "different_months"
MEDIAN_NOT_REACHED = "median_not_reached"
ZERO_BEFORE = "zero_before"
SUPPRESSED = "suppressed"
PERSON = "person"

NOT_SIGNIFICANT = "not_significant"
NOT_MATERIAL = "not_material"
LOW_EVIDENCE = "low_evidence"

SAMPLE = "sample"
FEW_ROWS = "few_rows"
ONE_COHORT = "one_cohort"
PARTIAL_COVERAGE = "partial_coverage"
YOUNG_COHORTS = "young_cohorts"
DQ_WARNING = "dq_warning"
UNREADABLE_INPUT = "unreadable_input"
DEFECTIVE_INPUT = "defective_input"
AMOUNTS_DIFFER = "amounts_differ"
SEASON_NOT_REMOVED = "season_not_removed"
UNEQUAL_LENGTH = "unequal_length"
PARTIAL_MONTHS = "partial_months"
SOURCE_CHANGED = "source_changed"
NOT_ESTIMATED = "not_estimated"

MEANING: dict[str, str] = {
    NO_SOURCE: "no file holds what the KPI needs",
    NOT_TRACKED: "the files are there, but the KPI is not recorded in them",
    NO_DATES: "the rows have no date: a level, no comparison",
    NO_ROLLOUT: "no roll-out date is known: a level, no comparison",
    NO_BEFORE: "nothing was recorded before the roll-out",
    NO_AFTER: "nothing is recorded after the roll-out",
    TOO_FEW: "fewer rows than the least number for a comparison",
    TOO_FEW_MONTHS: "fewer than three months on a side: no interval",
    FEW_CLUSTERS: "fewer than three managers or customers on a side: no interval",
    TOTALS_ONLY: "totals without single rows: no interval possible",
    DQ_GATE: "a critical data check failed on what the KPI stands on",
    INSTRUMENT_CHANGED: "the question of the survey or its scale changed between the periods",
    NOT_COMPARABLE_COHORTS: "the cohorts of the two periods were not observed in the same way",
    DIFFERENT_MONTHS: "the periods hold different calendar months: sums per month carry the season",
    MEDIAN_NOT_REACHED: "more than half of the cases are still open",
    ZERO_BEFORE: "the value before is zero: no change in per cent",
    SUPPRESSED: "so few rows or people that the figure would tell of single ones, or give such a figure away",
    PERSON: "a single person: levels without a verdict",
    NOT_SIGNIFICANT: "the p-value after Holm's adjustment is 0.05 or more",
    NOT_MATERIAL: "the change is smaller than the materiality threshold",
    LOW_EVIDENCE: "the evidence grade is below 3",
    SAMPLE: "answers of a sample, not a full count",
    FEW_ROWS: "fewer than 30 rows on a side",
    ONE_COHORT: "fewer than three months on a side",
    PARTIAL_COVERAGE: "the source does not cover all months of a period",
    SOURCE_CHANGED: "the two periods stand on different sources",
    YOUNG_COHORTS: "many cases of a period are too young to count",
    INPUT_GATE: "too many rows of what the KPI stands on cannot be read or are defective",
    WEAK_EVIDENCE: "the evidence grade is below the least for a verdict",
    UNREADABLE_INPUT: "rows of what the KPI stands on hold values that cannot be read",
    DEFECTIVE_INPUT: "the KPI leaves out rows for defects of their data",
    AMOUNTS_DIFFER: "the amounts of the deals differ from those of the orders",
    DQ_WARNING: "a data check failed on what the KPI stands on",
    SEASON_NOT_REMOVED: "the periods hold different calendar months",
    UNEQUAL_LENGTH: "the periods have different lengths",
    PARTIAL_MONTHS: "a period holds months that the data cover in part",
    NOT_ESTIMATED: "no adjustment for trend and season was estimated",
}
"""Every code with its meaning."""

BLOCKING: tuple[str, ...] = (
    NO_SOURCE, NOT_TRACKED, SUPPRESSED, PERSON, NO_DATES, NO_ROLLOUT, INSTRUMENT_CHANGED, NO_BEFORE, NO_AFTER,
    DQ_GATE, INPUT_GATE, NOT_COMPARABLE_COHORTS, DIFFERENT_MONTHS, TOO_FEW, MEDIAN_NOT_REACHED, TOO_FEW_MONTHS,
    FEW_CLUSTERS, TOTALS_ONLY,
)  # fmt: skip
"""Codes that leave no verdict but "not assessed", the weightiest first."""
