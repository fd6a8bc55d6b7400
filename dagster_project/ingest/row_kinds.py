"""Records that are no data rows: blank lines, repeated headers, total rows, footers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from dagster_project.ingest.catalogue import fold_header

BLANK, TITLE, SEP_LINE, SECOND_HEADER = "blank", "title", "sep_line", "second_header"
OTHER_DOCUMENT, SHIPPED_ORDER = "other_document", "shipped_order"
REPEATED_HEADER, TOTAL, SUBTOTAL, FOOTER = "repeated_header", "total", "subtotal", "footer"

TOTAL_STARTS = frozenset(("ит", "вс", "to", "gr", "об", "su"))
TOTAL_INITIALS = frozenset("иИвВtTgGоОsS")
_LEADING = " \t\r\n\u00a0\u200b\ufeff"
_TOTAL = re.compile(r"(?:общий |общая )?(?:итог|итого|всего|total|totals|grand total)(?: общий)?\s*[:.]?")
_SUBTOTAL = re.compile(r"(?:итого|всего|total|subtotal|sub-total)\b.{0,200}")
_FOOTER = re.compile(
    r"(?:сформирован|отч[её]т|выгружен|выгрузка|дата (?:печати|выгрузки|формирования)|исполнитель|ответственный:|"
    r"подпись|руководитель|главный бухгалтер|страница|generated|exported|printed|report|page \d|"
    r"\(?\d+ (?:rows?|records?|строк|запис)|"
    r"количество (?:строк|записей)|записей:|строк:)"
)
_SEP = re.compile(r"sep=(.)", re.IGNORECASE)


def separator_line(text: str) -> str | None:
    """Return the delimiter of Excel's `sep=;` line, or None for any other text."""
    match = _SEP.fullmatch(text.strip(" \ufeff").strip('"'))
    return match[1] if match else None


def is_blank(cells: Sequence[str | None]) -> bool:
    """Tell whether a record holds nothing but blanks."""
    return not any(cell and not cell.isspace() for cell in cells)


def row_classifier(headers: Sequence[str], needed: Sequence[int]) -> Callable[[list[str]], str | None]:
    """Return a function that names the kind of a record, or None for a data row.

    `headers` are the cells of the header record; `needed` the positions of columns that a data row must fill
    (so that a customer called "Total" stays a customer). After a total row, a record with a single filled cell
    is a footer.
    """
    folded = [fold_header(header) for header in headers]
    while folded and not folded[-1]:
        folded.pop()
    first_header = folded[0] if folded else ""
    initials = first_letters(first_header)
    state = {"after_total": False}

    def classify(cells: list[str]) -> str | None:
        first = cells[0]
        lead = first.lstrip(_LEADING)
        if not lead or lead.isspace():
            if is_blank(cells):
                return BLANK
            lead = next(c for c in cells if c and not c.isspace()).lstrip(_LEADING) or "\u200b"
        elif lead[0] in initials and fold_header(first) == first_header and _is_header(cells, folded):
            return REPEATED_HEADER
        if lead[0] in TOTAL_INITIALS and lead[:2].casefold() in TOTAL_STARTS:
            kind = _total_kind(lead, cells, needed)
            if kind is not None:
                state["after_total"] = kind == TOTAL or state["after_total"]
                return kind
        if len(cells) == 1 or (not cells[-1] and not (first and cells[1])):
            return _footer(lead, cells, state["after_total"])
        return None

    return classify


def first_letters(folded: str) -> frozenset[str]:
    """Every first letter that a header of this folded form can have."""
    first = folded[:1]
    return frozenset((first, first.upper(), *(("ё", "Ё") if first == "е" else ()))) - {""}


def _is_header(cells: Sequence[str], folded: Sequence[str]) -> bool:
    mine = [fold_header(cell) for cell in cells]
    while mine and not mine[-1]:
        mine.pop()
    return mine == list(folded)


def _total_kind(lead: str, cells: Sequence[str], needed: Sequence[int]) -> str | None:
    word = fold_header(lead)
    total, subtotal = _TOTAL.fullmatch(word), _SUBTOTAL.fullmatch(word)
    if not total and not subtotal:
        return None
    if needed:
        empty = sum(1 for i in needed if i >= len(cells) or not cells[i].strip())
        is_summary = empty >= 1
    else:
        is_summary = sum(1 for cell in cells if not cell.strip()) >= len(cells) / 2
    if not is_summary:
        return None
    return TOTAL if total else SUBTOTAL


def _footer(lead: str, cells: Sequence[str], after_total: bool) -> str | None:
    if sum(1 for cell in cells if cell and not cell.isspace()) != 1:
        return None
    if after_total or _FOOTER.match(fold_header(lead)):
        return FOOTER
    return None
