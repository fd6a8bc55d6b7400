"""published.json: what was published, by digest, so that damage is found and an earlier version can be put back."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

NAME = "published.json"
_BLOCK = 1 << 20


@dataclass(frozen=True)
class PublishedAudit:
    """One publication: digests of its warehouse, its manifest.json (None without one) and the raw files it stood on."""

    audit_id: str
    warehouse_sha256: str
    manifest_sha256: str | None = None
    raw_sha256: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """All publications of a workspace, oldest first, and the audit whose warehouse lies at its root."""

    current: str | None = None
    audits: tuple[PublishedAudit, ...] = ()

    def by_id(self, audit_id: str | None) -> PublishedAudit | None:
        """The publication of that audit, or None."""
        return next((one for one in self.audits if one.audit_id == audit_id), None)

    def with_published(self, audit: PublishedAudit) -> Record:
        """The record after `audit` was published. A new one goes to the end, one that was put back keeps its place."""
        known = self.by_id(audit.audit_id)
        if known is not None and known.warehouse_sha256 == audit.warehouse_sha256:
            return Record(audit.audit_id, tuple(audit if one is known else one for one in self.audits))
        others = tuple(one for one in self.audits if one.audit_id != audit.audit_id)
        return Record(audit.audit_id, (*others, audit))

    def with_manifest(self, audit_id: str, manifest_sha256: str | None) -> Record:
        """The record after the reports of an audit were rendered again; one that was not published stays out of it."""
        changed = (
            replace(one, manifest_sha256=manifest_sha256) if one.audit_id == audit_id else one for one in self.audits
        )
        return Record(self.current, tuple(changed))


def read_record(root: Path) -> Record:
    """The record of the workspace at `root`; empty when there is none or it cannot be read."""
    try:
        data = json.loads((root / NAME).read_text(encoding="utf-8"))
        return Record(data["current"], tuple(published_audit(item) for item in data["audits"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Record()


def published_audit(item: Mapping[str, Any]) -> PublishedAudit:
    """The publication that `dataclasses.asdict` turned into plain data. Raises KeyError for other data."""
    return PublishedAudit(item["audit_id"], item["warehouse_sha256"], item["manifest_sha256"], dict(item["raw_sha256"]))


def write_record(root: Path, record: Record) -> None:
    """Write published.json in one step, flushed to the disk. Raises OSError."""
    write_whole(root / NAME, json.dumps(asdict(record), indent=1, sort_keys=True) + "\n")


def write_whole(path: Path, text: str) -> None:
    """Write a small file in one step: beside it, flushed, renamed."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Flush a file or folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex, read in blocks. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while block := handle.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
