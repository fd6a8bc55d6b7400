"""A condition in SQL that is true for every row which `row_kinds` may call something else than data.

It is also true for some data rows; those are few and are asked one by one. It lets millions of rows pass unread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dagster_project.ingest.catalogue import fold_header
from dagster_project.ingest.row_kinds import TOTAL_INITIALS, TOTAL_STARTS, first_letters
from dagster_project.ingest.sql_text import identifier, literal

_PLAIN = "[!-~Ѐ-ӿ]"
_NOT_PLAIN = "[^ -~Ѐ-ӿ]"
_BLANKS = "(133, 160, 5760, 8232, 8233, 8239, 8287, 12288, 65279)"


def suspect_condition(raw_headers: Sequence[str], columns: Sequence[str | None], whole_row: bool = True) -> str:
    """Return the condition over stored rows (empty cells are NULL).

    Without `whole_row` it reads three columns only and is true for some more rows. `raw_headers` are the cells of the
    header record; `columns` the stored column of each cell of a row, None for a cell that is always empty. A row has at
    least two cells.
    """
    first = f"coalesce({_cell(columns[0])}, '')"
    code = f"unicode({first})"
    begins_blank = f"{code} <= 32 or {code} in {_BLANKS} or {code} between 8192 and 8203"
    folded = fold_header(raw_headers[0]) if raw_headers else ""
    prefix = re.match("[0-9a-zа-я_]*", folded)
    begins_as_header = (
        f"{code} in ({_codes(first_letters(folded))}) and "
        f"(starts_with(replace(lower({first}), 'ё', 'е'), {literal(prefix[0] if prefix else '')}) "
        f"or regexp_matches({first}, {literal(_NOT_PLAIN)}))"
    )
    begins_as_total = (
        f"{code} in ({_codes(TOTAL_INITIALS)}) and "
        f"(lower(left({first}, 2)) in ({', '.join(map(literal, sorted(TOTAL_STARTS)))}) "
        f"or unicode(substr({first}, 2, 1)) > 1279)"
    )
    rest = ", ".join(_cell(column) for column in columns[1:])
    stands_alone = f"{_cell(columns[-1])} is null and {_cell(columns[1])} is null"
    if whole_row:
        stands_alone += f" and not regexp_matches(concat_ws('', {rest}), {literal(_PLAIN)})"
    return " or ".join(f"({part})" for part in (begins_blank, begins_as_header, begins_as_total, stands_alone))


def _cell(column: str | None) -> str:
    return "NULL::VARCHAR" if column is None else identifier(column)


def _codes(letters: frozenset[str]) -> str:
    return ", ".join(sorted(str(ord(letter)) for letter in letters)) or "-1"
