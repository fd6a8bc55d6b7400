"""The loading of one large clean export beside DuckDB's bare `read_csv` of the same file.

python -m bench.loading write FILE MEGABYTES [FIRST_ID]     a list of activities, the same for the same arguments
python -m bench.loading duckdb-memory|duckdb-file FILE      the bare read, all columns as text, into a table
python -m bench.loading duckdb-parquet FILE                 the same into a Parquet file, as the raw store keeps it
python -m bench.loading ours WORKSPACE OUT.json             landing/ → raw/; the seconds of each part as JSON
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.ingest import loader, read_file
from dagster_project.ingest.catalogue import load_catalogue
from dagster_project.paths import dbt_project

_HEADER = "ID;Тип;Тема;Дата создания;Крайний срок;Дата завершения;Завершено;Ответственный;ID сделки;Направление\r\n"
_TYPES = ("Звонок", "Письмо", "Встреча", "Задача", "Комментарий")
_SUBJECTS = (
    *("Позвонить клиенту по договору", "Отправить коммерческое предложение", "Согласовать условия поставки"),
    *("Напомнить об оплате", "Встреча в офисе заказчика"),
)
_FORMAT = "%d.%m.%Y %H:%M:%S"
_PARTS = {"scan_landing": "sha256", "bulk_load": "rows", "load_rows": "rows, one by one", "profile_file": "profile"}


def main() -> None:
    """Do what the command line asks for."""
    what, path, rest = sys.argv[1], Path(sys.argv[2]), sys.argv[3:]
    if what == "write":
        write_activities(path, int(rest[0]) * 1_000_000, int(rest[1]) if len(rest) > 1 else 1)
    elif what == "ours":
        Path(rest[0]).write_text(json.dumps(_ours(path)), encoding="utf-8")
    else:
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            _bare(what, path, Path(folder))


def write_activities(path: Path, size: int, first_id: int) -> None:
    """Write a list of activities of about `size` bytes (UTF-8, `;`, CR LF, no quotes) with ids from `first_id` on."""
    chance = random.Random(first_id)
    start, first = dt.datetime(2022, 1, 1), first_id
    with path.open("w", encoding="utf-8", newline="") as handle:
        handle.write(_HEADER)
        while handle.tell() < size:
            block = []
            for number in range(first, first + 20_000):
                created = start + dt.timedelta(seconds=chance.randrange(4 * 365 * 86_400))
                done = created + dt.timedelta(hours=chance.randrange(60))
                block.append(
                    f"{number};{_TYPES[number % 5]};{_SUBJECTS[number % 5]} №{chance.randrange(99_999)};"
                    f"{created:{_FORMAT}};{created + dt.timedelta(hours=5):{_FORMAT}};"
                    f"{format(done, _FORMAT) if number % 3 else ''};{'Да' if number % 3 else 'Нет'};"
                    f"Менеджер {chance.randrange(300)};{chance.randrange(1_000_000)};"
                    f"{'исходящий' if number % 2 else 'входящий'}\r\n"
                )
            first += 20_000
            handle.write("".join(block))


def _bare(what: str, path: Path, folder: Path) -> None:
    source = f"read_csv('{path}', all_varchar = true)"
    with duckdb.connect(str(folder / "x.duckdb") if what == "duckdb-file" else ":memory:") as connection:
        connection.execute("set threads = 2")
        if what == "duckdb-parquet":
            connection.execute(f"copy (from {source}) to '{folder}/x.parquet' (format parquet, compression zstd)")
        else:
            connection.execute(f"create table t as from {source}")


def _ours(workspace: Path) -> dict[str, Any]:
    """Load a workspace; (wall, CPU) seconds of each part, and the names of the files that were read."""
    seconds: dict[str, tuple[float, float]] = {}
    for module, name in (
        (loader, "scan_landing"),
        *((read_file, n) for n in ("bulk_load", "load_rows", "profile_file")),
    ):
        setattr(module, name, _timed(getattr(module, name), _PARTS[name], seconds))
    read: list[str] = []
    ledger = loader.ingest(
        workspace,
        load_catalogue(dbt_project()),
        on_file=lambda name, outcome: read.append(name) if outcome == "read" else None,
    )
    return {"seconds": seconds, "read": read, "rows": sum(entry.rows_loaded for entry in ledger.active)}


def _timed(function: Callable[..., Any], name: str, seconds: dict[str, tuple[float, float]]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            before = seconds.get(name, (0.0, 0.0))
            seconds[name] = (before[0] + time.perf_counter() - wall, before[1] + time.process_time() - cpu)

    return timed


if __name__ == "__main__":
    main()
