"""Run a command as a whole process and account for it as the operating system does."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

_SAMPLE_SECONDS = 0.5
_PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 1024**2


@dataclass(frozen=True)
class Measurement:
    """Wall and CPU seconds and peak memory (MB) of one process with its children.

    `peak_mb` is the largest single process, `together_mb` the largest sum over all processes alive at one moment
    (shared pages counted in each). None is what was not measured.
    """

    name: str
    size: str
    wall: float
    cpu: float | None
    peak_mb: float | None
    together_mb: float | None = None


def measure(
    name: str, size: str, command: list[str], *, env: dict[str, str] | None = None, cwd: Path | None = None
) -> Measurement:
    """Run `command` to its end and measure it. Raises RuntimeError with its last lines when it fails."""
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **(env or {})}, cwd=cwd
        )
        watch = _Watch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        watch.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            said = output.read().decode("utf-8", "replace")[-2000:]
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{said}")
    scale = 1024 if sys.platform != "darwin" else 1024**2
    return Measurement(
        name, size, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale, watch.together_mb or None
    )


@dataclass
class _Watch:
    """Samples the resident memory of a process and all its descendants, from /proc."""

    pid: int
    together_mb: float = 0.0
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        if Path("/proc/self/statm").exists():
            self._thread = threading.Thread(target=self._sample, daemon=True)
            self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _sample(self) -> None:
        while not self._ended.wait(_SAMPLE_SECONDS):
            self.together_mb = max(self.together_mb, sum(map(_resident_mb, _family(self.pid))))


def _family(pid: int) -> set[int]:
    """The process and its descendants, as far as they are still there."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(folder.name))
    found, waiting = {pid}, [pid]
    while waiting:
        new = set(children.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def _resident_mb(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_MB
    except (OSError, IndexError):
        return 0.0
