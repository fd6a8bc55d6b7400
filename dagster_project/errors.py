"""Errors that a user can mend, told apart from faults of ours."""

from __future__ import annotations

from collections.abc import Iterator


class InputError(Exception):
    """Wrong input or configuration.

    The message is shown to the user as it is, without a stack trace, and the command ends with
    exit code 2. It names the file, line, header or key, says what was expected and how to mend it.
    """


class WorkspaceBusyError(Exception):
    """Another run holds the workspace (exit code 75). The message names the holder and since when."""


def chain_of(error: BaseException) -> Iterator[BaseException]:
    """An error and what it came of, the latest first, each once: a library that raises an error anew makes a ring."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or found.__context__
