"""What a conforming writer writes comes back equal through the whole path: file, profile, convention, staging model."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.errors import InputError
from dagster_project.ingest.catalogue import Catalogue, load_catalogue
from dagster_project.ingest.loader import ingest
from dagster_project.ingest.mapping import SourceMapping
from dagster_project.ingest.relations import create_raw_relations
from dagster_project.ingest.typing_rules import is_missing
from tests.dbt.conftest import PROJECT

_CUSTOM = next(system for system in load_catalogue(PROJECT).systems if system.name == "custom")
CATALOGUE = Catalogue((replace(_CUSTOM, tables=tuple(table for table in _CUSTOM.tables if table.name == "deals")),))
MOSCOW = ZoneInfo("Europe/Moscow")
EXCEL_DAY_0 = datetime(1899, 12, 30)
FEW = settings(deadline=None, max_examples=8)
pytestmark = pytest.mark.slow
Read = Callable[..., list[tuple[object, bool]]]
Writer = Callable[[datetime], str]


@pytest.fixture(scope="module")
def read_back(render: Callable[[str], str]) -> Read:
    """Write cells under a header, load the file, and return (typed value, is unreadable) for each cell."""
    model = render((PROJECT / "models" / "staging" / "custom" / "stg_custom__deals.sql").read_text(encoding="utf-8"))

    def read(column: str, cells: Sequence[str], **options: str) -> list[tuple[object, bool]]:
        entry = {"files": "d.csv", "table": "deals", "columns": {"deal_id": "n", column: "x"}, "read": options}
        mappings = [SourceMapping.from_dict(entry, CATALOGUE)]
        with tempfile.TemporaryDirectory() as folder, duckdb.connect(":memory:") as connection:
            (Path(folder) / "landing").mkdir()
            (Path(folder) / "landing" / "d.csv").write_text(written([["n", "x"], *numbered(cells)]), encoding="utf-8")
            create_raw_relations(connection, CATALOGUE, ingest(Path(folder), CATALOGUE, mappings), mappings)
            connection.execute("create schema settings; create schema custom")
            connection.execute(
                "create table settings.parameters as select 'timezone' as name, 'Europe/Moscow' as value"
            )
            connection.execute("create view custom.deals as from raw_custom.deals")
            connection.execute("set timezone = 'America/New_York'")
            found = connection.execute(
                f"select {column}, list_contains(unreadable_columns, '{column}') from ({model}) order by _row_number"
            ).fetchall()
        assert len(found) == len(cells)
        return found

    return read


def numbered(cells: Sequence[str]) -> list[list[str]]:
    return [[str(place), cell] for place, cell in enumerate(cells, start=1)]


def written(rows: Sequence[Sequence[str]]) -> str:
    """The rows as a conforming writer writes them."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue()


def as_is(form: str) -> Writer:
    return lambda moment: f"{moment:{form}}"


def of_utc(write: Writer) -> Writer:
    """Writers whose text names a moment, not a wall clock."""
    return lambda moment: write(moment.replace(tzinfo=UTC))


