"""dbt in this process: a kept manifest, one build, the outcome of every node."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.absent_tables import stand_in_for_absent
from dagster_project.disk import disk_error
from dagster_project.paths import dbt_project
from dagster_project.scrub import scrubbed
from dagster_project.unchanged_models import keep_digests, model_digests, take_over, within_reach
from dagster_project.warehouse import connect

_PARSED = "partial_parse.msgpack"


@dataclass(frozen=True)
class NodeOutcome:
    """What became of one dbt node: status is success, pass, warn, error, fail, skipped or unchanged."""

    unique_id: str
    status: str
    message: str
    seconds: float

    @property
    def failed(self) -> bool:
        return self.status in ("error", "fail", "runtime error")


@cache
def target_folder() -> Path:
    """Where dbt's parsed project is kept between runs: one folder for each place and state of the project's files.

    The place counts, because what dbt keeps names the project's files by their absolute paths.
    """
    project = dbt_project()
    digest = hashlib.sha256("".join(f"{version(name)} " for name in ("dbt-core", "dbt-duckdb")).encode())
    digest.update(str(project).encode() + b"\0")
    for path in sorted(project.rglob("*")):
        if path.suffix in (".sql", ".yml", ".csv", ".md") and "target" not in path.parts:
            digest.update(path.relative_to(project).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "crm-audit"
    folder = base / digest.hexdigest()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"crm-audit-{os.getuid()}" / digest.hexdigest()[:16]
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def manifest() -> dict[str, Any]:
    """dbt's manifest.json as a dictionary; the project is parsed when no parsed state is kept."""
    path = target_folder() / "manifest.json"
    if not (path.exists() and (target_folder() / _PARSED).exists()):
        invoke(["parse"], None)
    return json.loads(path.read_text(encoding="utf-8"))


def kpi_order() -> list[str]:
    """The ids of the KPIs in the order of the report: `vars: kpis` of the dbt project."""
    import yaml

    project = yaml.safe_load((dbt_project() / "dbt_project.yml").read_text(encoding="utf-8"))
    return list(project["vars"]["kpis"])


@dataclass(frozen=True)
class Earlier:
    """What a build may take over: the published warehouse, the digests of all that is not data and of the raw files."""

    warehouse: Path | None
    code: str
    raw_sha256: Mapping[str, str]


def build(warehouse: Path, key_file: Path, *, tests: bool = True, earlier: Earlier | None = None) -> list[NodeOutcome]:
    """Build all models, seeds and (unless told otherwise) data tests into the DuckDB file, but no unit tests.

    Staging models of tables that no file gives are not run: an empty table stands in for each, and they are told as
    skipped. With `earlier`, tables that rest on nothing new are taken over from the published warehouse, and told as
    unchanged. Returns one outcome a node, with a message that quotes no data. A failing node does not raise: the
    caller decides.
    Raises InputError when the disk is full, RuntimeError when dbt itself cannot start (a fault of the project, not of
    the data).
    """
    parsed = manifest()
    # dbt's own connection joins the confined instance: what a model reads is limited as everywhere else.
    seeds = dbt_project() / "seeds"
    with environment(warehouse, key_file), connect(warehouse, also=[key_file, seeds]) as connection:
        absent = stand_in_for_absent(connection, parsed)
        unchanged = _take_over(connection, parsed, earlier, absent, warehouse.parent) if earlier else []
        result = invoke(_command(parsed, {*absent, *unchanged}, tests), kept_manifest())
    for item in result.results:
        if item.message and (full := disk_error(item.message, warehouse.parent)) is not None:
            raise full
    skipped = [NodeOutcome(unique_id, "skipped", "no file gives its table", 0.0) for unique_id in absent]
    taken = [NodeOutcome(unique_id, "unchanged", "as in the published warehouse", 0.0) for unique_id in unchanged]
    ran = [
        NodeOutcome(item.node.unique_id, str(item.status), scrubbed(item.message), item.execution_time)
        for item in result.results
    ]
    # Who follows the outcomes expects a model before what stands on it.
    parents = {name: node["depends_on"].get("nodes", []) for name, node in parsed["nodes"].items()}
    places = {name: place for place, name in enumerate(TopologicalSorter(parents).static_order())}
    return sorted([*skipped, *taken, *ran], key=lambda outcome: places[outcome.unique_id])


def _take_over(
    connection: duckdb.DuckDBPyConnection,
    parsed: Mapping[str, Any],
    earlier: Earlier,
    absent: Sequence[str],
    folder: Path,
) -> list[str]:
    digests = model_digests(connection, parsed, earlier.code, earlier.raw_sha256)
    keep_digests(connection, digests)
    wanted = {name: digest for name, digest in digests.items() if name not in absent}
    if earlier.warehouse is None:
        return []
    with within_reach(earlier.warehouse, folder) as published:
        return take_over(connection, parsed, wanted, published) if published else []


def _command(parsed: Mapping[str, Any], ready: Set[str], tests: bool) -> list[str]:
    """dbt's command for all nodes but those that are ready; every data test runs, whatever it reads."""
    left_out = ("unit_test",) if tests else ("unit_test", "test")
    chosen = [
        ".".join(node["fqn"])
        for unique_id, node in sorted(parsed["nodes"].items())
        if node["resource_type"] not in left_out and unique_id not in ready
    ]
    return ["build", "--exclude-resource-type", *left_out, "--select", *chosen]


def invoke(command: list[str], kept: Any) -> Any:
    """Run one dbt command on the project; return its result object. `kept` is a parsed Manifest or None to parse.

    Raises RuntimeError when dbt cannot start or the project does not parse.
    """
    from dbt.cli.main import dbtRunner

    project = dbt_project()
    arguments = [
        "--log-level", "none", "--log-level-file", "none", "--no-use-colors",
        *command,
        "--project-dir", str(project), "--profiles-dir", str(project),
        "--target-path", str(target_folder()), "--log-path", str(target_folder()),
    ]  # fmt: skip
    if kept is not None:
        arguments.append("--no-write-json")
    outcome = dbtRunner(manifest=kept).invoke(arguments)
    if outcome.exception is not None and not isinstance(outcome.exception, Exception):
        raise KeyboardInterrupt from outcome.exception
    if outcome.exception is not None:
        raise RuntimeError(f"dbt {command[0]}: {scrubbed(str(outcome.exception))}") from outcome.exception
    _close_connections()
    return outcome.result


def kept_manifest() -> Any:
    """The Manifest object of the last parse, so that dbt need not parse again."""
    from dbt.contracts.graph.manifest import Manifest

    kept = Manifest.from_msgpack((target_folder() / _PARSED).read_bytes())
    kept.build_flat_graph()
    return kept


def _close_connections() -> None:
    """dbt keeps its DuckDB file open for the life of the process; the next step needs to open it."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()


@contextlib.contextmanager
def environment(warehouse: Path, key_file: Path) -> Iterator[None]:
    """Point the profile of the project at a warehouse and a key file while the block runs."""
    names = {"CRM_AUDIT_WAREHOUSE": str(warehouse), "CRM_AUDIT_KEY_FILE": str(key_file), "DO_NOT_TRACK": "1"}
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(names)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
