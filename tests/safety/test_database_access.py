"""A database connection reaches the workspace's own folders and nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dagster_project.warehouse import CONFIG, connect


@pytest.fixture
def build(tmp_path: Path) -> Path:
    for name in (".build", "raw", "elsewhere"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.csv").write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "key").write_text("secret", encoding="utf-8")
    return tmp_path / ".build" / "warehouse.duckdb"


@pytest.mark.parametrize("place", ["raw", ".build"])
def test_a_run_reads_its_raw_and_build_folders(build, place):
    with connect(build) as connection:
        assert connection.execute(f"from read_csv('{build.parent.parent / place / 'a.csv'}')").fetchall() == [(1,)]


@pytest.mark.parametrize(
    "statement",
    [
        "from read_csv('{root}/elsewhere/a.csv')",
        "from read_csv('{root}/raw/../elsewhere/a.csv')",
        "from glob('{root}/elsewhere/*')",
        "select content from read_text('{root}/key')",
        "copy (select 1) to '{root}/elsewhere/out.csv'",
        "attach '{root}/elsewhere/other.duckdb'",
        "from read_csv('http://127.0.0.1:9/x.csv')",
        "install httpfs",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        "set autoload_known_extensions = true",
    ],
)
def test_what_lies_outside_is_refused_and_the_limits_cannot_be_lifted(build, statement):
    with connect(build) as connection, pytest.raises(duckdb.Error):
        connection.execute(statement.format(root=build.parent.parent)).fetchall()
    assert not list((build.parent.parent / "elsewhere").glob("o*"))


def test_a_file_named_for_the_purpose_can_be_read(build):
    key = build.parent.parent / "key"
    with connect(build, also=[key]) as connection:
        assert connection.execute(f"select content from read_text('{key}')").fetchall() == [("secret",)]


def test_a_second_connection_of_the_process_is_confined_too(build):
    with connect(build), duckdb.connect(str(build), config=dict(CONFIG)) as second, pytest.raises(duckdb.Error):
        second.execute(f"from read_csv('{build.parent.parent / 'elsewhere' / 'a.csv'}')")


@pytest.mark.parametrize("first", ["allowed_directories", "enable_external_access"])
def test_duckdb_takes_no_such_limits_when_it_opens_a_file_which_is_why_dbt_by_hand_has_none(build, first):
    limits = {"allowed_directories": [str(build.parent)], "enable_external_access": False}
    with pytest.raises(duckdb.Error, match="Cannot change"):
        duckdb.connect(str(build), config=dict(sorted(limits.items(), key=lambda item: item[0] != first)))


def test_dbt_opens_the_file_with_the_configuration_of_the_confined_connection():
    import yaml

    from dagster_project.paths import dbt_project

    profile = yaml.safe_load((dbt_project() / "profiles.yml").read_text(encoding="utf-8"))
    assert profile["crm_audit"]["outputs"]["duckdb"]["config_options"] == CONFIG
