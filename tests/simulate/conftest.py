"""Simulated workspaces that several tests look at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dagster_project.simulate.company import simulate


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company of about 4,000 deals with damage."""
    folder = tmp_path_factory.mktemp("company")
    simulate(folder, seed=11, months=36, deals_per_month=110, activities_per_deal=3)
    return folder


@pytest.fixture(scope="session")
def truth(company: Path) -> dict[str, Any]:
    """truth.json of `company`."""
    content: dict[str, Any] = json.loads((company / "truth.json").read_text(encoding="utf-8"))
    return content
