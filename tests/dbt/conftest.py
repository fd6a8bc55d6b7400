"""Rendering of single macros as SQL, without a dbt process."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2] / "dbt"
KEY = b"a key of the tests"


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two padded key blocks of RFC 2104 in hex, as a workspace keeps them."""
    path = tmp_path_factory.mktemp("key") / "key"
    block = KEY.ljust(64, b"\0")
    path.write_text("".join(bytes(byte ^ pad for byte in block).hex() + "\n" for pad in (0x36, 0x5C)))
    return path


@pytest.fixture(scope="session")
def render(key_file: Path) -> Callable[[str], str]:
    """A function that turns Jinja with the project's macros into DuckDB's SQL."""
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], undefined=jinja2.StrictUndefined)
    modules: list[Any] = []

    class Adapter:
        def dispatch(self, name: str, package: str | None = None) -> Any:
            named = (getattr(modules[-1], f"{engine}__{name}", None) for engine in ("duckdb", "default"))
            return next(macro for macro in named if macro is not None)

    environment.globals.update(
        adapter=Adapter(),
        env_var=lambda name, default=None: str(key_file),
        execute=True,
        load_relation=lambda relation: None,
        source=lambda *names: ".".join(names),
        var=yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"].__getitem__,
    )
    environment.globals["return"] = lambda value: value
    paths = sorted(path for path in (PROJECT / "macros").glob("*.sql") if not path.name.startswith(("kpi", "audit")))
    macros = "\n".join(path.read_text(encoding="utf-8") for path in paths)

    def rendered(text: str) -> str:
        template = environment.from_string(macros + "\n{% macro asked() %}" + text + "{% endmacro %}")
        modules.append(template.module)
        return str(template.module.asked()).strip()  # type: ignore[attr-defined]

    return rendered


@pytest.fixture(scope="session")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory with the settings that macros read; the session's own time zone must not matter."""
    opened = duckdb.connect()
    opened.execute("create schema settings")
    opened.execute("create table settings.parameters as select 'timezone' as name, 'Europe/Moscow' as value")
    opened.execute("set timezone = 'America/New_York'")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def hmac_of() -> Callable[[str], str]:
    """The pseudonym of a normalised value, by Python's own HMAC."""
    return lambda text: hmac.new(KEY, text.encode(), hashlib.sha256).hexdigest()[:16]
