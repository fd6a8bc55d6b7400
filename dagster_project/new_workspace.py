"""`crm-audit new`: a workspace with a commented audit.yml, and proposals for files that nothing recognises."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from dagster_project.errors import InputError
from dagster_project.paths import PACKAGE
from dagster_project.settings import FILE_NAME

TEMPLATE = PACKAGE / "templates" / FILE_NAME


def make_workspace(directory: Path, source: Path | None, company: str) -> str:
    """Make `directory` with audit.yml and landing/; return what to tell the user.

    With `source`, its files are copied into landing/, and for those that nothing recognises a mapping is
    proposed at the end of audit.yml, every line of it a comment. Raises InputError when there is a workspace
    already.
    """
    target = directory / FILE_NAME
    if target.exists():
        raise InputError(f"{target} exists already; edit it, or choose another folder")
    landing = directory / "landing"
    landing.mkdir(parents=True, exist_ok=True)
    name = json.dumps(company or directory.resolve().name, ensure_ascii=False)
    text = TEMPLATE.read_text(encoding="utf-8").format(company=name)
    lines = [f"Made {target}"]
    if source is not None:
        shutil.copytree(source, landing, dirs_exist_ok=True)
        proposal, found = _proposals(landing)
        text += proposal
        lines += found
    target.write_text(text, encoding="utf-8")
    lines.append(f"Next: put exports into {landing}, read {target}, then: crm-audit sources {directory}")
    return "\n".join(lines)


def _proposals(landing: Path) -> tuple[str, list[str]]:
    from dagster_project.ingest.catalogue import load_catalogue
    from dagster_project.ingest.propose import propose_mappings
    from dagster_project.paths import dbt_project

    proposed = propose_mappings(landing, load_catalogue(dbt_project()))
    lines = [f"  {name}: {what}" for name, what in proposed.recognised]
    lines += [f"  {name}: not recognised; a mapping is proposed in audit.yml" for name in proposed.unknown]
    return ("\n" + proposed.yaml if proposed.unknown else ""), lines
