"""Attributes that go with won or with fast deals, as the report is given them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Driver:
    """One value of an attribute against its other values: shares (0..1) of won (of decided) or fast (of won) deals."""

    outcome: Literal["won", "fast"]
    attribute: str
    value: str
    n: int
    share: float
    share_rest: float
    low: float
    high: float


@dataclass(frozen=True)
class Drivers:
    """What stayed among ``n_tested`` comparisons after Benjamini-Hochberg, the surest of each attribute first.

    ``attributes`` names all that were compared.
    """

    found: tuple[Driver, ...] = ()
    n_tested: int = 0
    attributes: tuple[str, ...] = ()
