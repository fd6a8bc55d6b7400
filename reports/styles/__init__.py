"""The style sheets of the report: one set of components, a sheet for A4 and one for the browser."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from reports.charts.scores import marks_css

FONT_SLOT = "/*fonts*/"  # where `render` puts the @font-face rules of the target

Target = Literal["pdf", "html"]
_SHEETS: dict[str, tuple[str, ...]] = {"pdf": ("tokens.css", "page.css"), "html": ("tokens.css", "screen.css")}


@cache
def stylesheet(target: Target) -> str:
    """The whole text for the only `<style>` element of a page. It asks for no file and no address."""
    folder = Path(__file__).parent
    texts = [(folder / name).read_text(encoding="utf-8") for name in _SHEETS[target]]
    return "\n".join([FONT_SLOT, texts[0], marks_css(), *texts[1:]])
