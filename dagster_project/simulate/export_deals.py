"""Bitrix24: the deal list as a CSV and the stage history of the REST interface."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate import names
from dagster_project.simulate.clock import DAY, HOUR
from dagster_project.simulate.damage import TEST_TITLES, UNREADABLE_AMOUNTS, UNREADABLE_DATES, earlier_close
from dagster_project.simulate.demand import CHANNELS
from dagster_project.simulate.randomness import stream
from dagster_project.simulate.text_files import (
    Column,
    choose,
    doubled,
    iso_moscow,
    objects,
    quoted,
    rouble_dot,
    russian_date,
    russian_time,
    write_stream,
)  # fmt: skip
from dagster_project.simulate.world import World

STAGES = ("Новая", "Подготовка документов", "Счёт на предоплату", "В работе", "Финальный счёт")
STAGE_CODES = ("NEW", "PREPARATION", "PREPAYMENT_INVOICE", "EXECUTING", "FINAL_INVOICE", "WON", "LOSE")
WON, LOST = "Сделка успешна", "Сделка провалена"
PIPELINES = ("Общая", "Повторные продажи")
REPEAT_CATEGORY = 2
LOSS_REASONS = ("Дорого", "Выбрали конкурента", "Нет бюджета", "Не отвечает", "Неактуально")
FIELD_FILLED_BEFORE = 0.74
PRODUCT_STEP = 4  # lines of one deal name different products, so that only planted duplicates repeat
HEADER = (
    "ID", "Название сделки", "Воронка", "Стадия сделки", "Сумма", "Валюта", "Компания", "Контакт", "Ответственный",
    "Источник", "ID лида", "Дата создания", "Дата изменения", "Предполагаемая дата закрытия",
    "Дата закрытия", "Причина отказа", "Товар", "Цена", "Количество",
)  # fmt: skip
HISTORY_HEADER = ("ID", "TYPE_ID", "OWNER_ID", "CREATED_TIME", "CATEGORY_ID", "STAGE_SEMANTIC_ID", "STAGE_ID")


def write_deals(world: World, planned: NDArray[np.float64], path: Path) -> int:
    """Write the deal list, one line per product, with the planned days (n,), nan: none, of the deals still open.

    Returns the number of lines below the header.
    """
    columns = _deal_columns(world, planned)
    line_deal = np.repeat(np.arange(len(world.deal_id)), world.products)
    product, price, quantity = _product_lines(world, line_deal)
    broken = np.zeros(len(world.deal_id), dtype=bool)
    broken[world.damage.broken_line] = True
    order = _with_duplicates(world, line_deal)

    def lines(part: slice) -> list[str]:
        rows = order[part]
        deal = line_deal[rows]
        made = quoted([*(column[deal] for column in columns), product[rows], price[rows], quantity[rows]])
        for position in np.flatnonzero(broken[deal]).tolist():
            made[position] = '";"'.join(made[position].split('";"')[:3]) + '"\n'
        return made

    write_stream(path, "utf-8-sig", quoted([objects([name]) for name in HEADER])[0], len(order), lines)
    return len(order)


def _with_duplicates(world: World, line_deal: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions of lines in file order; the first line of a duplicated deal stands a second time after its others."""
    first = np.searchsorted(line_deal, world.damage.duplicate_row, side="left")
    after = np.searchsorted(line_deal, world.damage.duplicate_row, side="right")
    return np.insert(np.arange(len(line_deal)), after, first)


def first_plans(world: World) -> NDArray[np.float64]:
    """The closing day planned when a deal was created: (n,) midnights, nan where the field was left empty."""
    empty, planned, _ = _drawn_fields(world)
    return np.where(empty[2], np.nan, np.floor(planned / DAY) * DAY)


