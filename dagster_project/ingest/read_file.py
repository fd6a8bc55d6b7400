"""Reading one file of landing/ into the raw store: open, assign, load, profile, balance."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from dagster_project.errors import InputError
from dagster_project.ingest.assign import FilePlan, assign
from dagster_project.ingest.bulk_load import bulk_load
from dagster_project.ingest.catalogue import Catalogue, Column
from dagster_project.ingest.control_totals import check_totals
from dagster_project.ingest.file_entry import file_entry
from dagster_project.ingest.file_issues import column_issues, value_issues
from dagster_project.ingest.header import HeaderFinder
from dagster_project.ingest.landing import LandingFile
from dagster_project.ingest.ledger import ControlTotal, Feed, FileEntry
from dagster_project.ingest.load_rows import RowCounts, load_rows
from dagster_project.ingest.mapping import SourceMapping
from dagster_project.ingest.open_file import open_file
from dagster_project.ingest.profile import profile_file
from dagster_project.ingest.quarantine import QuarantineFile
from dagster_project.ingest.recognise import Recogniser
from dagster_project.ingest.refusal import Refusal
from dagster_project.ingest.source import OpenedFile
from dagster_project.ingest.store import RowSink
from dagster_project.ingest.where_filter import rows_filtered

Pair = tuple[str | None, str | None]

_READER_VERSION = 2
SMALL = 1 << 20
"""Files of fewer bytes are read row by row: that takes them less time than the proof that they are clean."""


@dataclass(frozen=True)
class Store:
    """Where rows go: the raw folder, the work folder of this run, a DuckDB connection for Parquet."""

    raw_dir: Path
    work: Path
    connection: duckdb.DuckDBPyConnection

    @property
    def quarantine_dir(self) -> Path:
        return self.raw_dir / "quarantine"


@dataclass(frozen=True)
class Reader:
    """Reads files against one catalogue."""

    catalogue: Catalogue
    recogniser: Recogniser
    store: Store

    def read(self, file: LandingFile, plan: FilePlan) -> FileEntry:
        """Read one file and store its rows. Raises Refusal when it cannot be used, RuntimeError for a fault of ours."""
        with QuarantineFile(self.store.quarantine_dir, file.file_id) as keep:
            opened, feeds, counts = self._stored(file, plan, keep)
            if not file.is_unchanged():
                raise Refusal(
                    "damaged",
                    f"{file.name}: it changed while it was read. Start again when nothing writes to it.",
                )
        columns = self._columns(feeds)
        needed = self._needed(feeds, opened.layout.headers)
        parquet = self._parquet(file)
        feeds = tuple(
            self._finished(parquet, feed, columns[feed.full_name], plan, opened.layout.headers) for feed in feeds
        )
        totals = self._totals(parquet, opened, columns, feeds, counts)
        entry = file_entry(file, opened, feeds, counts, keep, totals)
        if entry.rows_in != entry.rows_loaded + entry.rows_quarantined + entry.rows_excluded:
            raise RuntimeError(f"{file.name}: the rows do not add up: {entry.rows_in} in, {entry.rows_loaded} loaded")
        return replace(entry, reading=reading_signature(plan, needed))

    def refresh(self, entry: FileEntry, plan: FilePlan) -> FileEntry | None:
        """Return a kept entry with its tables assigned anew, or None when the file has to be read again.

        Raises Refusal when the kept headers fit no table.
        """
        parquet = self.store.raw_dir / entry.parquet
        if not parquet.exists():
            return None
        try:
            feeds = assign(entry.headers, plan, self.catalogue, self.recogniser)
        except Refusal:
            return None
        if entry.reading != reading_signature(plan, self._needed(feeds, entry.headers)):
            return None
        columns = self._columns(feeds)
        kept = {(feed.full_name, feed.basis): feed for feed in entry.feeds}
        finished = []
        for feed in feeds:
            basis = self._basis(feed, columns[feed.full_name], plan)
            known = kept.get((feed.full_name, basis))
            if known is None:
                finished.append(self._finished(parquet, feed, columns[feed.full_name], plan, entry.headers))
            else:
                finished.append(replace(known, mapping=feed.mapping, reason=feed.reason, snapshot_at=feed.snapshot_at))
        return replace(entry, feeds=tuple(finished))

    def _stored(
        self, file: LandingFile, plan: FilePlan, keep: QuarantineFile
    ) -> tuple[OpenedFile, tuple[Feed, ...], RowCounts]:
        """Store the rows: in bulk when the file is proved clean, else record by record."""
        opened, feeds = self._open(file, plan, may_sample=True)
        counts = self._in_bulk(file, opened, feeds, keep)
        if counts is None and opened.is_sampled:
            opened, feeds = self._open(file, plan, may_sample=False)
            counts = self._in_bulk(file, opened, feeds, keep) if opened.encoding != "utf-8" else None
        return opened, feeds, counts or self._row_by_row(file, opened, feeds, keep)

    def _in_bulk(
        self, file: LandingFile, opened: OpenedFile, feeds: Sequence[Feed], keep: QuarantineFile
    ) -> RowCounts | None:
        if file.size < SMALL:
            return None
        needed, is_header_like = self._needed(feeds, opened.layout.headers), self._header_like(feeds)
        store = self.store
        return bulk_load(opened, needed, self._parquet(file), store.work, store.connection, keep, is_header_like)

    def _row_by_row(
        self, file: LandingFile, opened: OpenedFile, feeds: Sequence[Feed], keep: QuarantineFile
    ) -> RowCounts:
        headers = opened.layout.headers
        with RowSink(self._parquet(file), headers, self.store.work) as sink:
            counts = load_rows(opened, self._needed(feeds, headers), sink, keep, self._header_like(feeds))
            counts.rows_loaded = sink.finish(self.store.connection)
        return counts

    def _parquet(self, file: LandingFile) -> Path:
        return self.store.raw_dir / f"{file.file_id}.parquet"

    def _open(self, file: LandingFile, plan: FilePlan, may_sample: bool) -> tuple[OpenedFile, tuple[Feed, ...]]:
        tables = [table for _, m in plan.mappings if (table := self.catalogue.table(m.table)) is not None]
        wanted = plan.wanted
        finder = HeaderFinder(self.recogniser, wanted, () if wanted else tables, plan.options.header_line)
        try:
            opened = open_file(file.path, file.name, plan.options, finder, self.store.work, may_sample)
            return opened, assign(opened.layout.headers, plan, self.catalogue, self.recogniser)
        except Refusal:
            raise
        except InputError as error:
            raise Refusal("damaged", f"{file.name}: {error}.") from None

    def _columns(self, feeds: Sequence[Feed]) -> dict[str, list[tuple[Column, str]]]:
        found: dict[str, list[tuple[Column, str]]] = {}
        for feed in feeds:
            table = self.catalogue.table(feed.full_name)
            pairs = [(table.column(name) if table else None, header) for name, header in feed.columns]
            found[feed.full_name] = [(column, header) for column, header in pairs if column is not None]
        return found

    def _needed(self, feeds: Sequence[Feed], headers: Sequence[str]) -> tuple[int, ...]:
        """Positions of the columns that a row cannot do without: required ones and keys."""
        names = set()
        for feed in feeds:
            table = self.catalogue.table(feed.full_name)
            if table is not None:
                needed = {column.name for column in table.columns if column.required} | set(table.key)
                names |= {header for column, header in feed.columns if column in needed}
        return tuple(i for i, header in enumerate(headers) if header in names)

    def _header_like(self, feeds: Sequence[Feed]) -> HeaderLike:
        return HeaderLike(self.recogniser, tuple(feed.full_name for feed in feeds))

    def _conventions(self, feed: Feed, plan: FilePlan) -> tuple[Pair, Pair]:
        """(date order, decimal sign) as declared in audit.yml, and as the source system has it by default."""
        system = self.catalogue.system(feed.system)
        default = (system.date_order, system.decimal) if system else (None, None)
        return (plan.options.date_order, plan.options.decimal), default

    def _basis(self, feed: Feed, columns: list[tuple[Column, str]], plan: FilePlan) -> str:
        rules = [repr(rule) for rule in _mapping(feed, plan).where] if feed.mapping is not None else []
        typed = [(column.name, column.type, column.event, column.headers[:1], header) for column, header in columns]
        told = [feed.source_relation, feed.unmapped, feed.deciding, rules, typed, self._conventions(feed, plan)]
        return _short_code(told)

    def _finished(
        self, parquet: Path, feed: Feed, columns: list[tuple[Column, str]], plan: FilePlan, headers: Sequence[str]
    ) -> Feed:
        """Add what the stored rows tell: conventions, profile, issues, rows kept out by `where:`."""
        connection = self.store.connection
        convention = profile_file(connection, parquet, columns, *self._conventions(feed, plan))
        rules = _mapping(feed, plan).where if feed.mapping is not None else ()
        return replace(
            feed,
            date_order=convention.date_order,
            decimal=convention.decimal,
            profile=convention.profiles,
            issues=convention.issues + tuple(value_issues(convention.profiles) + column_issues(feed, self.catalogue)),
            rows_filtered=rows_filtered(connection, parquet, rules, headers),
            basis=self._basis(feed, columns, plan),
        )

    def _totals(
        self,
        parquet: Path,
        opened: OpenedFile,
        columns: dict[str, list[tuple[Column, str]]],
        feeds: Sequence[Feed],
        counts: RowCounts,
    ) -> tuple[ControlTotal, ...]:
        if not counts.totals:
            return ()
        money = dict.fromkeys(header for pairs in columns.values() for c, header in pairs if c.type == "money")
        thousands = next((p.thousands for p in feeds[0].profile if p.type == "money"), None)
        convention = (feeds[0].decimal, thousands)
        headers = opened.layout.headers
        return check_totals(self.store.connection, parquet, headers, tuple(money), counts.totals, convention)


@dataclass(frozen=True)
class HeaderLike:
    """Recognises a second header row: most of its cells are headers of any known table."""

    recogniser: Recogniser
    tables: tuple[str, ...]

    def __call__(self, cells: list[str]) -> bool:
        known, filled = self.recogniser.known_share(cells)
        return known >= 3 and known >= 0.6 * filled


def reading_signature(plan: FilePlan, needed: Sequence[int]) -> str:
    """A short code of all that decides how the bytes of a file become rows."""
    options = plan.options
    given = [options.encoding, options.delimiter, options.header_line, options.sheet, list(needed), _READER_VERSION]
    return _short_code(given)


def _short_code(told: object) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8")).hexdigest()[:12]


def _mapping(feed: Feed, plan: FilePlan) -> SourceMapping:
    return next(mapping for index, mapping in plan.mappings if index == feed.mapping)
