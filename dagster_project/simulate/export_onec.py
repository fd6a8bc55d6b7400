"""1C: the sales report as a cp1251 text with title lines, a total row and a footer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate import names
from dagster_project.simulate.clock import DAY, EPOCH, office_time
from dagster_project.simulate.randomness import stream
from dagster_project.simulate.text_files import (
    Column,
    choose,
    minimal,
    objects,
    rouble_comma,
    russian_time,
    write_stream,
)  # fmt: skip
from dagster_project.simulate.world import World

HEADER = (
    "Дата", "Номер", "Вид документа", "Контрагент", "ИНН", "Сумма", "Валюта", "Менеджер", "Подразделение",
    "ID сделки CRM",
)  # fmt: skip
KINDS = ("Реализация товаров и услуг", "Возврат товаров от клиента")
SHIP_MEAN_DAYS = 2.0
DIRECT_SHARE = 0.04
RETURN_SHARE = 0.012
NUMBER_FORGOTTEN_SHARE = 0.03
REBATE_SHARE = 0.02
REBATE = 0.05


@dataclass(frozen=True)
class Orders:
    """Documents ordered by date, (n,): seconds, kopecks (returns negative), position in all_deals, direct (without
    a deal), returned, keyless (the number of the deal was forgotten), rebate (kopecks by which the order lies below
    its deal)."""

    moment: NDArray[np.int64]
    amount: NDArray[np.int64]
    deal: NDArray[np.int64]
    direct: NDArray[np.bool_]
    returned: NDArray[np.bool_]
    keyless: NDArray[np.bool_]
    rebate: NDArray[np.int64]


def orders(world: World) -> Orders:
    """Every won deal is shipped some days later; a few customers buy without a deal; a few goods come back."""
    rng = stream(world.options.seed, "orders")
    deal = world.all_deals
    won = np.flatnonzero(deal.won)
    shipped = office_time(deal.closed[won] + rng.exponential(SHIP_MEAN_DAYS * DAY, len(won)))
    extra = won[rng.random(len(won)) < DIRECT_SHARE]
    walk_in = office_time(deal.closed[extra] + rng.exponential(60 * DAY, len(extra)))
    back = rng.random(len(won)) < RETURN_SHARE
    returned = office_time(shipped[back] + rng.uniform(5, 40, int(back.sum())) * DAY)
    moment = np.concatenate([shipped, walk_in, returned])
    source = np.concatenate([won, extra, won[back]])
    kind = np.repeat([0, 1, 2], [len(won), len(extra), int(back.sum())])
    amount = np.where(
        kind == 0, deal.amount[source], np.where(kind == 1, deal.amount[source] // 8, -deal.amount[source])
    )
    order = np.argsort(moment, kind="stable")
    order = order[(moment[order] >= world.time.begin) & (moment[order] < world.time.end)]
    moment, amount, source, kind = moment[order].astype(np.int64), amount[order], source[order], kind[order]
    linked = np.flatnonzero((kind == 0) & (moment >= world.company.go_live[deal.team[source]]))
    keyless, below = _apart_from_deals(world, linked, len(moment))
    rebate = np.where(below, np.round(amount * REBATE / 10_000).astype(np.int64) * 10_000, 0)
    return Orders(moment, amount - rebate, source, kind == 1, kind == 2, keyless, rebate)


def _apart_from_deals(
    world: World, linked: NDArray[np.int64], count: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which of `count` documents lost the number of their deal and which lie below it, (count,) each, no one both."""
    mixed = stream(world.options.seed, "order-links").permutation(linked)
    n_keyless = round(NUMBER_FORGOTTEN_SHARE * len(linked))
    n_below = round(REBATE_SHARE * len(linked))
    keyless, below = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    keyless[mixed[:n_keyless]] = True
    below[mixed[n_keyless : n_keyless + n_below]] = True
    return keyless, below


def numbers_of_deals(world: World) -> NDArray[np.int64]:
    """The number of each of all_deals in the CRM, 0 for one that began before the exported months."""
    number = np.zeros(len(world.all_deals.created), dtype=np.int64)
    number[world.all_deals.created >= world.time.begin] = world.deal_id[~world.test]
    return number


