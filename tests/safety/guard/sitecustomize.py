"""Loaded by every Python process of a guarded run: no connection, no name look-up; each attempt is written down."""

from __future__ import annotations

import os
import socket
from typing import Any, NoReturn

_LOG = os.environ.get("CRM_AUDIT_TEST_SOCKET_LOG")


def _refuse(what: str) -> NoReturn:
    with open(str(_LOG), "a", encoding="utf-8") as log:  # noqa: PTH123
        log.write(what + "\n")
    raise OSError(101, "the network is blocked in this test")


class GuardedSocket(socket.socket):
    """A socket that reaches processes of this machine by file only."""

    def connect(self, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            _refuse(f"connect {address}")
        super().connect(address)

    def connect_ex(self, address: Any) -> int:
        if self.family != socket.AF_UNIX:
            _refuse(f"connect {address}")
        return super().connect_ex(address)

    def sendto(self, *arguments: Any) -> int:
        if self.family != socket.AF_UNIX:
            _refuse(f"sendto {arguments[-1]}")
        return super().sendto(*arguments)


def _look_up(*arguments: Any, **_: Any) -> NoReturn:
    _refuse(f"getaddrinfo {arguments[:2]}")


if _LOG:
    socket.socket = GuardedSocket  # type: ignore[misc]
    socket.getaddrinfo = _look_up
    socket.gethostbyname = _look_up
