"""Invented people, companies and goods. No name, number or address belongs to anybody."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SURNAMES = _words(
    "Абрамцев Белозёров Вешняков Горицын Дубровин Елагин Жаворонков Зимин Ильменев Крутояров Лесников Малинин Нагорнов "
    "Озеров Полынин Ручьёв Сосновский Туманов Ухтомцев Федосьин Холмов Цветаев Черёмухин Шишкинский Щеглов Юрасов "
    "Яровой Берестов Ветров Грушин Долинин Ершов Журавин Залесов Ивлев Калинов Луговой Мятлев Норкин Орешников"
)
MALE = _words("Алексей Борис Виктор Глеб Денис Егор Захар Иван Кирилл Лев Максим Николай Олег Павел Роман Степан")
FEMALE = _words("Анна Вера Галина Дарья Елена Жанна Зоя Инна Ксения Лидия Марина Нина Ольга Полина Раиса Софья")
ROOTS = _words(
    "Север Юг Волга Урал Тайга Балт Енис Кама Вятка Онега Ладога Байкал Двина Печора Ангара Сура Клязьма Мета Орион "
    "Сигма Вектор Альта Гранит Кварц Янтарь Маяк Парус Компас Меридиан Зенит Горизонт Восход Исток Родник Берег "
    "Клён Рубин Топаз Сапфир Агат"
)
ENDINGS = _words(
    "Пром Строй Маш Торг Снаб Сервис Техно Агро Транс Энерго Монтаж Металл Хим Пласт Лес Мебель Свет Вода Газ Прибор "
    "Инжиниринг Логистик Комплект Деталь Привод Насос Климат Холод Проект Ресурс"
)
FORMS = ("ООО", "АО", "ООО", "ООО", "ИП", "ООО", "ПАО")
PRODUCTS = (
    ("Компрессор винтовой КВ-15", 0.52), ("Компрессор поршневой КП-7", 0.21), ("Осушитель ОХ-20", 0.17),
    ("Ресивер РВ-500", 0.09), ("Комплект фильтров ФК-3", 0.03), ("Монтаж и пусконаладка", 0.08),
    ("Сервисный договор, 12 мес.", 0.12), ("Блок управления БУ-2", 0.06), ("Масло компрессорное, 20 л", 0.02),
)  # fmt: skip


def person_names(rng: np.random.Generator, count: int) -> list[str]:
    """`count` different names "Surname First"; women's surnames take their ending."""
    total = len(SURNAMES) * (len(MALE) + len(FEMALE))
    order = rng.permutation(total)
    names = [_person(int(order[i % total])) for i in range(min(count, total))]
    names += [f"{names[i % total]} ({i // total + 1})" for i in range(total, count)]
    return names


def contact_names(numbers: NDArray[np.int64]) -> list[str]:
    """A contact person for each customer number; may repeat, as in life."""
    total = len(SURNAMES) * (len(MALE) + len(FEMALE))
    return [_person(int(n * 577 + 131) % total) for n in numbers]


def company_core(number: int) -> str:
    """Bare name of a company without legal form; different for every number."""
    plain = len(ROOTS) * len(ENDINGS)
    mixed = (number * 7919 + 104_729) % plain
    core = f"{ROOTS[mixed // len(ENDINGS)]}{ENDINGS[mixed % len(ENDINGS)]}"
    return core if number < plain else f"{core}-{number // plain + 1}"


def legal_form(number: int) -> str:
    """Legal form of a company."""
    return FORMS[number % len(FORMS)]


def company_name(number: int) -> str:
    """Usual spelling: legal form and name in straight quotes, as 1C and Bitrix24 users type it."""
    if legal_form(number) == "ИП":
        return f"ИП {company_core(number)}"
    return f'{legal_form(number)} "{company_core(number)}"'


def other_spelling(number: int) -> str:
    """The same company as another user would type it."""
    core, form = company_core(number), legal_form(number)
    return (f"{core}, {form}", f"{form} «{core}»", f"{form.lower()} {core.upper()}", f"{form}  {core}")[number % 4]


def tax_id(number: int) -> str:
    """Ten digits with a right check digit in region 00, which does not exist, so no real company has it."""
    digits = f"00{number % 10_000_000:07d}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return digits + str(sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 % 10)


def phone(number: int) -> str:
    """Invented number +7 900 000-xx-xx; empty beyond the ten thousand that exist, so that none is shared."""
    return f"+7 900 000-{number // 100:02d}-{number % 100:02d}" if number < 10_000 else ""


def _person(number: int) -> str:
    surname = SURNAMES[number % len(SURNAMES)]
    first = number // len(SURNAMES)
    if first < len(MALE):
        return f"{surname} {MALE[first]}"
    return f"{_feminine(surname)} {FEMALE[first - len(MALE)]}"


def _feminine(surname: str) -> str:
    if surname.endswith("ский"):
        return surname[:-4] + "ская"
    if surname.endswith("ой"):
        return surname[:-2] + "ая"
    return surname + "а"
