"""Models that rest on nothing new: their tables are taken over from the published warehouse instead of built again.

A table is what its code, its key and its inputs make it. So each model has a digest over all of them: the code of the
product, the key of pseudonyms, the digests of the models above it, and the content of the raw relations and settings
that it reads. Where the published warehouse was made with the same digest, it holds the same table.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.ingest.sql_text import identifier, literal

_DIGESTS = "settings.model_digests"
_PUBLISHED = "published"
_STATEMENT = """
    select sql, false from duckdb_tables() where database_name = ? and schema_name = ? and table_name = ?
    union all
    select sql, true from duckdb_views() where database_name = ? and schema_name = ? and view_name = ?
"""


def model_digests(
    connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], code: str, raw_sha256: Mapping[str, str]
) -> dict[str, str]:
    """Digest of every model by its unique id.

    `connection` is the new warehouse with its raw relations and settings; `manifest` is dbt's; `code` stands for all
    that is not data (product, libraries, key); `raw_sha256` has the digest of each kept raw file by file id.
    """
    sources = _source_digests(connection, manifest, raw_sha256)
    nodes = {name: node for name, node in manifest["nodes"].items() if node["resource_type"] in ("model", "seed")}
    # A model that names no parent looks for its inputs by itself: it rests on every one. A seed is part of the code.
    every = {"model": sorted(sources), "seed": []}
    parents = {name: sorted(node["depends_on"].get("nodes", [])) or every[node["resource_type"]]
               for name, node in nodes.items()}  # fmt: skip
    found = dict(sources)
    for name in TopologicalSorter(parents).static_order():
        if name in nodes:
            above = "\n".join(f"{parent} {found[parent]}" for parent in parents[name])
            found[name] = hashlib.sha256(f"{code}\n{name}\n{above}".encode()).hexdigest()
    return {name: digest for name, digest in found.items() if name in nodes}


def take_over(
    connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], digests: Mapping[str, str], published: Path
) -> list[str]:
    """Make the models whose digest the warehouse file `published` has too from it; return their unique ids.

    Tables are copied, views made by the statement that made them there. `digests` has a model before what stands on it.
    The file must be as it was published, and within reach of the connection. Rows keep their order.
    """
    connection.execute(f"attach {literal(str(published))} as {_PUBLISHED} (read_only)")
    try:
        before = _kept_digests(connection)
        same = [name for name, digest in digests.items() if before.get(name) == digest]
        return [name for name in same if _make(connection, manifest["nodes"][name])]
    finally:
        connection.execute(f"detach {_PUBLISHED}")


@contextlib.contextmanager
def within_reach(published: Path, folder: Path) -> Iterator[Path | None]:
    """A second name of the published warehouse in the folder that a build may read; None where links do not work."""
    door = folder / f"{_PUBLISHED}.duckdb"
    try:
        door.hardlink_to(published)
    except OSError:
        yield None
        return
    try:
        yield door
    finally:
        door.unlink()


def keep_digests(connection: duckdb.DuckDBPyConnection, digests: Mapping[str, str]) -> None:
    """Write the digests into the warehouse that was built with them, for the run that comes after."""
    connection.execute(f"create or replace table {_DIGESTS} (unique_id varchar, sha256 varchar)")
    connection.execute(f"insert into {_DIGESTS} select unnest(?), unnest(?)", [list(digests), list(digests.values())])


def _source_digests(
    connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], raw_sha256: Mapping[str, str]
) -> dict[str, str]:
    views = dict(
        connection.execute(
            "select schema_name || '.' || view_name, sql from duckdb_views() where starts_with(schema_name, 'raw_')"
        ).fetchall()
    )
    found = {}
    for name, source in manifest["sources"].items():
        relation = f"{source['schema']}.{source['identifier']}"
        if relation in views:
            files = sorted(
                f"{file_id} {digest}" for file_id, digest in raw_sha256.items() if file_id in views[relation]
            )
            content = "\n".join([views[relation], *files])
        else:
            schema, table = identifier(source["schema"]), identifier(source["identifier"])
            content = repr(sorted(map(repr, connection.execute(f"select * from {schema}.{table}").fetchall())))
        found[name] = hashlib.sha256(content.encode()).hexdigest()
    return found


def _kept_digests(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    try:
        return dict(connection.execute(f"select unique_id, sha256 from {_PUBLISHED}.{_DIGESTS}").fetchall())
    except duckdb.CatalogException:
        return {}  # published before digests were kept


def _make(connection: duckdb.DuckDBPyConnection, node: Mapping[str, Any]) -> bool:
    """Make a table or view as it is in the published warehouse, constraints included; False when it is not there."""
    schema, name = identifier(node["schema"]), identifier(node["name"])
    place = [_PUBLISHED, node["schema"], node["name"]]
    made = connection.execute(_STATEMENT, [*place, *place]).fetchone()
    if made is None:
        return False
    connection.execute(f"create schema if not exists {schema}")
    connection.execute(made[0])
    if not made[1]:
        connection.execute(f"insert into {schema}.{name} select * from {_PUBLISHED}.{schema}.{name}")
    return True
