"""Mistakes of users, each with words of the message that it gets: what the page docs/messages.md explains."""

from __future__ import annotations

import datetime as dt
import errno
import gzip
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

Make = Callable[[Path], object]
GOOD = "company: {name: A}\n"
HEADER = "ID;Название сделки;Стадия сделки;Сумма;Дата создания;Ответственный\n"
ROW = "1;A;Новая;5;01.02.2024;И\n"
DEALS = HEADER + ROW
INGEST = "dagster_project.ingest."
SHIPMENT = (
    "<Документ><Номер>1</Номер><Дата>2024-03-05</Дата><ХозОперация>Отпуск товара</ХозОперация>"
    "<Сумма>1</Сумма></Документ>"
)
EXCHANGE = '<?xml version="1.0" encoding="gb18030"?><КоммерческаяИнформация>{}</КоммерческаяИнформация>'


@dataclass(frozen=True)
class Case:
    """`words` of the message, audit.yml, what makes the exports, and what is replaced in the product meanwhile."""

    words: str
    settings: str = GOOD
    make: Make = lambda _: None
    patches: Mapping[str, Any] = field(default_factory=dict)


def text(content: str, name: str = "d.csv") -> Make:
    return lambda landing: (landing / name).write_text(content, encoding="utf-8")


def texts(**contents: str) -> Make:
    def make(landing: Path) -> None:
        for name, content in contents.items():
            (landing / f"{name}.csv").write_text(content, encoding="utf-8")

    return make


def data(content: bytes, name: str = "d.csv") -> Make:
    return lambda landing: (landing / name).write_bytes(content)


def archive(name: str, members: Mapping[str, str]) -> Make:
    def make(landing: Path) -> None:
        with zipfile.ZipFile(landing / name, "w") as file:
            for member, content in members.items():
                file.writestr(member, content)

    return make


def workbook(*sheets: list[list[object]], epoch: dt.datetime | None = None) -> Make:
    def make(landing: Path) -> None:
        book = openpyxl.Workbook()
        book.epoch = epoch or book.epoch
        book.remove(book.active)
        for number, rows in enumerate(sheets, start=1):
            sheet = book.create_sheet(f"Лист{number}")
            for row in rows:
                sheet.append(row)
        book.save(landing / "d.xlsx")

    return make


def raising(error: BaseException) -> Callable[..., NoReturn]:
    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    return fail


def source(words: str) -> str:
    return GOOD + "sources: [" + words + "]\n"


def custom(columns: str, more: str = "") -> str:
    """A mapping of d.csv to deals."""
    return source(f"{{files: d.csv, table: deals, {more}columns: {{{columns}}}}}")


def survey(words: str) -> str:
    return source(f"{{files: d.csv, table: survey_responses, columns: {{}}, questions: {words}}}")


SHEET: list[list[object]] = [HEADER.strip().split(";"), ["1", "A", "Новая", 5, dt.datetime(2024, 2, 1), "И"]]
CELLS: list[list[object]] = [SHEET[0], ["1", "A", "Новая", 5, dt.datetime(2024, 2, 1), "#REF!"]]
DATES = "deal_id: n, created_at: x"
AMOUNT = "deal_id: n, amount: x"
MANY_DAYS = "n;x\n" + "".join(f"{n};2025-01-{n % 28 + 1:02d}\n" for n in range(1, 250))

