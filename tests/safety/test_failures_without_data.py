"""Each tool fails once with a personal value in its error; nobody prints it and nothing keeps it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.scrub import fault_of, scrubbed
from tests.safety.planted import leaks_in_folder, personal_values_in, planted_workspace

CHECKOUT = Path(__file__).resolve().parents[2]


def failing_run(place: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A run that fails in `place`; everything it may write lies below `folder`."""
    for name in ("scratch", "tmp", "dagster"):
        (folder / name).mkdir()
    (folder / "dagster" / "dagster.yaml").write_text("telemetry: {enabled: false}\n", encoding="utf-8")
    environment = {
        **os.environ,
        "XDG_CACHE_HOME": str(folder / "cache"),
        "TMPDIR": str(folder / "tmp"),
        "DAGSTER_HOME": str(folder / "dagster"),
        "PYTHONPATH": os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(CHECKOUT)])),
    }
    environment.pop("CRM_AUDIT_TRACE", None)
    workspace = planted_workspace(folder / "w")
    return subprocess.run(
        [sys.executable, "-m", "tests.safety.failing_run", place, str(workspace), str(folder / "scratch")],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("place", ["dbt", "expectations", "findings", "renderer", "render worker", "web"])
def test_a_fault_is_named_without_the_data_that_caused_it(tmp_path, place):
    done = failing_run(place, tmp_path)
    assert done.returncode == 3, done.stdout + done.stderr
    assert personal_values_in(done.stdout + done.stderr) == []
    if place != "web":
        assert "a fault of ours" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "w" / "warehouse.duckdb").exists()
    spared = ("landing", "raw", ".build")
    assert list(leaks_in_folder(tmp_path / "w", spared)) == []
    assert [leak for name in ("cache", "tmp", "dagster") for leak in leaks_in_folder(tmp_path / name)] == []
    build = tmp_path / "w" / ".build"
    assert not build.exists() or build.stat().st_mode & 0o777 == 0o700
    assert list(leaks_in_folder(build)) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "Runtime Error in model stg_a (models/staging/a/stg_a.sql)\n  Conversion Error: Could not convert string "
            "'Вязметинов' to INT32 when casting from source column phone\n\n  LINE 12: select 'Вязметинов'",
            "Runtime Error: Conversion Error in model stg_a (models/staging/a/stg_a.sql), column phone, line 12",
        ),
        (
            'Constraint Error: Duplicate key "email: vyazmetinov@example.ru" violates primary key constraint',
            "Constraint Error",
        ),
        ("Got 3 results, configured to fail if != 0", "Got 3 results, configured to fail if != 0"),
        ("Вязметинов", "an error"),
        ("OK", ""),
        (None, ""),
    ],
)
def test_of_an_error_text_only_kind_and_place_are_kept(text, kept):
    assert scrubbed(text) == kept


def test_a_fault_of_ours_keeps_kind_and_line_of_an_error_but_not_its_words():
    try:
        int("Вязметинов")
    except ValueError as error:
        said = str(fault_of(error))
    assert said.startswith("ValueError in test_failures_without_data.py, line ")
    assert personal_values_in(said) == []
