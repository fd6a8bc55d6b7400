"""A SQLAlchemy dialect that lets Great Expectations check DuckDB tables.

duckdb-engine hands out cursors that share the result of their connection. Great Expectations returns the connection
to the pool before it fetches, and the pool's rollback discards the rows. Here a result is fetched at execution, and
columns are reflected from `duckdb_columns()` instead of PostgreSQL's catalogue, which DuckDB does not have in full.

The dialect never opens a database. It lends cursors of a connection that the caller has opened, so there is one
configuration per process and nothing stays open that the caller does not close.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import duckdb
from duckdb_engine import ConnectionWrapper, CursorWrapper, Dialect
from sqlalchemy import Float, Numeric, TryCast, pool, text
from sqlalchemy.dialects import registry
from sqlalchemy.engine.url import URL

_lent: dict[str, duckdb.DuckDBPyConnection] = {}
_borrowed: dict[str, list[BufferedConnection]] = {}


class BufferedCursor(CursorWrapper):
    """A cursor that owns its rows from the moment a statement has been executed."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, wrapper: ConnectionWrapper) -> None:
        super().__init__(connection, wrapper)
        self._connection = connection
        self._rows: list[tuple[Any, ...]] = []
        self.description: Sequence[Sequence[Any]] | None = None

    def execute(self, statement: str, parameters: Any = None, context: Any = None) -> None:
        """Runs the statement and fetches all its rows."""
        super().execute(statement, parameters, context)
        self.description = self._connection.description
        self._rows = self._connection.fetchall() if self.description else []

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row, or None when there is none left."""
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        """Up to `size` rows (one by default)."""
        taken, self._rows = self._rows[: size or 1], self._rows[size or 1 :]
        return taken

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows that are left."""
        taken, self._rows = self._rows, []
        return taken


class BufferedConnection(ConnectionWrapper):
    """A lent cursor of the caller's connection. Closing it leaves the caller's connection open."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(connection)
        self._connection = connection

    def cursor(self) -> BufferedCursor:
        """A cursor that buffers."""
        return BufferedCursor(self._connection, self)

    def give_back(self) -> None:
        """Closes the lent cursor and forgets it, as Great Expectations keeps its engines until the process ends."""
        self._connection.close()
        self.__dict__.clear()
        self.closed = True

    def close(self) -> None:
        """Closes the lent cursor unless it has been given back."""
        if not self.closed:
            super().close()

    def rollback(self) -> None:
        """Ends the transaction of the lent cursor; a pool asks for it even after the cursor was given back."""
        if not self.closed:
            self._connection.rollback()


class DuckDBDialect(Dialect):
    """duckdb-engine's dialect with buffered results, lent connections and reflection from DuckDB's own catalogue."""

    supports_statement_cache = False
    ischema_names = {**Dialect.ischema_names, "decimal": Numeric, "double": Float}  # noqa: RUF012

    def connect(self, *_args: Any, **parameters: Any) -> Any:
        """A cursor of the connection lent under the URL's database name, in the schema named in its query."""
        connection = _lent[parameters["database"]].cursor()
        schema = parameters.get("url_config", {}).get("schema")
        if schema:
            quoted = str(schema).replace("'", "''")
            connection.execute(f"set schema = '{quoted}'")
        borrowed = BufferedConnection(connection)
        _borrowed[parameters["database"]].append(borrowed)
        return borrowed

    @classmethod
    def get_pool_class(cls, _url: URL) -> type[pool.Pool]:
        """One connection for each engine: the schema is a setting of the connection."""
        return pool.StaticPool

    def get_columns(self, connection: Any, table_name: str, schema: str | None = None, **_kw: Any) -> list[Any]:
        """Columns of a table or view, in order, as SQLAlchemy describes them."""
        rows = connection.execute(
            text(
                "select column_name, data_type, is_nullable, column_default from duckdb_columns() "
                "where table_name = :table and schema_name = coalesce(:schema, current_schema()) "
                "and database_name = current_database() order by column_index"
            ),
            {"table": table_name, "schema": schema},
        )
        return [
            {"name": name, "type": self._type_of(kind), "nullable": nullable, "default": default}
            for name, kind, nullable, default in rows
        ]

    def get_multi_columns(
        self,
        connection: Any,
        schema: Any = None,
        filter_names: Any = None,
        scope: Any = None,
        kind: Any = None,
        **kw: Any,
    ) -> Any:
        """Columns of each asked table, keyed by schema and table."""
        names = filter_names or self.get_table_names(connection, schema)
        return {(schema, name): self.get_columns(connection, name, schema) for name in names}.items()

    def get_pk_constraint(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> Any:
        """No primary key is reflected: DuckDB lacks the REGCLASS type which PostgreSQL's query needs."""
        return {"constrained_columns": [], "name": None}

    def _type_of(self, data_type: str) -> Any:
        kind = self.ischema_names.get(data_type.split("(")[0].lower())
        return kind() if kind is not None else self.ischema_names["text"]()


@contextmanager
def lend(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Registers the dialect and lends an open connection to it.

    Yields the SQLAlchemy URL under which engines reach the connection; add `?schema=<name>` to work in a schema.
    After the block the URL is dead and the lent cursors are closed: engines cannot block or open anything any more.
    """
    registry.register("duckdb", __name__, "DuckDBDialect")
    token = uuid4().hex
    _lent[token], _borrowed[token] = connection, []
    try:
        yield f"duckdb:///{token}"
    finally:
        del _lent[token]
        for borrowed in _borrowed.pop(token):
            borrowed.give_back()


@atexit.register
def _release_duckdb() -> None:
    """Removes duckdb-engine's hook in SQLAlchemy, which keeps DuckDB alive and lets it report leaks at exit."""
    TryCast.__dict__["_compiler_dispatcher"].specs.pop("duckdb", None)
