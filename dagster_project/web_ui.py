"""Dagster's web UI on one workspace: loopback only, telemetry off, one process group that ends as a whole."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path

from dagster_project.errors import InputError
from dagster_project.settings import load_settings

_INSTANCE = """\
telemetry: {enabled: false}
nux: {enabled: false}
"""


def serve(directory: Path, port: int) -> int:
    """Run webserver and daemon on 127.0.0.1:`port` until interrupted; return the exit code.

    Raises InputError when the workspace has no valid audit.yml or the extra `ui` is not installed.
    """
    load_settings(directory)
    if importlib.util.find_spec("dagster_webserver") is None:
        raise InputError("the web UI is not installed; install it with: pip install 'crm-audit[ui]'")
    home = directory.resolve() / ".dagster"
    home.mkdir(exist_ok=True)
    (home / "dagster.yaml").write_text(_INSTANCE, encoding="utf-8")
    environment = {
        **os.environ,
        "DAGSTER_HOME": str(home),
        "CRM_AUDIT_WORKSPACE": str(directory.resolve()),
        "DO_NOT_TRACK": "1",
    }
    command = [
        sys.executable,
        "-m",
        "dagster",
        "dev",
        "-m",
        "dagster_project.definitions",
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    process = subprocess.Popen(command, env=environment, start_new_session=True)

    def stop(*_: object) -> None:
        os.killpg(process.pid, signal.SIGTERM)

    previous = {name: signal.signal(name, stop) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        return max(process.wait(), 0)
    finally:
        for name, handler in previous.items():
            signal.signal(name, handler)
        _end_group(process)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