DAY, MINUTE, SECOND = "day", "minute", "second"
LOCAL: dict[str, tuple[str, Writer]] = {
    "ISO day": (DAY, as_is("%Y-%m-%d")),
    "ISO": (SECOND, as_is("%Y-%m-%d %H:%M:%S")),
    "ISO with T": (SECOND, as_is("%Y-%m-%dT%H:%M:%S")),
    "ISO with fractions": (SECOND, as_is("%Y-%m-%dT%H:%M:%S.000")),
    "ISO to the minute": (MINUTE, as_is("%Y-%m-%d %H:%M")),
    "points": (SECOND, as_is("%d.%m.%Y %H:%M:%S")),
    "points, day": (DAY, as_is("%d.%m.%Y")),
    "points, two digits of the year": (DAY, as_is("%d.%m.%y")),
    "points, minute, no zeros": (MINUTE, lambda m: f"{m.day}.{m.month}.{m.year} {m.hour}:{m:%M}"),
    "day first, slashes": (SECOND, as_is("%d/%m/%Y %H:%M:%S")),
    "day first, dashes": (MINUTE, as_is("%d-%m-%Y %H:%M")),
    "month first": (DAY, as_is("%m/%d/%Y")),
    "month first, am and pm": (SECOND, as_is("%m/%d/%Y %I:%M:%S %p")),
    "month first, minutes, am and pm": (MINUTE, as_is("%m/%d/%Y, %I:%M %p")),
    "year first": (SECOND, as_is("%Y/%m/%d %H:%M:%S")),
    "compact": (DAY, as_is("%Y%m%d")),
    "day of Excel": (DAY, lambda m: str((m - EXCEL_DAY_0).days)),
    "moment of Excel": (SECOND, lambda m: f"{(m - EXCEL_DAY_0) / timedelta(days=1):.10f}"),
    "moment of Excel with a comma": (
        SECOND,
        lambda m: f"{(m - EXCEL_DAY_0) / timedelta(days=1):.10f}".replace(".", ","),
    ),
}
UNIVERSAL: dict[str, Writer] = {
    "Z": of_utc(lambda m: f"{m:%Y-%m-%dT%H:%M:%SZ}"),
    "offset": of_utc(lambda m: m.astimezone(ZoneInfo("Asia/Kolkata")).isoformat()),
    "offset without colon": of_utc(lambda m: f"{m.astimezone(ZoneInfo('America/New_York')):%Y-%m-%dT%H:%M:%S%z}"),
    "offset in hours after a blank": of_utc(lambda m: f"{m.astimezone(ZoneInfo('Asia/Tokyo')):%Y-%m-%d %H:%M:%S} +09"),
    "UTC": of_utc(lambda m: f"{m:%Y-%m-%d %H:%M:%S} UTC"),
    "Google Forms": of_utc(lambda m: f"{m + timedelta(hours=3):%Y/%m/%d %I:%M:%S %p} GMT+3"),
    "Unix seconds": of_utc(lambda m: str(int(m.timestamp()))),
    "Unix milliseconds": of_utc(lambda m: str(int(m.timestamp()) * 1000)),
}
BILLIONTH_SECOND = datetime(2001, 9, 9, 1, 46, 40)
"""Before it, a number of milliseconds has twelve digits, as tax ids have: it is reported as unreadable."""
PROOF = datetime(2024, 5, 25, 16, 40, 30)
MOMENTS = st.lists(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)), min_size=1, max_size=6).map(
    lambda found: [PROOF, *(moment.replace(microsecond=0) for moment in found)]
)


def cut(moment: datetime, precision: str) -> datetime:
    if precision == DAY:
        return datetime(moment.year, moment.month, moment.day)
    return moment.replace(second=0) if precision == MINUTE else moment


@pytest.mark.parametrize("form", LOCAL)
@FEW
@given(moments=MOMENTS)
def test_a_moment_of_the_wall_clock_comes_back(read_back: Read, form: str, moments: list[datetime]) -> None:
    precision, write = LOCAL[form]
    found = read_back("created_at", [write(moment) for moment in moments])
    assert found == [(cut(moment, precision), False) for moment in moments]


@pytest.mark.parametrize("form", UNIVERSAL)
@FEW
@given(moments=MOMENTS)
def test_a_moment_with_its_offset_comes_back_in_the_company_s_zone(
    read_back: Read, form: str, moments: list[datetime]
) -> None:
    if form == "Unix milliseconds":
        moments = [moment for moment in moments if moment >= BILLIONTH_SECOND]
    found = read_back("created_at", [UNIVERSAL[form](moment) for moment in moments])
    local = [moment.replace(tzinfo=UTC).astimezone(MOSCOW).replace(tzinfo=None) for moment in moments]
    assert found == [(moment, False) for moment in local]


EITHER = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), min_size=1, max_size=6)


@FEW
@given(days=EITHER, sign=st.sampled_from("/-"))
def test_day_and_month_that_nothing_tells_apart_are_asked_for(
    read_back: Read, days: list[tuple[int, int]], sign: str
) -> None:
    cells = [f"{first:02d}{sign}{second:02d}{sign}2024" for first, second in days]
    with pytest.raises(InputError, match=r"date_order: dmy"):
        read_back("created_at", cells)
    for order, (month, day) in (("dmy", (1, 0)), ("mdy", (0, 1))):
        told = [(datetime(2024, one[month], one[day]), False) for one in days]
        assert read_back("created_at", cells, date_order=order) == told


