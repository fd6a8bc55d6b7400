"""A disk that is full or may not be written, told in one message, whichever tool noticed it."""

from __future__ import annotations

import errno

from dagster_project.errors import InputError, chain_of

_WORDS = {
    "no space left": "no space left on the disk",
    "disk quota": "the disk quota is used up",
    "read-only file system": "the file system is read-only",
    "database or disk is full": "no space left on the disk",
    "could not write all bytes": "no space left on the disk",
    "out of disk": "no space left on the disk",
}
_CODES = {
    errno.ENOSPC: "no space left on the disk",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission denied",
}


def disk_error(found: BaseException | str | None, place: object) -> InputError | None:
    """The message for the user when an error, one of its causes, or an error text is about the disk; else None."""
    if isinstance(found, BaseException):
        reason = next(filter(None, map(_of_error, chain_of(found))), None)
    else:
        reason = _of_text(found or "")
    if reason is None:
        return None
    return InputError(f"{place} cannot be written ({reason}); free space or give write permission, then start again")


def _of_error(error: BaseException) -> str | None:
    code = error.errno if isinstance(error, OSError) else None
    return _CODES.get(code or 0) or _of_text(str(error))


def _of_text(text: str) -> str | None:
    folded = text.casefold()
    return next((reason for words, reason in _WORDS.items() if words in folded), None)
