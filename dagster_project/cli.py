"""crm-audit: the verbs of the product. Heavy imports happen inside the commands, so that help is instant."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from dagster_project.errors import InputError, WorkspaceBusyError
from dagster_project.interrupts import was_interrupted, watch_for_interrupts

EXIT_CRITICAL, EXIT_INPUT, EXIT_FAULT, EXIT_BUSY, EXIT_INTERRUPTED = 1, 2, 3, 75, 130

EXIT_CODES = """\b
Exit codes:
  0    done
  1    the audit ran, but a critical expectation failed; nothing was published
  2    wrong input or configuration; the message says how to mend it
  3    a fault of crm-audit
  75   another run holds the workspace
  130  interrupted; nothing was published"""

WORKSPACE = click.Path(path_type=Path, file_okay=False)


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=EXIT_CODES,
)
@click.version_option(package_name="crm-audit", message="crm-audit %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Audit a CRM: exports in, an honest before/after report out (PDF and HTML, Russian and English).

    A workspace is a folder with `audit.yml` and `landing/`, into which you drop the exports as the systems wrote
    them. Start with `crm-audit new DIR`, or look around with `crm-audit simulate DIR`.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _as_of(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InputError(f"--as-of {value}: not a date; expected YYYY-MM-DD such as 2026-06-30") from None


def _loudness(command: Any) -> Any:
    command = click.option("-q", "--quiet", is_flag=True, help="Print only the result and errors.")(command)
    return click.option("-v", "--verbose", is_flag=True, help="Print every file and every dbt node.")(command)


@cli.command()
@click.argument("directory", type=WORKSPACE)
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with exports: copied into landing/, recognised, a mapping proposed for the rest.",
)
@click.option("--company", default="", help="The name for the cover.")
def new(directory: Path, source: Path | None, company: str) -> None:
    """Make a workspace with a commented audit.yml.

    With --from, the exports there are recognised; for files that nothing recognises a column mapping is proposed
    and written into audit.yml as comments. A guess is never applied silently.
    """
    from dagster_project.new_workspace import make_workspace

    click.echo(make_workspace(directory, source, company))


@cli.command()
@click.argument("directory", type=WORKSPACE)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def sources(directory: Path, as_json: bool) -> None:
    """Show which file was recognised as what, and why.

    Also unmapped columns, refused rows, and what is missing and which KPIs that costs.
    """
    from dagster_project.sources import report

    click.echo(report(directory, as_json=as_json))


@cli.command()
@click.argument("directory", type=WORKSPACE)
@_loudness
def check(directory: Path, quiet: bool, verbose: bool) -> None:
    """Load the exports and run the expectations only."""
    from dagster_project.audit import check_workspace
    from dagster_project.progress import Progress

    outcome = check_workspace(directory, Progress(quiet=quiet, verbose=verbose))
    click.echo(outcome.text)
    sys.exit(EXIT_CRITICAL if outcome.critical_failed else 0)


@cli.command()
@click.argument("directory", type=WORKSPACE)
@click.option(
    "--as-of",
    callback=_as_of,
    metavar="DATE",
    help="Last day of data to use (default: audit.yml, else the last day in the data).",
)
@_loudness
def run(directory: Path, as_of: date | None, quiet: bool, verbose: bool) -> None:
    """Run the whole audit and publish its report.

    Reads landing/, judges the data, builds the warehouse and the KPIs, and writes audits/<id>/ with the report
    (PDF and HTML, per language), kpi.csv, evidence.json, manifest.json and rejects.csv.
    """
    from dagster_project.audit import run_audit
    from dagster_project.progress import Progress

    outcome = run_audit(directory, as_of, Progress(quiet=quiet, verbose=verbose))
    click.echo(outcome.text)
    sys.exit(EXIT_CRITICAL if outcome.critical_failed else 0)


@cli.command()
@click.argument("directory", type=WORKSPACE)
@click.argument("audit_id")
def report(directory: Path, audit_id: str) -> None:
    """Render an audit again from its evidence.json.

    The same evidence gives the same bytes.
    """
    from dagster_project.render_again import render_again

    click.echo(render_again(directory, audit_id))


@cli.command()
@click.argument("directory", type=WORKSPACE)
@click.argument("audit_id")
@_loudness
def verify(directory: Path, audit_id: str, quiet: bool, verbose: bool) -> None:
    """Recompute an audit from the kept raw files.

    Says which figures of kpi.csv differ from what the kept files give. Exit code 1 when any does.
    """
    from dagster_project.progress import Progress
    from dagster_project.verify import verify_audit

    differences, text = verify_audit(directory, audit_id, Progress(quiet=quiet, verbose=verbose))
    click.echo(text)
    sys.exit(EXIT_CRITICAL if differences else 0)


@cli.command()
@click.argument("directory", type=WORKSPACE)
@click.argument("audit_id", required=False)
def rollback(directory: Path, audit_id: str | None) -> None:
    """Put an earlier published warehouse back.

    Without AUDIT_ID, the one before. The last five are kept in versions/. Reports in audits/ are not touched.
    """
    from dagster_project.rollback import roll_back

    click.echo(roll_back(directory, audit_id))


@cli.command()
@click.argument("directory", type=WORKSPACE)
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--without-key", is_flag=True, help="Leave the key file out (kept elsewhere, for example).")
def backup(directory: Path, target: Path, without_key: bool) -> None:
    """Copy a workspace to TARGET while no run changes it, and compare.

    The copy is a workspace itself; `crm-audit verify TARGET AUDIT_ID` works on it.
    """
    from dagster_project.backup import back_up

    click.echo(back_up(directory, target, with_key=not without_key))


@cli.command()
@click.option("--markdown", is_flag=True, help="As a Markdown page (docs/kpis.md).")
@click.option("--language", type=click.Choice(["ru", "en"]), default="en", show_default=True, help="Of the list.")
def kpis(markdown: bool, language: str) -> None:
    """List the KPIs with unit, inputs and definition."""
    from dagster_project.kpi_page import as_markdown, as_table

    click.echo(as_markdown() if markdown else as_table(language))


@cli.command()
@click.argument("directory", type=WORKSPACE)
@click.option(
    "--port", default=3000, show_default=True, type=click.IntRange(1024, 65535), help="Where it listens on 127.0.0.1."
)
def ui(directory: Path, port: int) -> None:
    """Show a workspace in Dagster's web UI.

    The asset graph, its checks and past runs; a run can be started there. It listens on this machine only and has no
    login. Ctrl-C ends it.
    """
    from dagster_project.web_ui import serve

    sys.exit(serve(directory, port))


def _register_simulate() -> None:
    from dagster_project.simulate.command import simulate_command

    cli.add_command(simulate_command, "simulate")


def main() -> None:
    """Entry point: turns errors into messages and exit codes."""
    watch_for_interrupts()
    try:
        _register_simulate()
        cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_INPUT)
    except click.Abort:
        _interrupted()
    except InputError as error:
        _complain(error)
        sys.exit(EXIT_INPUT)
    except WorkspaceBusyError as error:
        _complain(error)
        sys.exit(EXIT_BUSY)
    except OSError as error:
        if was_interrupted():
            _interrupted()
        if error.errno not in (28, 30, 13):
            _fault(error)
            sys.exit(EXIT_FAULT)
        place = f" ({error.filename})" if error.filename else ""
        click.echo(
            f"crm-audit: cannot write{place}: {error.strerror}; free space or give write permission, then start again",
            err=True,
        )
        sys.exit(EXIT_INPUT)
    except Exception as error:
        if was_interrupted():
            _interrupted()
        _fault(error)
        sys.exit(EXIT_FAULT)
    except SystemExit:
        raise
    except BaseException:  # Dagster has an interruption of its own
        _interrupted()


def _complain(error: Exception) -> None:
    """The message of an error; names out of exports in it can steer no terminal."""
    from dagster_project.ingest.shown import without_controls

    click.echo("\n".join(map(without_controls, f"crm-audit: {error}".split("\n"))), err=True)


def _interrupted() -> NoReturn:
    """End at once: what libraries do and say at the end of a process is nothing to a user who pressed Ctrl-C."""
    import os

    clear = "\r\x1b[2K" if sys.stderr.isatty() else ""
    click.echo(f"{clear}crm-audit: interrupted; nothing was published", err=True)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(EXIT_INTERRUPTED)


def _fault(error: Exception) -> None:
    """A fault of ours: its kind and place, never a value; the trace only when CRM_AUDIT_TRACE is set."""
    import os
    import traceback

    frame = traceback.extract_tb(error.__traceback__)[-1]
    click.echo(
        f"crm-audit: a fault of ours, {type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}.",
        err=True,
    )
    if os.environ.get("CRM_AUDIT_TRACE"):
        traceback.print_exc()
    else:
        click.echo("Nothing was published. Set CRM_AUDIT_TRACE=1 for the trace (it may quote data).", err=True)


if __name__ == "__main__":
    main()
