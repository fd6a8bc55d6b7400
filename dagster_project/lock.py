"""One run at a time for a workspace: a lock that tells who holds it and since when, and dies with its process."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from datetime import datetime

from dagster_project.errors import WorkspaceBusyError
from dagster_project.workspace import Workspace, unwritable


@contextlib.contextmanager
def locked(workspace: Workspace, purpose: str) -> Iterator[None]:
    """Hold the workspace for one run.

    The lock is the operating system's: it dies with its process, whatever way that ends.
    Raises WorkspaceBusyError naming the holder when another run holds it, InputError when the
    workspace cannot be written.
    """
    try:
        handle = os.open(workspace.lock_file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise unwritable(workspace.root, error) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WorkspaceBusyError(
                f"{workspace.root} is held by {_holder(handle)}; wait for it to end, then start again"
            ) from None
        os.ftruncate(handle, 0)
        started = datetime.now().astimezone().isoformat(timespec="seconds")
        os.pwrite(handle, f"crm-audit {purpose}, process {os.getpid()}, since {started}".encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _holder(handle: int) -> str:
    """Who holds the lock. One that has just taken it may need a moment to write its name."""
    for _ in range(40):
        name = os.pread(handle, 4096, 0).decode("utf-8", "replace").strip()
        if name:
            return name
        time.sleep(0.05)
    return "another process"
