"""What the values of the typed columns prove: order of day and month, decimal sign, extent in time.

Works on the stored Parquet file: DuckDB reduces the values of a column to few distinct forms, Python judges them
with the rules of `typing_rules`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_project.ingest.catalogue import Column
from dagster_project.ingest.ledger import ColumnProfile, Issue
from dagster_project.ingest.shown import shown
from dagster_project.ingest.sql_text import glob_safe, identifier, literal
from dagster_project.ingest.typing_rules import (
    is_missing,
    number_core,
    number_evidence,
    numeric_date_parts,
    parse_amount,
    parse_timestamp,
)

_MAX_FORMS = 200_000
_EARLIEST, _EARLIEST_OF_OLD = dt.date(2000, 1, 1), dt.date(1990, 1, 1)
_LATEST = dt.date(2100, 1, 1)
_BEYOND = dt.timedelta(days=400)
_CLOCK = r"[T ](?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?(?: ?(?:Z|[+-][0-9]{2}:?[0-9]{2}))?"


@dataclass(frozen=True)
class Convention:
    """How a file writes dates and amounts; None means not proven. `issues` say what must be asked."""

    date_order: str | None
    decimal: str | None
    thousands: str | None
    profiles: tuple[ColumnProfile, ...]
    issues: tuple[Issue, ...]


def profile_file(
    connection: duckdb.DuckDBPyConnection,
    parquet: Path,
    columns: Sequence[tuple[Column, str]],
    declared: tuple[str | None, str | None],
    default: tuple[str | None, str | None],
) -> Convention:
    """Profile the typed columns of one stored file.

    `columns` pairs each declared column with its header; `declared` and `default` are (date order, decimal sign) of
    audit.yml and of the source system. Returns the convention of the file and a profile for each typed column.
    """
    source = f"read_parquet({literal(glob_safe(str(parquet)))})"
    dates = {h: _date_forms(connection, source, h) for c, h in columns if c.is_date}
    numbers = {h: _number_forms(connection, source, h) for c, h in columns if c.type in ("money", "number")}
    order, date_issues = _date_order(dates, declared[0], default[0])
    money = [h for c, h in columns if c.type == "money"] or list(numbers)
    decimal, thousands, money_issues = _decimal({h: numbers[h] for h in money}, declared[1], default[1])
    profiles = []
    for column, header in columns:
        if column.is_date:
            profiles.append(_date_profile(column, header, dates[header], order))
        elif header in numbers:
            profiles.append(_number_profile(column, header, numbers[header], decimal, thousands))
    return Convention(order, decimal, thousands, tuple(profiles), tuple(date_issues + money_issues))


def _date_forms(connection: duckdb.DuckDBPyConnection, source: str, header: str) -> Counter[str]:
    """Distinct values with the valid clock time cut off and Unix seconds reduced to days."""
    rows = connection.execute(
        f"""
        select case
            when regexp_full_match(v, '[0-9./-]{{6,10}}{_CLOCK}') then split_part(replace(v, 'T', ' '), ' ', 1)
            when regexp_full_match(v, '[0-9]{{9,10}}') then (v::bigint // 86400 * 86400)::varchar
            when regexp_full_match(v, '[0-9]{{13}}') then (v::bigint // 86400000 * 86400000)::varchar
            when regexp_full_match(v, '[0-9]{{5}}[.][0-9]+') then left(v, 5)
            else v end as form, count(*) as n
        from (select trim(replace({identifier(header)}, chr(160), ' ')) as v from {source})
        where v <> '' group by all order by n desc, form limit {_MAX_FORMS}
        """
    ).fetchall()
    return Counter({form: int(n) for form, n in rows if not is_missing(form)})


def _number_forms(connection: duckdb.DuckDBPyConnection, source: str, header: str) -> Counter[str]:
    """Distinct shapes of the values: every digit a 9, which keeps all that decides how a number is read."""
    rows = connection.execute(
        f"select translate(trim(v), '012345678', '999999999') as form, count(*) as n from "
        f"(select {identifier(header)} as v from {source}) where trim(v) <> '' "
        f"group by all order by n desc, form limit {_MAX_FORMS}"
    ).fetchall()
    return Counter({form: int(n) for form, n in rows if not is_missing(form)})


def _date_order(
    dates: dict[str, Counter[str]], declared: str | None, default: str | None
) -> tuple[str | None, list[Issue]]:
    if declared is not None:
        return declared, []
    proofs: dict[str, str] = {}
    open_headers: list[str] = []
    issues: list[Issue] = []
    for header, forms in dates.items():
        proof = _column_order(forms)
        if proof in ("dmy", "mdy"):
            proofs[header] = proof
        elif proof is not None:
            open_headers.append(header)
    orders = set(proofs.values())
    if len(orders) == 1 and not (open_headers and default not in (None, *orders)):
        return orders.pop(), issues
    if not orders and (default is not None or not open_headers):
        return default, issues
    header = open_headers[0] if open_headers else next(h for h in proofs)
    text = (
        f"column '{shown(header)}' has dates like 03/04 that can be day or month first, and no value settles it; "
        "say it in audit.yml: `read: {date_order: dmy}` (day first) or `read: {date_order: mdy}`"
    )
    return None, [Issue("ambiguous_dates", text, column=header, blocking=True)]


def _column_order(forms: Counter[str]) -> str | None:
    """dmy or mdy when proven, "open" when day/month dates leave it open, None when there are no such dates."""
    votes: Counter[str] = Counter()
    for form, n in forms.items():
        parts = numeric_date_parts(form)
        if parts is None:
            continue
        first, second, sign = parts
        if first > 12 and second <= 12:
            votes["dmy"] += n
        elif second > 12 and first <= 12:
            votes["mdy"] += n
        elif first <= 12 and second <= 12:
            votes["point" if sign == "." else "open"] += n
    if votes["dmy"] and votes["mdy"]:
        points = sum(n for form, n in forms.items() if (p := numeric_date_parts(form)) and p[2] == ".")
        return "dmy" if points * 2 > sum(votes.values()) and votes["dmy"] > votes["mdy"] else "open"
    if votes["mdy"]:
        return "mdy"
    if votes["dmy"] or (votes["point"] and not votes["open"]):
        return "dmy"
    return "open" if votes["open"] else None


def _date_profile(column: Column, header: str, forms: Counter[str], order: str | None) -> ColumnProfile:
    days: Counter[dt.date] = Counter()
    unreadable = 0
    for form, n in forms.items():
        moment = parse_timestamp(form, order)
        if moment is None:
            unreadable += n
        else:
            days[moment.date()] += n
    first, last, implausible = _extent(days)
    return ColumnProfile(
        column=column.name,
        header=header,
        type=column.type,
        n_values=sum(forms.values()),
        n_unreadable=unreadable,
        date_order=order,
        min_plausible=first.isoformat() if first else None,
        max_plausible=last.isoformat() if last else None,
        n_implausible=implausible,
        event=column.event,
    )


def _extent(days: Counter[dt.date]) -> tuple[dt.date | None, dt.date | None, int]:
    """First and last plausible day, and how many days are not plausible.

    From 2000 on (from 1990 when most of the column is older), at most 400 days beyond the 99th percentile.
    """
    known = sum(n for day, n in days.items() if _EARLIEST_OF_OLD <= day < _LATEST)
    recent = sum(n for day, n in days.items() if _EARLIEST <= day < _LATEST)
    earliest = _EARLIEST if 2 * recent >= known else _EARLIEST_OF_OLD
    possible = sorted((day, n) for day, n in days.items() if earliest <= day < _LATEST)
    if not possible:
        return None, None, sum(days.values())
    wanted, seen = 0.99 * sum(n for _, n in possible), 0
    percentile = possible[-1][0]
    for day, n in possible:
        seen += n
        if seen >= wanted:
            percentile = day
            break
    plausible = [(day, n) for day, n in possible if day <= percentile + _BEYOND]
    return plausible[0][0], plausible[-1][0], sum(days.values()) - sum(n for _, n in plausible)


def _decimal(
    columns: dict[str, Counter[str]], declared: str | None, default: str | None
) -> tuple[str | None, str | None, list[Issue]]:
    signs: Counter[str] = Counter()
    thousands: Counter[str] = Counter()
    n_open = 0
    for forms in columns.values():
        for form, n in forms.items():
            core = number_core(form)[1]
            decimal, group, is_open = number_evidence(core)
            if parse_amount(form, decimal) is None and not is_open:
                continue
            n_open += n * is_open
            signs.update({decimal: n} if decimal else {})
            thousands.update({group: n} if group else {})
    group = thousands.most_common(1)[0][0] if thousands else None
    chosen = declared or (signs.most_common(1)[0][0] if signs else default)
    issues = []
    if len(signs) == 2 and declared is None:
        minor = min(signs.values())
        text = f"{minor} amounts use the other decimal sign than the rest; they are not read"
        issues.append(Issue("mixed_decimal_signs", text, column=next(iter(columns))))
    if chosen is None and n_open:
        text = 'amounts like 1,234 or 1.234 can be read in two ways; say it in audit.yml: `read: {decimal: "."}` or ","'
        issues.append(Issue("ambiguous_amounts", text, column=next(iter(columns)), blocking=True))
    if chosen is not None and group == chosen:
        group = None
    return chosen or ("." if columns else None), group, issues


def _number_profile(
    column: Column, header: str, forms: Counter[str], decimal: str | None, thousands: str | None
) -> ColumnProfile:
    unreadable = sum(n for form, n in forms.items() if parse_amount(form, decimal, thousands) is None)
    return ColumnProfile(
        column=column.name,
        header=header,
        type=column.type,
        n_values=sum(forms.values()),
        n_unreadable=unreadable,
        decimal=decimal,
        thousands=thousands,
    )
