"""What an audit stands on: sources by period, matches between them, what they hold twice, what changed in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class SourceCoverage:
    """How much of one kind of record comes from one source: rows in each window and over all data."""

    entity: str
    source: str
    n_before: int
    n_after: int
    n_rows: int
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class IdentityMatch:
    """How many customer records of one source another source knows too, with the rules that found them."""

    source: str
    other_source: str
    n_records: int
    n_matched: int
    by_rule: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Unmatched:
    """Customer records of a source that no other source knows."""

    source: str
    n_records: int


@dataclass(frozen=True)
class Overlap:
    """Records of one source that another one holds as well, so that they count there only."""

    entity: str
    source: str
    other_source: str
    rule: str
    n: int


@dataclass(frozen=True)
class HistoryAgreement:
    """How often exports of the deal list show what a file of history says of the day, for one property of deals."""

    source: str
    property_name: str
    n_compared: int
    n_differing: int


@dataclass(frozen=True)
class Provenance:
    """All of it; every part is empty where it does not apply."""

    coverage: tuple[SourceCoverage, ...] = ()
    matches: tuple[IdentityMatch, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    agreements: tuple[HistoryAgreement, ...] = ()


@dataclass(frozen=True)
class TableChanges:
    """Rows of one raw table by key; those added and late are of a day that the earlier audit had counted already."""

    table: str
    added: int
    late: int
    changed: int
    removed: int


@dataclass(frozen=True)
class InputChanges:
    """What is other in the inputs than in the audit ``since``. ``tables`` is None when its raw files are gone."""

    since: str
    files_added: tuple[str, ...] = ()
    files_removed: tuple[str, ...] = ()
    files_changed: tuple[str, ...] = ()
    files_renamed: tuple[str, ...] = ()
    tables: tuple[TableChanges, ...] | None = ()
    as_of_before: date | None = None
    settings_changed: bool = False
    program_changed: bool = False
