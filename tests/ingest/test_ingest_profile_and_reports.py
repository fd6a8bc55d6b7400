"""What the values of a file prove, what `sources` shows, what `new --from` proposes, what is declared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from dagster_project.errors import InputError
from dagster_project.ingest.catalogue import Catalogue, fold_header, load_catalogue, read_sources
from dagster_project.ingest.ledger import ColumnProfile, Ledger
from dagster_project.ingest.mapping import SourceMapping
from dagster_project.ingest.propose import propose_mappings
from dagster_project.ingest.sources_report import sources_report

Load = Callable[..., Ledger]
DBT = Path(__file__).resolve().parents[2] / "dbt"


def profile_of(load: Load, column: str, values: list[str]) -> tuple[ColumnProfile, list[str]]:
    """Load one column of values as dates (created_at) or amounts; return its profile and the codes of issues."""
    entry = {"files": "d.csv", "table": "deals", "columns": {"deal_id": "key", column: "x"}}
    text = "key;x\n" + "".join(f"{i};{value}\n" for i, value in enumerate(values))
    feed = load({"d.csv": text}, [entry]).active[0].feeds[0]
    return feed.profile[0], [issue.code for issue in feed.issues]


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["03/04/2024", "25/04/2024"], "dmy"),
        (["03/04/2024", "04/25/2024 10:00"], "mdy"),
        (["03.04.2024", "05.06.2024"], "dmy"),
        (["2024-04-03"], None),
        (["03/04/2024"], None),
        (["25/04/2024", "04/25/2024"], None),
        (["25.04.2024", "26.04.2024", "27.04.2024", "04.25.2024"], "dmy"),
    ],
)
def test_the_order_of_day_and_month_is_proven_or_open(load: Load, values: list[str], order: str | None) -> None:
    profile, codes = profile_of(load, "created_at", values)
    assert profile.date_order == order
    assert ("ambiguous_dates" in codes) == (order is None and "/" in values[0])


def test_a_value_against_the_proven_order_is_unreadable_and_counted(load: Load) -> None:
    profile, codes = profile_of(load, "created_at", ["25.04.2024", "26.04.2024", "04.27.2024", "вчера", "-", ""])
    assert (profile.n_values, profile.n_unreadable) == (4, 2)
    assert "unreadable_values" in codes


def test_placeholder_dates_are_out_of_the_plausible_range(load: Load) -> None:
    days = [f"2025-01-{day:02d}" for day in range(1, 29)] * 8
    profile, codes = profile_of(load, "created_at", [*days, "1970-01-01", "2099-12-31"])
    assert (profile.min_plausible, profile.max_plausible, profile.n_implausible) == ("2025-01-01", "2025-01-28", 2)
    assert "implausible_dates" in codes


def test_old_data_are_plausible_when_most_of_the_column_is_old(load: Load) -> None:
    profile, _ = profile_of(load, "created_at", ["19970102", "19980630", "1900-01-01"])
    assert (profile.min_plausible, profile.max_plausible, profile.n_implausible) == ("1997-01-02", "1998-06-30", 1)


def test_unix_seconds_and_serials_have_an_extent(load: Load) -> None:
    profile, _ = profile_of(load, "created_at", ["1738713600", "1738800000", "45700.5"])
    assert (profile.n_unreadable, profile.min_plausible, profile.max_plausible) == (0, "2025-02-05", "2025-02-12")


@pytest.mark.parametrize(
    ("values", "decimal", "thousands"),
    [
        (["1 234,50", "7,5"], ",", " "),
        (["1,234.50", "7.5"], ".", ","),
        (["1.234.567,00"], ",", "."),
        (["5", "7"], ".", None),
    ],
)
def test_decimal_and_thousands_signs_are_proven(
    load: Load, values: list[str], decimal: str, thousands: str | None
) -> None:
    profile, _ = profile_of(load, "amount", values)
    assert (profile.decimal, profile.thousands, profile.n_unreadable) == (decimal, thousands, 0)


def test_amounts_that_can_be_read_in_two_ways_are_asked_for(load: Load) -> None:
    _, codes = profile_of(load, "amount", ["1,234", "5,678"])
    assert codes == ["ambiguous_amounts"]


def test_the_report_of_sources_tells_what_is_there_and_what_is_missing(load: Load, catalogue: Catalogue) -> None:
    ledger = load({"a.csv": "ID;Сумма;Дата создания;Новое\n1;2,5;05.02.2025;x\n2;2\n", "b.csv": "foo;bar\n1;2\n"})
    report = sources_report(ledger, catalogue, {"deal": ["win_rate"], "lead": ["lead_conversion"], "crm.leads": ["x"]})
    (row,) = report.rows
    assert (row.file, row.table, row.label) == ("a.csv", "crm.deals", "CRM: Deals")
    assert (row.rows_in, row.rows_loaded, row.rows_quarantined, row.rows_excluded) == (2, 1, 1, 0)
    assert (row.unmapped, row.deciding) == (("Новое",), ("ID", "Сумма", "Дата создания"))
    assert 0 < row.confidence <= 1
    assert [item.name for item in report.refused] == ["b.csv"]
    (missing,) = report.missing
    assert (missing.entity, missing.kpis) == ("lead", ("lead_conversion", "x"))
    assert missing.tables == ("crm.leads", "custom.leads")


def test_a_proposal_is_all_comments_and_valid_once_they_are_taken_away(tmp_path: Path) -> None:
    catalogue = load_catalogue(DBT)
    rows = "".join(f"OP{i},Anna,{'Won' if i % 2 else 'Lost'},2024-01-{i % 28 + 1:02d},{i}.5\n" for i in range(60))
    (tmp_path / "pipeline.csv").write_text("opportunity_id,sales_agent,deal_stage,engage_date,close_value\n" + rows)
    (tmp_path / "strange.csv").write_text("qux,quux\n1,2\n")
    proposed = propose_mappings(tmp_path, catalogue)
    assert proposed.unknown == ("pipeline.csv", "strange.csv")
    lines = proposed.yaml.splitlines()
    assert all(line.startswith("#") for line in lines)
    entries = [line for line in lines if line.startswith(("#   ", "# sources:"))]
    document = yaml.safe_load("\n".join(line.removeprefix("# ") for line in entries))
    mapping = SourceMapping.from_dict(document["sources"][0], catalogue)
    given = {column.column: column.header for column in mapping.columns}
    assert given["deal_id"] == "opportunity_id" and given["user_id"] == "sales_agent"
    assert given["created_at"] == "engage_date" and given["amount"] == "close_value"
    status = next(column for column in mapping.columns if column.column == "status")
    assert dict(status.values) == {"Won": "won", "Lost": "lost"}
    assert any("strange.csv: no table proposed" in line for line in lines)


def test_headers_are_compared_without_case_blanks_and_the_letter_yo() -> None:
    assert fold_header("\ufeff  Счёт\u00a0 ВЫСТАВЛЕН ") == "счет выставлен"


def test_extra_headers_of_audit_yml_are_accepted(catalogue: Catalogue, workspace: Callable[..., Path]) -> None:
    from dagster_project.ingest.loader import ingest

    wider = catalogue.with_headers({"crm.deals": {"amount": ["Сумма контракта"]}})
    root = workspace({"a.csv": "ID;Сумма контракта;Дата создания\n1;2,5;05.02.2025\n"})
    assert ingest(root, wider).active[0].feeds[0].columns[1] == ("amount", "Сумма контракта")
    with pytest.raises(InputError, match="no column 'amout'"):
        catalogue.with_headers({"crm.deals": {"amout": ["x"]}})
    with pytest.raises(InputError, match=r"unknown table 'crm\.deal'"):
        catalogue.with_headers({"crm.deal": {}})


def test_an_unknown_type_in_a_declaration_is_a_fault() -> None:
    column = "{name: c, config: {meta: {type: int}}}"
    with pytest.raises(ValueError, match="unknown type 'int'"):
        read_sources(f"sources: [{{name: a, schema: raw_a, tables: [{{name: t, columns: [{column}]}}]}}]")


def test_every_shipped_table_is_found_by_its_own_headers() -> None:
    """A file with all declared headers of a table (in either language) is that table and no other."""
    from dagster_project.ingest.recognise import Recogniser

    catalogue = load_catalogue(DBT)
    recogniser = Recogniser(catalogue)
    for table in catalogue.tables():
        if table.system == "custom":
            continue
        headers: list[str] = []
        for column in table.columns:
            free = next((h for h in column.headers if fold_header(h) not in {fold_header(x) for x in headers}), None)
            headers += [free] if free is not None else []
        found = recogniser.recognise(headers)
        assert found.best is not None, (table.full_name, [rival.table.full_name for rival in found.rivals])
        assert found.best.table.full_name == table.full_name
