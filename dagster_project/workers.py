"""Processes beside the run: one keeps Great Expectations, one renders each language.

Their imports take seconds; started early, they happen on the second core while the run loads and builds. What they take
in memory is given back at the end of the run, and a hostile report cannot hurt the run itself.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import active_children, connection, get_context, parent_process, util
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.interrupts import deaf_children

if TYPE_CHECKING:
    from dagster_project.expectations.results import ExpectationResult

RENDER_SECONDS = 600.0
"""A report that takes longer is a fault; a hostile export must not hang a run."""

_NO_LEAK_REPORT = "ignore::UserWarning:multiprocessing.resource_tracker"
"""Python's tracker, a process of its own, cleans up after an interrupted run; the user need not read about it."""


class Workers:
    """Started with `start_…`, or by the first call; ended with `close`."""

    def __init__(self, languages: int) -> None:
        if _NO_LEAK_REPORT not in sys.warnoptions:
            sys.warnoptions.append(_NO_LEAK_REPORT)
        self._languages = languages
        self._judge: ProcessPoolExecutor | None = None
        self._render: ProcessPoolExecutor | None = None

    def start_judge(self) -> ProcessPoolExecutor:
        """Have Great Expectations imported in a process of its own."""
        if self._judge is None:
            with deaf_children():
                self._judge = ProcessPoolExecutor(1, get_context("spawn"), _prepare_judge)
                self._judge.submit(os.getpid)
        return self._judge

    @property
    def renders(self) -> bool:
        """Whether this run writes reports."""
        return self._languages > 0

    def start_render(self) -> ProcessPoolExecutor:
        """Have the renderer imported in one process for each language."""
        if self._render is None:
            with deaf_children():
                self._render = ProcessPoolExecutor(self._languages, get_context("spawn"), _prepare_render)
                for _ in range(self._languages):
                    self._render.submit(os.getpid)
        return self._render

    def judge(self, warehouse: Path, suites: Path, layer: str) -> Future[tuple[ExpectationResult, ...]]:
        """Results, in time, of a layer's suites on a warehouse file that nobody holds open for writing."""
        return self.start_judge().submit(_judge, warehouse, suites, layer)

    def render(self, folder: Path, languages: tuple[str, ...]) -> list[Path]:
        """Render the evidence.json in `folder` in every language; return the files, language by language."""
        futures = [self.start_render().submit(_render, folder, language) for language in languages]
        return [path for future in futures for path in future.result(RENDER_SECONDS)]

    def kill(self) -> None:
        """End the processes without waiting for what they do."""
        for process in active_children():
            process.kill()

    def close(self) -> None:
        """End the processes."""
        for pool in (self._judge, self._render):
            if pool is not None:
                pool.shutdown(cancel_futures=True)
        self._judge = self._render = None


def _end_with_parent() -> None:
    """A worker must not outlive a run that was killed."""
    parent = parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        connection.wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    # Its own end needs no tidying either: taking apart what it imported costs half a second.
    util.Finalize(None, os._exit, args=(0,), exitpriority=-1000)


def spare_collector() -> None:
    """Collect garbage rarely: a run makes millions of small objects and lives for seconds."""
    gc.set_threshold(200_000, 50, 50)


def _prepare_judge() -> None:
    _end_with_parent()
    spare_collector()
    import great_expectations  # noqa: F401

    import dagster_project.expectations.runner  # noqa: F401


def _prepare_render() -> None:
    _end_with_parent()
    spare_collector()
    import reports.build
    import reports.render  # noqa: F401


def _judge(warehouse: Path, suites: Path, layer: str) -> tuple[ExpectationResult, ...]:
    from dagster_project.expectations.runner import run_expectations

    return run_expectations(warehouse, suites, layer)  # type: ignore[arg-type]


def _render(folder: Path, language: str) -> list[Path]:
    from reports.build import render_language
    from reports.evidence import Evidence

    evidence = Evidence.from_json((folder / "evidence.json").read_text(encoding="utf-8"))
    return render_language(evidence, folder, language)
