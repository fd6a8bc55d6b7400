"""Errors that came of one another, also in a ring."""

from __future__ import annotations

import errno

from dagster_project.audit import _own
from dagster_project.disk import disk_error
from dagster_project.errors import InputError, chain_of


def ring(inner: Exception) -> Exception:
    """An error of a tool around another one, which the tool then raised anew: each came of the other."""
    outer = RuntimeError("a step failed")
    outer.__cause__, inner.__context__ = inner, outer
    return outer


def test_a_ring_of_errors_has_an_end() -> None:
    inner = ValueError("x")
    outer = ring(inner)
    assert list(chain_of(outer)) == [outer, inner]
    assert list(chain_of(inner)) == [inner, outer]
    assert disk_error(outer, "here") is None
    assert _own(outer) is outer


def test_an_error_of_ours_is_found_inside_one_of_a_tool() -> None:
    ours = InputError("a.csv: mend it")
    assert _own(ring(ours)) is ours


def test_a_full_disk_is_told_whatever_stands_around_it() -> None:
    for inner in (ValueError("IO Error: No space left on device"), OSError(errno.ENOSPC, "No space left on device")):
        told = disk_error(ring(inner), "the workspace")
        assert told is not None
        assert "the workspace cannot be written (no space left on the disk)" in str(told)
