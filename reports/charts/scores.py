"""Levels as dots, and the marks of verdicts and evidence as CSS backgrounds."""

from __future__ import annotations

from urllib.parse import quote

from reports.charts.canvas import Canvas
from reports.charts.inputs_groups import ScoreData
from reports.charts.palette import ACTUAL, BAD, GOOD, INK, MUTED, PREVIOUS, WHITE

STEP = 12.0

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{shapes}</svg>'
_VERDICTS = {
    "ok": f'<circle cx="8" cy="8" r="7.4" fill="{GOOD}"/>'
    f'<path d="M4.3 8.3l2.6 2.6 4.9-5.3" stroke="{WHITE}" stroke-width="1.9" fill="none"/>',
    "likely": f'<circle cx="8" cy="8" r="6.8" fill="{WHITE}" stroke="{GOOD}" stroke-width="1.5"/>'
    f'<path d="M8 1.2a6.8 6.8 0 0 0 0 13.6z" fill="{GOOD}"/>',
    "none": f'<circle cx="8" cy="8" r="6.8" fill="{WHITE}" stroke="{INK}" stroke-width="1.5"/>'
    f'<path d="M4.6 8h6.8" stroke="{INK}" stroke-width="1.6"/>',
    "bad": f'<path d="M.6 1.6h14.8L8 15z" fill="{BAD}"/>'
    f'<path d="M8 4.1v4.2M8 9.7v1.7" stroke="{WHITE}" stroke-width="1.7"/>',
    "na": f'<circle cx="8" cy="8" r="6.7" fill="{WHITE}" stroke="{MUTED}" stroke-width="1.4" '
    'stroke-dasharray="2.4 2.2"/>',
}
_BARS = ((0, 8, 4), (6, 5.5, 6.5), (12, 3, 9), (18, 0, 12))  # x, y, height of the four evidence bars


def score_dots(data: ScoreData, *, alt: str) -> str:
    """`score` filled dots out of `maximum`; an unknown score gives dashed rings; a score outside 0..maximum is held."""
    maximum = max(1, min(data.maximum, 20))
    canvas = Canvas(STEP * maximum, 12, alt)
    colour = {"actual": ACTUAL, "previous": PREVIOUS, "bad": BAD}[data.tone]
    filled = 0 if data.score is None else max(0, min(maximum, data.score))
    for index in range(maximum):
        x = STEP * (index + 0.5)
        if index < filled:
            canvas.circle(x, 6, 4.2, colour)
        else:
            canvas.circle(x, 6, 3.7, WHITE, colour, 1.1, "2 1.6" if data.score is None else "")
    return canvas.render()


def _data_uri(shapes: str, box: str) -> str:
    return "data:image/svg+xml," + quote(_SVG.format(box=box, shapes=shapes), safe=" ='/:.,-")


def evidence_shapes(grade: int) -> str:
    """Four bars, the first `grade` of them filled."""
    full = "".join(f'<path d="M{x} {y}h4v{h}h-4z" fill="{INK}"/>' for x, y, h in _BARS[:grade])
    empty = "".join(
        f'<path d="M{x + 0.5:g} {y + 0.5:g}h3v{h - 1:g}h-3z" fill="{WHITE}" stroke="{PREVIOUS}"/>'
        for x, y, h in _BARS[grade:]
    )
    return full + empty


def marks_css() -> str:
    """The background images of `.v-ok`, `.v-likely`, `.v-none`, `.v-bad`, `.v-na` and `.e0` to `.e4`."""
    rules = [
        f'.v-{key}{{background-image:url("{_data_uri(shapes, "0 0 16 16")}")}}' for key, shapes in _VERDICTS.items()
    ]
    rules += [
        f'.e{grade}{{background-image:url("{_data_uri(evidence_shapes(grade), "0 0 22 12")}")}}' for grade in range(5)
    ]
    return "\n".join(rules) + "\n"
