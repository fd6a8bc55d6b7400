"""Mistakes in a suite are named with the file, the key and the nearest right one."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.errors import InputError
from dagster_project.expectations.suites import load_suites

GOOD = """
table: crm.deals
expectations:
  - type: expect_column_values_to_be_unique
    kwargs: {column: deal_id, mostly: 0.9}
    severity: warning
    kpis: [nps]
    meta: {why: {ru: а, en: b}, example: {deal_id: "1"}}
"""


def load(folder: Path, text: str, name: str = "crm.yml") -> None:
    (folder / "raw").mkdir()
    (folder / "raw" / name).write_text(text, encoding="utf-8")
    load_suites(folder, "raw")


def test_a_good_suite_is_read_with_its_table_and_columns(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "crm.yml").write_text(GOOD, encoding="utf-8")
    (suite,) = load_suites(tmp_path, "raw")
    assert (suite.name, suite.schema, suite.relation) == ("raw/crm", "raw_crm", "deals")
    assert suite.expectations[0].columns == ("deal_id",)


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("severity: warning", "severity: warnig", "severity 'warnig' is unknown; did you mean 'warning'"),
        ("expect_column_values_to_be_unique", "expect_column_values_to_be_uniqe", "did you mean 'expect_column_values"),
        ("mostly: 0.9", "mostli: 0.9", "kwargs: key 'mostli' is unknown; did you mean 'mostly'"),
        ("mostly: 0.9", "mostly: 90", "mostly must be a share"),
        ("column: deal_id, ", "", "'column' is missing"),
        ("    severity: warning\n", "", "'severity' is missing"),
        ("ru: а, ", "", "meta.why: 'ru' is missing"),
        (', example: {deal_id: "1"}', "", "'example' is missing"),
        ("kpis: [nps]", "kpis: nps", "kpis must be a list"),
        ("kpis: [nps]", "kpi: [nps]", "key 'kpi' is unknown; did you mean 'kpis'"),
        ("table: crm.deals", "table: deals", "must read 'crm.<table>'"),
        ("table: crm.deals", "table: bitrix24.deals", "must read 'crm.<table>'"),
        ("table:", "tabel:", "key 'tabel' is unknown; did you mean 'table'"),
        ("expectations:", "expectations: [", "line [0-9]+: not valid YAML"),
    ],
)
def test_a_mistake_is_named_with_the_way_to_mend_it(tmp_path: Path, wrong: str, right: str, message: str) -> None:
    assert wrong in GOOD
    with pytest.raises(InputError, match=f"crm.yml.*{message}"):
        load(tmp_path, GOOD.replace(wrong, right))


def test_a_regular_expression_that_needs_pandas_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expect_column_values_to_match_regex"):
        load(tmp_path, GOOD.replace("expect_column_values_to_be_unique", "expect_column_values_to_match_regex"))


def test_two_suites_for_one_table_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'crm\.deals' has two suites"):
        load(tmp_path, f"{GOOD}\n---\n{GOOD}")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        load_suites(tmp_path, "canonical")


def test_a_canonical_suite_names_a_model_without_a_schema(tmp_path: Path) -> None:
    (tmp_path / "canonical").mkdir()
    (tmp_path / "canonical" / "deals.yml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(InputError, match="without a schema"):
        load_suites(tmp_path, "canonical")
