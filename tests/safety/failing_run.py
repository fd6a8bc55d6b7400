"""Run as a program: an audit that fails in the place named, with a personal value in the error. For tests only."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

BROKEN_MODEL = "select cast(lead_name as integer) as n from {{ source('bitrix24', 'leads') }}\n"
SOUND, BROKEN = """where: "coalesce(trim(deal_id), '') = ''\"""", 'where: "cast(deal_name as integer) > 0"'


def fail(*_: object, **__: object) -> NoReturn:
    """Raise what a tool might raise: an error that quotes a row."""
    raise ValueError("could not convert 'Вязметинов Аполлинарий, +7 (903) 123-98-76' to a number")


def with_broken_model(scratch: Path) -> None:
    """Let the product see a copy of its dbt project in which one model cannot be built."""
    from dagster_project import paths

    checkout = paths._CHECKOUT
    shutil.copytree(checkout / "dbt", scratch / "dbt", ignore=shutil.ignore_patterns("target", "logs"))
    (scratch / "dbt" / "models" / "marts" / "audit" / "broken.sql").write_text(BROKEN_MODEL, encoding="utf-8")
    (scratch / "expectations").symlink_to(checkout / "expectations")
    paths._CHECKOUT = scratch


def with_broken_expectation(scratch: Path) -> None:
    """Let the product see a copy of its suites in which one query cannot be run."""
    from dagster_project import paths

    checkout = paths._CHECKOUT
    shutil.copytree(checkout / "expectations", scratch / "expectations")
    suite = scratch / "expectations" / "raw" / "bitrix24.yml"
    text = suite.read_text(encoding="utf-8")
    assert SOUND in text
    suite.write_text(text.replace(SOUND, BROKEN, 1), encoding="utf-8")
    (scratch / "dbt").symlink_to(checkout / "dbt")
    paths._CHECKOUT = scratch


def main() -> None:
    place, workspace, scratch = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    if place == "dbt":
        with_broken_model(scratch)
    elif place == "expectations":
        with_broken_expectation(scratch)
    elif place == "findings":
        import dagster_project.conclude

        dagster_project.conclude.write_findings = fail
    elif place == "render worker":
        import dagster_project.workers

        dagster_project.workers._render = fail
    elif place == "renderer":
        import dagster_project.write_report

        dagster_project.write_report.build_evidence = fail
    if place == "web":
        run_as_the_web_ui_does(workspace)
    from dagster_project.cli import main as command

    sys.argv = ["crm-audit", "run", workspace, "--verbose"]
    command()


def run_as_the_web_ui_does(workspace: str) -> NoReturn:
    """The job with Dagster's kept instance, whose database holds what errors say."""
    import dagster as dg

    import dagster_project.load

    dagster_project.load.seal_raw = fail
    os.environ["CRM_AUDIT_WORKSPACE"] = workspace
    from dagster_project.definitions import defs

    with dg.DagsterInstance.get() as instance:
        done = defs.get_job_def("audit").execute_in_process(instance=instance, raise_on_error=False)
    sys.exit(0 if done.success else 3)


if __name__ == "__main__":
    main()
