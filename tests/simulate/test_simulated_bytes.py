"""Same seed, same bytes; and the demo in the repository is what its command makes."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from dagster_project.errors import InputError
from dagster_project.simulate.command import simulate_command
from dagster_project.simulate.company import simulate
from dagster_project.simulate.options import parse_effects

DATA = Path(__file__).resolve().parents[2] / "data"
OURS = ("audit.yml", "truth.json")


def digests(folder: Path) -> dict[str, str]:
    files = [folder / name for name in OURS] + sorted((folder / "landing").iterdir())
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def small(folder: Path, seed: int, **options: object) -> dict[str, str]:
    simulate(folder, seed=seed, months=14, deals_per_month=12, **options)  # type: ignore[arg-type]
    return digests(folder)


def test_the_same_seed_gives_the_same_bytes_also_into_a_used_folder(tmp_path: Path) -> None:
    first = small(tmp_path / "a", 5)
    assert small(tmp_path / "b", 5) == first
    small(tmp_path / "a", 6)
    assert small(tmp_path / "a", 5) == first


def test_another_seed_gives_other_data_in_every_file_that_is_drawn(tmp_path: Path) -> None:
    first, second = small(tmp_path / "a", 5), small(tmp_path / "b", 6)
    drawn = {name for name in first if name not in {"audit.yml", "vnedrenie.csv"}}
    assert drawn <= {name for name in first if first[name] != second[name]}


def test_damage_does_not_change_what_happened_in_sales(tmp_path: Path) -> None:
    with_damage, clean = small(tmp_path / "a", 5), small(tmp_path / "b", 5, damage=False)
    left = (tmp_path / "a/landing/1c_prodazhi.csv").read_text(encoding="cp1251").splitlines()
    right = (tmp_path / "b/landing/1c_prodazhi.csv").read_text(encoding="cp1251").splitlines()
    assert [line.rsplit(";", 1)[0] for line in left] == [line.rsplit(";", 1)[0] for line in right]
    assert with_damage["bitrix24_sdelki.csv"] != clean["bitrix24_sdelki.csv"]


def test_the_demo_is_made_by_the_command_in_its_readme_and_stays_below_three_megabytes(tmp_path: Path) -> None:
    command = re.search(r"crm-audit simulate data/demo (.+)", (DATA / "README.md").read_text(encoding="utf-8"))
    assert command is not None
    result = CliRunner().invoke(simulate_command, [str(tmp_path / "demo"), *command.group(1).split()])
    assert result.exit_code == 0, result.output
    assert digests(tmp_path / "demo") == digests(DATA / "demo")
    made = [file for file in (tmp_path / "demo").rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in made) <= 3 * 1024**2


def test_the_smallest_company_is_written_without_warnings(tmp_path: Path) -> None:
    simulate(tmp_path, seed=0, months=6, deals_per_month=1, n_teams=1, managers_per_team=1, activities_per_deal=0)
    assert (tmp_path / "truth.json").is_file()


def test_a_workspace_that_was_not_simulated_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "audit.yml").write_text("company: {name: Настоящая}\n", encoding="utf-8")
    with pytest.raises(InputError, match="not simulated"):
        simulate(tmp_path, seed=1, months=12, deals_per_month=5)
    assert (tmp_path / "audit.yml").read_text(encoding="utf-8") == "company: {name: Настоящая}\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"months": 3}, "--months 3 is too small"),
        ({"deals_per_month": 0}, "--deals-per-month 0"),
        ({"seed": -1}, "--seed -1"),
        ({"preset": "great"}, "'great' is no preset; known: none, growth-only, staggered"),
        ({"effects": {"magic": 1.0}}, "unknown effects .'magic'."),
        ({"effects": {"cycle": -1.0}}, "cycle must lie between -1"),
        ({"activities_per_deal": -1.0}, "--activities-per-deal -1.0 is outside 0..100"),
        ({"go_live_month": 12}, "--go-live-month 12 is outside 1..11"),
    ],
)
def test_settings_that_give_no_company_are_refused_by_name(
    tmp_path: Path, options: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        simulate(tmp_path, **{"seed": 1, "months": 12, "deals_per_month": 5, **options})  # type: ignore[arg-type]
    assert not any(tmp_path.iterdir())


def test_effects_are_read_from_a_name_or_from_json() -> None:
    assert parse_effects("growth-only") == ("growth-only", {})
    assert parse_effects('{"preset": "growth-only", "win_rate": 0.2}') == ("growth-only", {"win_rate": 0.2})
    with pytest.raises(InputError, match="no valid JSON at character"):
        parse_effects('{"win_rate": }')
    with pytest.raises(InputError, match="win_rate must be a number"):
        parse_effects('{"win_rate": "much"}')
