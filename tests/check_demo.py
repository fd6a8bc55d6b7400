"""`python -m tests.check_demo DIR`: the newest audit of a workspace is complete, consistent and readable.

Ends with 0 and one line, or with 1 and what is wrong.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import duckdb
from pypdf import PdfReader

FILES = (
    "audit-ru.pdf",
    "audit-ru.html",
    "audit-en.pdf",
    "audit-en.html",
    "kpi.csv",
    "evidence.json",
    "manifest.json",
    "rejects.csv",
)
HEADLINES = {
    "ru": ("Показатель", "До внедрения CRM", "После внедрения CRM", "Изменение, %"),
    "en": ("Indicator", "Before CRM", "After CRM", "Change, %"),
}


def problems(workspace: Path) -> list[str]:
    """Everything that is wrong with the newest audit of a workspace, in words."""
    audits = [path for path in (workspace / "audits").iterdir() if path.is_dir() and not path.name.endswith("-failed")]
    if not audits:
        return ["no audit was published"]
    folder = max(audits, key=lambda path: path.stat().st_mtime_ns)
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        return [f"{folder.name} lacks {', '.join(missing)}"]
    return [
        *_manifest(folder),
        *_balance(workspace),
        *_figures(workspace, folder),
        *_pages(folder),
        *_truth(workspace, folder),
    ]


def _manifest(folder: Path) -> list[str]:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return [
        f"{name} is not the file of the manifest"
        for name, digest in manifest["outputs"].items()
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest
    ]


def _balance(workspace: Path) -> list[str]:
    ledger = json.loads((workspace / "raw" / "ledger.json").read_text(encoding="utf-8"))
    return [
        f"{file['name']}: rows do not add up"
        for file in ledger["files"]
        if file["rows_in"] != file["rows_loaded"] + file["rows_quarantined"] + sum(file["excluded"].values())
    ]


def _figures(workspace: Path, folder: Path) -> list[str]:
    """kpi.csv equals the published warehouse and evidence.json, line by line."""
    with (folder / "kpi.csv").open(encoding="utf-8", newline="") as file:
        lines = {row["kpi"]: row for row in csv.DictReader(file) if not row["segment"]}
    with duckdb.connect(str(workspace / "warehouse.duckdb"), read_only=True) as connection:
        stored = dict(
            connection.execute("select kpi, after from findings.kpi_results where segment is null").fetchall()
        )
    evidence = {
        one["kpi"]: one["after"]
        for one in json.loads((folder / "evidence.json").read_text(encoding="utf-8"))["indicators"]
    }
    found = [f"kpi.csv has {len(lines)} KPIs, evidence.json {len(evidence)}"] if set(lines) != set(evidence) else []
    for kpi, row in lines.items():
        value = float(row["after"]) if row["after"] else None
        if value != stored[kpi] or value != evidence.get(kpi):
            found.append(f"{kpi}: kpi.csv says {value}, the warehouse {stored[kpi]}, evidence.json {evidence.get(kpi)}")
    return found


def _truth(workspace: Path, folder: Path) -> list[str]:
    """The bottleneck that was planted in a simulated company, the stage with the longest stays, is printed first."""
    told = workspace / "truth.json"
    if not told.is_file():
        return []
    process = json.loads(told.read_text(encoding="utf-8"))["process"]
    planted = max(zip(process["mean_stay_in_stage_days"], process["stages"], strict=True))[1]
    figures = json.loads((folder / "evidence.json").read_text(encoding="utf-8"))["figures"]
    first = figures["bottlenecks"]["rows"][0]["stage"]
    wrong = [] if first == planted else [f"the bottleneck planted is {planted}, the one printed first is {first}"]
    truth = json.loads(told.read_text(encoding="utf-8"))
    wrong += _losses(workspace, truth["lost_in_the_last_365_days_by_reason"])
    return [*wrong, *_pipeline(workspace, truth["pipeline_due"]["months"])]


def _losses(workspace: Path, planted: dict[str, dict[str, float]]) -> list[str]:
    """The deals and the money lost for each reason are those of the simulated company."""
    with duckdb.connect(str(workspace / "warehouse.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "select coalesce(value, ''), n_lost, lost_amount from marts.lost_value where dimension = 'reason'"
        ).fetchall()
    found = {reason: {"deals": n, "roubles": float(amount)} for reason, n, amount in rows}
    told = {reason: lost for reason, lost in planted.items() if lost["deals"]}
    return [] if found == told else [f"lost by reason: {found}, planted {told}"]


def _pipeline(workspace: Path, planted: list[dict[str, Any]]) -> list[str]:
    """Every step of every month of the pipeline is, to the kopeck, what the simulated company says became of it."""
    found = []
    with duckdb.connect(str(workspace / "warehouse.duckdb"), read_only=True) as connection:
        for month in planted:
            row = connection.execute(
                "select * exclude (removed_amount) from marts.pipeline_waterfall where starts_at = ?",
                [month["starts_on"]],
            )
            names = [column[0] for column in row.description]
            known = dict(zip(names, row.fetchone() or [None] * len(names), strict=True))
            told = {f"{step}_amount": amount for step, amount in month["roubles"].items()}
            told |= {"n_due_in_period": month["deals_due"], "n_moved_out": month["deals_moved_out"]}
            found += [
                f"pipeline of {month['starts_on']}: {name} is {known[name]}, planted {value}"
                for name, value in told.items()
                if known[name] is None or round(float(known[name]), 2) != value
            ]
    return found


def _pages(folder: Path) -> list[str]:
    found = []
    for language, words in HEADLINES.items():
        reader = PdfReader(folder / f"audit-{language}.pdf")
        text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages).replace("\xa0", " ")
        found += [f"audit-{language}.pdf lacks the words {word!r}" for word in words if word not in text]
        html = (folder / f"audit-{language}.html").read_text(encoding="utf-8")
        found += [
            f"audit-{language}.html: {bad}"
            for bad in ("http://", "{{", "undefined", ">None<", ">nan<")
            if bad in html.replace("http://www.w3.org", "")
        ]
    return found


if __name__ == "__main__":
    wrong = problems(Path(sys.argv[1]))
    print("\n".join(wrong) if wrong else "the audit of the workspace is complete and consistent")
    sys.exit(bool(wrong))
