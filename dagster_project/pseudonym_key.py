"""The secret of a workspace that makes pseudonyms of names, phones and e-mails."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from dagster_project.errors import InputError
from dagster_project.workspace import Workspace

VARIABLE = "CRM_AUDIT_PSEUDONYM_KEY"
_LEAST_BYTES = 16


def pseudonym_key(workspace: Workspace) -> Path:
    """The file with the HMAC key blocks of this workspace, made at the first run, readable by its owner only.

    `CRM_AUDIT_PSEUDONYM_KEY` (hex) in the environment decides the key of a new workspace. The file has
    two lines of hex: the key padded with 0x36 and with 0x5c to 64 bytes (RFC 2104). Raises InputError for a variable
    that is no such key.
    """
    if not workspace.key_file.exists():
        key = _given_key() or secrets.token_bytes(32)
        block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
        lines = [bytes(byte ^ pad for byte in block).hex() for pad in (0x36, 0x5C)]
        temporary = workspace.key_file.with_suffix(".new")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write("\n".join(lines) + "\n")
        temporary.replace(workspace.key_file)
    return workspace.key_file


def _given_key() -> bytes | None:
    """The key in the environment, or None. Its text is a secret: no message repeats it."""
    given = os.environ.get(VARIABLE, "").strip()
    if not given:
        return None
    try:
        key = bytes.fromhex(given)
    except ValueError:
        key = b""
    if len(key) < _LEAST_BYTES:
        raise InputError(
            f"the environment variable {VARIABLE} is no key; expected at least {2 * _LEAST_BYTES} hexadecimal digits, "
            "such as `openssl rand -hex 32` prints; or unset it, and a key is made"
        )
    return key
