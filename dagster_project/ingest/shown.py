"""Names out of exports in messages: no line end, escape sequence or change of direction, and not without end."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONGEST = 80


def without_controls(text: str) -> str:
    """The text with a visible mark for each character that steers a terminal or turns what is around it."""
    return _HARMFUL.sub("\ufffd", text)


def shown(name: str) -> str:
    """A header or file name as it stands in a message: on one line, cut when it is very long."""
    plain = without_controls(" ".join(name.split()))
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"


def listed(names: Sequence[str], most: int) -> str:
    """The names in quotes, at most so many, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(f"'{shown(name)}'" for name in names[:most]) + more
