"""What the values of a column look like: only for proposals of a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dagster_project.ingest.typing_rules import is_missing, numeric_date_parts, parse_amount, parse_timestamp

_MOST = 0.9


@dataclass(frozen=True)
class ColumnLook:
    """Shares (0..1) among the non-empty values of a sample; `distinct` are up to 13 values in order of appearance."""

    header: str
    n: int
    dates: float
    numbers: float
    unique: float
    distinct: tuple[str, ...]
    low: float | None
    high: float | None

    @property
    def is_date(self) -> bool:
        return self.n > 0 and self.dates >= _MOST

    @property
    def is_number(self) -> bool:
        return self.n > 0 and self.numbers >= _MOST and not self.is_date

    @property
    def is_few(self) -> bool:
        return 0 < len(self.distinct) <= 12 and self.unique < 0.5


def look_at(header: str, values: Sequence[str]) -> ColumnLook:
    """Describe the values of one column (a sample is enough)."""
    filled = [value.strip() for value in values if not is_missing(value)]
    n = len(filled)
    amounts = [parse_amount(value) for value in filled]
    numbers = [float(amount) for amount in amounts if amount is not None]
    dates = sum(1 for value in filled if _is_date(value))
    distinct = tuple(dict.fromkeys(filled))
    return ColumnLook(
        header=header,
        n=n,
        dates=dates / n if n else 0.0,
        numbers=len(numbers) / n if n else 0.0,
        unique=len(distinct) / n if n else 0.0,
        distinct=distinct[:13],
        low=min(numbers, default=None),
        high=max(numbers, default=None),
    )


def _is_date(value: str) -> bool:
    if value.isdigit() and len(value) != 8:
        return False
    return parse_timestamp(value, "dmy") is not None or numeric_date_parts(value) is not None
