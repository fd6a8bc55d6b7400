"""Was Ctrl-C pressed? Libraries turn it into errors of their own or swallow it; the system's signal is the truth."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from multiprocessing import resource_tracker

_noted: set[int] = set()
_reader: list[int] = []


def watch_for_interrupts() -> None:
    """Note every SIGINT of this process from now on.

    The signal is seen whatever handler a library puts in place, as Python writes its number to a pipe.
    """
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    _reader[:] = [reader]


def was_interrupted() -> bool:
    """Tell whether there was a SIGINT since the watch began; False when nothing watches."""
    for reader in _reader:
        with contextlib.suppress(BlockingIOError):
            _noted.update(os.read(reader, 4096))
    return signal.SIGINT in _noted


@contextlib.contextmanager
def deaf_children() -> Iterator[None]:
    """Processes started in the block never hear Ctrl-C: this one does, at the latest after the block, and ends them.

    A blocked signal waits, and processes inherit the block; an ignored one would be lost.
    """
    resource_tracker.ensure_running()  # its first start takes the block away
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
