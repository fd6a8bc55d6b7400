"""A workspace so small that a whole audit of it takes seconds, and what tests read of a workspace."""

from __future__ import annotations

import hashlib
import os
import time
from datetime import date, timedelta
from pathlib import Path

import duckdb

from dagster_project.warehouse import CONFIG

SETTINGS = """\
company: {name: Пример}
languages: [ru]
currency: RUB
roll_out: {go_live: 2024-07-01}
"""
HEADER = "ID;Название сделки;Стадия сделки;Сумма;Дата создания;Дата закрытия;Ответственный"
SCHEMAS = ("staging", "intermediate", "marts", "findings")


def deal(number: int, amount: int | None = None, title: str = "Поставка", owner: str = "Иванов И. И.") -> str:
    """One line of a deal list."""
    opened = date(2024, 1, 1) + timedelta(days=number * 3 // 2)
    stage = "Сделка успешна" if number % 3 else "Сделка провалена"
    closed = opened + timedelta(days=9)
    shown = 1000 + number if amount is None else amount
    return f"{number};{title} {number};{stage};{shown};{opened:%d.%m.%Y} 10:00:00;{closed:%d.%m.%Y};{owner}"


def write_deals(path: Path, lines: list[str]) -> None:
    """A deal list in the form of Bitrix24."""
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")


def small_workspace(root: Path) -> Path:
    """A workspace with one list of 240 deals."""
    (root / "landing").mkdir(parents=True)
    (root / "audit.yml").write_text(SETTINGS, encoding="utf-8")
    write_deals(root / "landing" / "deals.csv", [deal(number) for number in range(1, 241)])
    return root


def table_digests(warehouse: Path) -> dict[str, str]:
    """A digest of the rows of each table, whatever their order; when a file was first seen does not count."""
    found = {}
    with duckdb.connect(str(warehouse), read_only=True, config=dict(CONFIG)) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables where list_contains(?, table_schema)",
            [list(SCHEMAS)],
        ).fetchall()
        for schema, table in tables:
            rows = connection.execute(f'select * from "{schema}"."{table}"')
            names = [column[0] for column in rows.description]
            kept = [place for place, name in enumerate(names) if name != "_loaded_at"]
            lines = sorted(repr([row[place] for place in kept]) for row in rows.fetchall())
            found[f"{schema}.{table}"] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return found


def audit_digests(root: Path) -> dict[str, str]:
    """The SHA-256 of each file of each published audit."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((root / "audits").rglob("*"))
        if path.is_file()
    }


def processes_of(session: int, seconds: float = 15.0) -> list[str]:
    """Command lines of the processes of a session that are still there after waiting for their end."""
    end = time.monotonic() + seconds
    while (left := _running(session)) and time.monotonic() < end:
        time.sleep(0.1)
    return left


def _running(session: int) -> list[str]:
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(fields[3]) == session and fields[0] != "Z" and int(folder.name) != os.getpid():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
        except OSError:
            continue
    return found
