"""The landing folder: which files are there, and what they are by their bytes."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from dagster_project.errors import InputError
from dagster_project.ingest.ledger import SkippedFile
from dagster_project.ingest.shown import without_controls

_TEMPORARY_ENDINGS = (".crdownload", ".part", ".partial", ".tmp", ".download", ".swp", "~")
_SYSTEM_FILES = ("thumbs.db", "desktop.ini")
_NO_EXPORTS = (
    *(".md", ".rst", ".yml", ".yaml", ".toml", ".py", ".sql", ".ipynb"),
    *(".doc", ".docx", ".ppt", ".pptx", ".png", ".jpg", ".jpeg", ".gif", ".svg"),
)
_BLOCK = 1 << 20


@dataclass(frozen=True)
class LandingFile:
    """A file below landing/. `name` is its path there with slashes; names are literal, never patterns.

    `modified` is the time of its last change (seconds since 1970) when its hash was taken.
    """

    path: Path
    name: str
    size: int
    sha256: str
    modified: float

    @property
    def file_id(self) -> str:
        return self.sha256[:16]

    def is_unchanged(self) -> bool:
        """Tell whether the file is still the one whose hash was taken, by its size and time. Raises OSError."""
        now = self.path.stat()
        return (now.st_size, now.st_mtime) == (self.size, self.modified)


def scan_landing(landing: Path) -> tuple[list[LandingFile], list[SkippedFile]]:
    """List the files below landing/, ordered by name, with their hashes, and those left out with the reason.

    Raises InputError when the folder is missing, is no folder, or cannot be read.
    """
    if not landing.is_dir():
        raise InputError(f"{landing} is missing. Put the exports of your systems there, sub-folders are free.")
    root = landing.resolve()
    files, skipped = [], []
    try:
        for path in sorted(_walk(landing), key=lambda p: p.relative_to(landing).as_posix()):
            name = _shown_name(path.relative_to(landing))
            reason = _reason_to_skip(path, root)
            if reason is None:
                files.append(_landing_file(path, name))
            else:
                skipped.append(SkippedFile(name, reason))
    except PermissionError as error:
        raise InputError(f"{error.filename}: no permission to read it. Give yourself read access.") from None
    except FileNotFoundError as error:
        raise InputError(
            f"{error.filename}: it was there a moment ago and is gone. Start again when nothing writes to landing/."
        ) from None
    return files, skipped


def _shown_name(path: Path) -> str:
    """The path with slashes; bytes that are no UTF-8, and letters that steer a terminal, become a mark."""
    return without_controls(os.fsencode(path.as_posix()).decode("utf-8", "replace"))


def _walk(folder: Path) -> list[Path]:
    """All files below a folder; a linked folder is returned itself and never entered."""
    found = []
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            if not path.name.startswith("."):
                found.extend(_walk(path))
        else:
            found.append(path)
    return found


def _reason_to_skip(path: Path, root: Path) -> str | None:
    name = path.name.casefold()
    if name.startswith("."):
        return "hidden file"
    if name.startswith(("~$", ".~")) or name.endswith(_TEMPORARY_ENDINGS) or name in _SYSTEM_FILES:
        return "temporary file of another program"
    if name.endswith(_NO_EXPORTS):
        return "a document, picture or program, no export"
    if path.is_symlink():
        if not path.exists():
            return "link to a file that does not exist"
        if not path.resolve().is_relative_to(root):
            return "link to a place outside landing/; copy the file itself"
    if not path.is_file():
        return "not an ordinary file"
    return None


def _landing_file(path: Path, name: str) -> LandingFile:
    digest = hashlib.sha256()
    modified = path.stat().st_mtime
    size = 0
    with path.open("rb") as handle:
        while block := handle.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return LandingFile(path, name, size, digest.hexdigest(), modified)
