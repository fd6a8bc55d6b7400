"""What the report has to say about the columns and values of a file: unmapped, unreadable, implausible, drifted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dagster_project.ingest.catalogue import Catalogue, fold_header
from dagster_project.ingest.ledger import ColumnProfile, Feed, FileEntry, Issue
from dagster_project.ingest.shown import listed, shown

_SHOWN = 12
_SURVEYS = frozenset(("survey_response", "survey_responses"))
_KIND = {"money": "an amount", "number": "a number", "date": "a date", "timestamp": "a date"}


def value_issues(profiles: Sequence[ColumnProfile]) -> list[Issue]:
    """Unreadable values and dates out of the plausible range, one issue a column, without any value."""
    found = []
    for profile in profiles:
        if profile.n_unreadable:
            kind = _KIND.get(profile.type, "such")
            text = f"{profile.n_unreadable} values of '{shown(profile.header)}' cannot be read as {kind}"
            found.append(Issue("unreadable_values", text, column=profile.column))
        if profile.n_implausible:
            text = f"{profile.n_implausible} dates of '{shown(profile.header)}' are out of the plausible range"
            found.append(Issue("implausible_dates", text, column=profile.column))
    return found


def column_issues(feed: Feed, catalogue: Catalogue) -> list[Issue]:
    """Columns of the file that no declared column takes (kept in _extra), and headers known under another name."""
    table = catalogue.table(feed.full_name)
    if table is None or feed.mapping is not None:
        return []
    found = []
    if feed.unmapped and table.entity not in _SURVEYS:
        found.append(Issue("unmapped_columns", f"columns kept but not used: {listed(feed.unmapped, _SHOWN)}"))
    aliases = []
    for name, header in feed.columns:
        column = table.column(name)
        if column is not None and column.headers and fold_header(header) != column.folded[0]:
            aliases.append(f"'{shown(header)}' for '{column.headers[0]}'")
    if aliases:
        found.append(Issue("alias_headers", f"known under another name: {', '.join(aliases[:_SHOWN])}"))
    return found


def with_drift(entries: Sequence[FileEntry], catalogue: Catalogue) -> list[FileEntry]:
    """Add an issue where two successive files of one table have different headers.

    Files are compared in the order of their snapshot date, then name; surveys differ by nature and are left out.
    """
    latest: dict[tuple[str, str], FileEntry] = {}
    changed: dict[str, list[Issue]] = {}
    surveys = {table.full_name for table in catalogue.tables() if table.entity in _SURVEYS}
    pairs = [(entry, feed) for entry in entries for feed in entry.feeds if feed.full_name not in surveys]
    for entry, feed in sorted(pairs, key=lambda pair: (pair[1].snapshot_at or "", pair[0].name)):
        key = (feed.full_name, feed.source_relation)
        before = latest.get(key)
        if before is not None and before.file_id != entry.file_id:
            issue = _drift(before, entry)
            if issue is not None:
                changed.setdefault(entry.file_id, []).append(issue)
        latest[key] = entry
    return [replace(e, issues=_without_drift(e.issues) + tuple(changed.get(e.file_id, ()))) for e in entries]


def _drift(before: FileEntry, after: FileEntry) -> Issue | None:
    old, new = {fold_header(h): h for h in before.headers}, {fold_header(h): h for h in after.headers}
    added = [header for folded, header in new.items() if folded not in old]
    gone = [header for folded, header in old.items() if folded not in new]
    parts = [f"new columns: {listed(added, _SHOWN)}"] if added else []
    parts += [f"columns gone: {listed(gone, _SHOWN)}"] if gone else []
    return Issue("drift", f"unlike {before.name}: {'; '.join(parts)}") if parts else None


def _without_drift(issues: Sequence[Issue]) -> tuple[Issue, ...]:
    return tuple(issue for issue in issues if issue.code != "drift")
