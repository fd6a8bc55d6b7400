"""What customers write about the company in public: topics, tone, stars, and copies of the same review elsewhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate.clock import DAY, moments_in
from dagster_project.simulate.randomness import pick, stream
from dagster_project.simulate.text_files import choose, minimal, objects, russian_date, write_stream
from dagster_project.simulate.world import World

REVIEWS_PER_DEAL = 0.1
PLATFORMS = ("Яндекс Карты", "2ГИС", "Отзовик")
PLATFORM_WEIGHTS = [0.5, 0.35, 0.15]
TOPICS = ("delivery", "price", "quality", "staff", "response", "documents", "after_sale", "range")
TOPIC_WEIGHTS = [0.22, 0.12, 0.20, 0.14, 0.12, 0.06, 0.08, 0.06]
UNHAPPY = (0.55, 0.40, 0.20, 0.12, 0.50, 0.40, 0.30, 0.25)
"""Probability that a review of the topic is unhappy, before the roll-out."""
LESS_UNHAPPY_PER_POINT = 0.35
"""Relative fall of that probability for each point of planted satisfaction."""
ENGLISH_SHARE = 0.12
COPIED_SHARE = 0.05
WITHOUT_TEXT_SHARE = 0.06
STARS = {True: [0.35, 0.35, 0.30, 0.0, 0.0], False: [0.0, 0.0, 0.0, 0.35, 0.65]}

SENTENCES: dict[str, dict[bool, tuple[str, str, str]]] = {
    # topic: unhappy and happy, each twice in Russian and once in English
    "delivery": {
        True: ("Доставку задержали на неделю", "Сроки сорвали, обещали совсем другое", "Delivery came two weeks late"),
        False: ("Доставили вовремя, без опозданий", "Курьер приехал быстро", "Fast delivery, all in order"),
    },
    "price": {
        True: ("Цены слишком высокие, дорого", "Стоимость выросла, неприятно и дорого", "Too expensive for what it is"),
        False: ("Выгодная цена", "Недорого, и скидка приятная", "A great price"),
    },
    "quality": {
        True: ("Товар с браком", "Качество не очень хорошее", "The unit was faulty"),
        False: ("Качество отличное", "Оборудование надёжное, без дефектов", "Excellent quality"),
    },
    "staff": {
        True: ("Менеджер нагрубил, ужасно", "Сотрудники не вежливы", "The manager was rude"),
        False: ("Вежливые сотрудники", "Менеджер не плохой, помог с выбором", "The staff wasn't bad at all"),
    },
    "response": {
        True: ("Отвечают медленно", "Дозвониться — проблема", "They reply too slow"),
        False: ("Ответили быстро, спасибо", "Перезвонили сразу, очень довольны", "A quick reply, thank you"),
    },
    "documents": {
        True: ("В документах ошибки", "Счета приходят с путаницей", "Mistakes in every invoice"),
        False: ("С договором помогли, всё удобно", "Документы в порядке, довольны", "Perfect paperwork"),
    },
    "after_sale": {
        True: ("Монтаж затянули, жаль денег", "По гарантии отказали, разочарованы", "Poor service after a repair"),
        False: ("Монтаж выполнен отлично", "Сервис хороший", "Great service"),
    },
    "range": {
        True: ("Ассортимент плохой", "Вечно нет в наличии, недовольны", "Out of stock again, disappointed"),
        False: ("Хороший ассортимент", "Всё в наличии, рекомендую", "A great range"),
    },
}  # fmt: skip


@dataclass(frozen=True)
class Reviews:
    """(n,) arrays ordered by time: when, position of the platform and the topic, unhappy, stars 1..5, text or ""; copy:
    whether it repeats an earlier one."""

    moment: NDArray[np.int64]
    platform: NDArray[np.int64]
    topic: NDArray[np.int64]
    unhappy: NDArray[np.bool_]
    stars: NDArray[np.int64]
    text: list[str]
    copy: NDArray[np.bool_]


def reviews(world: World) -> Reviews:
    """Draw the reviews: the share of unhappy ones falls with the roll-out as satisfaction rises."""
    options, time, company = world.options, world.time, world.company
    rng = stream(options.seed, "reviews")
    count = rng.poisson(REVIEWS_PER_DEAL * options.deals_per_month * options.months)
    moment = np.sort(moments_in(rng, time.begin, time.end, count))
    team = pick(rng, company.team_weight.tolist(), count)
    topic = pick(rng, TOPIC_WEIGHTS, count)
    share = company.share_of_effect(team, moment.astype(np.float64))
    chance = np.asarray(UNHAPPY)[topic] * (1 - LESS_UNHAPPY_PER_POINT * options.effect("satisfaction") * share)
    unhappy = rng.random(count) < np.clip(chance, 0, 1)
    stars = 1 + np.where(unhappy, pick(rng, STARS[True], count), pick(rng, STARS[False], count))
    platform = pick(rng, PLATFORM_WEIGHTS, count)
    wording = np.where(rng.random(count) < ENGLISH_SHARE, 2, rng.integers(0, 2, count))
    silent = rng.random(count) < WITHOUT_TEXT_SHARE
    text = ["" if silent[n] else _text(n, TOPICS[topic[n]], bool(unhappy[n]), int(wording[n])) for n in range(count)]
    copied = np.flatnonzero((rng.random(count) < COPIED_SHARE) & ~silent)
    later = np.minimum(moment[copied] + rng.integers(1, 30, len(copied)) * DAY, time.end - 1)
    source = np.concatenate([np.arange(count), copied])
    when = np.concatenate([moment, later])
    where = np.concatenate([platform, (platform[copied] + 1) % len(PLATFORMS)])
    order = np.argsort(when, kind="stable")
    source, copy = source[order], (np.arange(len(when)) >= count)[order]
    return Reviews(
        when[order], where[order], topic[source], unhappy[source], stars[source], [text[n] for n in source], copy
    )


def _text(number: int, topic: str, unhappy: bool, wording: int) -> str:
    """A sentence on the topic and one that makes the text its own."""
    own = ("Заказывали для своего цеха, заявка {}.", "Обращались второй раз, заявка {}.", "Our request was no. {}.")
    return f"{SENTENCES[topic][unhappy][wording]}. {own[wording].format(100_000 + number)}"


def write_reviews(world: World, drawn: Reviews, path: Path) -> None:
    """A list of reviews of several platforms."""
    columns = [
        russian_date(drawn.moment), choose(PLATFORMS, drawn.platform), objects(map(str, drawn.stars.tolist())),
        objects(drawn.text),
    ]  # fmt: skip
    head = "Дата отзыва;Площадка;Оценка;Текст отзыва\n"
    write_stream(path, "utf-8-sig", head, len(drawn.moment), lambda part: minimal([c[part] for c in columns], ";"))


def reviews_truth(drawn: Reviews) -> dict[str, Any]:
    """Counts of what was written, copies apart."""
    own = ~drawn.copy
    spoken = own & np.array([bool(text) for text in drawn.text], dtype=bool)
    mentioned = Counter(TOPICS[one] for one in drawn.topic[spoken].tolist())
    unhappy = Counter(TOPICS[one] for one in drawn.topic[spoken & drawn.unhappy].tolist())
    return {
        "reviews": int(own.sum()),
        "copies": int(drawn.copy.sum()),
        "with_text": int(spoken.sum()),
        "stars_1_to_3": int((drawn.stars[own] <= 3).sum()),
        "by_topic": {
            topic: {"reviews": mentioned[topic], "unhappy": unhappy[topic]} for topic in TOPICS if mentioned[topic]
        },
    }
