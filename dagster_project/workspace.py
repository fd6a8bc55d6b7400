"""The folder that a user owns: its lock, the folder of a run, and publishing in renames that a kill cannot tear."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from dagster_project.errors import InputError, WorkspaceBusyError
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
    def key_file(self) -> Path:
        return self.root / ".pseudonym-key"


@contextlib.contextmanager
def locked(workspace: Workspace, purpose: str) -> Iterator[None]:
    """Hold the workspace for one run.

    The lock is the operating system's: it dies with its process, whatever way that ends.
    Raises WorkspaceBusyError naming the holder when another run holds it, InputError when the
    workspace cannot be written.
    """
    path = workspace.root / ".lock"
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unwritable(workspace.root, error) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WorkspaceBusyError(
                f"{workspace.root} is held by {_holder(handle)}; wait for it to end, then start again"
            ) from None
        os.ftruncate(handle, 0)
        started = datetime.now().astimezone().isoformat(timespec="seconds")
        os.pwrite(handle, f"crm-audit {purpose}, process {os.getpid()}, since {started}".encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _holder(handle: int) -> str:
    """Who holds the lock. One that has just taken it may need a moment to write its name."""
    for _ in range(40):
        name = os.pread(handle, 4096, 0).decode("utf-8", "replace").strip()
        if name:
            return name
        time.sleep(0.05)
    return "another process"


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
        raise _unwritable(workspace.root, error) from None


def pseudonym_key(workspace: Workspace) -> Path:
    """The file with the HMAC key blocks of this workspace, made at the first run, readable by its owner only.

    `CRM_AUDIT_PSEUDONYM_KEY` (hex) in the environment decides the key of a new workspace. The file has
    two lines of hex: the key padded with 0x36 and with 0x5c to 64 bytes (RFC 2104).
    """
    if not workspace.key_file.exists():
        given = os.environ.get("CRM_AUDIT_PSEUDONYM_KEY")
        key = bytes.fromhex(given) if given else secrets.token_bytes(32)
        block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
        lines = [bytes(byte ^ pad for byte in block).hex() for pad in (0x36, 0x5C)]
        temporary = workspace.key_file.with_suffix(".new")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write("\n".join(lines) + "\n")
        temporary.replace(workspace.key_file)
    return workspace.key_file


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
    audit = published_audit(json.loads(journal.read_text(encoding="utf-8")))
    if workspace.build_audit.exists():
        _add_audit(workspace, workspace.audits / audit.audit_id)
    if workspace.build_warehouse.exists():
        _keep_version(workspace, audit.audit_id)
        workspace.build_warehouse.replace(workspace.warehouse)
        sync(workspace.root)
    record = read_record(workspace.root).with_published(_as_kept(workspace, audit))
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


def _as_kept(workspace: Workspace, audit: PublishedAudit) -> PublishedAudit:
    """The publication with the digest of the manifest that lies in audits/, which may be an earlier run's."""
    manifest = workspace.audits / audit.audit_id / MANIFEST
    return replace(audit, manifest_sha256=sha256(manifest) if manifest.exists() else None)


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


def _unwritable(root: Path, error: OSError) -> InputError:
    return InputError(
        f"{root} cannot be written ({error.strerror}); free space or give write permission, then start again"
    )
