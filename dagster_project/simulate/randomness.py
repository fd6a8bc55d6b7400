"""Independent random streams: one per sub-process, so that a change in one leaves the others as they were."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray


def stream(seed: int, name: str) -> np.random.Generator:
    """Generator for the sub-process `name`; the same (seed, name) gives the same draws on every machine."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(name.encode())])))


def first_event(
    rng: np.random.Generator,
    start: NDArray[np.float64],
    rate: NDArray[np.float64],
    knots: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Time of the first event of a process whose hazard is constant between knots.

    start (n,) seconds; rate (n, L) events per second in each of the L levels; knots (n, L-1) seconds at which the
    next level begins, ascending. Returns (n,) seconds; a level with rate 0 never ends in an event (inf if the last).
    """
    need = rng.exponential(1.0, len(start))
    now = start.astype(np.float64)
    event = np.full(start.shape[0], np.inf)
    levels = rate.shape[1]
    for level in range(levels):
        end = knots[:, level] if level < levels - 1 else np.full(start.shape[0], np.inf)
        room = np.maximum(end - now, 0.0)
        with np.errstate(invalid="ignore", divide="ignore"):
            wait = need / rate[:, level]
            hit = np.isinf(event) & (wait <= room) & (rate[:, level] > 0)
            event[hit] = now[hit] + wait[hit]
            spent = np.where(rate[:, level] > 0, rate[:, level] * np.where(np.isinf(room), 0.0, room), 0.0)
        need = need - spent
        now = np.maximum(now, np.where(np.isinf(end), now, end))
    return event


def pick(rng: np.random.Generator, weights: list[float], size: int) -> NDArray[np.int64]:
    """Draw `size` positions with the given weights (need not sum to one)."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.searchsorted(edges, rng.random(size) * edges[-1], side="right").clip(0, len(weights) - 1)
