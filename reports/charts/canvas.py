"""A small SVG writer: presentation attributes only, numbers rounded to 0.01, every text kept inside the picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import Literal

from reports.charts.metrics import fit, text_width
from reports.charts.palette import INK, PREVIOUS

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Anchor = Literal["start", "middle", "end"]

FONT = "IBM Plex Sans, PT Sans, DejaVu Sans, sans-serif"
MAX_ALT = 300
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ROOT_TITLE = re.compile(r"<svg([^>]*)><title>(.*?)</title>", re.S)


def n(value: float) -> str:
    """A coordinate: at most two decimals, no trailing zeros, no minus zero."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def clean(text: str) -> str:
    """Text that may stand in XML: control characters dropped, line breaks as blanks, markup escaped."""
    return escape(_CONTROL.sub("", " ".join(text.splitlines())), quote=False)


class Canvas:
    """Collects shapes; `render` returns the SVG. Remembers where texts and marks stand: labels avoid them."""

    def __init__(self, width: float, height: float, alt: str) -> None:
        alt = " ".join(alt.split())
        if not alt:
            raise ValueError("a chart needs a text alternative")
        if len(alt) > MAX_ALT:
            alt = alt[: MAX_ALT - 1].rsplit(" ", 1)[0] + "…"
        self.width = width
        self.height = height
        self._alt = alt
        self._parts: list[str] = []
        self._taken: list[Box] = []

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, stroke: str = "", stroke_width: float = 1
    ) -> None:
        """A rectangle; with a stroke the line is drawn inside the given size."""
        edge = ""
        if stroke:
            edge = f' stroke="{stroke}" stroke-width="{n(stroke_width)}"'
            x, y = x + stroke_width / 2, y + stroke_width / 2
            width, height = max(0.1, width - stroke_width), max(0.1, height - stroke_width)
        self._parts.append(
            f'<rect x="{n(x)}" y="{n(y)}" width="{n(max(0.0, width))}" height="{n(max(0.0, height))}" '
            f'fill="{fill}"{edge}/>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1, dash: str = "") -> None:
        """A straight line."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<path d="M{n(x1)} {n(y1)}L{n(x2)} {n(y2)}" fill="none" '
            f'stroke="{stroke}" stroke-width="{n(width)}"{dashes}/>'
        )

    def path(
        self, points: Sequence[Point], stroke: str = "none", width: float = 1, fill: str = "none", dash: str = ""
    ) -> None:
        """A polyline, or a filled polygon when `fill` is given; fewer than two points draw nothing."""
        if len(points) < 2:
            return
        trail = "M" + "L".join(f"{n(x)} {n(y)}" for x, y in points) + ("Z" if fill != "none" else "")
        line = f' stroke="{stroke}" stroke-width="{n(width)}" stroke-linejoin="round"' if stroke != "none" else ""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(f'<path d="{trail}" fill="{fill}"{line}{dashes}/>')

    def segments(self, pairs: Iterable[tuple[Point, Point]], stroke: str, width: float = 1) -> None:
        """Many separate lines in one path (hatching)."""
        trail = "".join(f"M{n(a[0])} {n(a[1])}L{n(b[0])} {n(b[1])}" for a, b in pairs)
        if trail:
            self._parts.append(f'<path d="{trail}" fill="none" stroke="{stroke}" stroke-width="{n(width)}"/>')

    def circle(
        self, x: float, y: float, radius: float, fill: str, stroke: str = "", stroke_width: float = 1, dash: str = ""
    ) -> None:
        """A disc or ring."""
        edge = f' stroke="{stroke}" stroke-width="{n(stroke_width)}"' if stroke else ""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(radius)}" fill="{fill}"{edge}{dashes}/>')

    def text(
        self, x: float, y: float, content: str, size: float = 9.5, fill: str = INK, anchor: Anchor = "start",
        bold: bool = False, room: float | None = None,
    ) -> None:
        """A text with its baseline at y; shortened to `room`, moved so that it stays inside the picture."""
        content = fit(content, size, min(room if room is not None else self.width, self.width), bold)
        if not content:
            return
        width = text_width(content, size, bold)
        left = self._left(x, width, anchor)
        y = min(max(y, size * 0.8), self.height - size * 0.25)
        self._write(left, y, width, content, size, fill, anchor, bold)

    def label(
        self, places: Sequence[tuple[float, float, Anchor]], content: str, size: float = 9.5, fill: str = INK,
        bold: bool = False,
    ) -> bool:
        """A text at the first of the places where it is inside and touches no text or mark; False when none is."""
        width = text_width(content, size, bold)
        for x, y, anchor in places:
            left = x - (0 if anchor == "start" else width / 2 if anchor == "middle" else width)
            box = (left, y - size * 0.75, left + width, y + size * 0.22)
            inside = min(box[0], box[1]) >= -0.01 and box[2] <= self.width + 0.01 and box[3] <= self.height + 0.01
            if inside and self.is_free(box):
                self._write(left, y, width, content, size, fill, anchor, bold)
                return True
        return False

    def is_free(self, box: Box) -> bool:
        """Whether no text or remembered mark touches the box (left, top, right, bottom)."""
        return not any(a[0] < box[2] and box[0] < a[2] and a[1] < box[3] and box[1] < a[3] for a in self._taken)

    def keep_clear(self, left: float, top: float, right: float, bottom: float) -> None:
        """Remember an area that labels must not touch."""
        self._taken.append((left, top, right, bottom))

    def keep_clear_along(self, points: Sequence[Point], margin: float = 1.5) -> None:
        """Remember the area along a polyline."""
        for (x1, y1), (x2, y2) in pairwise(points):
            steps = max(1, int(max(abs(x2 - x1), abs(y2 - y1)) / 5))
            for i in range(steps + 1):
                x, y = x1 + (x2 - x1) * i / steps, y1 + (y2 - y1) * i / steps
                self._taken.append((x - margin, y - margin, x + margin, y + margin))

    def render(self) -> str:
        """The picture; `<title>` first, as its text alternative."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {n(self.width)} {n(self.height)}" '
            f'width="{n(self.width)}" height="{n(self.height)}" font-family="{FONT}">'
            f"<title>{clean(self._alt)}</title>{''.join(self._parts)}</svg>"
        )

    def _left(self, x: float, width: float, anchor: Anchor) -> float:
        left = x - (0 if anchor == "start" else width / 2 if anchor == "middle" else width)
        return min(max(left, 0.0), max(0.0, self.width - width))

    def _write(
        self, left: float, y: float, width: float, content: str, size: float, fill: str, anchor: Anchor, bold: bool
    ) -> None:
        x = left + (0 if anchor == "start" else width / 2 if anchor == "middle" else width)
        self._taken.append((left, y - size * 0.75, left + width, y + size * 0.22))
        weight = ' font-weight="600"' if bold else ""
        place = f' text-anchor="{anchor}"' if anchor != "start" else ""
        self._parts.append(
            f'<text x="{n(x)}" y="{n(y)}" font-size="{n(size)}"{weight}{place} fill="{fill}">{clean(content)}</text>'
        )


