"""What could not be assessed: dashed boxes with the reason, and the files that would mend it."""

from __future__ import annotations

from collections.abc import Sequence

from reports.evidence import Gap
from reports.measures import Area
from reports.sections.context import Context
from reports.sections.views import Box, Cell, Column, Row, Section, Table
from reports.sentences import reason
from reports.words import capital, lowered

_FILE_COLUMNS = (("file", 19), ("columns", 33), ("provider", 18), ("gives", 30))
_PROVIDER = 2
"""The place of the column that says who gives a file; left out when nobody is known."""

MAX_MESSAGE = 85
FEW_GAPS = 3
"""So many gaps are told in the sections of their areas alone."""


def gap_box(context: Context, gap: Gap) -> Box:
    """The dashed box of a gap: what, because of what, what to load."""
    words = context.words
    text = words("notassessed.because", reason=reason(words, gap.reason))
    if gap.file:
        columns = _columns(context, gap)
        key = "notassessed.fix_columns" if columns else "notassessed.fix"
        values = {"columns": ", ".join(columns)} if columns else {}
        text += " " + words(key, file=gap.file, **values)
    one = context.evidence.indicator(gap.subject)
    title = context.voice.inside(one) if one else gap.label.read(context.lang)
    return Box(title, text, context.mark("na"))


def _columns(context: Context, gap: Gap) -> tuple[str, ...]:
    return gap.columns_en if context.lang == "en" and gap.columns_en else gap.columns


def merged(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes with the same text become one that names all its subjects."""
    names: dict[str, list[Box]] = {}
    for box in boxes:
        names.setdefault(box.text, []).append(box)
    return tuple(
        Box(", ".join(dict.fromkeys(one.title for one in same)), text, same[0].mark) for text, same in names.items()
    )


def build(context: Context, shown: Sequence[Area]) -> Section | None:
    """A box for each area that is not ``shown``, the files that would mend it; None when nothing is missing."""
    words = context.words
    names_shown = {one.area for one in shown}
    empty = [one for one in context.evidence.areas if one.area not in names_shown and one.area != "data_quality"]
    gaps = context.evidence.gaps
    if not empty and len(gaps) <= FEW_GAPS and context.evidence.periods.before is not None:
        return None
    boxes = []
    for area in empty:
        own_gaps = [gap for gap in gaps if gap.area == area.area]
        boxes += [gap_box(context, gap) for gap in own_gaps] or [_area_box(context, area)]
    tables = _files(context)
    if not boxes and not tables:
        return None
    names = [lowered(words.first(f"area.{one.area}", "figure.verbatim", text=one.area)) for one in empty]
    topic = context.topic("not_assessed")
    return Section(
        anchor="not_assessed",
        topic=topic,
        message=_not_assessed_message(context, names),
        starts_page=False,
        boxes=merged(boxes),
        tables=tables,
    )


def _not_assessed_message(context: Context, names: Sequence[str]) -> str:
    words = context.words
    if not names:
        return words("notassessed.message_parts")
    text = words("notassessed.message", list=words.listed(list(names)))
    return text if len(text) <= MAX_MESSAGE else words("notassessed.message_long", n=str(len(names)))


def _area_box(context: Context, area: Area) -> Box:
    words = context.words
    why = reason(words, area.reason) if area.reason else words("reason.no_source_bare")
    name = words.first(f"area.{area.area}", "figure.verbatim", text=area.area)
    return Box(capital(name), words("notassessed.because", reason=why), context.mark("na"))


def _files(context: Context) -> tuple[Table, ...]:
    words, lang = context.words, context.lang
    rows = []
    if context.evidence.periods.before is None:
        rows.append(
            Row(tuple(Cell(words(f"notassessed.date_{key}")) for key in ("row", "columns", "provider", "gives")))
        )
    by_file: dict[str, list[Gap]] = {}
    for gap in context.evidence.gaps:
        if gap.file:
            by_file.setdefault(gap.file, []).append(gap)
    for file, gaps in by_file.items():
        columns = list(dict.fromkeys(name for gap in gaps for name in _columns(context, gap)))
        provider = next((gap.provider.read(lang) for gap in gaps if gap.provider), words("report.missing"))
        known = [context.name(kpi) for gap in gaps for kpi in gap.kpis]
        gives = list(dict.fromkeys(known or [gap.label.read(lang) for gap in gaps]))
        cells = (Cell(file, "hash"), Cell(", ".join(columns) or words("report.missing")), Cell(provider))
        rows.append(Row((*cells, Cell(", ".join(gives)))))
    if not rows:
        return ()
    titles = [Column(words(f"notassessed.{key}"), "", width) for key, width in _FILE_COLUMNS]
    if not any(gap.provider for gap in context.evidence.gaps):
        del titles[_PROVIDER]
        rows = [Row((*row.cells[:_PROVIDER], *row.cells[_PROVIDER + 1 :])) for row in rows]
    total = sum(column.width or 0 for column in titles)
    columns_ = tuple(Column(one.title, one.css, 100 * (one.width or 0) / total) for one in titles)
    caption = context.caption(words("notassessed.caption"))
    return (Table(caption, columns_, tuple(rows), "fx", context.region()),)
