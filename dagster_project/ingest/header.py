"""Finding the header among the first records of a file, and what it says about the rows below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dagster_project.errors import InputError
from dagster_project.ingest.catalogue import Table, fold_header
from dagster_project.ingest.csv_reader import NOT_TEXT, Record
from dagster_project.ingest.recognise import Recogniser
from dagster_project.ingest.row_kinds import is_blank
from dagster_project.ingest.shown import shown
from dagster_project.ingest.unknown_cell import unknown_value

SEARCH_RECORDS = 30
_RESPONDENT = frozenset(("respondentid", "respondent id", "id респондента", "идентификатор респондента"))
_PLAIN_ANSWER = frozenset(("", "response", "open-ended response", "ответ", "открытый ответ", "развернутый ответ"))
RESERVED = frozenset(("_row_number", "_line", "_file_id", "_extra", "_source_relation"))


@dataclass(frozen=True)
class Header:
    """The header of a file. `position` is its place among the records, `rank` how sure it is.

    rank 2: everything wanted is there; 1: a good part of it; 0: told by the shape of the rows only; -1: doubtful.
    """

    position: int
    cells: tuple[str, ...]
    line: int
    rank: int
    score: float


@dataclass(frozen=True)
class Layout:
    """What a data row looks like: the column names, the allowed numbers of cells, records the header takes."""

    headers: tuple[str, ...]
    raw_headers: tuple[str, ...]
    widths: frozenset[int]
    header_line: int
    first_data: int
    second_header: int | None = None

    @property
    def width(self) -> int:
        return len(self.headers)


class HeaderFinder:
    """Scores records as header: by the headers of a mapping, of one forced table, or of the whole catalogue."""

    def __init__(
        self,
        recogniser: Recogniser,
        wanted: Sequence[str] = (),
        tables: Sequence[Table] = (),
        header_line: int | None = None,
    ) -> None:
        self._recogniser = recogniser
        self._wanted = frozenset(fold_header(header) for header in wanted)
        self._tables = tuple(tables)
        self._header_line = header_line

    def find(self, records: Sequence[Record]) -> Header | None:
        """Return the most likely header among the first records, or None when there is no table at all.

        A declared header line that is not among them gives None, too.
        """
        candidates = [(i, r) for i, r in enumerate(records[:SEARCH_RECORDS]) if r.cells and not is_blank(r.cells)]
        if self._header_line is not None:
            candidates = [(i, r) for i, r in enumerate(records) if r.first <= self._header_line <= r.last and r.cells]
            if not candidates:
                return None
        best: Header | None = None
        for position, record in candidates:
            cells = tuple(record.cells or ())
            rank, score = self._score(cells)
            header = Header(position, cells, record.first, rank, score)
            is_told = self._header_line is not None and best is None
            if is_told or (rank > 0 and (best is None or (rank, score) > (best.rank, best.score))):
                best = header
        best = best or self._by_shape(records)
        if best is not None and any(r.reason == NOT_TEXT for r in records[: best.position]):
            return Header(best.position, best.cells, best.line, -1, best.score)
        return best

    def find_in_fields(self, names: Sequence[str]) -> Header | None:
        """Score the names of fields, which stand in no line of their own; None when there are none."""
        if not any(name.strip() for name in names):
            return None
        rank, score = self._score(tuple(names))
        return Header(0, tuple(names), 1, rank, score)

    def confirms_letters(self, cells: Sequence[str]) -> bool:
        """Tell whether a header beyond ASCII is one that was looked for: then the encoding is right."""
        beyond = [cell for cell in cells if not cell.isascii()]
        return any(fold_header(cell) in self._wanted or self._recogniser.knows(cell) for cell in beyond)

    def _score(self, cells: Sequence[str]) -> tuple[int, float]:
        if self._wanted:
            found = len(self._wanted & {fold_header(cell) for cell in cells})
            rank = 2 if found == len(self._wanted) else int(found * 2 >= len(self._wanted))
            return (rank, float(found)) if found else (0, 0.0)
        if self._tables:
            matches = [self._recogniser.match(table, cells) for table in self._tables]
            best = max(matches, key=lambda match: (match.is_complete, match.weight))
            return (2 if best.is_complete else int(len(best.columns) >= 2)), best.weight
        known, filled = self._recogniser.known_share(cells)
        if not known:
            return 0, 0.0
        recognition = self._recogniser.recognise(cells)
        match = recognition.best or (recognition.rivals[0] if recognition.rivals else None)
        if match is not None:
            return 2, match.weight
        return int(known >= 2 and known / filled >= 0.3), float(known)

    def _by_shape(self, records: Sequence[Record]) -> Header | None:
        widths = Counter(len(r.cells) for r in records if r.cells and not is_blank(r.cells))
        if not widths:
            return None
        width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        shaped = [(i, r.cells, r.first) for i, r in enumerate(records) if r.cells and len(r.cells) == width]
        shaped = [item for item in shaped if not is_blank(item[1])]
        full = [item for item in shaped if sum(bool(cell.strip()) for cell in item[1]) >= 0.3 * width]
        position, cells, line = (full or shaped)[0]
        share = count / sum(widths.values())
        return Header(position, tuple(cells), line, 0, share * (width if width > 1 else 0.01))


def layout_of(header: Header, records: Sequence[Record]) -> Layout:
    """Work out the columns below a header from the records that follow it (a sample is enough).

    Raises InputError for two headers of the same name.
    """
    cells = list(header.cells)
    following = [r.cells for r in records[header.position + 1 :] if r.cells and not is_blank(r.cells)]
    second = None
    if following and _is_survey_pair(cells, following[0]):
        second = header.position + 1
        cells = _combined(cells, following[0])
        following = following[1:]
    named = len(cells)
    while named and not cells[named - 1].strip():
        named -= 1
    while named < len(cells) and any(len(row) > named and row[named].strip() for row in following):
        named += 1
    return Layout(
        headers=_names(cells[:named]),
        raw_headers=header.cells,
        widths=frozenset((_usual_width(len(cells), named, following),)),
        header_line=header.line,
        first_data=header.position + (1 if second is None else 2),
        second_header=second,
    )


def _usual_width(full: int, named: int, following: Sequence[Sequence[str]]) -> int:
    """The number of cells of a data row: as in the header, or with/without an empty last cell on every line."""
    counts = Counter(len(row) for row in following)
    most = counts.most_common(1)[0][0] if counts else full
    if most == named + 1 == full + 1:
        extra = [row[-1] for row in following if len(row) == most]
        return most if not any(cell.strip() for cell in extra) and len(extra) >= 0.8 * len(following) else full
    return most if named <= most < full else full


def _is_survey_pair(first: Sequence[str], second: Sequence[str]) -> bool:
    return (
        fold_header(first[0]) in _RESPONDENT
        and len(first) == len(second)
        and not second[0].strip()
        and any(cell.strip() for cell in second)
    )


def _combined(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """SurveyMonkey's two rows as one: an empty question belongs to the one on its left."""
    names, question = [], ""
    for upper, lower in zip(first, second, strict=True):
        question = upper.strip() or question
        option = lower.strip()
        names.append(question if fold_header(option) in _PLAIN_ANSWER else f"{question} / {option}")
    return names


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    """Column names: trimmed headers, `column_N` for an empty one. Raises InputError for a repeated one."""
    names = []
    for number, cell in enumerate(cells, start=1):
        name = (unknown_value(cell) or cell).replace("\ufeff", "").replace("\u00a0", " ").strip()
        if name.casefold() in RESERVED:
            name = f"{name}_"
        names.append(name or f"column_{number}")
    seen: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        folded = fold_header(name)
        if folded in seen:
            raise InputError(
                f"has the header '{shown(name)}' twice (columns {seen[folded]} and {number}), so it cannot be told "
                "which one is meant; rename or remove one of them"
            )
        seen[folded] = number
    return tuple(names)
