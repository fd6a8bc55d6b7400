"""Which parts of a whole may not be shown: small ones, and those that would give a small one away."""

from __future__ import annotations

from collections.abc import Collection, Mapping

LEAST_ROWS = 10
"""A part of fewer rows is not published: it would tell of single people or cases."""

Counts = tuple[int, ...]


def hidden_parts(
    counts: Mapping[str, Counts],
    *,
    least: int = LEAST_ROWS,
    too_few_people: Collection[str] = (),
    harmless: Collection[str] = (),
) -> frozenset[str]:
    """Names of the parts that are not published.

    In: rows of each part, one number for each period, the whole being their sum; ``too_few_people`` are hidden whatever
    their rows, ``harmless`` (rows of nobody in particular) are not hidden for being small. A part with 1 to
    ``least`` - 1 rows in any period is hidden (primary suppression). As the whole is published, what is hidden could be
    computed as whole minus the rest: so in every period the hidden rows must be none, or come from at least two parts
    and number ``least`` at least; the smallest parts left are hidden until that holds (secondary suppression; Hundepool
    et al., Statistical Disclosure Control, 2012, chapter 4).
    """
    hidden = {
        name
        for name, rows in counts.items()
        if name in too_few_people or (name not in harmless and any(0 < n < least for n in rows))
    }
    left = sorted(counts.keys() - hidden, key=lambda name: (sum(counts[name]), name))
    while left and not all(_is_safe([counts[name][period] for name in hidden], least) for period in _periods(counts)):
        hidden.add(left.pop(0))
    return frozenset(hidden)


def _periods(counts: Mapping[str, Counts]) -> range:
    return range(max((len(rows) for rows in counts.values()), default=0))


def _is_safe(rows: list[int], least: int) -> bool:
    """Whether the sum of the hidden rows tells nothing of one small part."""
    present = [n for n in rows if n > 0]
    return not present or (len(present) > 1 and sum(present) >= least)