FILES = [
    Case("landing/ holds no file to read"),
    Case("is missing. Put the exports", make=lambda landing: landing.rmdir()),
    Case("a header only", make=text(HEADER)),
    Case("is empty (0 bytes)", make=data(b"")),
    Case("is a PDF; export the list as CSV or XLSX", make=data(b"%PDF-1.7\n1 0 obj\n", "d.pdf")),
    Case("is an XML file, but no exchange file of 1C", make=text('<?xml version="1.0"?><rss/>', "d.xml")),
    Case("is an exchange file of 1C without a document", make=text(EXCHANGE.format(""), "d.xml")),
    Case(
        "is an XML file of more than 0 GB",
        make=text(EXCHANGE.format(""), "d.xml"),
        patches={INGEST + "xml_document._MAX_SIZE": 9},
    ),
    Case("is XML in an encoding that cannot be read here", make=data(EXCHANGE.format("").encode("gb18030"), "d.xml")),
    Case("is XML with bytes that are not", make=data(EXCHANGE.format("").encode() + b"\xff\x98", "d.xml")),
    Case("is no well-formed XML", make=text(EXCHANGE.format("<Документ>"), "d.xml")),
    Case("holds a text of more than 1 MB", make=text(EXCHANGE.format(f"<Документ>{'1' * (2 << 20)}"), "d.xml")),
    Case("declares a document type inside", make=text(EXCHANGE.replace("?>", "?><!DOCTYPE a>"), "d.xml")),
    Case("the gzip file is damaged or cut short", make=data(gzip.compress(DEALS.encode() * 9)[:-20], "d.csv.gz")),
    Case("is packed more than 3 times", make=data(gzip.compress(gzip.compress(gzip.compress(gzip.compress(b"a")))))),
    Case(
        "unpacks to more than 1 times its size",
        make=data(gzip.compress(DEALS.encode() * 90), "d.csv.gz"),
        patches={INGEST + "container._FREE_SIZE": 9, INGEST + "container._MAX_RATIO": 1},
    ),
    Case("is a damaged or cut workbook", make=data(b"PK\x03\x04" + b"\0" * 60, "d.xlsx")),
    Case("is a zip archive and no .xlsx workbook", make=archive("d.zip", {"a": "1"})),
    Case("is a binary workbook (.xlsb)", make=archive("d.xlsb", {"xl/workbook.bin": "x"})),
    Case(
        "has 2 parts, more than any export",
        make=archive("d.xlsx", {"xl/a": "x", "xl/b": "x"}),
        patches={INGEST + "workbook_limits._MAX_MEMBERS": 1},
    ),
    Case(
        "unpacks to 0 MB, which is more than a workbook of this size can hold",
        make=archive("d.xlsx", {"xl/a": "x" * 99}),
        patches={INGEST + "workbook_limits._MAX_UNPACKED": 9},
    ),
    Case("declares a document type inside", make=archive("d.xlsx", {"xl/workbook.xml": "<!DOCTYPE a><a/>"})),
    Case(
        "has a part without content at its beginning",
        make=archive("d.xlsx", {"xl/workbook.xml": " " * 99}),
        patches={INGEST + "workbook_limits._MAX_PROLOGUE": 9},
    ),
    Case("cannot be read as a workbook", make=archive("d.xlsx", {"xl/workbook.xml": "<a/>"})),
    Case(
        "could not be read within 18 seconds",
        make=workbook(SHEET),
        patches={INGEST + "workbook.subprocess.run": raising(subprocess.TimeoutExpired("a", 1))},
    ),
    Case(
        "breaks the limits of a workbook",
        make=workbook(SHEET),
        patches={INGEST + "workbook._BASE_MEMORY": 8 << 20},
    ),
    Case(
        "has no sheet 'Нет'; its sheets: 'Лист1'",
        source("{files: d.xlsx, table: bitrix24.deals, read: {sheet: Нет}}"),
        workbook(SHEET),
    ),
    Case(
        "has no header in row 99, as",
        source("{files: d.xlsx, table: bitrix24.deals, read: {header_line: 99}}"),
        workbook(SHEET),
    ),
    Case("has no sheet with a table", make=workbook([])),
    Case("has several sheets that fit ('Лист1', 'Лист2')", make=workbook(SHEET, SHEET)),
    Case("is HTML without a table", make=text("<!DOCTYPE html><html><body><p>a</p></body></html>", "d.html")),
    Case(
        "is an HTML table of more than 200 MB",
        make=text("<html><table><tr><td>a</table>", "d.html"),
        patches={INGEST + "html_reader._MAX_SIZE": 9},
    ),
    Case(
        "is HTML with bytes that are not utf-8",
        source("{files: d.html, table: deals, read: {encoding: utf-8}, columns: {deal_id: a}}"),
        data(b"<html><table><tr><td>a<tr><td>\xff</table>", "d.html"),
    ),
    Case(
        "is an HTML table with cells merged over several rows",
        make=text("<html><table><tr><td>ID<td>b<tr><td rowspan=2>1<td>2<tr><td>3</table>", "d.html"),
    ),
    Case("is no valid JSON", make=text('{"result": [{"ID": 1,}]}', "d.json")),
    Case("is no valid JSON: line 1 holds bytes that are not utf-8", make=data(b'[{"ID": "\xff"}]', "d.json")),
    Case("is nested too deeply", make=text("[" * 2000 + "]" * 2000, "d.json")),
    Case("holds no list of objects", make=text('{"a": {"b": 1}}', "d.json")),
    Case("holds no object with fields", make=text("[]", "d.json")),
    Case(
        "is a JSON document of more than 0 MB",
        make=text('[{"ID": 1}]', "d.json"),
        patches={INGEST + "json_source._MAX_DOCUMENT": 5},
    ),
    Case("names a column twice in its first row", make=text('[["a", "a"], [1, 2]]', "d.json")),
    Case(
        "has more than 2 different fields",
        make=text('[{"a": 1, "b": 1, "c": 1}]', "d.json"),
        patches={INGEST + "json_source._MAX_COLUMNS": 2},
    ),
    Case("has the fields 'Id' and 'ID', which differ only in case", make=text('[{"Id": 1, "ID": 2}]', "d.json")),
    Case(
        "has a line of more than 64 MB",
        make=text("a" * 99),
        patches={INGEST + "decode._BLOCK": 8, INGEST + "decode._LONGEST_LINE": 9},
    ),
    Case("holds no table", make=text("\n\n\n")),
    Case("nothing is known that has these headers", make=text("alpha;beta\n1;2\n")),
    Case(
        "about equally well, so it is not guessed",
        make=text(
            "Record Id,Subject,Status,Priority,Created Time,Modified Time,Due Date,Case Number,Task Owner,Case Owner\n"
        ),
    ),
    Case("looks like bitrix24.deals, which needs created_at", make=text(DEALS.replace("Дата создания", "Когда", 1))),
    Case("has the header 'ID' twice", make=text(DEALS.replace("Название сделки", "ID", 1))),
    Case("none of its 1 rows can be read", make=text(HEADER + "1;A\n")),
    Case("it changed while it was read", make=text(DEALS), patches={INGEST + "landing.LandingFile.is_unchanged": bool}),
    Case(
        "no permission to read it",
        make=text(DEALS),
        patches={INGEST + "landing._walk": raising(PermissionError(errno.EACCES, "denied", "d.csv"))},
    ),
    Case(
        "it was there a moment ago and is gone",
        make=text(DEALS),
        patches={INGEST + "landing._walk": raising(FileNotFoundError(errno.ENOENT, "none", "d.csv"))},
    ),
    *(
        Case(words, make=text(DEALS), patches={INGEST + "loader.write_ledger": raising(OSError(number, "x"))})
        for words, number in (
            ("the disk is full; free some space", errno.ENOSPC),
            ("the disk quota is used up; free some space", errno.EDQUOT),
            ("the file system is read-only; choose another place", errno.EROFS),
            ("no permission to write there; change the owner", errno.EACCES),
        )
    ),
    Case("dates like 03/04 that can be day or month first", custom(DATES), text("n;x\n1;03/04/2024\n")),
    Case("amounts like 1,234 or 1.234 can be read in two ways", custom(AMOUNT), text("n;x\n1;1,234\n")),
    Case("keys have different values in the two", make=texts(a=DEALS, b=DEALS.replace(";5;", ";6;"))),
    Case(
        "closed deals stand on stages that are not known",
        custom("deal_id: n, stage: s, closed_at: x"),
        text("n;s;x\n1;Туманно;2024-05-01\n"),
    ),
    Case(
        "roll-out dates, file",
        source("{files: d.csv, table: rollout_events, columns: {kind: n, event_date: x}}"),
        text("n;x\ngo_live;весной\n"),
    ),
]
NOTES = [
    Case("declares gb18030, but is written in utf-8", make=text(EXCHANGE.format(SHIPMENT), "d.xml")),
    Case("1 rows in quarantine: 2 cells instead of 6", make=text(DEALS + "2;A\n")),
    Case("0 rows: the file has a header and nothing below it", make=texts(a=DEALS, b=HEADER)),
    Case("cells hold an error or a formula without a stored value", make=workbook(CELLS)),
    Case("control total of 'Сумма' in line 3 differs by", make=text(DEALS + "Итого;;;9;;\n")),
    Case("values of 'x' cannot be read as a date", custom(DATES), text("n;x\n1;2024-05-01\n2;вчера\n")),
    Case("dates of 'x' are out of the plausible range", custom(DATES), text(MANY_DAYS + "999;1970-01-01\n")),
    Case("amounts use the other decimal sign", custom(AMOUNT), text("n;x\n1;1 234,50\n2;2 000,75\n3;1,234.50\n")),
    Case("columns kept but not used: 'Цвет'", make=text(DEALS.replace("\n", ";Цвет\n", 1).replace(";И\n", ";И;a\n"))),
    Case("known under another name: 'Название' for", make=text(DEALS.replace("Название сделки", "Название", 1))),
    Case(
        "unlike a_2024_02_01.csv: new columns: 'Цвет'",
        make=texts(
            a_2024_02_01=DEALS,
            b_2024_02_02=DEALS.replace("\n", ";Цвет\n", 1).replace(";И\n", ";И;a\n"),
        ),
    ),
    Case("which its headers do not confirm", custom("deal_id: n"), data(b"n;x\n" + b"1;M\xfcller\n" * 40)),
    Case("the last line has no line end", make=text(DEALS.rstrip("\n"))),
    Case("the workbook counts days from 1904", make=workbook(SHEET, epoch=CALENDAR_MAC_1904)),
]
