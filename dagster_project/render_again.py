"""`crm-audit report`: the reports of an audit rendered again from its evidence, and published whole, like a run."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from dagster_project.errors import InputError
from dagster_project.integrity import changed_files, manifest_of
from dagster_project.lock import locked
from dagster_project.manifest import code_digest
from dagster_project.session import temporary_files_in
from dagster_project.workers import Workers
from dagster_project.workspace import MANIFEST, Workspace, prepare, publish_rendering
from reports.evidence import Evidence

EVIDENCE = "evidence.json"


def render_again(directory: Path, audit_id: str) -> str:
    """Render HTML and PDF of an audit in every language of its evidence.json; return the paths as text.

    The new files take the place of the old ones in one step, with their digests in manifest.json and published.json.
    Raises InputError when the audit is absent or its evidence is damaged or of another version, WorkspaceBusyError
    while a run goes on.
    """
    workspace = Workspace(directory.resolve())
    with locked(workspace, f"report {audit_id}"):
        prepare(workspace)
        try:
            manifest = manifest_of(workspace, audit_id)
            evidence = _sound_evidence(workspace.audits / audit_id)
            names = _render(workspace, audit_id, evidence)
            _write_manifest(workspace.build_audit, manifest, names)
            folder = publish_rendering(workspace, audit_id)
        finally:
            shutil.rmtree(workspace.build, ignore_errors=True)
    return "\n".join(str(folder / name) for name in names)


def _sound_evidence(folder: Path) -> Evidence:
    """The evidence as it was published: a report must not give new digests to figures that were changed."""
    wrong = next((text for text in changed_files(folder) if text.startswith(f"{EVIDENCE} ")), None)
    if wrong is not None:
        raise InputError(f"{folder / wrong}; restore the folder from a backup, or run the audit again")
    try:
        return Evidence.from_json((folder / EVIDENCE).read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{folder / EVIDENCE} cannot be read by this version ({error}); run the audit again") from None


def _render(workspace: Workspace, audit_id: str, evidence: Evidence) -> list[str]:
    """Fill the audit folder of the build with a copy of the audit and new reports; return the names of these."""
    languages = evidence.run.languages
    shutil.copytree(workspace.audits / audit_id, workspace.build_audit, dirs_exist_ok=True)
    workers = Workers(len(languages))
    try:
        with temporary_files_in(workspace):
            return [path.name for path in workers.render(workspace.build_audit, languages)]
    finally:
        workers.close()


def _write_manifest(folder: Path, manifest: dict[str, Any], names: list[str]) -> None:
    """The manifest with the digests of the new reports, and whose code rendered them when it was not the audit's."""
    rendered = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    content = {**manifest, "outputs": {**manifest["outputs"], **rendered}}
    content.pop("rendered_by", None)
    if manifest["inputs"]["code_sha256"] != code_digest():
        content["rendered_by"] = code_digest()
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="")
