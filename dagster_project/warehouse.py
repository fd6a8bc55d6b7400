"""The one way to open a DuckDB file, so that every tool of a process agrees on its configuration and its limits."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""The same as `config_options` of the dbt profile: a file can be open with one configuration only in a process."""

_BUILD = ".build"


@contextlib.contextmanager
def connect(path: Path, *, read_only: bool = False, also: Sequence[Path] = ()) -> Iterator[duckdb.DuckDBPyConnection]:
    """An open connection to the DuckDB file at `path`, closed when the block ends.

    It reads and writes below the folder of the file, below raw/ when that is the build folder of a run, and the files
    and folders of `also`; nothing else on the disk, no network, no extension. Open, do, close: while one process
    writes, no other process can even read.
    """
    connection = duckdb.connect(str(path), read_only=read_only, config=dict(CONFIG))
    try:
        confine(connection, [*readable_folders(path), *also])
        yield connection
    finally:
        connection.close()


def readable_folders(path: Path) -> list[Path]:
    """The folders that a connection to the warehouse file at `path` may use."""
    folder = path.absolute().parent
    return [folder, folder.parent / "raw"] if folder.name == _BUILD else [folder]


def confine(connection: duckdb.DuckDBPyConnection, places: Sequence[Path]) -> None:
    """Take from a database instance all access but that to the files and folders named, for good.

    The order matters: once access is off, the lists cannot be changed, and once locked, nothing can. Connections of the
    same process to the same file share the instance; on one that is confined already this does nothing.
    """
    locked = connection.execute("select current_setting('lock_configuration')").fetchone()
    if locked is not None and locked[0]:
        return
    files = [place for place in places if place.is_file()]
    folders = [place for place in places if place not in files]
    for setting, paths in (("allowed_directories", folders), ("allowed_paths", files)):
        if paths:
            listed = ", ".join("'" + str(path.absolute()).replace("'", "''") + "'" for path in paths)
            connection.execute(f"set {setting} = [{listed}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
