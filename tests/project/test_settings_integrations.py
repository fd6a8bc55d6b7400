"""The key `integrations` of audit.yml: levels, and what is wrong said with the way to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.errors import InputError
from dagster_project.settings import Settings, load_settings


def written(folder: Path, flows: str) -> Settings:
    (folder / "audit.yml").write_text(f"company: {{name: X}}\nintegrations:\n{flows}\n", encoding="utf-8")
    return load_settings(folder)


@pytest.mark.parametrize(
    ("entry", "level"),
    [
        ("mode: none", 0),
        ("mode: manual_file", 1),
        ("mode: automatic, direction: one_way", 2),
        ("mode: automatic, direction: two_way", 3),
    ],
)
def test_mode_and_direction_make_the_declared_level(tmp_path: Path, entry: str, level: int) -> None:
    (flow,) = written(tmp_path, f"  - {{flow: orders, {entry}}}").integrations
    assert (flow.level, flow.weight) == (level, 1.0)


@pytest.mark.parametrize(
    ("flows", "said"),
    [
        ("  - {flow: orders, mode: automatic}", "needs `direction`: one_way or two_way"),
        ("  - {flow: ordres, mode: none}", "integrations[1].flow"),
        ("  - {flow: orders, mode: none}\n  - {flow: orders, mode: none}", "the flow orders is given twice"),
        ("  - {flow: orders, mod: none}", "did you mean mode?"),
        ("  - {flow: orders, mode: none, weight: 0}", "integrations[1].weight"),
    ],
)
def test_a_wrong_flow_is_named_with_the_way_to_mend_it(tmp_path: Path, flows: str, said: str) -> None:
    with pytest.raises(InputError, match=r"audit\.yml") as caught:
        written(tmp_path, flows)
    assert said in str(caught.value)
