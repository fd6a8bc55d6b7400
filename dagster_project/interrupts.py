"""Was Ctrl-C pressed? Libraries turn it into errors of their own; the operating system's signal is the truth."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable


def watch_for_interrupts() -> Callable[[], bool]:
    """Note every SIGINT of this process from now on; the result tells whether there was one since it was last asked.

    The signal is seen whatever handler a library puts in place, as Python writes its number to a pipe.
    """
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)

    def was_interrupted() -> bool:
        try:
            return signal.SIGINT in os.read(reader, 4096)
        except BlockingIOError:
            return False

    return was_interrupted
