"""Turning arrays into text fields and writing delimited files in a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate.clock import DAY, EPOCH

Column = NDArray[np.object_]
CHUNK = 200_000
_TIMES = np.array([f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in range(DAY)], dtype=object)


def objects(values: Iterable[str]) -> Column:
    """A column of Python strings."""
    listed = list(values)
    column = np.empty(len(listed), dtype=object)
    column[:] = listed
    return column


def choose(table: Sequence[str], index: NDArray[np.integer], missing: NDArray[np.bool_] | None = None) -> Column:
    """table[index] for each row, the empty text where missing."""
    column = objects(table)[index]
    if missing is not None:
        column[missing] = ""
    return column


def _days(moment: NDArray[np.int64], pattern: str) -> Column:
    day = moment // DAY
    first, last = (int(day.min()), int(day.max())) if len(day) else (0, 0)
    origin = EPOCH.toordinal()
    table = objects(type(EPOCH).fromordinal(origin + d).strftime(pattern) for d in range(first, last + 1))
    return table[day - first]


def russian_date(moment: NDArray[np.integer] | NDArray[np.float64], known: NDArray[np.bool_] | None = None) -> Column:
    """dd.mm.yyyy; empty where not known."""
    return _moments(moment, "%d.%m.%Y", known, "", False)


def russian_time(moment: NDArray[np.integer] | NDArray[np.float64], known: NDArray[np.bool_] | None = None) -> Column:
    """dd.mm.yyyy hh:mm:ss; empty where not known."""
    return _moments(moment, "%d.%m.%Y ", known, "", True)


def iso_moscow(moment: NDArray[np.integer] | NDArray[np.float64]) -> Column:
    """yyyy-mm-ddThh:mm:ss+03:00, as the REST interface of Bitrix24 writes it."""
    return _moments(moment, "%Y-%m-%dT", None, "+03:00", True)


def _moments(
    moment: NDArray[np.integer] | NDArray[np.float64],
    pattern: str,
    known: NDArray[np.bool_] | None,
    suffix: str,
    with_time: bool,
) -> Column:
    safe = moment if known is None else np.where(known, moment, 0)
    whole = safe.astype(np.int64)
    if known is not None and known.any():
        whole[~known] = whole[known][0]
    column = _days(whole, pattern)
    if with_time:
        column = column + _TIMES[whole % DAY] + suffix
    if known is not None:
        column[~known] = ""
    return column


def rouble_dot(kopecks: NDArray[np.int64]) -> Column:
    """125000.00, as Bitrix24 writes amounts."""
    return objects(f"{value // 100}.{value % 100:02d}" for value in kopecks.tolist())


def rouble_comma(kopecks: int) -> str:
    """-1 234,50 with no-break spaces, as 1C writes amounts."""
    whole, rest = divmod(abs(kopecks), 100)
    return f"{'-' if kopecks < 0 else ''}{whole:,}".replace(",", "\u00a0") + f",{rest:02d}"


def quoted(columns: Sequence[Column], delimiter: str = ";", trailing: bool = True) -> list[str]:
    """Lines with every field quoted; the texts must have their own quotes doubled already."""
    middle, end = f'"{delimiter}"', f'"{delimiter}\n' if trailing else '"\n'
    return [f'"{body}{end}' for body in map(middle.join, zip(*columns, strict=True))]


def doubled(text: str) -> str:
    """The text with its quotes doubled, ready for a quoted field."""
    return text.replace('"', '""')


def minimal(columns: Sequence[Column], delimiter: str) -> list[str]:
    """Lines in which only fields that need it are quoted."""
    special = (delimiter, '"', "\n")

    def field(text: str) -> str:
        return f'"{doubled(text)}"' if any(mark in text for mark in special) else text

    return [delimiter.join(map(field, row)) + "\n" for row in zip(*columns, strict=True)]


def write_stream(path: Path, encoding: str, head: str, rows: int, lines: Callable[[slice], list[str]]) -> None:
    """Write `head`, then the lines of all rows, chunk by chunk, so that memory stays bounded."""
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(head)
        for begin in range(0, rows, CHUNK):
            file.writelines(lines(slice(begin, min(rows, begin + CHUNK))))
