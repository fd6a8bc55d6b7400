"""Dagster's web UI on one workspace: loopback only, telemetry off, one process group that ends as a whole."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from dagster_project.errors import InputError
from dagster_project.settings import load_settings

HOST = "127.0.0.1"
GRACE_SECONDS = 5.0
"""After this long without an end of its own, the process group is killed."""

_INSTANCE = """\
telemetry: {enabled: false}
nux: {enabled: false}
"""


def serve(directory: Path, port: int) -> int:
    """Run webserver and daemon on 127.0.0.1:`port` until interrupted; return the exit code.

    Raises InputError when the workspace has no valid audit.yml, the port is taken or the extra `ui` is not installed.
    """
    load_settings(directory)
    if importlib.util.find_spec("dagster_webserver") is None:
        raise InputError("the web UI is not installed; install it with: pip install 'crm-audit[ui]'")
    if _answers(port):
        raise InputError(f"port {port} is in use; choose another one with: crm-audit ui {directory} --port {port + 1}")
    home = directory.resolve() / ".dagster"
    home.mkdir(mode=0o700, exist_ok=True)
    (home / "dagster.yaml").write_text(_INSTANCE, encoding="utf-8")
    click.echo(f"Starting Dagster's web UI on {directory}; this takes half a minute.")
    with (home / "ui.log").open("wb") as log, _interruptible():
        process = subprocess.Popen(
            _command(port),
            env=_environment(directory, home),
            cwd=home,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _announce(process, port)
            code = process.wait()
        except KeyboardInterrupt:
            click.echo("Ending the web UI.")
            return 0
        finally:
            _end_group(process)
    raise RuntimeError(f"the web UI ended by itself with code {code}; its log is {home / 'ui.log'}")


def _command(port: int) -> list[str]:
    return [sys.executable, "-W", "ignore", "-m", "dagster", "dev", "-m", "dagster_project.definitions",
            "-h", HOST, "-p", str(port)]  # fmt: skip


def _environment(directory: Path, home: Path) -> dict[str, str]:
    """PYTHONSAFEPATH: a file in the user's folder must not stand in for a library of the same name.

    Dagster drops the first place of the search path, which it takes for the current folder: PYTHONPATH begins with one
    to be dropped.
    """
    places = [os.devnull, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "PYTHONSAFEPATH": "1",
        "PYTHONPATH": os.pathsep.join(places),
        "DAGSTER_HOME": str(home),
        "CRM_AUDIT_WORKSPACE": str(directory.resolve()),
        "DO_NOT_TRACK": "1",
    }


def _announce(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the server answers or ends; say where it is."""
    while not _answers(port):
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.5)
            return
    click.echo(f"Ready: http://{HOST}:{port}   Ctrl-C ends it.")


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C and SIGTERM both interrupt the block, also when it was started in the background."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    previous = {name: signal.signal(name, interrupt) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for name, handler in previous.items():
            signal.signal(name, handler)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Ask the whole group to end; kill what is left of it after the grace."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            process.wait(GRACE_SECONDS)
