"""`make bench`: start-up, the whole audit cold and repeated, its steps, and dbt against the same SQL by hand.

    python -m bench [demo] [10k] [100k] [1m]      (default: demo 10k)

Results go to bench/results/ as JSON and Markdown. Each row is one process of its own; quote ratios of one run, as
machines differ and drift.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Measurement, measure

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results"
CLI = str(Path(sys.executable).parent / "crm-audit")
SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
MONTHS = 42
ACTIVITIES_PER_DEAL = 10


def main() -> None:
    """Measure the sizes named on the command line."""
    wanted = sys.argv[1:] or ["demo", "10k"]
    unknown = set(wanted) - {"demo", *SIZES}
    if unknown:
        sys.exit(f"unknown size {', '.join(sorted(unknown))}; expected demo, {', '.join(SIZES)}")
    RESULTS.mkdir(parents=True, exist_ok=True)
    found = start_up()
    for size in wanted:
        with tempfile.TemporaryDirectory(prefix="crm-audit-bench-") as folder:
            for one in one_size(size, Path(folder)):
                found.append(one)
                write(found)  # a run that is cut short leaves what it has measured
    print((RESULTS / "bench.md").read_text(encoding="utf-8"))


def start_up() -> list[Measurement]:
    """Import of the command line and its help: what every call pays."""
    return [
        measure("import of the CLI", "", [sys.executable, "-c", "import dagster_project.cli"]),
        measure("crm-audit --help", "", [CLI, "--help"]),
        measure("crm-audit run --help", "", [CLI, "run", "--help"]),
    ]


def one_size(size: str, folder: Path) -> Iterator[Measurement]:
    """The audit of one company: cold (nothing kept), repeated, step by step, and the models as bare SQL."""
    workspace, steps, models = folder / "company", folder / "steps.json", folder / "models"

    def measured(name: str, *command: object) -> Measurement:
        return measure(name, size, [str(part) for part in command], env={"XDG_CACHE_HOME": str(folder / "cache")})

    yield _company(size, workspace)
    yield measured("whole audit, cold", CLI, "run", workspace, "--quiet")
    shutil.rmtree(workspace / "audits")
    yield measured("whole audit, repeated", CLI, "run", workspace, "--quiet")
    measured("steps", sys.executable, "-m", "bench.steps", workspace, steps)
    for name, one in json.loads(steps.read_text(encoding="utf-8")).items():
        yield Measurement(f"  step {name}", size, one["wall"], one["cpu"], one["peak_mb"])
    measured("prepare", sys.executable, "-m", "bench.models", "prepare", workspace, models)
    for how in ("sql", "dbt"):
        yield measured(f"models by {how}", sys.executable, "-m", "bench.models", how, workspace, models)
    for what in ("html", "pdf", "chromium"):
        if what != "chromium" or shutil.which("chromium"):
            yield measured(f"report: {what}", sys.executable, "-m", "bench.report", what, workspace)


def _company(size: str, workspace: Path) -> Measurement:
    if size == "demo":
        shutil.copytree(ROOT / "data" / "demo" / "landing", workspace / "landing")
        shutil.copy(ROOT / "data" / "demo" / "audit.yml", workspace / "audit.yml")
        return Measurement("copy of data/demo", size, 0.0, 0.0, 0.0)
    arguments = ["--seed", "1", "--months", str(MONTHS), "--deals-per-month", str(SIZES[size] // MONTHS)]
    return measure(
        "simulate",
        size,
        [CLI, "simulate", str(workspace), *arguments, "--activities-per-deal", str(ACTIVITIES_PER_DEAL)],
    )


def write(found: list[Measurement]) -> None:
    """Write bench.json and bench.md anew."""
    rows = [dataclasses.asdict(one) for one in found]
    (RESULTS / "bench.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    lines = [
        f"{os.cpu_count()} cores. Whole processes, one run each.",
        "",
        "| what | size | wall s | CPU s | largest process MB | all processes MB |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [_line(one) for one in found]
    by_size = {(one.name, one.size): one for one in found}
    for size in dict.fromkeys(one.size for one in found if one.size):
        sql, dbt = by_size.get(("models by sql", size)), by_size.get(("models by dbt", size))
        if sql and dbt:
            lines += [
                "",
                f"{size}: dbt takes {dbt.wall / sql.wall:.2f} times the wall time of the same compiled SQL by hand, "
                f"{dbt.cpu / sql.cpu:.2f} times its CPU time.",
            ]
    (RESULTS / "bench.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(one: Measurement) -> str:
    together = "" if one.together_mb is None else f"{one.together_mb:.0f}"
    return f"| {one.name} | {one.size} | {one.wall:.2f} | {one.cpu:.2f} | {one.peak_mb:.0f} | {together} |"


if __name__ == "__main__":
    main()
