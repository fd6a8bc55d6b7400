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
_ALWAYS = "".join(
    chr(code) for first, last in ((0x20, 0x7E), (0xA0, 0xFF), (0x401, 0x401), (0x410, 0x44F), (0x451, 0x451))
    for code in range(first, last + 1)
) + "–—−…№₽→←≥≤•‘’“”„ΔΣ"  # fmt: skip


def characters(html: str) -> str:
    """Latin, Russian and the signs of a report, and whatever else the page has; sorted.

    The same for nearly all pages, so that the languages of a report share the work.
    """
    return "".join(sorted({*_ALWAYS, *unescape(_INVISIBLE.sub("", html))}))


@lru_cache(maxsize=16)
def woff2_subset(file_name: str, text: str) -> bytes:
    """The font with the glyphs of `text` only, as WOFF2; the same input gives the same bytes."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(
        flavor="woff2", hinting=False, layout_features=[], notdef_outline=True, recalc_timestamp=False,
        drop_tables=["meta", "DSIG", "GPOS", "GSUB", "GDEF"],  # kerning is most of the work and not seen
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
