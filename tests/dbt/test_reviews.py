"""Topics and tone of reviews by the dictionary of the project."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pytest

TONES = (
    ("Отличный сервис, спасибо!", "good"),
    ("Ужасно, никому не советую", "bad"),
    ("Не очень хорошо", "bad"),
    ("Неплохо", "good"),
    ("не ПЛОХО", "good"),
    ("Работали без задержек и проблем не было, всё отлично", "good"),
    ("Доставка без опозданий", "good"),
    ("Заказал компрессор", "none"),
    ("Хорошо, но дорого", "none"),
    ("The staff was not helpful", "bad"),
    ("It wasn’t bad", "good"),
    ("it wasn't so bad", "good"),
    ("It will be here later", "none"),
    ("It came late", "bad"),
    ("Nothing to say", "none"),
    ("I want a great price", "good"),
    ("12345", "none"),
)
TOPICS = (
    ("Доставка в срок, цена высокая", "|delivery|price|"),
    ("Учебный центр, всё ценно", "|"),
    ("Надёжное качество", "|quality|"),
    ("Invoices were wrong and nobody replied", "|response|documents|"),
    ("Предоставка данных", "|"),
    ("", "|"),
)


def value(render: Callable[[str], str], macro: str, text: str | None) -> object:
    folded = render("{{ fold('?') }}")
    sql = render(f"{{{{ {macro}('folded') }}}}")
    row = duckdb.execute(f"select {sql} from (select {folded} as folded)", [text]).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(("text", "tone"), TONES)
def test_the_tone_is_that_of_more_words_and_a_negation_turns_one(
    render: Callable[[str], str], text: str, tone: str
) -> None:
    assert value(render, "review_tone", text) == tone


@pytest.mark.parametrize(("text", "topics"), TOPICS)
def test_a_topic_is_told_by_the_beginning_of_a_word(render: Callable[[str], str], text: str, topics: str) -> None:
    assert value(render, "review_topics", text) == topics


@pytest.mark.parametrize(
    ("text", "language"),
    [("Хорошо, ok", "ru"), ("Very good, спс", "en"), ("很好 !!!", "other"), ("5", "other"), (None, None)],
)
def test_the_language_is_told_by_the_script(render: Callable[[str], str], text: str | None, language: object) -> None:
    assert value(render, "review_language", text) == language


def test_without_a_text_there_is_neither_topic_nor_tone(render: Callable[[str], str]) -> None:
    assert [value(render, f"review_{name}", None) for name in ("topics", "tone")] == [None, None]
