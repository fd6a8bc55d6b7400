"""Ratings of reviews."""

from __future__ import annotations

from collections.abc import Iterator

from dagster_project.evidence.facts.figure import Figure, Section, over_all_data
from dagster_project.evidence.rows import Row
from reports.measures import Text

NOT_AN_NPS = Text("Средняя оценка; это не NPS.", "A mean rating; it is not an NPS.")


def _reviews(row: Row) -> Iterator[Figure]:
    scale = f"{row['rating_max']:g}" if row["rating_max"] else "?"
    place = f" ({row['platform']})" if row["platform"] else ""
    key = row["platform"] or "all"
    label = Text(f"Средняя оценка из {scale}{place}", f"Mean rating of {scale}{place}")
    yield Figure(f"rating_{key}", label, row["mean_rating"], "points", row["n_reviews"], NOT_AN_NPS)
    label = Text(f"Доля низких оценок{place}", f"Share of low ratings{place}")
    yield Figure(f"low_ratings_{key}", label, row["low_share"], "share", row["n_reviews"])


SECTIONS = (
    Section(
        "satisfaction",
        over_all_data("Оценки в отзывах", "Review ratings"),
        "marts.review_ratings",
        "platform, rating_max",
        _reviews,
        ("reviews",),
    ),
)
