"""What is missing of an addition: the places that a KPI, a source system or a report section must have."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

_GRAMMAR = re.compile(r"\.(one|few|many|other|m|f|n|pl)$")
"""Numbers and genders, which languages have differently."""


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _all(folder: Path, pattern: str, key: str) -> list[dict[str, Any]]:
    return [one for path in sorted(folder.glob(pattern)) for one in (_yaml(path).get(key) or [])]


def missing_of_kpis(root: Path) -> list[str]:
    """In words, every place that a KPI lacks; KPIs are those listed and those that have a file."""
    marts = root / "dbt/models/marts"
    listed = _yaml(root / "dbt/dbt_project.yml")["vars"]["kpis"]
    files = {path.stem.removeprefix("kpi_"): path for path in marts.glob("*/kpi_*.sql")}
    described = {one["name"]: one for one in _all(marts, "*/*__models.yml", "models")}
    tested = {one["model"] for one in _all(marts, "*/*__unit_tests.yml", "unit_tests")}
    words = {language: _yaml(root / f"reports/i18n/{language}.yml")["kpi"] for language in ("ru", "en")}
    page = (root / "docs/kpis.md").read_text(encoding="utf-8")
    missing = []
    for kpi in sorted({*listed, *files}):
        model = f"kpi_{kpi}"
        area = files[kpi].parent.name if kpi in files else "<area>"
        head = files[kpi].read_text(encoding="utf-8") if kpi in files else ""
        missing += [
            f"{kpi}: {what}"
            for there, what in (
                (kpi in files, f"no file dbt/models/marts/<area>/{model}.sql"),
                (kpi in listed, "not listed in `vars: kpis` of dbt/dbt_project.yml"),
                (not head or f"area='{area}'" in head, f"its area is not its folder, {area}/"),
                (described.get(model, {}).get("description"), f"not described in marts/{area}/_{area}__models.yml"),
                (model in tested, f"no unit test in marts/{area}/_{area}__unit_tests.yml"),
                (kpi in words["ru"], "no words under `kpi:` of reports/i18n/ru.yml"),
                (kpi in words["en"], "no words under `kpi:` of reports/i18n/en.yml"),
                (f"\n## {kpi}\n" in page, "not on docs/kpis.md; run: make docs"),
            )
            if not there
        ]
    return missing


def missing_of_systems(root: Path) -> list[str]:
    """In words, every place that a source system lacks; systems are those listed and those that declare tables."""
    staging = root / "dbt/models/staging"
    listed = _yaml(root / "dbt/dbt_project.yml")["vars"]["systems"]
    folders = {path.parent.name for path in staging.glob("*/*__sources.yml")} - {"settings"}
    united = "\n".join(path.read_text(encoding="utf-8") for path in sorted((root / "dbt/macros").glob("audit_*.sql")))
    united += "\n".join(path.read_text("utf-8") for path in sorted((root / "dbt/models/intermediate").glob("*.sql")))
    missing = []
    for system in sorted({*listed, *folders}):
        if system not in listed:
            missing.append(f"{system}: not listed in `vars: systems` of dbt/dbt_project.yml")
        sources = _yaml(staging / system / f"_{system}__sources.yml").get("sources") or []
        if not sources:
            missing.append(f"{system}: no tables in staging/{system}/_{system}__sources.yml")
        if not (root / f"expectations/raw/{system}.yml").is_file():
            missing.append(f"{system}: no suite expectations/raw/{system}.yml")
        described = {one["name"] for one in _all(staging / system, "*__models.yml", "models")}
        for table in (one["name"] for source in sources for one in source["tables"]):
            model = f"stg_{system}__{table}"
            missing += [
                f"{system}.{table}: {what}"
                for there, what in (
                    ((staging / system / f"{model}.sql").is_file(), f"no model staging/{system}/{model}.sql"),
                    (model in described, f"not described in staging/{system}/_{system}__models.yml"),
                    (re.search(rf"\b{model}\b", united), "no canonical entity takes it (dbt/macros/audit_union.sql)"),
                )
                if not there
            ]
    return missing


def missing_of_sections(root: Path) -> list[str]:
    """In words, every place that a section of the report lacks: template, title in each language, area of each KPI."""
    texts = {language: _yaml(root / f"reports/i18n/{language}.yml") for language in ("ru", "en")}
    areas = {path.parent.name for path in (root / "dbt/models/marts").glob("*/kpi_*.sql")}
    included = set(re.findall(r"['\"](\w+\.html\.j2)['\"]", "\n".join(p.read_text("utf-8") for p in _templates(root))))
    missing = [
        f"area {area}: no title under `area:` of reports/i18n/{language}.yml"
        for area in sorted(areas)
        for language, text in texts.items()
        if area not in text["area"]
    ]
    missing += [
        f"{path.name}: no template includes it"
        for path in _templates(root)
        if path.name not in included | {"page.html.j2"}
    ]
    keys = {language: {_GRAMMAR.sub("", key) for key in _flat(text)} for language, text in texts.items()}
    for here, there in (("ru", "en"), ("en", "ru")):
        missing += [
            f"{key}: in reports/i18n/{here}.yml, not in {there}.yml" for key in sorted(keys[here] - keys[there])
        ]
    return missing


def _templates(root: Path) -> list[Path]:
    return sorted((root / "reports/templates").glob("*.html.j2"))


def _flat(tree: Any, above: str = "") -> list[str]:
    if not isinstance(tree, dict):
        return [above]
    return [key for name, inner in tree.items() for key in _flat(inner, f"{above}.{name}" if above else str(name))]
