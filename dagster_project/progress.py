"""What a run says while it works: one line a step, rewritten in place on a terminal, plain when piped."""

from __future__ import annotations

import resource
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

from dagster_project.errors import InputError
from dagster_project.ingest.shown import without_controls
from dagster_project.scrub import fault_of


@dataclass(frozen=True)
class StepCost:
    """Wall and CPU seconds of a step (child processes included) and the peak memory of the process so far, in MB."""

    wall: float
    cpu: float
    peak_mb: float


@dataclass
class Progress:
    """Writes steps and details to `stream`. `quiet` keeps silent, `verbose` also prints every detail.

    With `guarded`, a fault within a step is raised without its text, for runs whose errors are kept in a database.
    """

    quiet: bool = False
    verbose: bool = False
    guarded: bool = False
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    costs: dict[str, StepCost] = field(default_factory=dict)
    _step: str = ""
    _summary: str = ""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """A step of the run: announced at its start on a terminal, reported with its time at its end."""
        self._step = name
        self._transient(f"{name} …")
        started, cpu = time.perf_counter(), _cpu_seconds()
        try:
            yield
        except Exception as error:
            if not self.guarded or isinstance(error, InputError):
                raise
            raise fault_of(error) from None
        self.costs[name] = StepCost(time.perf_counter() - started, _cpu_seconds() - cpu, _peak_mb())
        self._line(f"{name:<16} {self.costs[name].wall:6.1f} s   {self._summary}".rstrip())
        self._summary = ""

    def summary(self, text: str) -> None:
        """What the line of the running step says of its result."""
        self._summary = text

    def detail(self, text: str) -> None:
        """Something within the step: shown in passing on a terminal, kept only when verbose."""
        if self.verbose:
            self._line(f"  {text}")
        else:
            self._transient(f"{self._step}: {text}")

    def warn(self, text: str) -> None:
        """A line that must be seen, also when quiet."""
        clear = "\r\x1b[2K" if self.stream.isatty() else ""
        self.stream.write(f"{clear}crm-audit: warning: {without_controls(text)}\n")
        self.stream.flush()

    def _transient(self, text: str) -> None:
        if not self.quiet and self.stream.isatty():
            self.stream.write(f"\r\x1b[2K{without_controls(text)[: shutil.get_terminal_size().columns - 1]}")
            self.stream.flush()

    def _line(self, text: str) -> None:
        if self.quiet:
            return
        clear = "\r\x1b[2K" if self.stream.isatty() else ""
        self.stream.write(f"{clear}{without_controls(text)}\n")
        self.stream.flush()


def _cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak_mb() -> float:
    scale = 1024 if sys.platform != "darwin" else 1024**2
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale
