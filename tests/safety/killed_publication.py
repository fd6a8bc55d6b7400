"""Run as a program: publish, render again or roll back in a workspace and die at the n-th operation on the disk."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dagster_project.record import read_record
from dagster_project.workspace import Workspace, prepare, publish, publish_rendering, restore

OPERATIONS = ("rename", "replace", "link", "unlink", "fsync", "rmdir", "remove")


def die_at(last: int) -> None:
    """Let `last` operations on the disk happen, then end the process as a kill does."""
    done = 0

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def operation(*arguments: Any, **named: Any) -> Any:
            nonlocal done
            if done == last:
                os._exit(9)
            done += 1
            return real(*arguments, **named)

        return operation

    for name in OPERATIONS:
        setattr(os, name, counted(getattr(os, name)))


def main() -> None:
    root, action, last = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    workspace = Workspace(root)
    if action == "publish":
        prepare(workspace)
        workspace.build_warehouse.write_text("two")
        for name in ("kpi.csv", "manifest.json"):
            (workspace.build_audit / name).write_text('{"outputs": {}, "n": 2}')
        die_at(last)
        publish(workspace, "b", {"f": "0"})
    elif action == "render":
        prepare(workspace)
        for name in ("kpi.csv", "manifest.json"):
            (workspace.build_audit / name).write_text('{"outputs": {}, "n": 3}')
        die_at(last)
        publish_rendering(workspace, "a")
    else:
        prepare(workspace)
        audit = read_record(root).by_id("a")
        assert audit is not None
        die_at(last)
        restore(workspace, audit)


if __name__ == "__main__":
    main()
