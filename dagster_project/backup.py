"""`crm-audit backup`: a copy of a whole workspace that no run changes meanwhile, compared byte by byte afterwards."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from dagster_project.errors import InputError
from dagster_project.lock import locked
from dagster_project.record import sha256, sync, write_whole
from dagster_project.workspace import Workspace, prepare

LIST = "backup.json"
_NOT_COPIED = {".lock", ".build", ".dagster", LIST}
_BLOCK = 1 << 20


def back_up(directory: Path, target: Path, *, with_key: bool = True) -> str:
    """Copy the workspace to `target`, which must not exist; return what to print.

    The copy is a workspace itself and holds backup.json: the SHA-256 of each file. Raises InputError for a target that
    exists, lies inside the workspace or cannot be written, and when the copy does not read back as it was written.
    """
    workspace = Workspace(directory.resolve())
    target = target.resolve()
    if not (workspace.root / "audit.yml").is_file():
        raise InputError(f"{workspace.root} has no audit.yml; it is no workspace")
    if target.exists():
        raise InputError(f"{target} exists already; name a folder that does not exist")
    if target.is_relative_to(workspace.root):
        raise InputError(f"{target} lies inside the workspace; name a folder outside of it, best on another disk")
    partial = target.with_name(target.name + ".partial")
    with locked(workspace, "backup"):
        prepare(workspace)
        try:
            digests = _copied(workspace, partial, with_key)
            partial.rename(target)
            sync(target.parent)
        except OSError as error:
            raise InputError(f"{target} cannot be written ({error.strerror}); free space or choose another") from None
        finally:
            shutil.rmtree(partial, ignore_errors=True)
            shutil.rmtree(workspace.build, ignore_errors=True)
    key = (
        "The backup holds the key file and the exports: keep it as secret as the exports themselves."
        if with_key
        else "The key file is not in the backup: without it, new runs there give people other pseudonyms."
    )
    return "\n".join([f"{len(digests)} files are in {target} and read back as they were written.", key])


def _copied(workspace: Workspace, partial: Path, with_key: bool) -> dict[str, str]:
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    digests: dict[str, str] = {}
    inodes: dict[tuple[int, int], Path] = {}
    for path in _files(workspace.root, workspace.root):
        name = path.relative_to(workspace.root).as_posix()
        if path == workspace.key_file and not with_key:
            continue
        copy = partial / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        status = path.stat()
        first = inodes.setdefault((status.st_dev, status.st_ino), copy)
        if first is copy:
            digests[name] = _copy(path, copy)
        else:
            os.link(first, copy)
            digests[name] = digests[first.relative_to(partial).as_posix()]
        copy.chmod(status.st_mode & 0o7777)
    _check(partial, digests)
    for folder in [path for path in partial.rglob("*") if path.is_dir()]:
        folder.chmod((workspace.root / folder.relative_to(partial)).stat().st_mode & 0o7777)
        sync(folder)
    write_whole(partial / LIST, json.dumps(digests, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    return digests


def _files(root: Path, top: Path) -> Iterator[Path]:
    """Every file below `root` to copy, in order. Links are followed to files within `top` only, never to folders."""
    for path in sorted(root.iterdir()):
        if path.name in _NOT_COPIED:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files(path, top)
        elif path.is_file() and path.resolve().is_relative_to(top):
            yield path


def _copy(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as write:
        while block := read.read(_BLOCK):
            digest.update(block)
            write.write(block)
        write.flush()
        os.fsync(write.fileno())
    shutil.copystat(source, target)
    return digest.hexdigest()


def _check(partial: Path, digests: dict[str, str]) -> None:
    for name, digest in digests.items():
        if sha256(partial / name) != digest:
            raise InputError(f"the copy of {name} does not read back as it was written; use another disk")
