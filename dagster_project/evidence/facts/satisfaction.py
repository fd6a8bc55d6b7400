"""Ratings of reviews, and what they speak of."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.evidence.facts.figure import Figure, Section, over_all_data
from dagster_project.evidence.rows import Row
from reports.format import Lang, interval_table
from reports.measures import Text

LANGUAGES: tuple[Lang, Lang] = ("ru", "en")
NOT_AN_NPS = Text("Средняя оценка; это не NPS.", "A mean rating; it is not an NPS.")
TOPICS = {
    "delivery": Text("Доставка и сроки", "Delivery"),
    "price": Text("Цена", "Price"),
    "quality": Text("Качество товара", "Quality of goods"),
    "staff": Text("Сотрудники", "Staff"),
    "response": Text("Ответы и ожидание", "Answers and waiting"),
    "documents": Text("Документы и оплата", "Documents and payment"),
    "after_sale": Text("Монтаж, сервис, гарантия", "Installation, service, warranty"),
    "range": Text("Ассортимент и наличие", "Range and stock"),
    "none": Text("Другое", "Something else"),
}
BY_TOPIC = (
    ("negative_share", Text("Плохой тон", "Bad tone"), "share"),
    ("mean_rating_of_5", Text("Средняя из 5", "Mean of 5"), "count"),
    ("low_share", Text("Оценки 1–3", "Ratings 1–3"), "share"),
    ("low_share_elsewhere", Text("То же без темы", "Same, other topics"), "share"),
)
_TOPICS = (
    "(select topics.*, low_share - low_share_elsewhere as excess from marts.review_topics as topics "
    "where n_reviews >= (select max(suppress_people_below) from marts.audit_parameters))"
)


def _reviews(row: Row) -> Iterator[Figure]:
    scale = f"{row['rating_max']:g}" if row["rating_max"] else "?"
    place = f" ({row['platform']})" if row["platform"] else ""
    key = row["platform"] or "all"
    label = Text(f"Средняя оценка из {scale}{place}", f"Mean rating of {scale}{place}")
    yield Figure(f"rating_{key}", label, row["mean_rating"], "points", row["n_reviews"], NOT_AN_NPS)
    label = Text(f"Доля низких оценок{place}", f"Share of low ratings{place}")
    yield Figure(f"low_ratings_{key}", label, row["low_share"], "share", row["n_reviews"], _low(row))


def _low(row: Row) -> Text | None:
    if row["low_share_low"] is None:
        return None
    ends = (100 * row["low_share_low"], 100 * row["low_share_high"])
    ru, en = (interval_table(*ends, None, lang, sign=False) for lang in LANGUAGES)
    return Text(
        f"Нижние три пятых шкалы (1–3 из 5); 95 % ДИ {ru} %.",
        f"The lower three fifths of the scale (1–3 of 5); 95% interval {en}%.",
    )


def _topics(row: Row) -> Iterator[Figure]:
    note = Text(
        f"Отзывов с текстом: {row['n_with_text']}; в отзыве может быть несколько тем. Темы и тон — по словарю слов, "
        "без понимания смысла: это ориентир. Сверху — темы, с которыми низкие оценки встречаются чаще, чем без них; "
        "это связь, а не причина.",
        f"Reviews with a text: {row['n_with_text']}; one may have several topics. Topics and tone are read by a "
        "dictionary of words, without the sense: take them as a hint. On top are the topics with which low ratings "
        "are more frequent than without them; an association, not a cause.",
    )
    name = TOPICS.get(row["topic"], Text(row["topic"], row["topic"]))
    for column, label, unit in BY_TOPIC:
        yield Figure(f"topic_{row['topic']}_{column}", label, row[column], unit, row["n_reviews"], note, name)


SECTIONS = (
    Section(
        "satisfaction",
        over_all_data("Оценки в отзывах", "Review ratings"),
        "marts.review_ratings",
        "platform, rating_max",
        _reviews,
        ("reviews",),
    ),
    Section(
        "satisfaction",
        over_all_data("О чём пишут в отзывах", "What reviews speak of"),
        _TOPICS,
        "topic = 'none', excess desc nulls last, topic",
        _topics,
        ("reviews",),
    ),
)
