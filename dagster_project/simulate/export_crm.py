"""Bitrix24: the lead list and the list of activities ("Дела") as CSV."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from dagster_project.simulate import names
from dagster_project.simulate.activity import KINDS, OTHER_SUBJECTS, ROUTINE_SUBJECTS, TASK
from dagster_project.simulate.batches import owner_then
from dagster_project.simulate.damage import rate
from dagster_project.simulate.demand import CHANNELS
from dagster_project.simulate.organisation import Roster
from dagster_project.simulate.randomness import stream
from dagster_project.simulate.text_files import (
    Column,
    choose,
    doubled,
    objects,
    quoted,
    russian_time,
    write_stream,
)  # fmt: skip
from dagster_project.simulate.world import World

LEAD_HEADER = (
    "ID", "Название лида", "Статус", "Источник", "Ответственный", "Имя", "Компания", "Рабочий телефон",
    "Рабочий e-mail", "Дата создания", "Дата изменения", "Дата завершения",
)  # fmt: skip
NEW, IN_PROCESS, CONVERTED, JUNK, SPAM = "Не обработан", "В работе", "Качественный лид", "Некачественный лид", "Спам"
ACTIVITY_HEADER = (
    "ID", "Тип дела", "Тема", "Направление", "Ответственный", "Создал", "ID сделки", "Дата создания", "Дата начала",
    "Завершено", "Статус", "Дата завершения",
)  # fmt: skip
ROBOT = "Робот CRM"


def write_leads(world: World, path: Path) -> dict[str, int]:
    """Write the lead list; returns the number of lines and of planted spam and test leads."""
    columns, spam, test = _lead_columns(world)
    head = quoted([objects([name]) for name in LEAD_HEADER])[0]
    write_stream(path, "utf-8-sig", head, len(columns[0]), lambda part: quoted([column[part] for column in columns]))
    return {"rows": len(columns[0]), "lead_spam": spam, "lead_test": test}


def _lead_columns(world: World) -> tuple[list[Column], int, int]:
    rng = stream(world.options.seed, "lead-fields")
    rows, inflow = world.lead_row, world.inflow
    count = len(rows)
    decided, qualified = inflow.decided[rows], inflow.qualified[rows]
    known = np.isfinite(decided)
    owner = Roster(world.company).owner(rng, inflow.team[rows], inflow.created[rows].astype(np.float64))
    junk = rng.permutation(np.flatnonzero(known & ~qualified))
    spam = junk[: round(rate(world.options, "lead_spam") * count)]
    test = junk[len(spam) :][: round(rate(world.options, "lead_test") * count)]
    status = np.where(known, np.where(qualified, CONVERTED, JUNK), np.where(rng.random(count) < 0.5, NEW, IN_PROCESS))
    status = objects(status.tolist())
    status[spam] = SPAM
    title = objects(f"Лид #{number}" for number in world.lead_number[rows].tolist())
    title[test] = "Тестовый лид"
    customer = world.lead_customer[rows].tolist()
    company = objects(doubled(names.company_name(number)) for number in customer)
    company[~qualified & (rng.random(count) < 0.4)] = ""
    changed = np.where(known, decided, inflow.created[rows] + 600)
    return [
        objects(map(str, world.lead_number[rows].tolist())), title, status, choose(CHANNELS, inflow.channel[rows]),
        world.person[owner], objects(names.contact_names(world.lead_customer[rows])), company,
        objects(names.phone(number) for number in customer),
        objects(f"client{number}@example.org" for number in customer), russian_time(inflow.created[rows]),
        russian_time(changed), russian_time(decided, known),
    ], len(spam), len(test)  # fmt: skip


def write_activities(world: World, path: Path) -> dict[str, int]:
    """Write the activities in chunks; returns the number of lines and of planted late and ownerless ones."""
    item, deal = world.activities, world.exported
    count = len(item.deal)
    ownerless = stream(world.options.seed, "damage-activities").permutation(count)
    ownerless = ownerless[: round(rate(world.options, "activity_missing_owner") * count)]
    nobody = np.zeros(count, dtype=bool)
    nobody[ownerless] = True
    subjects = ("Исходящий звонок", "Входящий звонок", "Письмо", "Встреча", "Чат", *ROUTINE_SUBJECTS, *OTHER_SUBJECTS)

    def lines(part: slice) -> list[str]:
        row, kind, automatic = item.deal[part], item.kind[part], item.automatic[part]
        outgoing, done = item.outgoing[part], item.completed[part] >= 0
        plain = np.where(kind == 0, np.where(outgoing, 0, 1), kind + 1 - (kind > TASK))
        subject = np.where(kind == TASK, 5 + item.subject[part], plain)
        owner = world.person[owner_then(world.time, world.company, deal, row, item.occurred[part])]
        author = owner.copy()
        author[automatic] = ROBOT
        owner[nobody[part]] = ""
        state = np.where(done, np.where(automatic, 2, 1), 0)
        return quoted([
            objects(map(str, range(part.start + 1, part.stop + 1))), choose(KINDS, kind), choose(subjects, subject),
            choose(("Входящее", "Исходящее"), outgoing.astype(int), kind == TASK), owner, author,
            objects(map(str, world.deal_id[row].tolist())), russian_time(item.created[part]),
            russian_time(item.occurred[part]), choose(("нет", "да"), done.astype(int)),
            choose(("Ожидается", "Завершено", "Завершено автоматически"), state),
            russian_time(item.completed[part], done),
        ])  # fmt: skip

    write_stream(path, "utf-8-sig", quoted([objects([name]) for name in ACTIVITY_HEADER])[0], count, lines)
    late = int(item.late.sum())
    return {"rows": count, "activity_late_entry": late, "activity_missing_owner": len(ownerless)}
