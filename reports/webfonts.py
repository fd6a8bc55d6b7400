"""The fonts inside the HTML file: cut down to the characters of the page, WOFF2, base64.

A subset inside a document is an embedded font in the sense of the OFL; the fonts of the package stay whole.
"""

from __future__ import annotations

import base64
import io
import re
from functools import lru_cache
from html import unescape

from reports.fonts import FACES, font_path

_INVISIBLE = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.S | re.I)
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0«»–—−…№₽→←≥≤±×·•’“”„"


def characters(html: str) -> str:
    """The distinct characters a page may show, sorted: text, attributes, what CSS adds."""
    return "".join(sorted({*_ALWAYS, *unescape(_INVISIBLE.sub("", html))}))


@lru_cache(maxsize=16)
def woff2_subset(file_name: str, text: str) -> bytes:
    """The font with the glyphs of `text` only, as WOFF2; the same input gives the same bytes."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(
        flavor="woff2", hinting=False, layout_features=["kern", "mark", "ccmp", "locl"], notdef_outline=True,
        recalc_timestamp=False, drop_tables=["meta", "DSIG"],
    )  # fmt: skip
    font = TTFont(font_path(file_name), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    font.flavor = "woff2"
    target = io.BytesIO()
    font.save(target, reorderTables=True)
    return target.getvalue()


def inline_faces(html: str) -> str:
    """`@font-face` rules for the faces that the page uses, with the fonts inside."""
    text = characters(html)
    rules = []
    for family, weight, file_name in FACES:
        if family.endswith("Condensed") and 'class="hash' not in html and " hash" not in html:
            continue
        data = base64.b64encode(woff2_subset(file_name, text)).decode("ascii")
        rules.append(
            f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;'
            f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
        )
    return "".join(rules)
