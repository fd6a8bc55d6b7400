"""Codes of persons that depend on their figures alone: not on a name, on the key of a workspace, or on any ranking."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping


def person_codes(figures: Mapping[str, Iterable[object]]) -> dict[str, str]:
    """User → "M-01", "M-02", …; the order is that of a digest of all figures of a person, so it ranks nobody.

    In: what is known of each user, as values whose text is the same in every run (any order). Users whose figures are
    all equal cannot be told apart by them, nor by their codes.
    """
    digests = {
        user: hashlib.sha256("\n".join(sorted(map(repr, known))).encode()).hexdigest()
        for user, known in figures.items()
    }
    width = max(2, len(str(len(digests))))
    order = sorted(digests, key=lambda user: (digests[user], user))
    return {user: f"M-{place:0{width}d}" for place, user in enumerate(order, start=1)}