IMPOSSIBLE = st.one_of(
    st.builds("{:02d}.02.{}".format, st.integers(30, 99), st.integers(2000, 2099)),
    st.builds("{:02d}.{:02d}.2024".format, st.integers(32, 99), st.integers(13, 99)),
    st.builds("2024-{:02d}-{:02d}".format, st.integers(13, 99), st.integers(1, 99)),
    st.builds("2024-05-06 {:02d}:{:02d}:00".format, st.integers(24, 99), st.integers(0, 99)),
    st.builds("06.05.2024 12:{:02d}".format, st.integers(60, 99)),
    st.text("абвгдежзиyzq#!", min_size=1, max_size=12).filter(lambda text: not is_missing(text)),
    st.sampled_from(["0", "00.00.0000", "0000-00-00", "NaN", "epoch", "infinity", "#####", "5 марта"]),
)


@FEW
@given(cells=st.lists(IMPOSSIBLE, min_size=1, max_size=8))
def test_what_is_no_moment_is_reported_and_never_1970(read_back: Read, cells: list[str]) -> None:
    found = read_back("created_at", ["25.05.2024", *cells])
    assert found == [(datetime(2024, 5, 25), False), *[(None, True)] * len(cells)]


AMOUNTS = st.lists(
    st.decimals(Decimal("-9999999999999.99"), Decimal("9999999999999.99"), places=2), min_size=1, max_size=6
)
SIGNS = {
    "in front": "-{}",
    "a true minus": "\u2212{}",
    "behind": "{}-",
    "brackets": "({})",
}
CURRENCIES = ("{}", "{} ₽", "{} руб.", "{}\u00a0р.", "${}", "€ {}", "{} RUB", "USD {}", "£{}", "{} тг.")
WRITINGS = [(",", sign) for sign in ("", " ", "\u00a0", "\u2009", "\u202f", "'", "’", ".")] + [
    (".", sign) for sign in ("", " ", "\u00a0", "'", ",")
]


def amount_text(amount: Decimal, decimal: str, thousands: str, sign: str, currency: str) -> str:
    whole, _, fraction = f"{abs(amount):,.2f}".partition(".")
    text = currency.format(whole.replace(",", thousands) + decimal + fraction)
    return SIGNS[sign].format(text) if amount < 0 else text


@pytest.mark.parametrize(("decimal", "thousands"), WRITINGS)
@FEW
@given(amounts=AMOUNTS, sign=st.sampled_from(sorted(SIGNS)), currency=st.sampled_from(CURRENCIES))
def test_an_amount_comes_back_to_the_last_digit(
    read_back: Read, decimal: str, thousands: str, amounts: list[Decimal], sign: str, currency: str
) -> None:
    cells = [amount_text(amount, decimal, thousands, sign, currency) for amount in amounts]
    assert read_back("amount", cells) == [(amount, False) for amount in amounts]


@FEW
@given(
    groups=st.lists(st.tuples(st.integers(1, 999), st.integers(0, 999)), min_size=1, max_size=5),
    sign=st.sampled_from(".,"),
)
def test_a_sign_that_may_be_decimal_or_thousands_is_asked_for(
    read_back: Read, groups: list[tuple[int, int]], sign: str
) -> None:
    cells = [f"{head}{sign}{tail:03d}" for head, tail in groups]
    with pytest.raises(InputError, match="decimal"):
        read_back("amount", cells)
    if sign == ",":
        told = [(Decimal(1000 * head + tail), False) for head, tail in groups]
        assert read_back("amount", cells, decimal=".") == told


NO_AMOUNT = st.one_of(
    st.builds("{},{:02d},{:02d}".format, st.integers(1, 99), st.integers(0, 99), st.integers(0, 99)),
    st.builds("{} {:02d}".format, st.integers(1, 999), st.integers(0, 99)),
    st.builds("{}e{}".format, st.integers(1, 9), st.integers(0, 9)),
    st.text("абвгдежзиyzq#!", min_size=1, max_size=12).filter(lambda text: not is_missing(text) and text != "р"),
    st.sampled_from(
        ["NaN", "inf", "-inf", "1_000", "0x10", "#####", "#ЗНАЧ!", "--5", "(-5)", "9" * 20, "1 234 руб 50 коп"]
    ),
)


@FEW
@given(cells=st.lists(NO_AMOUNT, min_size=1, max_size=8))
def test_what_is_no_amount_is_reported_and_never_zero(read_back: Read, cells: list[str]) -> None:
    assert read_back("amount", ["7,50", *cells]) == [(Decimal("7.50"), False), *[(None, True)] * len(cells)]
