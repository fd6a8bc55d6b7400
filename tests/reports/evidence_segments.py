"""Parts of an invented company: teams that differ clearly in one indicator, a channel that does, one that does not."""

from __future__ import annotations

from reports.segments import PartLevel, Segments, SegmentSpread


def segments() -> Segments:
    """Three spreads as the evidence holds them."""
    north, south = PartLevel("Отдел Север", 0.46, 0.41, 0.51, 380), PartLevel("Отдел Юг", 0.29, 0.24, 0.35, 260)
    call, fair = PartLevel("Звонок", 0.31, 0.27, 0.35, 520), PartLevel("Выставка", 0.11, None, None, 64)
    return Segments(
        (
            SegmentSpread("win_rate", "team", "share", 4, north, south, True, better=2, worse=1, compared=4),
            SegmentSpread("lead_conversion", "channel", "share", 6, call, fair, True),
            SegmentSpread("win_rate", "channel", "share", 6, call, fair, False, compared=6),
        ),
        n_hidden=3,
    )
