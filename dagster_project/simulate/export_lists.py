"""Helpdesk, surveys, CRM logins, staff, roll-out dates (CSV), training and sales plan (XLSX)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dagster_project.simulate.absences import KINDS, Absences
from dagster_project.simulate.adoption import COURSES, Training
from dagster_project.simulate.clock import DAY, EPOCH, add_months
from dagster_project.simulate.export_crm import ROBOT
from dagster_project.simulate.randomness import stream
from dagster_project.simulate.service import PRIORITIES, TICKET_CHANNELS, Answers, StaffAnswers, Tickets
from dagster_project.simulate.text_files import (
    Column,
    choose,
    doubled,
    minimal,
    objects,
    quoted,
    russian_date,
    russian_time,
    write_stream,
)  # fmt: skip
from dagster_project.simulate.workbooks import Cell, write_workbook
from dagster_project.simulate.world import World

NPS_QUESTION = "Какова вероятность, что вы порекомендуете нас коллегам или знакомым? (0 – точно нет, 10 – точно да)"
COMMENT_QUESTION = "Что нам стоит улучшить?"
STAFF_QUESTIONS = (
    "CRM помогает мне работать быстрее (1–7)",
    "CRM легко пользоваться (1–7)",
    "Я понимаю, зачем нам нужна CRM (1–5)",
    "Я хочу работать в CRM (1–5)",
    "Я знаю, как работать в CRM (1–5)",
    "У меня получается работать в CRM (1–5)",
    "Работу в CRM поддерживают и отмечают (1–5)",
)
COMMENTS = ("", "", "", "Отвечайте быстрее", "Всё хорошо", "Сроки поставки", "Понятнее документы", "Цены")
INTEGRATION = "Обмен с 1С"


def write_tickets(world: World, drawn: Tickets, first: NDArray[np.int64], path: Path) -> None:
    """Helpdesk list; first (n,): who answered each ticket first."""
    header = (
        "Номер заявки", "Создана", "Канал", "Приоритет", "Клиент", "Исполнитель", "Статус", "Первый ответ", "Решена",
        "Закрыт автоматически", "Первым ответил",
    )  # fmt: skip
    done, answered = np.isfinite(drawn.resolved), np.isfinite(drawn.replied)
    columns = [
        objects(f"T-{n}" for n in range(10_001, 10_001 + len(drawn.created))), russian_time(drawn.created),
        choose(TICKET_CHANNELS, drawn.channel), choose(PRIORITIES, drawn.priority),
        world.customer_name[drawn.customer], world.person[drawn.owner],
        choose(("Новая", "В работе", "Решена"), np.where(done, 2, np.where(answered, 1, 0))),
        russian_time(drawn.replied, answered), russian_time(drawn.resolved, done),
        choose(("нет", "да"), drawn.auto_closed.astype(int)), np.where(answered, world.person[first], ""),
    ]  # fmt: skip
    _write_plain(path, header, columns)


def write_customer_survey(world: World, drawn: Answers, path: Path) -> None:
    """Google Forms: answers of customers, comma-separated, every field quoted."""
    comment = stream(world.options.seed, "survey-comments").integers(0, len(COMMENTS), len(drawn.moment))
    columns = [
        russian_time(_different(drawn.moment)), objects(map(str, drawn.score.tolist())), choose(COMMENTS, comment),
        objects(doubled(name) for name in world.customer_name[drawn.customer]),
    ]  # fmt: skip
    header = ("Отметка времени", NPS_QUESTION, COMMENT_QUESTION, "Название вашей компании")
    _write_form(path, header, columns)


def write_staff_survey(world: World, drawn: StaffAnswers, path: Path) -> None:
    """Google Forms: answers of the staff."""
    columns = [
        russian_time(_different(drawn.moment)), objects(_email(person) for person in drawn.person.tolist()),
        *(objects(map(str, drawn.items[:, item].tolist())) for item in range(len(STAFF_QUESTIONS))),
    ]  # fmt: skip
    _write_form(path, ("Отметка времени", "Адрес электронной почты", *STAFF_QUESTIONS), columns)


def write_logins(world: World, person: NDArray[np.int64], moment: NDArray[np.int64], path: Path) -> None:
    """CRM logins."""

    def lines(part: slice) -> list[str]:
        return minimal([world.person[person[part]], russian_time(moment[part])], ";")

    write_stream(path, "utf-8-sig", "Пользователь;Время входа\n", len(person), lines)


def write_users(world: World, path: Path) -> None:
    """User list of the CRM with two accounts that are no people."""
    staff = world.company
    start = np.maximum(staff.go_live[staff.person_team] - 14 * DAY, staff.person_from)
    here = np.flatnonzero((staff.person_to < 0) | (staff.person_to > start))
    first = int(staff.go_live.min()) - 14 * DAY
    count = len(here)
    columns = [
        objects([*world.person[here], ROBOT, INTEGRATION]),
        objects([*choose(staff.team_names, staff.person_team[here]), "Система", "Система"]),
        objects([*_roles(world)[here], "Служебная запись", "Служебная запись"]),
        objects([*choose(("нет", "да"), (staff.person_to[here] < 0).astype(int)), "да", "да"]),
        objects([*(["нет"] * count), "да", "да"]),
        russian_date(np.append(start[here], [first, first])),
        objects([*(_email(person) for person in here.tolist()), "", ""]),
    ]
    _write_plain(
        path,
        ("Пользователь", "Отдел", "Должность", "Активен", "Служебный", "Дата регистрации", "E-mail"), columns,
    )  # fmt: skip


def write_employment(world: World, path: Path) -> None:
    """Personnel list: when each manager was employed."""
    staff = world.company
    left = staff.person_to >= 0
    columns = [
        world.person, choose(staff.team_names, staff.person_team), _roles(world), russian_date(staff.person_from),
        russian_date(staff.person_to, left), choose(["1"], np.zeros(len(left), dtype=int)),
    ]  # fmt: skip
    _write_plain(path, ("Сотрудник", "Отдел", "Должность", "Принят", "Уволен", "Ставка"), columns)


def write_absences(world: World, away: Absences, path: Path) -> None:
    """Absences of the staff."""
    columns = [
        world.person[away.person], choose(KINDS, away.kind), russian_date(away.first), russian_date(away.last),
    ]  # fmt: skip
    _write_plain(path, ("Сотрудник", "Вид отсутствия", "Дата начала", "Дата окончания"), columns)


def write_rollout(world: World, path: Path) -> None:
    """Roll-out dates by team."""
    teams = np.argsort(world.company.go_live, kind="stable")
    columns = [
        choose(["go_live"], np.zeros(len(teams), dtype=int)), russian_date(world.company.go_live[teams]),
        choose(world.company.team_names, teams), objects(["Начало работы отдела в CRM"] * len(teams)),
    ]  # fmt: skip
    _write_plain(path, ("Событие", "Дата события", "Отдел", "Примечание"), columns)


def write_training(world: World, drawn: Training, path: Path) -> None:
    """Training list, a workbook."""
    rows: list[tuple[Cell, ...]] = [("Сотрудник", "Курс", "Дата обучения", "Часов", "Обязательный", "Сдан", "Балл")]
    for person, course, day, passed, score in zip(
        drawn.person, drawn.course, drawn.day, drawn.passed, drawn.score, strict=True
    ):
        title, hours = COURSES[course]
        moment = EPOCH.fromordinal(EPOCH.toordinal() + int(day) // DAY)
        rows.append((world.person[person], title, moment, hours, "да", "да" if passed else "нет", int(score)))
    write_workbook(path, "Обучение", rows)


def write_plan(world: World, amounts: NDArray[np.int64], path: Path) -> None:
    """Sales plan by month and team, a workbook."""
    rows: list[tuple[Cell, ...]] = [("Месяц", "Отдел", "План, руб")]
    for month in range(len(amounts)):
        day = add_months(world.options.start, month)
        rows += [(day, name, int(amounts[month, team])) for team, name in enumerate(world.company.team_names)]
    write_workbook(path, "План продаж", rows)


def _roles(world: World) -> Column:
    staff = world.company
    head = np.zeros(len(staff.person_team), dtype=int)
    head[[int(np.argmax(staff.person_team == team)) for team in range(len(staff.team_names))]] = 1
    return choose(("Менеджер по продажам", "Руководитель отдела"), head)


def _email(person: int) -> str:
    return f"manager{person + 1}@example.org"


def _different(moment: NDArray[np.int64]) -> NDArray[np.int64]:
    """Ascending moments, each at least one second after the one before."""
    index = np.arange(len(moment))
    return np.maximum.accumulate(moment - index) + index if len(moment) else moment


def _write_plain(path: Path, header: tuple[str, ...], columns: list[Column]) -> None:
    write_stream(
        path, "utf-8-sig", ";".join(header) + "\n", len(columns[0]), lambda p: minimal([c[p] for c in columns], ";")
    )


def _write_form(path: Path, header: tuple[str, ...], columns: list[Column]) -> None:
    head = quoted([objects([name]) for name in header], ",", trailing=False)[0]
    write_stream(path, "utf-8", head, len(columns[0]), lambda p: quoted([c[p] for c in columns], ",", trailing=False))
