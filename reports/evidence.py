"""What the report is given: one frozen, typed object, kept as ``evidence.json`` beside the report.

Every number is raw (full precision, shares as 0..1, money in the currency of the company), every text
that a reader sees exists in each language of ``Text``, and "unknown" is ``None``. The object alone is
enough to render the report again. The figures of charts are in ``reports.figures``, measurements in
``reports.measures``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from reports.drivers import Drivers
from reports.evidence_json import decode, encode
from reports.figures import Figure
from reports.measures import Area, Fact, Indicator, Opinion, Reason, Text
from reports.provenance import InputChanges, Provenance
from reports.risks import Risk
from reports.rollout import Rollout
from reports.segments import Segments

SCHEMA_VERSION = 1

Severity = Literal["critical", "warning", "info"]


@dataclass(frozen=True)
class Run:
    """Which audit this is. ``as_of`` is the last day of data, ``report_date`` what the cover prints.

    ``confidential`` puts the mark into the footer of every page.
    """

    audit_id: str
    report_number: str
    as_of: date
    report_date: date
    languages: tuple[str, ...] = ("ru", "en")
    code_version: str = ""
    previous_audit_id: str | None = None
    critical_failed: bool = False
    seed: int | None = None
    report_version: str = "1.0"
    confidential: bool = True


@dataclass(frozen=True)
class Company:
    """Who is audited, and what the cover prints. ``currency`` is an ISO 4217 code."""

    name: str
    currency: str = "RUB"
    timezone: str = "Europe/Moscow"
    unit: str = ""
    prepared_by: str = ""
    approved_by: str = ""
    addressees: tuple[str, ...] = ()


@dataclass(frozen=True)
class Period:
    """A half-open span of days. ``n_months`` counts its calendar months; partial ones raise the flag."""

    starts_on: date
    ends_before: date
    n_months: int
    is_partial: bool = False


@dataclass(frozen=True)
class RolloutEvent:
    """One event of the roll-out: kind is pilot, go_live, release, price_change, reorg or other."""

    kind: str
    event_date: date
    team_name: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Periods:
    """The windows of the audit; both are ``None`` when no roll-out date is known.

    ``notes`` says what weakens the comparison, as ``dagster_project.analysis.windows`` names it: ``partial_months``,
    ``unequal_length``, ``different_months``, ``after_in_rollout``, ``pilot_in_before``.
    """

    before: Period | None = None
    after: Period | None = None
    washout: Period | None = None
    go_live: date | None = None
    rollout_events: tuple[RolloutEvent, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def launches(self) -> tuple[date, date]:
        """The first and the last go-live day of a roll-out team by team; twice the same day otherwise.

        Raises ValueError when no go-live day is known.
        """
        days = [one.event_date for one in self.rollout_events if one.kind == "go_live"]
        days += [self.go_live] if self.go_live else []
        return min(days), max(days)


@dataclass(frozen=True)
class Expectation:
    """One result of the data checks. ``why`` says what breaks without it; ``kpis`` stand on it.

    ``label`` says in few words what the rows that pass are like; without it the report names column and kind.
    """

    suite: str
    table_name: str
    expectation: str
    severity: Severity
    success: bool
    why: Text
    column_name: str | None = None
    observed: str | None = None
    n_unexpected: int | None = None
    n_total: int | None = None
    threshold: float | None = None
    kpis: tuple[str, ...] = ()
    label: Text | None = None


@dataclass(frozen=True)
class RecordIssues:
    """How many values of one kind of damage a column holds. The values themselves are never kept."""

    system: str
    table_name: str
    column_name: str | None
    issue: str
    severity: Literal["row", "value"]
    n: int


@dataclass(frozen=True)
class Exclusion:
    """How many rows a rule left out. ``subject`` is an indicator id or an entity."""

    subject: str
    reason: str
    n: int


@dataclass(frozen=True)
class Quality:
    """Data checks and damaged records of the whole run."""

    expectations: tuple[Expectation, ...] = ()
    record_issues: tuple[RecordIssues, ...] = ()


@dataclass(frozen=True)
class Source:
    """One file that was read. ``rows_in = rows_loaded + rows_quarantined + rows_excluded``, exactly."""

    file: str
    system: str
    table: str
    sha256: str
    rows_in: int
    rows_loaded: int
    rows_quarantined: int
    rows_excluded: int
    excluded_by_kind: dict[str, int] = field(default_factory=dict)
    first_day: date | None = None
    last_day: date | None = None
    encoding: str | None = None
    control_total_note: str | None = None


@dataclass(frozen=True)
class Gap:
    """What could not be assessed, because of what, and the file that would mend it.

    ``columns`` are the headers which that file needs, ``columns_en`` the same in English.
    """

    subject: str
    area: str
    label: Text
    reason: Reason
    file: str | None = None
    columns: tuple[str, ...] = ()
    provider: Text | None = None
    kpis: tuple[str, ...] = ()
    columns_en: tuple[str, ...] = ()


@dataclass(frozen=True)
class Threshold:
    """One setting that decides: printed in the method section, with whether it is a guess or was measured on the data.

    A share is printed in %.
    """

    name: str
    value: float
    label: Text
    is_share: bool = False
    is_guess: bool = False
    is_measured: bool = False


@dataclass(frozen=True)
class Term:
    """One line of the glossary beyond the standing ones."""

    term: Text
    meaning: Text


@dataclass(frozen=True)
class Evidence:
    """Everything the report says. Indicators, areas and figures stand in the order of the report."""

    run: Run
    company: Company
    periods: Periods
    opinion: Opinion
    indicators: tuple[Indicator, ...]
    areas: tuple[Area, ...]
    figures: dict[str, Figure] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    quality: Quality = field(default_factory=Quality)
    sources: tuple[Source, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    gaps: tuple[Gap, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    glossary: tuple[Term, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)
    changes: InputChanges | None = None
    risks: tuple[Risk, ...] = ()
    segments: Segments = field(default_factory=Segments)
    drivers: Drivers | None = None
    rollout: Rollout | None = None
    schema_version: int = SCHEMA_VERSION

    def to_json(self) -> str:
        """The object as JSON text: sorted keys, two blanks of indent, one line end at the end.

        Raises ValueError when a number is not finite.
        """
        return encode(self)

    @staticmethod
    def from_json(text: str) -> Evidence:
        """The object that ``to_json`` wrote. Raises ValueError naming the place that does not fit."""
        evidence = decode(Evidence, text)
        if evidence.schema_version != SCHEMA_VERSION:
            raise ValueError(f"evidence.json has schema {evidence.schema_version}, this version reads {SCHEMA_VERSION}")
        return evidence

    def indicator(self, kpi: str) -> Indicator | None:
        """The indicator with this id, or None."""
        return next((one for one in self.indicators if one.kpi == kpi), None)
