"""Run a command as a whole process and account for it as the operating system does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measurement:
    """Wall and CPU seconds and the peak memory (MB) of one process and its children."""

    name: str
    size: str
    wall: float
    cpu: float
    peak_mb: float
    note: str = ""


def measure(
    name: str, size: str, command: list[str], *, env: dict[str, str] | None = None, cwd: Path | None = None
) -> Measurement:
    """Run `command` to its end and measure it. Raises RuntimeError with its last lines when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, **(env or {})}, cwd=cwd
    )
    output = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(
            f"{' '.join(command)} ended with {process.returncode}:\n{output.decode('utf-8', 'replace')[-2000:]}"
        )
    scale = 1024 if sys.platform != "darwin" else 1024**2
    return Measurement(name, size, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)
