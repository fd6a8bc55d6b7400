"""What a run says while it works: one line a step, rewritten in place on a terminal, plain when piped."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO


@dataclass
class Progress:
    """Writes steps and details to `stream`. `quiet` keeps silent, `verbose` also prints every detail."""

    quiet: bool = False
    verbose: bool = False
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    seconds: dict[str, float] = field(default_factory=dict)
    _step: str = ""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """A step of the run: announced at its start on a terminal, reported with its time at its end."""
        self._step = name
        self._transient(f"{name} …")
        started = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - started
        self._line(f"{name:<14} {self.seconds[name]:6.1f} s   {self._summary}".rstrip())
        self._summary = ""

    _summary: str = ""

    def summary(self, text: str) -> None:
        """What the line of the running step says of its result."""
        self._summary = text

    def detail(self, text: str) -> None:
        """Something within the step: shown in passing on a terminal, kept only when verbose."""
        if self.verbose:
            self._line(f"  {text}")
        else:
            self._transient(f"{self._step}: {text}")

    def say(self, text: str) -> None:
        """A line that matters to the user."""
        if not self.quiet:
            self._line(text)

    def _transient(self, text: str) -> None:
        if not self.quiet and self.stream.isatty():
            self.stream.write(f"\r\x1b[2K{text[:110]}")
            self.stream.flush()

    def _line(self, text: str) -> None:
        if self.quiet:
            return
        clear = "\r\x1b[2K" if self.stream.isatty() else ""
        self.stream.write(f"{clear}{text}\n")
        self.stream.flush()
