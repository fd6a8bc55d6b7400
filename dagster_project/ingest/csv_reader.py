"""A strict reader of delimited text.

Rules: a quote opens only at the start of a cell and must be followed by a delimiter or the end of the line when
it closes; nothing is guessed, padded or repaired. A record that breaks a rule is returned with the reason and
without cells, and reading goes on with the next physical line.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dagster_project.ingest.decode import Line

WHITESPACE = "whitespace"
MAX_LINES, MAX_LENGTH = 2000, 4 << 20

NOT_TEXT = "bytes that are not text in the file's encoding"
NUL = "NUL character"
OPEN_QUOTE = "a quote is opened and never closed"
BAD_QUOTE = "text after a closing quote"
ODD_QUOTE = "an unpaired quote inside a cell"
LONE_RETURN = "a carriage return in the middle of a line"


class Record(NamedTuple):
    """One record: physical lines `first`..`last` (from 1), its cells, or None with the `reason`; its bytes."""

    first: int
    last: int
    cells: list[str] | None
    reason: str | None
    raw: bytes


class _Open(Exception):
    """The text ends inside a quoted cell."""


class _Broken(Exception):
    """The text breaks a rule; the message is the reason."""


def parse_cells(text: str, delimiter: str) -> list[str]:
    """Split the text of one record into cells. Raises _Open or _Broken (private to this module)."""
    cells: list[str] = []
    position, end = 0, len(text)
    while True:
        if text.startswith('"', position):
            cell, position = _quoted(text, position)
            cells.append(cell)
            if position == end:
                return cells
            if not text.startswith(delimiter, position):
                raise _Broken(BAD_QUOTE)
            position += 1
        else:
            cut = text.find(delimiter, position)
            cell = text[position:] if cut < 0 else text[position:cut]
            if cell.count('"') % 2:
                raise _Broken(ODD_QUOTE)
            if "\r" in cell or "\n" in cell:
                raise _Broken(LONE_RETURN if "\r" in cell else OPEN_QUOTE)
            cells.append(cell)
            if cut < 0:
                return cells
            position = cut + 1


def _quoted(text: str, position: int) -> tuple[str, int]:
    """Read a quoted cell that opens at `position`; return it and the position after its closing quote."""
    start = position + 1
    search = start
    while True:
        close = text.find('"', search)
        if close < 0:
            raise _Open
        if not text.startswith('"', close + 1):
            return text[start:close].replace('""', '"'), close + 1
        search = close + 2


def read_records(lines: Iterable[Line], delimiter: str, width: int | None = None) -> Iterator[Record]:
    """Turn physical lines into records, in order; every line belongs to exactly one record.

    `width`, when known, exposes a quoted cell that swallowed a whole record: such a record is broken.
    """
    source = iter(lines)
    waiting: deque[Line] = deque()
    between, last = f'"{delimiter}"', f'"{delimiter}'
    while True:
        line = waiting.popleft() if waiting else next(source, None)
        if line is None:
            return
        number, text, raw, _ = line
        if text is None:
            yield Record(number, number, None, NOT_TEXT, raw)
        elif "\0" in text:
            yield Record(number, number, None, NUL, raw)
        elif delimiter == WHITESPACE:
            yield Record(number, number, text.split(), None, raw)
        elif '"' not in text:
            if "\r" in text:
                yield Record(number, number, None, LONE_RETURN, raw)
            else:
                yield Record(number, number, text.split(delimiter), None, raw)
        else:
            cells = _all_quoted(text, between, last)
            if cells is not None:
                yield Record(number, number, cells, None, raw)
            else:
                yield _careful_record(line, source, waiting, delimiter, width)


def _all_quoted(text: str, between: str, last: str) -> list[str] | None:
    """Split a line whose every cell is quoted and none holds a quote; None when that is not so.

    Equal to `parse_cells`: with two quotes for each cell no quote is left to stand inside one. `between` is the
    delimiter between two quotes, `last` a quote and the delimiter (an empty last cell).
    """
    has_empty_last = text.endswith(last)
    body = text[:-1] if has_empty_last else text
    if len(body) < 2 or body[0] != '"' or body[-1] != '"':
        return None
    cells = body[1:-1].split(between)
    if body.count('"') != 2 * len(cells):
        return None
    if has_empty_last:
        cells.append("")
    return cells


def _careful_record(
    line: Line, source: Iterator[Line], waiting: deque[Line], delimiter: str, width: int | None
) -> Record:
    """Read one record that may span lines. Lines read ahead in vain go back to `waiting`."""
    taken = [line]
    text = line.text or ""
    while True:
        try:
            cells = parse_cells(text, delimiter)
        except _Broken as error:
            return _give_back(taken, waiting, str(error))
        except _Open:
            following = waiting.popleft() if waiting else next(source, None)
            if following is None:
                return _give_back(taken, waiting, OPEN_QUOTE)
            taken.append(following)
            if following.text is None or "\0" in following.text or len(taken) > MAX_LINES or len(text) > MAX_LENGTH:
                return _give_back(taken, waiting, OPEN_QUOTE)
            text = f"{text}{_line_end(taken[-2])}{following.text}"
            if '"' not in following.text:
                text, stopped = _take_until_quote(text, taken, source, waiting)
                if stopped:
                    return _give_back(taken, waiting, OPEN_QUOTE)
            continue
        if len(taken) > 1 and width is not None and any(_fits_alone(t.text, delimiter, width) for t in taken[1:]):
            return _give_back(taken, waiting, OPEN_QUOTE)
        return Record(taken[0].number, taken[-1].number, cells, None, b"\n".join(t.raw for t in taken))


def _take_until_quote(text: str, taken: list[Line], source: Iterator[Line], waiting: deque[Line]) -> tuple[str, bool]:
    """Add lines without a quote until one with a quote was added; True when the end or a limit came first."""
    parts = [text]
    length = len(text)
    while True:
        following = waiting.popleft() if waiting else next(source, None)
        if following is None:
            return text, True
        taken.append(following)
        if following.text is None or "\0" in following.text or len(taken) > MAX_LINES or length > MAX_LENGTH:
            return text, True
        parts += (_line_end(taken[-2]), following.text)
        length += len(following.text)
        if '"' in following.text:
            return "".join(parts), False


def _line_end(line: Line) -> str:
    return "\r\n" if line.raw.endswith((b"\r", b"\r\x00", b"\x00\r")) else "\n"


def _give_back(taken: list[Line], waiting: deque[Line], reason: str) -> Record:
    waiting.extendleft(reversed(taken[1:]))
    return Record(taken[0].number, taken[0].number, None, reason, taken[0].raw)


def _fits_alone(text: str | None, delimiter: str, width: int) -> bool:
    try:
        return text is not None and len(parse_cells(text, delimiter)) == width
    except (_Open, _Broken):
        return False
