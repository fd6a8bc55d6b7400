"""The command line as a user meets it: help, exit codes, an interrupted run."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from dagster_project.cli import _register_simulate, cli
from dagster_project.kpi_page import as_table

CLI = Path(sys.executable).parent / "crm-audit"
DEMO = Path(__file__).resolve().parents[2] / "data" / "demo"
_register_simulate()
COMMANDS = sorted(cli.commands)


def help_of(*arguments: str) -> str:
    done = CliRunner().invoke(cli, [*arguments, "--help"], prog_name="crm-audit", terminal_width=80)
    assert done.exit_code == 0
    return done.output


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_fits_a_terminal_and_leaves_nothing_unsaid(command: str) -> None:
    text = help_of(command)
    assert [line for line in text.splitlines() if len(line) > 80] == []
    bare = [one.name for one in cli.commands[command].params if isinstance(one, click.Option) and not one.help]
    assert bare == [], "options without a help text"


def test_the_list_of_commands_is_not_cut_off() -> None:
    text = help_of()
    assert [
        line for line in text.splitlines() if len(line) > 80 or (line.endswith("...") and "Usage" not in line)
    ] == []
    assert [command for command in COMMANDS if f"\n  {command} " not in text] == []


def test_without_a_command_the_help_is_shown() -> None:
    done = CliRunner().invoke(cli, [])
    assert done.exit_code == 0 and "Commands:" in done.output and "Exit codes:" in done.output


def test_the_list_of_kpis_fits_a_terminal() -> None:
    for language in ("ru", "en"):
        assert [line for line in as_table(language).splitlines() if len(line) > 90] == []


@pytest.mark.parametrize("arguments", [["fly"], ["run"], ["run", "x", "--fast"], ["ui", ".", "--port", "80"]])
def test_a_wrong_command_line_ends_with_2_and_a_message(arguments: list[str]) -> None:
    done = subprocess.run([str(CLI), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Error:" in done.stderr and "Traceback" not in done.stderr


def test_the_list_of_sources_begins_with_a_table_and_fits_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "landing").mkdir()
    (tmp_path / "audit.yml").write_text("company: {name: A}\n", encoding="utf-8")
    shutil.copy(DEMO / "landing" / "1c_prodazhi.csv", tmp_path / "landing")
    (tmp_path / "landing" / "strange.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["sources", str(tmp_path)])
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0].split() == ["file", "recognised", "as", "loaded", "quarantined", "excluded"]
    assert lines[1].startswith("1c_prodazhi.csv") and lines[2].split() == ["strange.csv", "NOT", "USED"]
    assert [line for line in lines if len(line) > 80] == []


@pytest.mark.slow
@pytest.mark.parametrize("lines", [0, 1, 3])
def test_an_interrupted_run_says_so_and_leaves_nothing_behind(tmp_path: Path, lines: int) -> None:
    workspace = tmp_path / "demo"
    shutil.copytree(DEMO / "landing", workspace / "landing")
    shutil.copy(DEMO / "audit.yml", workspace)
    process = subprocess.Popen(
        [str(CLI), "run", str(workspace)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # tests in the background may ignore it
    )  # fmt: skip
    assert process.stderr is not None
    if lines == 0:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(4)
    for _ in range(lines):
        process.stderr.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert said.endswith("crm-audit: interrupted; nothing was published\n") and "Traceback" not in said
    assert not (workspace / ".build").exists() and not (workspace / "warehouse.duckdb").exists()
    left = subprocess.run(
        ["ps", "-o", "stat=,args=", "-g", str(process.pid)], capture_output=True, text=True, check=False
    )
    # a name in brackets is a process that has given back its memory and is about to go
    assert [line for line in left.stdout.splitlines() if not line.startswith("Z") and not line.endswith("]")] == []
