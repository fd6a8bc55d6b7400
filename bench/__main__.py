"""`make bench`: start-up, the whole audit cold and repeated, its steps, dbt against SQL by hand, large exports.

    python -m bench [demo] [10k] [100k] [1m] [load] [load10m]      (default: demo 10k)

`load` reads a clean export of 1 GB, `load10m` one of ten million activities, beside DuckDB's bare `read_csv`, and once
more with one new file of a month.

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
LOADS = {"load": 1000, "load10m": 1950}
"""Megabytes of one export."""
SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
MONTHS = 42
ACTIVITIES_PER_DEAL = 10


def main() -> None:
    """Measure the sizes named on the command line."""
    wanted = sys.argv[1:] or ["demo", "10k"]
    unknown = set(wanted) - {"demo", *SIZES, *LOADS}
    if unknown:
        sys.exit(f"unknown size {', '.join(sorted(unknown))}; expected demo, {', '.join([*SIZES, *LOADS])}")
    RESULTS.mkdir(parents=True, exist_ok=True)
    found = start_up()
    for size in wanted:
        with tempfile.TemporaryDirectory(prefix="crm-audit-bench-") as folder:
            for one in (one_load if size in LOADS else one_size)(size, Path(folder)):
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
    correct_deals(workspace)
    yield measured("whole audit, deals corrected", CLI, "run", workspace, "--quiet")
    measured("steps", sys.executable, "-m", "bench.steps", workspace, steps)
    for name, one in json.loads(steps.read_text(encoding="utf-8")).items():
        yield Measurement(f"  step {name}", size, one["wall"], one["cpu"], one["peak_mb"])
    measured("prepare", sys.executable, "-m", "bench.models", "prepare", workspace, models)
    for how in ("sql", "dbt"):
        yield measured(f"models by {how}", sys.executable, "-m", "bench.models", how, workspace, models)
    for what in ("html", "pdf", "chromium"):
        if what != "chromium" or shutil.which("chromium"):
            yield measured(f"report: {what}", sys.executable, "-m", "bench.report", what, workspace)


def one_load(size: str, folder: Path) -> Iterator[Measurement]:
    """One large export: the bare reads, ours, and ours again with one new file beside it."""
    landing = folder / "company" / "landing"
    landing.mkdir(parents=True)
    export, parts = landing / "activities.csv", folder / "parts.json"

    def measured(name: str, *command: object) -> Measurement:
        return measure(name, size, [sys.executable, "-m", "bench.loading", *map(str, command)])

    def ours(name: str) -> Iterator[Measurement]:
        yield measured(name, "ours", folder / "company", parts)
        told = json.loads(parts.read_text(encoding="utf-8"))
        for part, (wall, cpu) in told["seconds"].items():
            yield Measurement(f"  {name}: {part}", size, wall, cpu, None)
        print(f"{size}: {name}: read {', '.join(told['read'])}; {told['rows']:,} rows in all")

    yield measured("write the export", "write", export, LOADS[size])
    for how in ("memory", "parquet", "file"):
        yield measured(f"read_csv to {how}", f"duckdb-{how}", export)
    yield from ours("load")
    measured("write a month", "write", landing / "month.csv", LOADS[size] // 48, 90_000_000)
    yield from ours("load with a new month")


def correct_deals(workspace: Path) -> None:
    """Send the list of deals again without its last line: all that rests on deals is built anew, and nothing else."""
    path = workspace / "landing" / "bitrix24_sdelki.csv"
    path.write_bytes(path.read_bytes().rstrip().rpartition(b"\n")[0] + b"\n")


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
                f"{(dbt.cpu or 0) / (sql.cpu or 1):.2f} times its CPU time.",
            ]
        lines += _load_ratios(size, by_size)
    (RESULTS / "bench.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _load_ratios(size: str, by_size: dict[tuple[str, str], Measurement]) -> list[str]:
    """Hash, proof, rows and balance of the fast path against each bare read of the same file: wall and CPU time."""
    rows, sha256 = by_size.get(("  load: rows", size)), by_size.get(("  load: sha256", size))
    if rows is None or sha256 is None:
        return []
    ratios = [
        f"{(rows.wall + sha256.wall) / bare.wall:.2f} ({((rows.cpu or 0) + (sha256.cpu or 0)) / (bare.cpu or 1):.2f}) "
        f"times `read_csv` to {how}"
        for how in ("memory", "parquet", "file")
        if (bare := by_size.get((f"read_csv to {how}", size)))
    ]
    return ["", f"{size}: hash, proof, rows and balance take {', '.join(ratios)}: wall (CPU) time."]


def _line(one: Measurement) -> str:
    cells = [f"{one.wall:.2f}", _cell(one.cpu, 2), _cell(one.peak_mb, 0), _cell(one.together_mb, 0)]
    return f"| {one.name} | {one.size} | {' | '.join(cells)} |"


def _cell(figure: float | None, digits: int) -> str:
    return "" if figure is None else f"{figure:.{digits}f}"


if __name__ == "__main__":
    main()
