"""A PostgreSQL server of one's own for the length of a test, reached by a socket in its own folder only."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OLDEST = 15
"""The first version with regexp_substr."""
OWNER = "postgres"
"""PostgreSQL refuses to run as root; Debian's package brings this user."""


def server_programs() -> Path | str:
    """The folder with initdb and pg_ctl, or the reason why there is none."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
        if told and int(told.split()[2].split(".")[0]) >= OLDEST:
            return folder
    return f"no PostgreSQL {OLDEST} or newer on this machine (Debian: apt-get install postgresql)"


@contextlib.contextmanager
def postgres_server(programs: Path) -> Iterator[Path]:
    """Start a server with an empty cluster; give the folder of its socket, readable for the server's user."""
    as_user: dict[str, Any] = {"user": OWNER, "group": OWNER, "extra_groups": []} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="crm-audit-postgres-"))
    try:
        if as_user:
            shutil.chown(folder, OWNER, OWNER)
        run = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL, **as_user}
        cluster = ["--pgdata", str(folder / "data")]
        initdb = ["--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--username", OWNER, "--no-sync"]
        subprocess.run([programs / "initdb", *cluster, *initdb], **run)
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c jit=off"
        server = ["--options", options, "--log", str(folder / "log"), "--wait"]
        subprocess.run([programs / "pg_ctl", *cluster, *server, "start"], **run)
        try:
            yield folder
        finally:
            subprocess.run([programs / "pg_ctl", *cluster, "--mode", "immediate", "stop"], **run)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
