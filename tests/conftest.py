"""Fixtures that more than one area needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("project", deadline=None)  # how long an example takes says how busy the machine is
settings.load_profile("project")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with public real data and damaged files that may lie beside the checkout."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared with real data and damaged files is absent")
    return folder
