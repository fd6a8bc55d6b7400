"""How wide a text is, by the advances of the real font."""

from __future__ import annotations

from functools import cache

from reports.fonts import font_path

_FALLBACK_ADVANCE = 0.62  # of an em, for what the font does not have


@cache
def _advances(bold: bool) -> dict[int, float]:
    from fontTools.ttLib import TTFont

    with TTFont(font_path("IBMPlexSans-SemiBold.ttf" if bold else "IBMPlexSans-Regular.ttf"), lazy=True) as font:
        metrics = font["hmtx"].metrics
        em = font["head"].unitsPerEm
        return {code: metrics[name][0] / em for code, name in font.getBestCmap().items()}


@cache
def _em_width(text: str, bold: bool) -> float:
    advances = _advances(bold)
    return sum(advances.get(ord(char), _FALLBACK_ADVANCE) for char in text)


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of `text` in chart units at `size` units."""
    return _em_width(text, bold) * size


def fit(text: str, size: float, width: float, bold: bool = False) -> str:
    """`text`, or its beginning with an ellipsis when it is wider than `width`; "" when not even that fits."""
    if text_width(text, size, bold) <= width:
        return text
    for end in range(len(text) - 1, 0, -1):
        shorter = text[:end].rstrip(" \u00a0,.;:-") + "…"
        if text_width(shorter, size, bold) <= width:
            return shorter
    return ""


def wrap(text: str, size: float, width: float, bold: bool = False, max_lines: int = 2) -> list[str]:
    """`text` in at most `max_lines` lines no wider than `width`; what does not fit ends with an ellipsis."""
    lines: list[str] = []
    rest = text.split(" ")
    while rest and len(lines) < max_lines - 1:
        taken = 1
        while taken < len(rest) and text_width(" ".join(rest[: taken + 1]), size, bold) <= width:
            taken += 1
        lines.append(fit(" ".join(rest[:taken]), size, width, bold))
        rest = rest[taken:]
    if rest:
        lines.append(fit(" ".join(rest), size, width, bold))
    return [line for line in lines if line]


def widest(texts: list[str], size: float, bold: bool = False) -> float:
    """The width of the widest text; 0 for none."""
    return max((text_width(text, size, bold) for text in texts), default=0.0)
