"""What dbt keeps between runs."""

import shutil
from pathlib import Path

from dagster_project import dbt_build
from dagster_project.paths import dbt_project


def test_two_copies_of_the_project_do_not_share_what_dbt_keeps(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folders = []
    for name in ("one", "two", "one"):
        copy = tmp_path / name
        if not copy.exists():
            shutil.copytree(dbt_project() / "seeds", copy / "seeds")
        monkeypatch.setattr(dbt_build, "dbt_project", lambda copy=copy: copy)
        folders.append(_fresh_target_folder())
    assert folders[0] == folders[2]
    assert folders[0] != folders[1]


def _fresh_target_folder() -> Path:
    dbt_build.target_folder.cache_clear()
    try:
        return dbt_build.target_folder()
    finally:
        dbt_build.target_folder.cache_clear()
