"""The whole audit as one call: the assets of `definitions`, in this process, on one locked workspace."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dagster_project.changes import in_words
from dagster_project.disk import disk_error
from dagster_project.errors import InputError, WorkspaceBusyError, chain_of
from dagster_project.expectations.results import ExpectationResult
from dagster_project.progress import Progress
from dagster_project.session import AuditSession, open_session
from dagster_project.workers import spare_collector

_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass(frozen=True)
class Outcome:
    """What the command prints, and whether a critical expectation failed."""

    text: str
    critical_failed: bool


def run_audit(directory: Path, as_of: date | None, progress: Progress) -> Outcome:
    """Run every asset and publish. Raises InputError, WorkspaceBusyError, or whatever a fault of ours raised."""
    with open_session(directory, as_of, progress, "run") as session:
        session.workers.start_judge()
        _materialize("audit", session)
        return Outcome(_run_text(session), bool(session.critical_failures))


def check_workspace(directory: Path, progress: Progress) -> Outcome:
    """Load the exports, build the warehouse and judge both layers; publish nothing."""
    with open_session(directory, None, progress, "check") as session:
        session.workers.start_judge()
        _materialize("check", session)
        return Outcome(_check_text(session), bool(session.critical_failures))


def _materialize(job: str, session: AuditSession) -> None:
    spare_collector()
    with quiet_tools():
        from dagster_project.definitions import defs
        from dagster_project.unkept_instance import unkept_instance

        with unkept_instance() as instance:
            try:
                defs.get_job_def(job).execute_in_process(
                    run_config=_QUIET, resources={"session": session}, instance=instance
                )
            except Exception as error:
                own = _own(error)
                if own is error:
                    raise
                raise own from error


def _own(error: BaseException) -> BaseException:
    """The error of ours inside what Dagster wrapped around it, or what an error about the disk means to the user."""
    for inner in chain_of(error):
        if isinstance(inner, (InputError, WorkspaceBusyError, OSError)):
            return inner
    return disk_error(error, "the workspace") or error


@contextmanager
def quiet_tools() -> Iterator[None]:
    """Dagster, dbt and SQLAlchemy log to stderr by themselves; what matters is said by the progress."""
    previous = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(previous)


def _run_text(session: AuditSession) -> str:
    folder = session.audit_folder
    if folder is None:
        raise RuntimeError("the run ended without an audit folder")
    lines = [str(path) for path in sorted(folder.glob("audit-*.pdf"))] + [
        str(path) for path in sorted(folder.glob("audit-*.html"))
    ]
    if session.critical_failures:
        return "\n".join(
            [
                "A critical expectation failed; nothing was published over the last good warehouse.",
                *_failures(session),
                "What failed is in:",
                *lines,
            ]
        )
    return "\n".join(["The audit is ready:", *lines, str(folder / "kpi.csv"), *in_words(session.changes)])


def _check_text(session: AuditSession) -> str:
    failed = [result for result in session.expectations if result.success is False]
    critical = len(session.critical_failures)
    head = f"{len(session.expectations)} expectations, {len(failed)} failed, {critical} of them critical"
    return "\n".join([head, *_failures(session, all_of_them=True)])


def _failures(session: AuditSession, *, all_of_them: bool = False) -> list[str]:
    shown = session.expectations if all_of_them else session.critical_failures
    failed = [result for result in shown if result.success is False]
    return [
        f"  {one.severity:<8} {one.table_name}.{one.column_name or '*'}: {one.expectation}, {_rows(one)}"
        for one in failed
    ]


def _rows(result: ExpectationResult) -> str:
    if result.n_unexpected is None or result.n_total is None:
        return f"observed {result.observed}"
    return f"{result.n_unexpected:,} of {result.n_total:,} rows"
