"""Errors that a user can mend, told apart from faults of ours."""

from __future__ import annotations


class InputError(Exception):
    """Wrong input or configuration.

    The message is shown to the user as it is, without a stack trace, and the command ends with
    exit code 2. It names the file, line, header or key, says what was expected and how to mend it.
    """


class WorkspaceBusyError(Exception):
    """Another run holds the workspace (exit code 75). The message names the holder and since when."""
