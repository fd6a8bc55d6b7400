"""What the assets of one run share: the locked workspace, its settings and what earlier steps found."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.integrity import damage
from dagster_project.interrupts import was_interrupted
from dagster_project.lock import locked
from dagster_project.progress import Progress
from dagster_project.pseudonym_key import pseudonym_key
from dagster_project.settings import Settings, load_settings
from dagster_project.workers import Workers
from dagster_project.workspace import Workspace, prepare

if TYPE_CHECKING:
    from concurrent.futures import Future

    from dagster_project.dbt_build import NodeOutcome
    from dagster_project.expectations.results import ExpectationResult
    from dagster_project.ingest.ledger import Ledger
    from dagster_project.parameters import AuditParameters


@dataclass
class AuditSession:
    """The state of one run. Steps fill it in the order of the flow."""

    workspace: Workspace
    settings: Settings
    as_of: date | None
    progress: Progress
    workers: Workers
    ledger: Ledger | None = None
    parameters: AuditParameters | None = None
    nodes: list[NodeOutcome] = field(default_factory=list)
    raw_judgement: Future[tuple[ExpectationResult, ...]] | None = None
    judged: dict[str, tuple[ExpectationResult, ...]] = field(default_factory=dict)
    audit_folder: Path | None = None
    raw_sha256: dict[str, str] = field(default_factory=dict)
    changes: dict[str, Any] | None = None

    @property
    def expectations(self) -> list[ExpectationResult]:
        """Results of both layers, raw first."""
        return [result for layer in ("raw", "canonical") for result in self.judged.get(layer, ())]

    @property
    def critical_failures(self) -> list[ExpectationResult]:
        return [result for result in self.expectations if result.stops_publication]


@contextlib.contextmanager
def open_session(directory: Path, as_of: date | None, progress: Progress, purpose: str) -> Iterator[AuditSession]:
    """A session on a locked, prepared workspace.

    Raises InputError for a workspace or audit.yml that cannot be used, WorkspaceBusyError when
    another run holds it.
    """
    settings = load_settings(directory)
    workspace = Workspace(directory.resolve())
    with locked(workspace, purpose):
        prepare(workspace)
        pseudonym_key(workspace)
        for message in damage(workspace):
            progress.warn(message)
        with temporary_files_in(workspace):
            workers = Workers(len(settings.languages))
            try:
                yield AuditSession(workspace, settings, as_of, progress, workers)
            except BaseException as error:
                workers.kill()
                if was_interrupted() or not isinstance(error, Exception):  # what was begun is of no use to anybody
                    shutil.rmtree(workspace.build, ignore_errors=True)
                raise
            finally:
                workers.close()


@contextlib.contextmanager
def temporary_files_in(workspace: Workspace) -> Iterator[None]:
    """Have every tool put its temporary files, which may quote data, into the build folder while the block runs."""
    before = os.environ.get("TMPDIR"), tempfile.tempdir
    os.environ["TMPDIR"] = tempfile.tempdir = str(workspace.temporary)
    try:
        yield
    finally:
        tempfile.tempdir = before[1]
        if before[0] is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before[0]
