"""The one way to open a warehouse file, so that every tool of a process agrees on its configuration."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import duckdb

CONFIG: dict[str, str] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


@contextlib.contextmanager
def connect(path: Path, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """An open connection to the DuckDB file at `path`, closed when the block ends.

    Open, do, close: while one process writes, no other process can even read.
    """
    connection = duckdb.connect(str(path), read_only=read_only, config=dict(CONFIG))
    try:
        yield connection
    finally:
        connection.close()
