"""The folder that a user owns: its paths, the folder of a run, and publishing in renames that a kill cannot tear."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from dagster_project.errors import InputError
from dagster_project.record import (
    PublishedAudit,
    Record,
    published_audit,
    read_record,
    sha256,
    sync,
    write_record,
    write_whole,
)

WAREHOUSE = "warehouse.duckdb"
MANIFEST = "manifest.json"
VERSIONS_KEPT = 5
_JOURNAL = ".publishing.json"


@dataclass(frozen=True)
class Workspace:
    """Paths of a workspace (architecture: what a user owns)."""

    root: Path

    @property
    def landing(self) -> Path:
        return self.root / "landing"

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def audits(self) -> Path:
        return self.root / "audits"

    @property
    def versions(self) -> Path:
        return self.root / "versions"

    @property
    def warehouse(self) -> Path:
        return self.root / WAREHOUSE

    @property
    def build(self) -> Path:
        """The folder of the run under way; gone or complete, never published half."""
        return self.root / ".build"

    @property
    def build_warehouse(self) -> Path:
        return self.build / WAREHOUSE

    @property
    def build_audit(self) -> Path:
        return self.build / "audit"

    @property
    def temporary(self) -> Path:
        """Temporary files of every tool of a run; gone with the build folder, whatever way the run ends."""
        return self.build / "tmp"

    @property
    def lock_file(self) -> Path:
        return self.root / ".lock"

    @property
    def key_file(self) -> Path:
        return self.root / ".pseudonym-key"


def unwritable(root: Path, error: OSError) -> InputError:
    """What to say when a workspace cannot be written."""
    return InputError(
        f"{root} cannot be written ({error.strerror}); free space or give write permission, then start again"
    )


def prepare(workspace: Workspace) -> None:
    """Finish a publication that was cut short, remove left-over build files and make the folders of a run.

    Raises InputError when the workspace has no landing folder or cannot be written.
    """
    if not workspace.landing.is_dir():
        raise InputError(f"{workspace.landing} is missing; make the folder and drop the exports into it")
    try:
        _roll_forward(workspace)
        shutil.rmtree(workspace.build, ignore_errors=True)
        workspace.build_audit.mkdir(parents=True)
        workspace.temporary.mkdir()
        for folder in (workspace.raw, workspace.audits, workspace.versions):
            folder.mkdir(exist_ok=True)
        for folder in (workspace.raw, workspace.build):
            folder.chmod(0o700)
    except OSError as error:
        raise unwritable(workspace.root, error) from None


def publish(workspace: Workspace, audit_id: str, raw: Mapping[str, str] | None = None) -> Path:
    """Put the finished warehouse and audit folder of the build into place; return the audit's folder.

    The build folder must hold a closed warehouse and a complete audit folder; `raw` holds the SHA-256 of each raw file
    the audit stands on, by file id. What is to be done is written to a journal first: a run killed in between is
    finished by the next `prepare`. The audit folder is added first, the warehouse switches in one rename.
    """
    if (workspace.build / (WAREHOUSE + ".wal")).exists():
        raise RuntimeError("the built warehouse still has a write-ahead log; it was not closed")
    for path in sorted(workspace.build_audit.rglob("*")):
        sync(path)
    sync(workspace.build_audit)
    sync(workspace.build_warehouse)
    manifest = workspace.build_audit / MANIFEST
    audit = PublishedAudit(
        audit_id,
        sha256(workspace.build_warehouse),
        sha256(manifest) if manifest.exists() else None,
        dict(raw or {}),
    )
    write_whole(workspace.root / _JOURNAL, json.dumps(asdict(audit)))
    _roll_forward(workspace)
    return workspace.audits / audit_id


def restore(workspace: Workspace, audit: PublishedAudit) -> None:
    """Make the kept version of a publication the warehouse of the workspace again, in one rename."""
    _link(workspace.versions / f"{audit.audit_id}.duckdb", workspace.build_warehouse)
    sync(workspace.build)
    shutil.rmtree(workspace.build_audit)
    write_whole(workspace.root / _JOURNAL, json.dumps(asdict(audit)))
    _roll_forward(workspace)


def publish_rendering(workspace: Workspace, audit_id: str) -> Path:
    """Put the audit folder of the build in the place of that audit, which was rendered again; return it.

    The warehouse stays. A kill in between is finished by the next `prepare`, as in `publish`.
    """
    for path in sorted(workspace.build_audit.rglob("*")):
        sync(path)
    sync(workspace.build_audit)
    write_whole(workspace.root / _JOURNAL, json.dumps({"rendered": audit_id}))
    _roll_forward(workspace)
    return workspace.audits / audit_id


def keep_failed(workspace: Workspace, audit_id: str) -> Path:
    """Keep the report of an audit that is not published, beside the good ones and named as failed."""
    target = workspace.audits / f"{audit_id}-failed"
    shutil.rmtree(target, ignore_errors=True)
    workspace.build_audit.rename(target)
    shutil.rmtree(workspace.build, ignore_errors=True)
    return target


def _roll_forward(workspace: Workspace) -> None:
    journal = workspace.root / _JOURNAL
    if not journal.exists():
        return
    promised = json.loads(journal.read_text(encoding="utf-8"))
    audit_id = promised.get("rendered") or promised["audit_id"]
    if workspace.build_audit.exists():
        _add_audit(workspace, workspace.audits / audit_id)
    if workspace.build_warehouse.exists():
        _keep_version(workspace, audit_id)
        workspace.build_warehouse.replace(workspace.warehouse)
        sync(workspace.root)
    record = read_record(workspace.root)
    digest = _manifest_digest(workspace.audits / audit_id)
    if "rendered" in promised:
        record = record.with_manifest(audit_id, digest)
    else:
        record = record.with_published(replace(published_audit(promised), manifest_sha256=digest))
    write_record(workspace.root, record)
    journal.unlink()
    sync(workspace.root)
    shutil.rmtree(workspace.build, ignore_errors=True)
    _forget_old_versions(workspace, record)


def _add_audit(workspace: Workspace, target: Path) -> None:
    """Add the audit folder of the build. An audit that is there already, whole and with the same outputs, stays."""
    if target.exists():
        if _same_outputs(target, workspace.build_audit):
            return
        target.rename(workspace.build / "replaced")
    workspace.build_audit.rename(target)
    sync(workspace.audits)


def _same_outputs(old: Path, new: Path) -> bool:
    try:
        outputs = [json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["outputs"] for folder in (old, new)]
        return outputs[0] == outputs[1] and all(sha256(old / name) == value for name, value in outputs[0].items())
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _manifest_digest(folder: Path) -> str | None:
    """The digest of the manifest that lies in an audit's folder, which may be an earlier run's; None without one."""
    return sha256(folder / MANIFEST) if (folder / MANIFEST).exists() else None


def _keep_version(workspace: Workspace, audit_id: str) -> None:
    """A second name for the new warehouse among the versions; costs no space and survives the next replacement."""
    version = workspace.versions / f"{audit_id}.duckdb"
    if version.exists() and version.samefile(workspace.build_warehouse):
        return
    temporary = version.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    _link(workspace.build_warehouse, temporary)
    temporary.replace(version)
    sync(workspace.versions)


def _link(source: Path, target: Path) -> None:
    """A second name of a file, or a copy of it where the file system has no second names."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
        sync(target)


def _forget_old_versions(workspace: Workspace, record: Record) -> None:
    order = [audit.audit_id for audit in record.audits]
    files = sorted(
        (path for path in workspace.versions.glob("*.duckdb") if path.stem != record.current),
        key=lambda path: (order.index(path.stem) if path.stem in order else -1, path.stat().st_mtime_ns),
    )
    for old in files[: max(0, len(files) - VERSIONS_KEPT + 1)]:
        old.unlink()