def reconciliation(world: World, drawn: Orders) -> dict[str, dict[str, float]]:
    """What must come out when the sales of both systems are held against each other: documents and roubles by reason.

    Orders without a deal: bought directly, or of a deal that the list of the CRM does not hold (begun before it, or
    its line is damaged so that it cannot be read).
    """
    damaged = (world.damage.unreadable_amount, world.damage.unreadable_created_at, world.damage.broken_line)
    unreadable = world.deal_id[np.concatenate(damaged)]
    number = numbers_of_deals(world)[drawn.deal]
    absent = ~drawn.returned & (drawn.direct | (number == 0) | np.isin(number, unreadable))
    parts = {
        "not_in_crm": (absent, drawn.amount),
        "returned": (drawn.returned, drawn.amount),
        "amount": ((drawn.rebate > 0) & ~absent, -drawn.rebate),
        "number_forgotten": (drawn.keyless, drawn.amount),
    }
    return {
        name: {"documents": int(chosen.sum()), "roubles": round(int(amount[chosen].sum()) / 100, 2)}
        for name, (chosen, amount) in parts.items()
    }


def write_sales(world: World, drawn: Orders, path: Path) -> None:
    """Write the report; its total row is the sum of all amounts."""
    columns = _columns(world, drawn)
    first, last = _day(world.time.begin), _day(world.time.end) - timedelta(days=1)
    separators = ";" * (len(HEADER) - 1)
    title = (
        f"Продажи за период{separators}\nОрганизация: {world.options.company}{separators}\n"
        f"Период: {first:%d.%m.%Y} - {last:%d.%m.%Y}{separators}\n{separators}\n{';'.join(HEADER)}\n"
    )
    write_stream(path, "cp1251", title, len(columns[0]), lambda part: minimal([c[part] for c in columns], ";"))
    total = rouble_comma(int(drawn.amount.sum()))
    blank_after = len(HEADER) - 6
    with path.open("a", encoding="cp1251", newline="") as file:
        file.write(f"Итого;;;;;{total}{';' * blank_after}\n")
        file.write(f"Отчет сформирован {last + timedelta(days=1):%d.%m.%Y} 8:30:00{separators}\n")


def _columns(world: World, drawn: Orders) -> list[Column]:
    deal = world.all_deals
    customer = deal.customer[drawn.deal].tolist()
    amounts = objects(map(rouble_comma, drawn.amount.tolist()))
    spelled = objects(_formal(n) for n in range(world.customers))
    before = drawn.moment < world.company.go_live[deal.team[drawn.deal]]
    unknown_deal = drawn.direct | drawn.returned | drawn.keyless | before
    linked = np.where(unknown_deal, 0, numbers_of_deals(world)[drawn.deal])
    return [
        russian_time(drawn.moment), _numbers(drawn.moment), choose(KINDS, drawn.returned.astype(int)),
        spelled[customer], objects(names.tax_id(n) for n in customer), amounts,
        choose(["руб."], np.zeros(len(customer), dtype=int)), world.person[deal.owner[drawn.deal]],
        choose(world.company.team_names, deal.team[drawn.deal]),
        objects(str(value) if value else "" for value in linked.tolist()),
    ]  # fmt: skip


def _formal(number: int) -> str:
    """How the accountants write a company: name first, legal form last."""
    return f"{names.company_core(number)} {names.legal_form(number)}"


def _numbers(moment: NDArray[np.int64]) -> Column:
    """Document numbers that begin anew each year, as in 1C."""
    year = moment.astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64)
    change = np.flatnonzero(np.diff(year, prepend=year[:1] - 1)) if len(year) else np.zeros(0, dtype=np.int64)
    sequence = np.arange(len(year)) - np.repeat(change, np.diff(np.append(change, len(year))))
    return objects(f"УТ-{value + 1:06d}" for value in sequence.tolist())


def _day(moment: int) -> date:
    return date.fromordinal(EPOCH.toordinal() + moment // DAY)
