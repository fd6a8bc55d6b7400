"""Codes of pipelines and stages are printed by their names: those of audit.yml, else those of a list of pipelines."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dagster_project.evidence.stages import _names
from dagster_project.settings import load_settings

LISTED = [
    {"pipeline": "0", "stage": None, "pipeline_name": "Продажи", "stage_name": None},
    {"pipeline": "0", "stage": "142", "pipeline_name": "Продажи", "stage_name": "Успех"},
    {"pipeline": "5", "stage": "142", "pipeline_name": "Партнёры", "stage_name": "Победа"},
    {"pipeline": "7", "stage": "1", "pipeline_name": None, "stage_name": None},
]


@pytest.mark.parametrize(
    ("settings", "pipeline", "name", "stage"),
    [
        ("", "0", "Продажи", "Успех"),
        ("", "5", "Партнёры", "Победа"),
        ("", "7", "7", None),
        ("pipelines: [{pipeline: 0, name: Розница}]", "0", "Розница", "Успех"),
        ("stages: [{stage: 142, name: Оплата, category: won}]", "0", "Продажи", "Оплата"),
    ],
)
def test_a_code_is_printed_by_its_name(
    tmp_path: Path, settings: str, pipeline: str, name: str, stage: str | None
) -> None:
    (tmp_path / "audit.yml").write_text(f"company: {{name: A}}\n{settings}\n", encoding="utf-8")
    session = SimpleNamespace(settings=load_settings(tmp_path))
    material: Any = SimpleNamespace(session=session, rows=lambda table, order: LISTED)
    found, stages = _names(material, pipeline)
    assert (found, stages.get("142")) == (name, stage)
