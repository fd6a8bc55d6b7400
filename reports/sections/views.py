"""What a template receives: finished words, drawings and class names, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from reports.measures import Verdict

LEAST_COLUMN = 92
MANY_COLUMNS = 5


@dataclass(frozen=True)
class Mark:
    """A verdict mark: its key (ok, likely, none, bad, na) and its word."""

    key: Verdict
    word: str


@dataclass(frozen=True)
class Grade:
    """An evidence mark: 0..4 bars and their word."""

    level: int
    word: str


@dataclass(frozen=True)
class Cell:
    """One cell. ``css`` are class names, ``sub`` a muted second line, ``label`` the caption on a phone."""

    text: str = ""
    css: str = ""
    sub: str = ""
    label: str | None = None
    mark: Mark | None = None
    grade: Grade | None = None
    drawing: Markup | None = None
    href: str | None = None
    background: str | None = None
    wraps: bool = False


@dataclass(frozen=True)
class Column:
    """One column: its heading, class names and, in a table of fixed layout, its width in per cent."""

    title: str
    css: str = ""
    width: float | None = None


@dataclass(frozen=True)
class Row:
    """One row; the first cell is its heading."""

    cells: tuple[Cell, ...]
    css: str = ""


@dataclass(frozen=True)
class Table:
    """One table. ``region`` is the unique name of its scroll box in HTML; no scroll box when it is empty."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    css: str = ""
    region: str = ""
    note: str = ""

    @property
    def least_width(self) -> int:
        """CSS pixels below which a table of many columns scrolls instead of shrinking; 0 for a narrow one."""
        return LEAST_COLUMN * len(self.columns) if len(self.columns) >= MANY_COLUMNS else 0


@dataclass(frozen=True)
class Data:
    """The numbers behind a chart as plain texts."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    region: str


@dataclass(frozen=True)
class Drawing:
    """One figure: message title, subtitle, the wide and the narrow drawing, its data, its source note."""

    title: str
    subtitle: str
    wide: Markup
    narrow: Markup | None
    data: Data | None
    note: str
    half: bool = False


@dataclass(frozen=True)
class Box:
    """A dashed "not assessed" box or a panel: a strong beginning, the rest, and a mark for the dashed kind."""

    title: str
    text: str
    mark: Mark | None = None


@dataclass(frozen=True)
class Section:
    """One section. ``anchor`` is its id; ``topic`` the blue line; ``message`` the headline.

    ``figures`` come in rows of one wide or one or two half drawings.
    """

    anchor: str
    topic: str
    message: str
    starts_page: bool
    mark: Mark | None = None
    grade: Grade | None = None
    remarks: tuple[str, ...] = ()
    figures: tuple[tuple[Drawing, ...], ...] = ()
    tables: tuple[Table, ...] = ()
    boxes: tuple[Box, ...] = ()
    notes: tuple[Box, ...] = ()
    bullets: tuple[str, ...] = ()
    bullet_columns: tuple[BulletColumn, ...] = ()

    @property
    def bullets_beside(self) -> bool:
        """Whether the bullets stand beside a half figure that has no partner."""
        return any(len(row) == 1 and row[0].half for row in self.figures)


@dataclass(frozen=True)
class Bullet:
    """One bullet with a strong beginning."""

    title: str
    text: str


@dataclass(frozen=True)
class BulletColumn:
    """Bullets under a heading of their own."""

    title: str
    bullets: tuple[Bullet, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Tile:
    """One tile of the executive page. ``tone`` is "", none, bad or na; a na tile has only name, mark and reason.

    A long value is set smaller and may wrap: a number is never cut.
    """

    name: str
    tone: str
    value: str = ""
    before: str = ""
    sparkline: Markup | None = None
    change: str = ""
    change_css: str = ""
    interval: str = ""
    grade: Grade | None = None
    mark: Mark | None = None
    reason: str = ""
    is_long: bool = False


@dataclass(frozen=True)
class Summary:
    """The executive page."""

    anchor: str
    topic: str
    opinion: str
    opinion_note: str
    expressed: bool
    messages: tuple[str, ...]
    tiles: tuple[Tile, ...]
    areas: Table
    asks_title: str
    asks: tuple[str, ...]
    alarm: Box | None = None


@dataclass(frozen=True)
class Meta:
    """One line of the cover."""

    name: str
    value: str


@dataclass(frozen=True)
class Cover:
    """The first page."""

    company: str
    unit: str
    kind: str
    title: str
    subtitle: str
    opinion_label: str
    opinion: str
    opinion_text: str
    expressed: bool
    meta: tuple[Meta, ...]
    alarm: Box | None = None


@dataclass(frozen=True)
class Link:
    """One line of the contents."""

    anchor: str
    title: str
