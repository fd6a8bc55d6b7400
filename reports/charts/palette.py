"""The colours of the report. `tokens.css` repeats them as custom properties; a test keeps both equal."""

from __future__ import annotations

INK = "#17212B"
ACTUAL = "#2F3B46"
PREVIOUS = "#8A949C"
MUTED = "#56626D"
GOOD = "#0B62A8"
BAD = "#B83A0B"
RULE = "#C3CAD0"
GRID = "#DDE2E6"
PANEL = "#F3F5F7"
HIGHLIGHT = "#FBEDE6"
WHITE = "#FFFFFF"
BAND = "#D9E3EC"  # interval band behind a dot or a forecast

HEAT_LOW = (0xEE, 0xF3, 0xF7)
HEAT_HIGH = (0x6F, 0x9C, 0xC4)


def good_or_bad(change: float, better: str) -> str:
    """The colour of a change: blue when it goes the good way, vermilion otherwise, ink for none."""
    if change == 0:
        return INK
    return GOOD if (change > 0) == (better == "higher") else BAD


def heat_colour(value: float | None, low: float, high: float) -> str:
    """A colour of the light ramp for `value` between `low` and `high`, as `#RRGGBB`; the panel colour for None."""
    if value is None or value != value:
        return PANEL
    share = 0.5 if high <= low else min(1.0, max(0.0, (value - low) / (high - low)))
    parts = (round(a + (b - a) * share) for a, b in zip(HEAT_LOW, HEAT_HIGH, strict=True))
    return "#" + "".join(f"{part:02X}" for part in parts)
