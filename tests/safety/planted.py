"""Exports with personal values in every field that may hold one, and with cells and names that try to do harm."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import openpyxl

from dagster_project.warehouse import CONFIG

PERSONAL = (
    "Вязметинов",
    "Аполлинари",
    "Zbigniewska",
    "Кузьмодемьянск",
    "9031239876",
    "+7 (903) 123-98-76",
    "903 123 98 76",
    "4959871234",
    "vyazmetinov",
    "ВЯЗМЕТИНОВ@",
    "Ореховозерск",
    "аневризм",
)
"""Parts of planted values. Searched without regard to case, in every spelling that a tool may have made of them."""

EVALUATED = "13372"
SHEET = "{{ 191+13181 }}<b>'=cmd|A0\""
LONG = "Я" * 10_000
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
HEADERS = (
    *("__proto__", "{{ 191 * 70 + 2 }}", "{% print(191 * 70 + 2) %}", '"; drop table leads; --', "a'b\"c`d"),
    *(
        "<img src=x onerror=alert(1)>",
        "</script><script>alert(1)</script>",
        '=HYPERLINK("http://a")',
        "@SUM(1)",
    ),
    *("\u202egnp.exe", "\x1b[2J\x1b]0;x\x07", "две\nстроки", "../../etc/passwd", "CON", "_file_id", LONG),
)
"""Names of columns: a store of prototypes, templates, SQL, HTML, formulas, steering letters, paths, 10,000 letters."""
TEMPLATES = ("{{ 191 * 70 + 2 }}", "{% print(191 * 70 + 2) %}", "${191*70+2}", "#{191*70+2}")
SETTINGS = """\
company: {{name: "{template}"}}
languages: [ru]
currency: RUB
roll_out: {{go_live: 2024-07-01}}
"""
ALLOWED_SCHEMES = ("data:", "#")


def planted_workspace(root: Path, port: int = 9) -> Path:
    """A workspace of hostile and personal exports; `port` of this machine is where hostile addresses point."""
    landing = root / "landing"
    landing.mkdir(parents=True)
    (root / "audit.yml").write_text(SETTINGS.format(template=TEMPLATES[0]), encoding="utf-8")
    hostile = _hostile(port)
    _write(landing / "=HYPERLINK(1){{ 191 * 70 + 2 }}[1]'; drop table x; --.csv", _deals(hostile))
    _write(landing / "$(touch pwned) ..%2F..%2Fleads <img src=x>.csv", _leads(hostile))
    (landing / "sub folder").mkdir()
    _write(landing / "sub folder" / "-tickets.csv", _tickets(hostile))
    _write(landing / "@Опрос.csv", _answers())
    _write(landing / ("длинное " * 14 + "\u202e\x1b[31m\n{{ 191 * 70 + 2 }}.csv"), _trainings())
    _workbook(landing / "--help; reboot #.xlsx", _contacts(hostile))
    return root


def _hostile(port: int) -> list[str]:
    address = f"http://127.0.0.1:{port}/x"
    return [
        f'<img src="{address}.png">',
        f'<link rel="attachment" href="file:///etc/passwd"><link rel="stylesheet" href="{address}.css">',
        f'=HYPERLINK("{address}";"a")',
        f'=WEBSERVICE("{address}")',
        f'<style>@import url("{address}.css")</style>',
        f"<script>fetch('{address}')</script>",
        f'"><iframe src="{address}"></iframe>',
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "+1+cmd|' /C calc'!A0",
        "'; drop schema marts cascade; --",
        f"from read_text('{address}')",
        *TEMPLATES,
    ]


def _write(path: Path, rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8-sig")


def _workbook(path: Path, rows: list[list[str]]) -> None:
    """A workbook whose sheets are called by things that a program might run."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in (SHEET, "=WEBSERVICE(1)", "'; drop schema marts; --"):
        sheet = book.create_sheet(name)
        for row in rows if name == SHEET else []:
            sheet.append([cell.replace("\x1b", "").replace("\x07", "") for cell in row])
            for cell in sheet[sheet.max_row]:
                cell.data_type = "s"
    book.save(path)


def _month(number: int) -> str:
    return f"{1 + number % 27:02d}.{1 + number // 25 % 12:02d}.2024 10:15:00"


def _deals(hostile: list[str]) -> list[list[str]]:
    header = [
        *("ID", "Название сделки", "Стадия сделки", "Сумма", "Дата создания", "Дата закрытия", "Ответственный"),
        *("Компания", "Контакт", "Телефон", "E-mail", "Комментарий", "Источник", "Причина отказа"),
        *("Адрес доставки", '"; drop table deals; --', "{{ 191 * 70 + 2 }}", "=1+1"),
    ]
    rows = [header]
    for number in range(1, 241):
        bad = hostile[number % len(hostile)]
        rows.append(
            [
                *(str(number), f"Вязметинов, протезы {number}", "Сделка успешна" if number % 3 else "Сделка провалена"),
                *(str(900 + number), _month(number), _month(number + 3), "Вязметинов Аполлинарий Ю."),
                *("ИП Вязметинов А. Ю.", "Аполлинария Zbigniewska", "+7 (903) 123-98-76", "Vyazmetinov@Example.RU"),
                *("Звонить 8 903 123 98 76, лежит с аневризмой", bad, bad),
                *("г. Ореховозерск, ул. Кузьмодемьянская, 5", bad, bad, bad),
            ]
        )
    return rows


