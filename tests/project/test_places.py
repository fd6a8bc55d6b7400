"""An addition that forgot one of its places is named, with the place (docs/add-a-kpi.md, docs/add-a-source.md)."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.project.places import missing_of_kpis, missing_of_sections, missing_of_systems

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The parts of the project that additions touch, to be damaged."""
    for folder in ("dbt/models", "dbt/macros", "expectations", "reports/i18n", "reports/templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "docs").mkdir()
    for file in ("dbt/dbt_project.yml", "docs/kpis.md"):
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


def edit(path: Path, pattern: str, text: str = "") -> None:
    before = path.read_text(encoding="utf-8")
    after = re.sub(pattern, text, before, count=1, flags=re.MULTILINE)
    assert after != before, f"{pattern} is not in {path.name}"
    path.write_text(after, encoding="utf-8")


def test_no_kpi_lacks_a_place() -> None:
    assert missing_of_kpis(ROOT) == []


def test_no_source_system_lacks_a_place() -> None:
    assert missing_of_systems(ROOT) == []


def test_no_section_of_the_report_lacks_a_place() -> None:
    assert missing_of_sections(ROOT) == []


@pytest.mark.parametrize(
    ("file", "pattern", "named"),
    [
        ("dbt/dbt_project.yml", r"^ +- nps\n", "nps: not listed in `vars: kpis`"),
        ("dbt/models/marts/satisfaction/kpi_nps.sql", None, "nps: no file"),
        ("dbt/models/marts/satisfaction/kpi_nps.sql", r"area='satisfaction'", "nps: its area is not its folder"),
        ("dbt/models/marts/satisfaction/_satisfaction__models.yml", r"- name: kpi_nps$", "nps: not described"),
        ("dbt/models/marts/satisfaction/_satisfaction__unit_tests.yml", None, "nps: no unit test"),
        ("reports/i18n/ru.yml", r"^  nps: \{name.*\n", "nps: no words under `kpi:` of reports/i18n/ru.yml"),
        ("docs/kpis.md", r"^## nps$", "nps: not on docs/kpis.md; run: make docs"),
    ],
)
def test_a_forgotten_place_of_a_kpi_is_named(copy: Path, file: str, pattern: str | None, named: str) -> None:
    if pattern is None:
        (copy / file).unlink()
    else:
        edit(copy / file, pattern, "- name: kpi_other" if "name: kpi" in pattern else "")
    assert [line for line in missing_of_kpis(copy) if line.startswith(named)]


@pytest.mark.parametrize(
    ("file", "pattern", "named"),
    [
        ("dbt/dbt_project.yml", r"onec, ", "onec: not listed in `vars: systems`"),
        ("dbt/models/staging/onec/_onec__sources.yml", None, "onec: no tables"),
        ("dbt/models/staging/onec/stg_onec__sales.sql", None, "onec.sales: no model"),
        ("dbt/models/staging/onec/_onec__models.yml", None, "onec.sales: not described"),
        ("expectations/raw/onec.yml", None, "onec: no suite expectations/raw/onec.yml"),
    ],
)
def test_a_forgotten_place_of_a_source_is_named(copy: Path, file: str, pattern: str | None, named: str) -> None:
    if pattern is None:
        (copy / file).unlink()
    else:
        edit(copy / file, pattern)
    assert [line for line in missing_of_systems(copy) if line.startswith(named)]


def test_a_staging_model_that_nothing_unites_is_named(copy: Path) -> None:
    for path in [*(copy / "dbt/macros").glob("*.sql"), *(copy / "dbt/models/intermediate").glob("*.sql")]:
        path.write_text(path.read_text("utf-8").replace("stg_onec__sales", "stg_other"), encoding="utf-8")
    assert "onec.sales: no canonical entity takes it (dbt/macros/audit_union.sql)" in missing_of_systems(copy)


def test_a_forgotten_place_of_a_section_is_named(copy: Path) -> None:
    (copy / "reports/templates/appendix.html.j2").write_text("<h2>Appendix</h2>", encoding="utf-8")
    edit(copy / "reports/i18n/en.yml", r"^  nps: \{name.*\n")
    edit(copy / "reports/i18n/en.yml", r"(^area:\n(?:  .*\n)*?)  funnel: .*\n", r"\1")
    found = missing_of_sections(copy)
    assert "appendix.html.j2: no template includes it" in found
    assert "area funnel: no title under `area:` of reports/i18n/en.yml" in found
    assert "kpi.nps.name: in reports/i18n/ru.yml, not in en.yml" in found