def _drawn_fields(world: World) -> tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.int64]]:
    """Which of four optional fields are empty (4, n), the planned closing and the reason of a loss (n,)."""
    deal, options = world.exported, world.options
    rng = stream(options.seed, "deal-fields")
    count = len(deal.created)
    share = world.company.share_of_effect(deal.team, deal.created.astype(np.float64))
    filled_probability = np.clip(FIELD_FILLED_BEFORE + options.effect("completeness") * share, 0, 1)
    empty = rng.random((4, count)) >= filled_probability
    planned = deal.created + (4 + rng.integers(0, 50, count) // 2) * DAY
    return empty, planned, rng.integers(0, len(LOSS_REASONS), count)


def loss_truth(world: World) -> dict[str, dict[str, float]]:
    """Deals lost in the last 365 days and their amount in roubles, by the reason that the export gives ("" for none).

    Test deals and deals that the export spoils are not in it.
    """
    deal, damage = world.exported, world.damage
    empty, _, reasons = _drawn_fields(world)
    lost = (deal.lost_stage >= 0) & (deal.closed >= world.time.end - 365 * DAY) & ~world.test
    for spoilt in (damage.negative_duration, damage.unreadable_amount, damage.unreadable_created_at,
                   damage.broken_line):  # fmt: skip
        lost[spoilt] = False
    given = choose(LOSS_REASONS, reasons, empty[3])
    return {
        reason: {
            "deals": int((lost & (given == reason)).sum()),
            "roubles": round(int(deal.amount[lost & (given == reason)].sum()) / 100, 2),
        }
        for reason in (*LOSS_REASONS, "")
    }


def _deal_columns(world: World, planned: NDArray[np.float64]) -> list[Column]:
    deal, options, damage = world.exported, world.options, world.damage
    empty, _, reasons = _drawn_fields(world)
    count = len(deal.created)
    closed = earlier_close(options, deal, damage.negative_duration)
    is_closed = np.isfinite(closed)
    lost = deal.lost_stage >= 0
    changed = np.where(is_closed, np.maximum(closed, deal.created), _last_move(world))
    created = russian_time(deal.created)
    created[damage.unreadable_created_at] = choose(UNREADABLE_DATES, np.arange(len(damage.unreadable_created_at)) % 3)
    amount = rouble_dot(deal.amount)
    amount[damage.unreadable_amount] = choose(UNREADABLE_AMOUNTS, np.arange(len(damage.unreadable_amount)) % 4)
    owner = world.person[deal.owner]
    owner[damage.missing_owner] = ""
    reason = choose(LOSS_REASONS, reasons, empty[3] | ~lost)
    return [
        objects(map(str, world.deal_id.tolist())), _titles(world), choose(PIPELINES, deal.repeat.astype(int)),
        _stage_names(world), amount, choose(["Российский рубль"], np.zeros(count, dtype=int)), _companies(world),
        _contacts(world, empty[0]), owner, choose(CHANNELS, deal.channel, empty[1]), _lead_ids(world),
        created, russian_time(changed),
        russian_date(np.where(is_closed, np.maximum(closed, 0), planned), is_closed | np.isfinite(planned)),
        russian_time(closed, is_closed), reason,
    ]  # fmt: skip


def _titles(world: World) -> Column:
    title = objects(f"Сделка #{number}" for number in world.deal_id.tolist())
    rows = np.flatnonzero(world.test)
    title[rows] = choose(TEST_TITLES, np.arange(len(rows)) % len(TEST_TITLES))
    return title


def _companies(world: World) -> Column:
    table = objects(doubled(name) for name in world.customer_name)
    column = table[world.exported.customer]
    rows = world.damage.company_other_spelling
    column[rows] = objects(doubled(names.other_spelling(n)) for n in world.exported.customer[rows].tolist())
    return column


def _contacts(world: World, empty: NDArray[np.bool_]) -> Column:
    column = objects(names.contact_names(world.exported.customer))
    column[empty] = ""
    return column


def _lead_ids(world: World) -> Column:
    lead = world.exported.lead
    number = np.where(lead >= 0, world.lead_number[lead], 0)
    return objects(str(value) if value else "" for value in number.tolist())


def _last_move(world: World) -> NDArray[np.float64]:
    entered = np.where(np.isfinite(world.exported.entered), world.exported.entered, 0)
    return entered.max(axis=1)


def _stage_now(world: World) -> NDArray[np.int64]:
    """Position in STAGE_CODES of the current stage."""
    deal = world.exported
    return np.where(np.isfinite(deal.closed), np.where(deal.won, 5, 6), _last_stage(np.isfinite(deal.entered)))


def _last_stage(reached: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Position of the last true value in each row of reached (n, stages); -1 where there is none."""
    return np.where(reached, np.arange(reached.shape[1]), -1).max(axis=1)


def _stage_names(world: World) -> Column:
    return choose((*STAGES, WON, LOST), _stage_now(world))


def _product_lines(world: World, line_deal: NDArray[np.int64]) -> tuple[Column, Column, Column]:
    """Name, price and quantity of each product line; the lines of a deal add up to its amount."""
    rng = stream(world.options.seed, "products")
    last = np.cumsum(world.products) - 1
    place = np.arange(len(line_deal)) - np.repeat(last + 1 - world.products, world.products)
    begin = rng.integers(0, len(names.PRODUCTS), len(world.products))[line_deal]
    product = (begin + place * PRODUCT_STEP) % len(names.PRODUCTS)
    weight = np.array([value for _, value in names.PRODUCTS])[product]
    total = np.bincount(line_deal, weights=weight)
    price = np.floor(world.exported.amount[line_deal] * weight / total[line_deal]).astype(np.int64)
    price[last] += world.exported.amount - np.bincount(line_deal, weights=price).astype(np.int64)
    titles = [doubled(name) for name, _ in names.PRODUCTS]
    return choose(titles, product), rouble_dot(price), choose(["1"], np.zeros(len(line_deal), dtype=int))


def write_history(world: World, path: Path) -> int:
    """Write the stage history; it begins with the go-live of the deal's team. Returns the number of rows.

    A deal that was open on that day gets one row of type 1 with the stage it had when it was moved into the CRM.
    """
    deal, moment, stage, kind = _moves(world)
    category = np.where(world.exported.repeat[deal], REPEAT_CATEGORY, 0)
    codes = [*STAGE_CODES, *(f"C{REPEAT_CATEGORY}:{code}" for code in STAGE_CODES)]
    semantic = np.where(stage == 5, 1, np.where(stage == 6, 2, 0))

    def lines(part: slice) -> list[str]:
        return quoted([
            objects(map(str, range(part.start + 1, part.stop + 1))), choose("0123", kind[part]),
            objects(map(str, world.deal_id[deal[part]].tolist())), iso_moscow(moment[part]),
            objects(map(str, category[part].tolist())), choose("PSF", semantic[part]),
            choose(codes, stage[part] + len(STAGE_CODES) * (category[part] > 0)),
        ], trailing=False)  # fmt: skip

    write_stream(path, "utf-8", quoted([objects([n]) for n in HISTORY_HEADER], trailing=False)[0], len(deal), lines)
    return len(deal)


def _moves(world: World) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Deal position, seconds, position in STAGE_CODES and TYPE_ID (1 created, 2 moved, 3 closed), ordered by time."""
    item = world.exported
    final = np.where(item.won, 5, 6)
    times = np.column_stack([item.entered, item.closed])
    row, step = np.nonzero(np.isfinite(times))
    moment = times[row, step]
    stage = np.where(step == 5, final[row], step)
    kind = np.where(step == 0, 1, np.where(step == 5, 3, 2))
    go_live = world.company.go_live[item.team].astype(np.float64)
    inside = moment >= go_live[row]
    at_start = _last_stage(times < go_live[:, None])
    moved_in = np.flatnonzero((at_start >= 0) & (item.closed >= go_live) & (go_live < world.time.end))
    spread = 8 * HOUR + np.arange(len(moved_in)) % (2 * HOUR)
    deal = np.concatenate([row[inside], moved_in])
    moment = np.concatenate([moment[inside], go_live[moved_in] + spread])
    stage = np.concatenate([stage[inside], at_start[moved_in]])
    kind = np.concatenate([kind[inside], np.ones(len(moved_in), dtype=np.int64)])
    order = np.lexsort((stage, deal, moment))
    return deal[order], moment[order].astype(np.int64), stage[order], kind[order]
