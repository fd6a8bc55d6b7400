"""Ctrl-C is never lost: not while processes are started, and not when a library swallows it."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from dagster_project import interrupts, publication
from dagster_project.interrupts import deaf_children, was_interrupted, watch_for_interrupts


@pytest.fixture(autouse=True)
def in_the_foreground() -> Iterator[None]:
    """A process started in the background may ignore Ctrl-C from its beginning on."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def watching(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(interrupts, "_noted", set())
    monkeypatch.setattr(interrupts, "_reader", [])
    before = signal.set_wakeup_fd(-1)
    watch_for_interrupts()
    yield
    signal.set_wakeup_fd(before)


def blocked_signals() -> set[int]:
    """Run in a process of its own: the signals that it never hears."""
    return set(signal.pthread_sigmask(signal.SIG_BLOCK, ()))


def test_ctrl_c_while_processes_start_is_heard_after_it() -> None:
    with pytest.raises(KeyboardInterrupt), deaf_children():
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_processes_started_meanwhile_never_hear_it() -> None:
    with deaf_children():
        pool = ProcessPoolExecutor(1, get_context("spawn"))
        told = pool.submit(blocked_signals)
    assert signal.SIGINT in told.result(60)
    pool.shutdown()


@pytest.mark.usefixtures("watching")
def test_a_swallowed_ctrl_c_is_remembered() -> None:
    assert not was_interrupted()
    with contextlib.suppress(KeyboardInterrupt):  # as a library would
        os.kill(os.getpid(), signal.SIGINT)
    assert was_interrupted()
    assert was_interrupted()


@pytest.mark.usefixtures("watching")
def test_nothing_is_published_after_a_swallowed_ctrl_c() -> None:
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        publication.publish_audit(None)  # type: ignore[arg-type]


def test_without_a_watch_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interrupts, "_noted", set())
    monkeypatch.setattr(interrupts, "_reader", [])
    assert not was_interrupted()
