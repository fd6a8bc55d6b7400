"""The waterfall of the change of sales: its title, its parts as printed, what stands behind mix and price."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.sections.drawings import drawing
from tests.reports.evidence_figures import sales_change
from tests.reports.test_bottlenecks import NBSP, context

CHANGE = sales_change()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ru", "Продажи в месяц: +1,1 млн руб.; больше всего — число заказов, +1,4 млн руб."),
        ("en", "Sales a month: +RUB 1.1m; the largest part is the number of orders, +RUB 1.4m"),
    ],
)
def test_the_title_names_the_change_and_its_largest_part(language: str, expected: str) -> None:
    found = drawing(context(language), CHANGE)
    assert found is not None and found.title.replace(NBSP, " ") == expected


def test_the_parts_add_up_as_printed() -> None:
    found = drawing(replace(context("ru"), target="html"), CHANGE)
    assert found is not None and found.data is not None
    plain = str.maketrans({NBSP: "", "\u2212": "-", "+": "", ",": "."})
    numbers = [Decimal(row[1].translate(plain)) for row in found.data.rows]
    assert len(numbers) == 6 and sum(numbers[:-1]) == numbers[-1]


@pytest.mark.parametrize(
    ("dimension", "words"),
    [("customer_segment", "сегментов клиентов"), ("team", "доли команд"), ("none", "Сегментов в данных нет")],
)
def test_the_note_says_what_the_segments_are(dimension: str, words: str) -> None:
    found = drawing(context("ru"), replace(CHANGE, dimension=dimension))
    assert found is not None and words in found.note
    assert "17,8 до и 22,6 после" in found.note.replace(NBSP, " ")
