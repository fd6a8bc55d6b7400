"""Runs that are killed, interrupted or started twice. `CRM_AUDIT_KILLS=100` kills a hundred times."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.audit.conftest import CLI, crm_audit
from tests.safety.small_workspace import (
    audit_digests,
    deal,
    processes_of,
    small_workspace,
    table_digests,
    write_deals,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for left-over processes in /proc"),
]
KILLS = int(os.environ.get("CRM_AUDIT_KILLS", "15"))
SEED = int(os.environ.get("CRM_AUDIT_KILL_SEED", "20260630"))


@dataclass(frozen=True)
class States:
    """A workspace with a published audit and new exports, and the two states that it may be seen in."""

    start: Path
    earlier: tuple[dict[str, str], dict[str, str]]
    later: tuple[dict[str, str], dict[str, str]]
    seconds: float


def state(root: Path) -> tuple[dict[str, str], dict[str, str]]:
    return table_digests(root / "warehouse.duckdb"), audit_digests(root)


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> States:
    folder = tmp_path_factory.mktemp("kills")
    start = small_workspace(folder / "start")
    assert crm_audit("run", start, "--quiet").returncode == 0
    earlier = state(start)
    write_deals(start / "landing" / "deals.csv", [deal(number, amount=5000) for number in range(1, 261)])
    undisturbed = folder / "undisturbed"
    shutil.copytree(start, undisturbed)
    began = time.monotonic()
    assert crm_audit("run", undisturbed, "--quiet").returncode == 0
    return States(start, earlier, state(undisturbed), time.monotonic() - began)


def begun(workspace: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(CLI), "run", str(workspace), "--quiet"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def test_whenever_a_run_is_killed_the_published_state_is_whole_and_the_next_run_is_undisturbed(states, tmp_path):
    workspace = tmp_path / "killed"
    shutil.copytree(states.start, workspace)
    moments = random.Random(SEED)
    cut = 0
    for number in range(KILLS):
        process = begun(workspace)
        time.sleep(moments.uniform(0, states.seconds * 1.02))
        alone = number % 2 == 0
        ended_by_itself = process.poll() is not None
        if not ended_by_itself:
            (os.kill if alone else os.killpg)(process.pid, signal.SIGKILL)
        process.wait()
        assert processes_of(process.pid) == []
        cut += not ended_by_itself
        tables, audits = state(workspace)
        which = next(one for one in (states.earlier, states.later) if one[0] == tables)
        assert audits in ([which[1]] if which is states.later else [which[1], states.later[1]])
        print(f"kill {number + 1}: {'parent' if alone else 'group'}, {'later' if which is states.later else 'earlier'}")
        if which is states.later:
            assert crm_audit("rollback", workspace).returncode == 0
            later_audits = {name.split("/")[1] for name in states.later[1]} - {
                name.split("/")[1] for name in states.earlier[1]
            }
            for name in later_audits:
                shutil.rmtree(workspace / "audits" / name)
            assert state(workspace) == states.earlier
    assert cut >= KILLS // 2
    done = crm_audit("run", workspace, "--quiet")
    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr
    assert state(workspace) == states.later
    assert not (workspace / ".build").exists()


def test_ctrl_c_ends_the_run_and_all_it_started_and_publishes_nothing(states, tmp_path):
    workspace = tmp_path / "interrupted"
    shutil.copytree(states.start, workspace)
    process = subprocess.Popen(
        [str(CLI), "run", str(workspace)], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("raw")
    time.sleep(states.seconds / 5)
    os.killpg(process.pid, signal.SIGINT)
    try:
        said = process.communicate(timeout=60)[1]
    finally:
        process.kill()
    assert process.returncode == 130
    assert "Traceback" not in said
    assert processes_of(process.pid) == []
    assert state(workspace) == states.earlier


def test_of_two_runs_at_once_one_wins_and_the_other_names_it_within_five_seconds(states, tmp_path):
    workspace = tmp_path / "race"
    shutil.copytree(states.start, workspace)
    both = [
        subprocess.Popen([str(CLI), "run", str(workspace), "--quiet"], stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    started = time.monotonic()
    while all(process.poll() is None for process in both) and time.monotonic() < started + 60:
        time.sleep(0.02)
    lost_after = time.monotonic() - started
    outcomes = [(process, process.communicate()[1]) for process in both]
    (loser, said), (winner, _) = sorted(outcomes, key=lambda one: -one[0].returncode)
    assert (winner.returncode, loser.returncode) == (0, 75)
    assert f"process {winner.pid}, since" in said
    assert lost_after < 5
    assert state(workspace) == states.later


def test_a_run_does_not_wait_for_a_lock_whose_holder_was_killed(states, tmp_path):
    workspace = tmp_path / "stale"
    shutil.copytree(states.start, workspace)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time, pathlib\n"
            "from dagster_project.lock import locked\n"
            "from dagster_project.workspace import Workspace\n"
            "with locked(Workspace(pathlib.Path(sys.argv[1])), 'run'):\n"
            "    print('held', flush=True); time.sleep(600)",
            str(workspace),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    assert crm_audit("rollback", workspace).returncode == 75
    holder.kill()
    holder.communicate()
    assert "no other version" in crm_audit("rollback", workspace).stderr