def hatch(x: float, y: float, width: float, height: float, gap: float = 3.0) -> list[tuple[Point, Point]]:
    """Diagonal lines that fill a rectangle (a forecast), cut at its edges."""
    lines: list[tuple[Point, Point]] = []
    offset = gap
    while offset < width + height:
        start = (x + min(offset, width), y + max(0.0, offset - width))
        end = (x + max(0.0, offset - height), y + min(offset, height))
        lines.append((start, end))
        offset += gap
    return lines


def legend_square(canvas: Canvas, x: float, y: float, kind: Literal["actual", "previous", "plan", "forecast"]) -> None:
    """The square that stands before a scenario's name."""
    from reports.charts.palette import ACTUAL, WHITE

    fill = {"actual": ACTUAL, "previous": PREVIOUS}.get(kind, WHITE)
    canvas.rect(x, y, 8, 8, fill, ACTUAL if kind in ("plan", "forecast") else "")
    if kind == "forecast":
        canvas.segments(hatch(x, y, 8, 8, 2.6), ACTUAL, 0.8)


def for_html(svg: str) -> str:
    """The same picture for a browser: `<title>` (a tooltip there) becomes `role` and `aria-label`."""
    found = _ROOT_TITLE.match(svg)
    if not found:
        raise ValueError("not a chart: the root has no <title>")
    name = found[2].replace('"', "&quot;")
    return f'<svg{found[1]} role="img" aria-label="{name}">{svg[found.end():]}'
