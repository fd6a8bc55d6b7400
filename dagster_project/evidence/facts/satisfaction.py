"""Ratings of reviews, and what they speak of."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.evidence.facts.figure import Figure, Section, over_all_data
from dagster_project.evidence.rows import Row
from reports.format import Lang, interval_table, number
from reports.measures import Text

LANGUAGES: tuple[Lang, Lang] = ("ru", "en")

LOW = Text(
    "Средняя оценка — не NPS. Низкие — нижние три пятых шкалы (1–3 из 5), с 95 % ДИ Уилсона. Копии не считаются.",
    "A mean rating is not an NPS. Low: the lower three fifths of the scale (1–3 of 5), with the 95% interval of "
    "Wilson. Copies of a review do not count.",
)
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


SURVEYS = {"nps": "NPS", "csat": "CSAT", "ces": "CES"}
PERIODS = {"before": Text("до", "before"), "after": Text("после", "after")}
REPEATED = Text(
    "Ответивших — разных клиентов или респондентов; в оба периода — тех из них, кто отвечал и до, и после. Чем их "
    "меньше, тем больше разницу может давать состав ответивших. Доля ответивших среди приглашённых неизвестна: списка "
    "приглашённых нет.",
    "Respondents are different customers or persons; in both periods are those of them who answered before and after. "
    "The fewer, the more of a difference may come from who answered. The response rate is not known: there is no list "
    "of those invited.",
)
_RESPONDENTS = "(select *, period = 'after' as is_after from marts.survey_respondents where n_respondents > 0)"


def _respondents(row: Row) -> Iterator[Figure]:
    survey, period = SURVEYS[row["kpi"]], PERIODS[row["period"]]
    name = Text(f"{survey}, {period.ru}", f"{survey}, {period.en}")
    figures = (
        ("n_respondents", Text("Ответивших", "Respondents")),
        ("n_in_both", Text("Из них в оба периода", "In both periods")),
        ("n_anonymous", Text("Ответов без имени", "Anonymous answers")),
    )
    for column, label in figures:
        key = f"{row['kpi']}_{row['period']}_{column}"
        yield Figure(key, label, row[column], "count", row["n_answers"], REPEATED, name)


GROUPS = {
    "promoter": Text("Сторонники (9–10)", "Promoters (9–10)"),
    "passive": Text("Нейтральные (7–8)", "Passives (7–8)"),
    "detractor": Text("Критики (0–6)", "Detractors (0–6)"),
}
_LINK = (
    "(select respondent_group, cast(sum(scores.n_customers) as integer) as n_customers, "
    "sum(scores.n_repeated) / sum(scores.n_customers) as repeat_share, max(scores.score) as highest, "
    "any_value(link.gamma) as gamma, any_value(link.ci_low) as ci_low, any_value(link.ci_high) as ci_high "
    "from marts.repeat_by_score as scores cross join findings.satisfaction_link as link where link.gamma is not null "
    "group by respondent_group "
    "having sum(scores.n_customers) >= (select max(suppress_people_below) from marts.audit_parameters))"
)


def _link(row: Row) -> Iterator[Figure]:
    ru, en = (
        f"{number(row['gamma'], 2, lang)} {interval_table(row['ci_low'], row['ci_high'], 2, lang)}"
        for lang in LANGUAGES
    )
    goes = row["ci_low"] > 0 or row["ci_high"] < 0
    note = Text(
        f"По последнему ответу клиента; считаются заказы после него в срок повторной покупки. Ранговая связь оценки с "
        f"заказом (гамма, от −1 до 1): {ru}, 95 % ДИ: "
        f"{'оценка и заказ связаны, но это не причина.' if goes else 'связь не видна.'}",
        f"By the last answer of a customer; orders after it within the window of repeat purchases count. Rank "
        f"association of score and order (gamma, −1 to 1): {en}, 95% interval: "
        f"{'score and order are associated, which is no cause.' if goes else 'no association is seen.'}",
    )
    name = GROUPS[row["respondent_group"]]
    label = Text("Заказали снова", "Ordered again")
    fact = f"repeat_of_{row['respondent_group']}s"
    yield Figure(fact, label, row["repeat_share"], "share", row["n_customers"], note, name)


def _reviews(row: Row) -> Iterator[Figure]:
    scale, key = f"{row['rating_max']:g}" if row["rating_max"] else "?", row["platform"] or "all"
    name = Text(row["platform"] or "Все отзывы", row["platform"] or "All reviews")
    mean = Text(f"Средняя оценка из {scale}", f"Mean rating of {scale}")
    figures = (
        (f"rating_{key}", mean, row["mean_rating"], "points"),
        (f"low_ratings_{key}", Text("Низких оценок", "Low ratings"), row["low_share"], "share"),
        (f"low_ratings_{key}_low", Text("ДИ, от", "Interval, from"), row["low_share_low"], "share"),
        (f"low_ratings_{key}_high", Text("ДИ, до", "Interval, to"), row["low_share_high"], "share"),
    )
    for fact, label, value, unit in figures:
        yield Figure(fact, label, value, unit, row["n_reviews"], LOW, name)


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
        Text("Кто отвечал на опросы", "Who answered the surveys"),
        _RESPONDENTS,
        "kpi desc, is_after",
        _respondents,
        ("survey_responses",),
    ),
    Section(
        "satisfaction",
        Text("Оценка и повторный заказ", "Score and repeat order"),
        _LINK,
        "highest desc",
        _link,
        ("survey_responses",),
    ),
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
