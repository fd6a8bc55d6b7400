"""Typing of cells in SQL: every form that exports use is read exactly, everything else is reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagster_project.ingest import typing_rules
from tests.dbt.staging_cases import AMOUNTS, MISSING, MOMENTS, NARROW, NBSP

MOSCOW = ZoneInfo("Europe/Moscow")
Render = Callable[[str], str]
Connection = duckdb.DuckDBPyConnection


RAW_CELLS = """
    create or replace temp table raw_cells (
        _row_number bigint, cell varchar, _date_order varchar, _decimal varchar,
        _extra varchar, _source_relation varchar default 'shop', _file_id varchar, _snapshot_at timestamp
    )
"""


@pytest.fixture(scope="module", autouse=True)
def read_cells(connection: Connection, render: Render) -> None:
    """The view `read_cells` over whatever the table `raw_cells` holds at the moment."""
    sql = render("{{ read_cells('raw_cells', ['cell'], pseudonyms=true) }}")
    connection.execute(RAW_CELLS)
    connection.execute(f"create or replace temp view read_cells as {sql}")


def evaluate(
    connection: Connection,
    expression: str,
    cells: Sequence[str | None],
    order: str | None = None,
    decimal: str | None = None,
) -> list[Any]:
    """The value of an SQL expression over the column `cell`, as staging reads it, for each cell in order."""
    rows = [(place, cell, order, decimal) for place, cell in enumerate(cells)]
    connection.execute(RAW_CELLS)
    connection.executemany("insert into raw_cells (_row_number, cell, _date_order, _decimal) values (?, ?, ?, ?)", rows)
    return [
        row[0] for row in connection.execute(f"select {expression} from read_cells order by _row_number").fetchall()
    ]


@pytest.fixture(scope="module")
def amount_sql(render: Render) -> str:
    return render("{{ parse_amount('cell') }}")


@pytest.fixture(scope="module")
def moment_sql(render: Render) -> str:
    return render("{{ parse_timestamp('cell') }}")


@pytest.mark.parametrize(("cell", "decimal", "expected"), AMOUNTS)
def test_an_amount_is_read_exactly_or_not_at_all(
    connection: Connection, amount_sql: str, cell: str, decimal: str | None, expected: str | None
) -> None:
    read = evaluate(connection, amount_sql, [cell], decimal=decimal)[0]
    assert read == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(("cell", "order", "expected"), MOMENTS)
def test_a_moment_is_read_in_the_company_s_time_zone_or_not_at_all(
    connection: Connection, moment_sql: str, cell: str, order: str | None, expected: str | None
) -> None:
    read = evaluate(connection, moment_sql, [cell], order)[0]
    assert read == (None if expected is None else datetime.fromisoformat(expected))


@pytest.mark.parametrize(("cell", "order", "expected"), MOMENTS)
def test_the_loader_reads_moments_as_the_warehouse_does(cell: str, order: str | None, expected: str | None) -> None:
    read = typing_rules.parse_timestamp(cell, order, MOSCOW)
    assert read == (None if expected is None else datetime.fromisoformat(expected))


@pytest.mark.parametrize(("cell", "decimal", "expected"), AMOUNTS)
def test_the_loader_reads_no_amount_differently_from_the_warehouse(
    cell: str, decimal: str | None, expected: str | None
) -> None:
    read = typing_rules.parse_amount(cell, decimal)
    if read is not None and expected is not None:
        assert abs(read - Decimal(expected)) < Decimal("0.01")


@pytest.mark.parametrize("cell", MISSING)
def test_a_placeholder_is_missing_and_not_unreadable(connection: Connection, render: Render, cell: str) -> None:
    has_value = render("{{ has_value('cell') }}")
    texts = render("{{ clean_text('cell') }}")
    assert evaluate(connection, has_value, [cell]) == [False]
    assert evaluate(connection, texts, [cell]) == [None]


@pytest.mark.parametrize("cell", ["#VALUE!", "#ЗНАЧ!", "#N/A", "#####", "NaN"])
def test_the_error_of_a_spreadsheet_is_no_text_but_counts_as_unreadable(
    connection: Connection, render: Render, cell: str
) -> None:
    assert evaluate(connection, render("{{ clean_text('cell') }}"), [cell]) == [None]
    assert evaluate(connection, render("{{ has_value('cell') }}"), [cell]) == [True]


def test_a_text_that_begins_with_a_hash_stays(connection: Connection, render: Render) -> None:
    assert evaluate(connection, render("{{ clean_text('cell') }}"), ["#12 Север"]) == ["#12 Север"]


@settings(deadline=None)
@given(st.decimals(min_value=-(10**13), max_value=10**13, places=2), st.sampled_from([" ", NBSP, NARROW, "'"]))
def test_every_amount_that_russian_software_writes_is_read_back(
    connection: Connection, amount_sql: str, amount: Decimal, blank: str
) -> None:
    text = f"{amount:,.2f}".replace(",", blank).replace(".", ",")
    assert evaluate(connection, amount_sql, [text], decimal=",") == [amount]


@settings(deadline=None)
@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 12, 31)))
def test_every_moment_that_a_crm_writes_is_read_back(connection: Connection, moment_sql: str, moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    forms = ("%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %I:%M:%S %p", "%Y/%m/%d %H:%M:%S")
    cells = [f"{moment:{form}}".replace(f"{moment:%Y}", f"{moment.year:04d}") for form in forms]
    assert evaluate(connection, moment_sql, cells, "dmy") == [moment] * len(forms)


@settings(deadline=None)
@given(st.text(max_size=24))
def test_no_text_breaks_the_typing(connection: Connection, amount_sql: str, moment_sql: str, cell: str) -> None:
    cell = cell.replace("\0", "")
    assert len(evaluate(connection, f"({amount_sql}) is null and ({moment_sql}) is null", [cell], "dmy", ",")) == 1


@settings(deadline=None)
@given(st.text(alphabet="0123456789.,-/: T", min_size=1, max_size=19), st.sampled_from(["dmy", "mdy", None]))
def test_loader_and_warehouse_agree_on_any_cell_of_digits_and_signs(
    connection: Connection, moment_sql: str, cell: str, order: str | None
) -> None:
    read = evaluate(connection, moment_sql, [cell], order)[0]
    twin = typing_rules.parse_timestamp(cell, order, MOSCOW)
    assert read is None or twin is None or read == twin


def test_a_moment_outside_the_century_is_flagged_and_dropped(connection: Connection, render: Render) -> None:
    cells = ["01.01.1970", "30.12.1899", "01.01.0001", "31.12.2100", "01.01.2101", "31.02.2025", "01.02.2025", "-"]
    evaluate(connection, "1", cells)
    rows = connection.execute(
        render(
            "select {{ in_range('typed_cell') }}, {{ out_of_range_columns(['cell']) }}, "
            "{{ unreadable_columns(['cell']) }}, {{ has_unreadable(['cell']) }} "
            "from (select {{ parse_timestamp('cell') }} as typed_cell, cell from read_cells order by _row_number)"
        )
    ).fetchall()
    outside = (None, ["cell"], [], False)
    assert rows[0] == rows[1] == rows[2] == rows[4] == outside
    assert rows[3] == (datetime(2100, 12, 31), [], [], False)
    assert rows[5] == (None, [], ["cell"], True)
    assert rows[6] == (datetime(2025, 2, 1), [], [], False)
    assert rows[7] == (None, [], [], False)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("2024-03", "2024-03-01"), ("03.2024", "2024-03-01"), ("март 2024", "2024-03-01"), ("Mar 2024", "2024-03-01"),
     ("Май 2024 г.", "2024-05-01"), ("2024-Q3", "2024-07-01"), ("01.03.2024", "2024-03-01"), ("2024", None)],
)  # fmt: skip
def test_a_period_is_known_by_its_first_day(
    connection: Connection, render: Render, cell: str, expected: str | None
) -> None:
    read = evaluate(connection, render("{{ parse_period('cell') }}"), [cell])[0]
    assert (None if read is None else f"{read:%Y-%m-%d}") == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("да", True),
        ("Нет", False),
        ("Y", True),
        ("N", False),
        ("1", True),
        ("0", False),
        ("TRUE", True),
        ("может быть", None),
    ],
)
def test_yes_and_no_are_read_in_both_languages(
    connection: Connection, render: Render, cell: str, expected: bool | None
) -> None:
    assert evaluate(connection, render("{{ parse_boolean('cell') }}"), [cell]) == [expected]


@pytest.mark.parametrize(
    ("kind", "spellings", "normal"),
    [
        ("phone", ["8 (900) 523-48-48", "+7 900 523 48 48", "79005234848", "9005234848"], "79005234848"),
        ("phone", ["+7(900)523-48-48 доб. 12", "8.900.523.48.48 ext 3", "89005234848; 89005234849"], "79005234848"),
        ("email", ["Anna@Example.org ", "anna@example.org", "anna+crm@example.ORG"], "anna@example.org"),
        ("email", ["+sales@example.org"], "+sales@example.org"),
        ("name", [f"  Ёлкин{NBSP}Игорь", "елкин  игорь", "ЁЛКИН ИГОРЬ"], "елкин игорь"),
        ("company", ['ООО "Ромашка"', "Ромашка ООО", "«ромашка», ООО"], "ромашка"),
        ("company", ["Romashka LLC", "OOO Romashka", "Romashka, L.L.C.", "Romashka Limited"], "romashka"),
        ("company", ["ИП Иванов Иван", "Индивидуальный предприниматель Иванов Иван"], "иванов иван"),
        ("company", ["АО «Ромашка»", "Акционерное общество «Ромашка»", "ПАО Ромашка"], "ромашка"),
        ("tax", ["7701234567", "7701234567 / 770101001"], "7701234567"),
    ],
)
def test_spellings_of_one_person_or_company_have_one_pseudonym(
    connection: Connection, render: Render, hmac_of: Callable[[str], str], kind: str, spellings: list[str], normal: str
) -> None:
    read = evaluate(connection, render(f"{{{{ pseudonym('cell', '{kind}') }}}}"), spellings)
    assert read == [hmac_of(normal)] * len(spellings)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("phone", "+7 900 523-48-48", "+7 900 523-48-49"),
        ("phone", "+7 900 523-48-48", "+1 900 523-48-48"),
        ("email", "anna@example.org", "anna@example.com"),
        ("company", "ООО «Ромашка»", "ООО «Ромашка-Юг»"),
        ("company", "Инком", "Ком Inc"),
        ("company", "Романов и партнёры", "Романов"),
        ("name", "Иванов Иван", "Иванов Игорь"),
        ("tax", "7701234567", "7701234568"),
    ],
)
def test_two_people_or_companies_much_alike_have_two_pseudonyms(
    connection: Connection, render: Render, kind: str, one: str, other: str
) -> None:
    read = evaluate(connection, render(f"{{{{ pseudonym('cell', '{kind}') }}}}"), [one, other])
    assert read[0] != read[1]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    number=st.integers(min_value=9_000_000_000, max_value=9_999_999_999).map(str),
    prefix=st.sampled_from(["+7", "8", "7", "+7 ", "8 ", ""]),
    gaps=st.lists(st.sampled_from(["", " ", "-", ".", NBSP, " (", ") "]), min_size=4, max_size=4),
)
def test_a_russian_mobile_number_is_one_however_it_is_written(
    connection: Connection, render: Render, hmac_of: Callable[[str], str], number: str, prefix: str, gaps: list[str]
) -> None:
    parts = (number[:3], number[3:6], number[6:8], number[8:])
    written = prefix + "".join(gap + part for gap, part in zip(gaps, parts, strict=True))
    assert evaluate(connection, render("{{ pseudonym('cell', 'phone') }}"), [written]) == [hmac_of("7" + number)]


@pytest.mark.parametrize("kind", ["phone", "email", "name", "company", "tax"])
def test_nobody_has_no_pseudonym(connection: Connection, render: Render, kind: str) -> None:
    assert evaluate(connection, render(f"{{{{ pseudonym('cell', '{kind}') }}}}"), ["", "-", None]) == [None] * 3


def test_a_manager_is_known_by_number_or_by_pseudonym_never_by_name(
    connection: Connection, render: Render, hmac_of: Callable[[str], str]
) -> None:
    read = evaluate(
        connection, render("{{ person_key('cell') }}"), ["17", "Ёлкин Игорь", "i.elkin@example.org", "-", None]
    )
    assert read == ["17", hmac_of("елкин игорь"), hmac_of("i.elkin@example.org"), None, None]


def test_a_customer_is_known_by_the_code_of_the_source_or_by_a_pseudonym(
    connection: Connection, render: Render, hmac_of: Callable[[str], str]
) -> None:
    sql = render("{{ native_key('cell') }}")
    read = evaluate(connection, sql, ["C-17", "00042", "Ромашка, ООО", "Anna@example.org"])
    assert read == [
        "company:shop:C-17", "company:shop:00042", "name:" + hmac_of("ромашка"), "email:" + hmac_of("anna@example.org"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("9", 9), ("10 - точно да", 10), ("0 – точно нет", 0), ("4 из 5", 4), ("4,5", 4.5), ("7.", 7), ("Да", None),
     ("2024 год", None), ("12-й заказ", 12), ("", None)],
)  # fmt: skip
def test_the_number_of_an_answer_is_what_it_begins_with(
    connection: Connection, render: Render, answer: str, expected: float | None
) -> None:
    assert evaluate(connection, render("{{ answer_value('cell') }}"), [answer]) == [expected]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("C2:WON", "won"), ("DT128_7:SUCCESS", "success"), ("  Сделка  Успешна", "сделка успешна"), ("Счёт", "счет")],
)
def test_a_stage_is_looked_up_without_the_prefix_of_its_pipeline(
    connection: Connection, render: Render, cell: str, expected: str
) -> None:
    assert evaluate(connection, render("{{ stage_key('cell') }}"), [cell]) == [expected]