def _leads(hostile: list[str]) -> list[list[str]]:
    header = [
        *("ID", "Название лида", "Статус", "Дата создания", "Ответственный", "Имя", "Телефон", "E-mail"),
        *("Комментарий", "Источник", *HEADERS),
    ]
    phones = ("+79031239876", "8 (903) 123-98-76", "7-903-123-98-76", "8 495 987-12-34", "9031239876")
    rows = [header]
    for number in range(1, 121):
        rows.append(
            [
                *(str(number), f"Заявка от Вязметинова {number}", "Новый", _month(number), "Zbigniewska A."),
                *(
                    "Аполлинарий Вязметинов",
                    phones[number % len(phones)],
                    "<vyazmetinov@example.ru>; ВЯЗМЕТИНОВ@почта.рф",
                ),
                *("Живёт в Ореховозерске", hostile[number % len(hostile)], *("Вязметинов" for _ in HEADERS)),
            ]
        )
    return rows


def _tickets(hostile: list[str]) -> list[list[str]]:
    header = ["Номер заявки", "Создан", "Первый ответ", "Решён", "Статус", "Канал", "Исполнитель", "Тема", "Клиент"]
    rows = [header]
    for number in range(1, 61):
        rows.append(
            [
                *(str(number), _month(number), _month(number + 1), _month(number + 2), "Закрыт"),
                *(hostile[number % len(hostile)], "Вязметинов А. Ю.", "Аневризма у Вязметинова", "Аполлинария"),
            ]
        )
    return rows


def _answers() -> list[list[str]]:
    question = "Насколько вероятно, что вы порекомендуете нас друзьям или коллегам? (0-10)"
    rows = [["Отметка времени", "Адрес электронной почты", question, "Что улучшить?"]]
    for number in range(1, 41):
        rows.append(
            [_month(number * 5), f"vyazmetinov{number}@example.ru", str(number % 11), "Мой телефон 8 903 123 98 76"]
        )
    return rows


def _trainings() -> list[list[str]]:
    rows = [["Сотрудник", "Дата обучения", "Курс", "Результат"]]
    return rows + [["Вязметинов А. Ю.", _month(number)[:10], "CRM", "80"] for number in range(1, 20)]


def _contacts(hostile: list[str]) -> list[list[str]]:
    rows = [["ID", "Имя", "Фамилия", "Телефон", "E-mail", "Компания", "Дата создания", *HEADERS]]
    for number in range(1, 60):
        bad = hostile[number % len(hostile)]
        rows.append([str(number), "Аполлинарий", "Вязметинов", "8 903 123 98 76", "vyazmetinov@example.ru",
                     "ИП Вязметинов", _month(number), *(bad for _ in HEADERS)])  # fmt: skip
    return rows


def personal_values_in(data: bytes | str) -> list[str]:
    """The planted values that text or bytes contain, in UTF-8 or a Russian code page."""
    if isinstance(data, str):
        texts = [data]
    else:
        texts = [data.decode(encoding, "ignore") for encoding in ("utf-8", "cp1251", "utf-16-le")]
    return [value for value in PERSONAL if any(value.casefold() in text.casefold() for text in texts)]


def leaks_in_folder(folder: Path, spared: tuple[str, ...] = ()) -> Iterator[str]:
    """Files below a folder that hold a planted value; `spared` are names directly below it that may."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.relative_to(folder).parts[0] not in spared:
            found = personal_values_in(path.read_bytes())
            if path.suffix == ".pdf":
                found += personal_values_in(_pdf_text(path))
            yield from (f"{path.relative_to(folder)}: {value}" for value in found)


def leaks_in_warehouse(warehouse: Path) -> Iterator[str]:
    """Tables of a warehouse, not the views on raw/, with a row that holds a planted value."""
    with duckdb.connect(str(warehouse), read_only=True, config=dict(CONFIG)) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables where not starts_with(table_schema, 'raw_')"
        ).fetchall()
        assert tables
        for schema, table in tables:
            for value in PERSONAL:
                pattern = value.casefold()
                row = connection.execute(
                    f'select count(*) from "{schema}"."{table}" as t where contains(lower(t::varchar), ?)', [pattern]
                ).fetchone()
                if row is not None and row[0]:
                    yield f"{schema}.{table}: {value} in {row[0]} rows"


def _pdf_text(path: Path) -> str:
    from pypdf import PdfReader

    reader = PdfReader(path)
    attached = [data for files in reader.attachments.values() for data in files]
    texts = [page.extract_text() for page in reader.pages] + [data.decode("utf-8", "replace") for data in attached]
    return re.sub(r"[\u00ad\u2060]", "", "\n".join(texts))
