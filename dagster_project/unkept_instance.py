"""The Dagster instance of a run in this process: it ends with the run, so nobody ever reads its event log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg


@contextmanager
def unkept_instance() -> Iterator[dg.DagsterInstance]:
    """An ephemeral instance that forgets its events: 700 rows in SQLite would cost the run a second."""
    with dg.DagsterInstance.ephemeral() as instance:
        for name, forgetful in {"store_event": _store_nothing, "get_asset_records": _no_records}.items():
            setattr(instance.event_log_storage, name, forgetful)
        yield instance


def _store_nothing(_: object) -> None:
    """Store no event."""


def _no_records(_: object = None) -> list[object]:
    """The records of earlier materialisations: none."""
    return []
