"""Axes: from numbers to chart units, with round ticks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

Number = float | int | None


def finite(values: Iterable[Number]) -> list[float]:
    """The known finite numbers, as floats, in order."""
    return [float(v) for v in values if v is not None and is_known(v)]


def is_known(value: Number) -> bool:
    """Whether a value is there and finite."""
    return value is not None and math.isfinite(value)


@dataclass(frozen=True)
class Axis:
    """A linear or logarithmic axis from `low`..`high` (data) to `start`..`end` (chart units)."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def at(self, value: float) -> float:
        """The position of `value`, held inside the axis."""
        low, high, number = self.low, self.high, min(max(value, self.low), self.high)
        if self.log:
            low, high, number = math.log10(low), math.log10(high), math.log10(number)
        share = 0.5 if high <= low else (number - low) / (high - low)
        return self.start + (self.end - self.start) * share


def axis(
    values: Iterable[Number], start: float, end: float, *, zero: bool = False, pad: float = 0.0, log: bool = False
) -> Axis:
    """An axis that holds all known values, zero when asked for, and `pad` of the span on both free ends.

    A logarithmic axis looks at positive values only. Without values, or with one value only, the axis
    still has an extent.
    """
    known = finite(values)
    if log:
        known = [v for v in known if v > 0] or [1.0]
        low, high = min(known), max(known)
        if high / low < 2:
            low, high = low / 1.5, high * 1.5
        return Axis(low, high, start, end, log=True)
    if zero or not known:
        known = [*known, 0.0]
    low, high = min(known), max(known)
    if high - low <= 1e-9 * max(1.0, abs(high)):
        room = abs(high) * 0.1 or 1.0
        low, high = (low if zero and low == 0 else low - room), high + room
    else:
        room = (high - low) * pad
        low, high = (low if zero and low == 0 else low - room), (high if zero and high == 0 else high + room)
    return Axis(low, high, start, end)


def ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Round numbers (1, 2, 2.5, 5 times a power of ten) inside [low, high], about `count` of them."""
    span = high - low
    if not math.isfinite(span) or span <= 0:
        return [low] if math.isfinite(low) else []
    raw = span / max(1, count)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next((m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999), 10 * power)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)][:50]


def log_ticks(low: float, high: float) -> list[float]:
    """1 and 3 times the powers of ten inside [low, high]."""
    first, last = math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1
    values = [m * 10.0**power for power in range(first, last + 1) for m in (1, 3)]
    return [value for value in values if low * 0.999 <= value <= high * 1.001]


def tick_decimals(values: list[float]) -> int:
    """The fewest decimals (0 to 3) that tell the ticks apart exactly."""
    for decimals in range(3):
        if all(abs(round(v, decimals) - v) < 1e-9 * max(1.0, abs(v)) for v in values):
            return decimals
    return 3
