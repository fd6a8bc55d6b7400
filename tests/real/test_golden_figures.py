"""The golden figures themselves, recomputed by hand-written SQL from the public files."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

GOLDEN: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "golden.yml").read_text(encoding="utf-8"))
FIGURES = [(name, figure) for name, part in GOLDEN.items() for figure in part["figures"]]


@pytest.fixture(scope="module")
def files(shared: Path) -> dict[str, duckdb.DuckDBPyConnection]:
    """One connection for each data set, with a text view for each of its delimited files."""
    return {name: _opened(shared / "realdata", part["tables"]) for name, part in GOLDEN.items()}


def _opened(folder: Path, tables: dict[str, str]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for name, file in tables.items():
        path = folder / file
        if path.suffix == ".xlsx" or "StarWars" in file:
            continue
        if ".txt" in file:
            connection.execute(f"create table {name} (customer_id varchar, order_date varchar, amount varchar)")
            with gzip.open(path, "rt", encoding="ascii") as lines:
                rows = [line.split() for line in lines][1:]
            packed = [(row[0], row[1], row[3]) for row in rows if row]
            columns = [list(column) for column in zip(*packed, strict=True)]
            connection.execute(f"insert into {name} select unnest(?), unnest(?), unnest(?)", columns)
        else:
            connection.execute(
                f"create view {name} as select * from read_csv('{path}', header = true, all_varchar = true)"
            )
    return connection


@pytest.mark.parametrize(("name", "figure"), FIGURES, ids=[f"{name}: {figure['name']}" for name, figure in FIGURES])
def test_a_golden_figure_comes_out_of_the_files_by_hand(
    files: dict[str, duckdb.DuckDBPyConnection], name: str, figure: dict[str, Any]
) -> None:
    row = files[name].execute(figure["by_hand"]).fetchone()
    assert row is not None
    assert float(row[0]) == pytest.approx(figure["value"], abs=figure.get("within", 1e-6))
