"""The raw files by digest: damage is found at the next start, and what an audit stood on is kept though raw/ moves on.

`raw/kept/<sha256>.parquet` is a second name of each raw file that a run stood on. It costs no space while the file is
as it was; when the same export is read anew in another way, the earlier reading stays under its digest.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from dagster_project.errors import InputError
from dagster_project.record import sha256, sync, write_whole

_DIGESTS = "checksums.json"
_KEPT = "kept"


def damaged_raw(raw: Path) -> list[str]:
    """File ids of the raw files that are not as they were written. A file without a digest yet is not judged."""
    return [
        file_id
        for file_id, digest in sorted(_read(raw).items())
        if (path := raw / f"{file_id}.parquet").exists() and sha256(path) != digest
    ]


def set_aside(raw: Path, file_ids: Iterable[str]) -> None:
    """Remove damaged raw files from use, so that an export that still lies in landing/ is read anew."""
    known = _read(raw)
    for file_id in file_ids:
        (raw / f"{file_id}.parquet").unlink(missing_ok=True)
        (raw / _KEPT / f"{known.pop(file_id, '')}.parquet").unlink(missing_ok=True)
    _write(raw, known)


def seal_raw(raw: Path, file_ids: Iterable[str]) -> dict[str, str]:
    """Write down and keep the digests of raw files; return them by file id. Raises OSError."""
    (raw / _KEPT).mkdir(exist_ok=True)
    sealed = {}
    for file_id in sorted(file_ids):
        path = raw / f"{file_id}.parquet"
        sealed[file_id] = sha256(path)
        kept = raw / _KEPT / f"{sealed[file_id]}.parquet"
        if not kept.exists():
            _second_name(path, kept)
    known = _read(raw)
    if any(known.get(file_id) != digest for file_id, digest in sealed.items()):
        _write(raw, known | sealed)
    return sealed


def gather(raw: Path, wanted: Mapping[str, str | None], names: Mapping[str, str], target: Path) -> None:
    """Make a raw folder at `target` with the readings of an earlier audit: file id → digest, None when unknown.

    Raises InputError naming the file when one is missing or damaged.
    """
    target.mkdir()
    for file_id, digest in wanted.items():
        path = raw / f"{file_id}.parquet"
        if digest is not None and (not path.exists() or sha256(path) != digest):
            path = raw / _KEPT / f"{digest}.parquet"
            if path.exists() and sha256(path) != digest:
                raise InputError(f"raw/{file_id}.parquet ({names[file_id]}) is damaged; restore it from a backup")
        if not path.exists():
            raise InputError(f"raw/{file_id}.parquet ({names[file_id]}) is missing; restore it from a backup")
        _second_name(path, target / f"{file_id}.parquet")


def _second_name(source: Path, target: Path) -> None:
    temporary = target.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    try:
        os.link(source, temporary)
    except OSError:
        shutil.copyfile(source, temporary)
        sync(temporary)
    temporary.replace(target)


def _read(raw: Path) -> dict[str, str]:
    try:
        return dict(json.loads((raw / _DIGESTS).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _write(raw: Path, digests: Mapping[str, str]) -> None:
    write_whole(raw / _DIGESTS, json.dumps(digests, indent=1, sort_keys=True) + "\n")
