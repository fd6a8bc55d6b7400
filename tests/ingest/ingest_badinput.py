"""Running the visible bad-input cases through the real loader, and judging the outcome by expected.json."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.ingest.catalogue import Catalogue, read_sources
from dagster_project.ingest.ledger import Feed, Ledger
from dagster_project.ingest.loader import ingest
from dagster_project.ingest.relations import create_raw_relations
from dagster_project.ingest.typing_rules import is_missing, parse_amount, parse_timestamp

_TYPES = {"text": "text", "decimal(18,2)": "money", "date dd.mm.yyyy": "date"}


@dataclass
class Verdict:
    """What is wrong with one case: rows wrong without a word, and everything else."""

    case: str
    silent: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        return not self.silent and not self.faults


def contract_catalogue(contract: dict[str, Any]) -> Catalogue:
    """The contract of the cases as a source declaration of the product."""
    columns = [
        {
            "name": column["name"],
            "config": {
                "meta": {
                    "headers": [column["header"], *column["aliases"]],
                    "type": _TYPES[column["type"]],
                    "required": column["required"],
                }
            },
        }
        for column in contract["columns"]
    ]
    table = {"name": "deals", "config": {"meta": {"entity": "deal", "key": contract["key"]}}, "columns": columns}
    meta = {"label": "Own", "date_order": "dmy", "decimal": ","}
    source = {"name": "own", "schema": "raw_own", "config": {"meta": meta}, "tables": [table]}
    return Catalogue(tuple(read_sources(json.dumps({"sources": [source]}))))


def load_case(folder: Path, catalogue: Catalogue, workspace: Path) -> tuple[Ledger, list[dict[str, str]]]:
    """Load the files of one case; return the ledger and the typed rows that reach the warehouse."""
    landing = workspace / "landing"
    landing.mkdir(parents=True)
    for path in folder.iterdir():
        if path.name != "expected.json":
            shutil.copy(path, landing / path.name)
            (landing / path.name).chmod(0o644)
    ledger = ingest(workspace, catalogue, strict=False)
    with duckdb.connect(":memory:") as connection:
        create_raw_relations(connection, catalogue, ledger)
        names = [c.name for t in catalogue.tables() for c in t.columns]
        rows = connection.execute(f"select {', '.join(names)} from raw_own.deals order by _row_number").fetchall()
    feed = ledger.active[0].feeds[0] if ledger.active else None
    typed = [_typed(dict(zip(names, row, strict=True)), feed, catalogue) for row in rows]
    return ledger, [row for row in typed if row is not None]


def _typed(row: dict[str, str | None], feed: Feed | None, catalogue: Catalogue) -> dict[str, str] | None:
    """Type one row as staging does; None when a required value is there but unreadable."""
    assert feed is not None
    thousands = next((p.thousands for p in feed.profile if p.type == "money"), None)
    found: dict[str, str] = {}
    table = next(iter(catalogue.tables()))
    for column in table.columns:
        text = row[column.name] or ""
        value: str | None = text.strip()
        if is_missing(text):
            value = ""
        elif column.type == "money":
            amount = parse_amount(text, feed.decimal, thousands)
            value = None if amount is None else f"{amount:.2f}"
        elif column.type == "date":
            moment = parse_timestamp(text, feed.date_order)
            value = None if moment is None else moment.date().isoformat()
        if value is None and column.required:
            return None
        found[column.name] = value or ""
    return found


def judge(case: str, expected: dict[str, Any], ledger: Ledger, rows: list[dict[str, str]]) -> Verdict:
    """Compare the outcome of one case with what is expected."""
    verdict = Verdict(case)
    by_key: dict[str, dict[str, str]] = {}
    for row in rows:
        by_key.setdefault(row["deal_id"], row)
    allowed = {**expected["must_load"], **expected["either"]}
    trim = expected.get("trim_ok", False)
    for key, row in by_key.items():
        right = allowed.get(key)
        if right is None or any(_differs(row[c], right[c], trim) for c in right):
            verdict.silent.append(f"{key}: {row} is not {right}")
    refused = bool(ledger.refused)
    if expected["verdict"] == "reject" and not refused:
        verdict.faults.append("not refused")
    if expected["verdict"] == "load" and refused:
        verdict.faults.append(f"refused: {ledger.refused[0].message}")
    if not refused:
        missing = [key for key in expected["must_load"] if key not in by_key]
        verdict.faults += [f"{key} is not loaded" for key in missing]
        _judge_balance(expected, ledger, verdict)
    return verdict


def _differs(found: str, right: str, trim: bool) -> bool:
    return found.strip() != right.strip() if trim else found != right


def _judge_balance(expected: dict[str, Any], ledger: Ledger, verdict: Verdict) -> None:
    entry = ledger.active[0]
    if entry.rows_in != entry.rows_loaded + entry.rows_quarantined + entry.rows_excluded:
        verdict.faults.append("rows do not add up")
    if expected["records_in"] is not None and entry.rows_in - entry.rows_excluded != expected["records_in"]:
        verdict.faults.append(f"{entry.rows_in} rows in, {entry.rows_excluded} excluded, not {expected['records_in']}")
    if expected.get("excluded") is not None and entry.rows_excluded != expected["excluded"]:
        verdict.faults.append(f"excluded {entry.excluded}, not {expected['excluded']}")
