"""audit.yml's `sources:`: validated with the nearest right word, applied exactly, hostile names stay data."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.errors import InputError
from dagster_project.ingest.catalogue import Catalogue
from dagster_project.ingest.conflicts import check_conflicts
from dagster_project.ingest.ledger import Ledger
from dagster_project.ingest.mapping import SourceMapping, name_matches
from dagster_project.ingest.relations import create_raw_relations

Load = Callable[..., Ledger]
Rows = Callable[..., list[dict[str, object]]]
DEALS: dict[str, Any] = {"files": "d*.csv", "table": "deals", "columns": {"deal_id": "key"}}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colums": {}}, ["unknown key 'colums'", "'columns'"]),
        ({"table": "deal"}, ["unknown table 'deal'", "'deals'"]),
        ({"columns": {"deal_ids": "key"}}, ["no column 'deal_ids'", "'deal_id'"]),
        ({"columns": {"deal_id": {"headr": "key"}}}, ["unknown key 'headr'", "'header'"]),
        ({"columns": {"deal_id": {"header": "k", "value": "x"}}}, ["exactly one of"]),
        ({"columns": None}, ["'columns' is missing"]),
        ({"read": {"encoding": "cp1252x"}}, ["cp1252x", "cp1251"]),
        ({"read": {"date_order": "ymd"}}, ["ymd", "'dmy'"]),
        ({"read": {"header_line": 0}}, ["header_line", "from 1"]),
        ({"exported_at": "tomorrow"}, ["tomorrow", "2024-05-01"]),
        ({"files": 5}, ["'files' is missing or not a text"]),
        ({"questions": [{"header": "q", "kind": "nps"}]}, ["only for 'table: survey_responses'"]),
    ],
)
def test_a_wrong_entry_is_named_with_the_nearest_right_one(
    catalogue: Catalogue, change: dict[str, Any], words: list[str]
) -> None:
    with pytest.raises(InputError) as caught:
        SourceMapping.from_dict(DEALS | change, catalogue, "sources[1]")
    message = str(caught.value)
    assert message.startswith("audit.yml: sources[1]")
    assert [word for word in words if word not in message] == []


def test_a_right_entry_keeps_everything(catalogue: Catalogue) -> None:
    entry = DEALS | {
        "exported_at": dt.date(2024, 5, 1),
        "source_relation": "x",
        "read": {"encoding": "Windows-1251", "delimiter": "tab", "decimal": ",", "date_order": "dmy", "header_line": 3},
        "where": {"stage": ["Won"], "kind": {"not": ["test", None]}},
    }
    mapping = SourceMapping.from_dict(entry, catalogue)
    assert mapping.table == "custom.deals"
    assert mapping.exported_at == dt.datetime(2024, 5, 1)
    assert (mapping.read.encoding, mapping.read.delimiter, mapping.read.header_line) == ("cp1251", "\t", 3)
    assert mapping.headers == ("key", "stage", "kind")
    assert mapping.where[1].values == ("test", "")


def test_patterns_take_brackets_literally() -> None:
    assert name_matches("deals [1]*.csv", "sub/Deals [1] new.csv")
    assert not name_matches("deals [1].csv", "deals 1.csv")
    assert not name_matches("a/*.csv", "b/x.csv")


def test_columns_constants_value_maps_and_filters_are_applied(load: Load, rows: Rows) -> None:
    entry = DEALS | {
        "source_relation": "my crm",
        "where": {"state": {"not": ["draft"]}},
        "columns": {
            "deal_id": {"row_number": True},
            "currency": {"value": "RUB"},
            "status": {"header": "state", "values": {"Won": "won", "*": "open"}},
            "amount": "sum",
        },
    }
    text = "key,state,sum,other\n5,won ,1.5,x\n6,,2.5,y\n7,new,3.5,\n8,draft,4.5,z\n"
    ledger = load({"d.csv": text}, [entry])
    found = rows(ledger, "raw_custom.deals", [entry])
    assert [(r["deal_id"], r["status"], r["amount"], r["currency"]) for r in found] == [
        ("1", "won", "1.5", "RUB"),
        ("2", None, "2.5", "RUB"),
        ("3", "open", "3.5", "RUB"),
    ]
    assert {r["_source_relation"] for r in found} == {"my crm"}
    assert json.loads(str(found[0]["_extra"])) == {"key": "5", "other": "x"}


def test_rows_that_a_filter_keeps_out_are_counted(load: Load, catalogue: Catalogue) -> None:
    entry = DEALS | {"where": {"state": ["won"]}}
    ledger = load({"d.csv": "key,state\n1,won\n2,lost\n3,\n"}, [entry])
    with duckdb.connect(":memory:") as connection:
        mapping = SourceMapping.from_dict(entry, catalogue)
        filtered = create_raw_relations(connection, catalogue, ledger, [mapping])
    assert filtered["custom.deals"] == {ledger.active[0].file_id: 2}


def test_one_file_may_feed_two_tables(load: Load, rows: Rows) -> None:
    entries = [DEALS, {"files": "d.csv", "table": "leads", "columns": {"lead_id": "lead"}}]
    ledger = load({"d.csv": "key,lead\n1,a\n"}, entries)
    assert rows(ledger, "raw_custom.deals", entries)[0]["deal_id"] == "1"
    assert rows(ledger, "raw_custom.leads", entries)[0]["lead_id"] == "a"


def test_a_wide_survey_becomes_one_row_for_each_answer(load: Load, rows: Rows) -> None:
    entry = {
        "files": "*.csv",
        "table": "survey_responses",
        "columns": {"response_id": {"row_number": True}},
        "questions": [
            {"header": "nps", "kind": "nps", "scale": [0, 10]},
            {"header": "it's easy", "kind": "tam", "scale": [1, 5], "respondent": "employee"},
        ],
    }
    ledger = load({"s.csv": "nps,it's easy\n9,5\n,4\n"}, [entry])
    found = rows(ledger, "raw_custom.survey_responses", [entry])
    answers = sorted((str(r["response_id"]), str(r["question"]), str(r["value"]), str(r["scale_max"])) for r in found)
    assert answers == [("1", "it's easy", "5", "5"), ("1", "nps", "9", "10"), ("2", "it's easy", "4", "5")]
    assert {r["respondent_type"] for r in found if r["question"] == "it's easy"} == {"employee"}


def test_a_mapping_to_a_header_the_file_lacks_names_the_nearest(load: Load) -> None:
    entry = DEALS | {"columns": {"deal_id": "deal number"}}
    (refused,) = load({"d.csv": "deal_numbr,x\n1,2\n"}, [entry]).refused
    assert refused.reason == "missing_columns"
    assert "'deal number'" in refused.message and "Nearest headers: 'deal_numbr'" in refused.message


def test_hostile_names_and_values_are_data(load: Load, rows: Rows) -> None:
    header, value = 'a"; drop table x; --', "'; select 1; --"
    entry = DEALS | {
        "source_relation": value,
        "columns": {"deal_id": header, "stage": {"header": "it's", "values": {value: value, "*": "open"}}},
    }
    text = f'"{header.replace(chr(34), chr(34) * 2)}",it\'s,<script>\n1,"{value}",{{{{ 7*7 }}}}\n'
    ledger = load({"d'x.csv": text}, [entry])
    (row,) = rows(ledger, "raw_custom.deals", [entry])
    assert (row["deal_id"], row["stage"], row["_source_relation"]) == ("1", value, value)
    assert json.loads(str(row["_extra"])) == {"<script>": "{{ 7*7 }}"}


def test_the_declared_reading_wins_over_what_would_be_found(load: Load, rows: Rows) -> None:
    entry = DEALS | {"read": {"delimiter": ";", "encoding": "cp1251", "header_line": 2}, "columns": {"deal_id": "ключ"}}
    ledger = load({"d.csv": "a,b;c,d\nключ;x,y\n1;ж,з\n".encode("cp1251")}, [entry])
    assert ledger.active[0].header_line == 2
    assert json.loads(str(rows(ledger, "raw_custom.deals", [entry])[0]["_extra"])) == {"x,y": "ж,з"}


def test_the_date_order_of_audit_yml_settles_an_ambiguous_column(load: Load) -> None:
    text = "key,day\n1,03/04/2024\n2,05/06/2024\n"
    columns = {"deal_id": "key", "created_at": "day"}
    open_issue = load({"d.csv": text}, [DEALS | {"columns": columns}]).active[0].all_issues
    assert [issue.code for issue in open_issue if issue.blocking] == ["ambiguous_dates"]
    settled = load({"d.csv": text}, [DEALS | {"columns": columns, "read": {"date_order": "mdy"}}]).active[0].feeds[0]
    assert (settled.date_order, settled.profile[0].max_plausible) == ("mdy", "2024-05-06")


def _conflicts(load: Load, catalogue: Catalogue, files: dict[str, str], entries: list[dict[str, Any]]) -> None:
    ledger = load(files, entries, strict=True)
    mappings = [SourceMapping.from_dict(entry, catalogue) for entry in entries]
    with duckdb.connect(":memory:") as connection:
        create_raw_relations(connection, catalogue, ledger, mappings)
        check_conflicts(connection, catalogue, ledger)


HEAD = "ID;Сумма;Дата создания;Изменена\n"


def test_two_files_that_contradict_one_another_are_refused(load: Load, catalogue: Catalogue) -> None:
    files = {"a.csv": HEAD + "1;2;05.02.2025;\n", "b.csv": HEAD + "1;3;05.02.2025;\n9;9;05.02.2025;\n"}
    with pytest.raises(InputError) as caught:
        _conflicts(load, catalogue, files, [])
    message = str(caught.value)
    for word in ("a.csv", "b.csv", "crm.deals", "deal_id = 1", "exported_at", "file names"):
        assert word in message


def test_of_many_files_the_two_that_contradict_one_another_are_named(load: Load, catalogue: Catalogue) -> None:
    files = {f"day {n:02d}.csv": f"{HEAD}{n};{n};05.02.2025;\n" for n in range(1, 31)}
    files["day 31.csv"] = HEAD + "17;18;05.02.2025;\n"
    with pytest.raises(InputError, match=r"day 17\.csv and day 31\.csv .* 1 keys .*deal_id = 17"):
        _conflicts(load, catalogue, files, [])


@pytest.mark.parametrize(
    "files",
    [
        {"a.csv": HEAD + "1;2;05.02.2025;\n", "b.csv": HEAD + "1;2;05.02.2025;\n2;2;05.02.2025;\n"},
        {"a_2025-03-01.csv": HEAD + "1;2;05.02.2025;\n", "b_2025-04-01.csv": HEAD + "1;3;05.02.2025;\n"},
        {"a.csv": HEAD + "1;2;05.02.2025;06.02.2025\n", "b.csv": HEAD + "1;3;05.02.2025;07.02.2025\n"},
        {"a.csv": HEAD + "1;2;05.02.2025;\n1;5;05.02.2025;\n", "b.csv": HEAD + "1;2;05.02.2025;\n3;1;05.02.2025;\n"},
    ],
    ids=["equal rows", "dated names", "updated later", "repeats within a file"],
)
def test_files_that_agree_or_are_ordered_are_fine(load: Load, catalogue: Catalogue, files: dict[str, str]) -> None:
    _conflicts(load, catalogue, files, [])


def test_exported_at_orders_two_files(load: Load, catalogue: Catalogue, tmp_path: Path) -> None:
    files = {"d1.csv": "key,sum\n1,2\n", "d2.csv": "key,sum\n1,3\n"}
    columns = {"deal_id": "key", "amount": "sum"}
    plain = [DEALS | {"columns": columns}]
    with pytest.raises(InputError, match="different values"):
        _conflicts(load, catalogue, files, plain)
    dated = [
        DEALS | {"files": "d1.csv", "columns": columns, "exported_at": "2024-01-01"},
        DEALS | {"files": "d2.csv", "columns": columns, "exported_at": "2024-02-01"},
    ]
    _conflicts(load, catalogue, files, dated)


@pytest.mark.parametrize("spec", [{"header": "s", "values": {"Won": "won", "*": "pending"}}, {"value": "sold"}])
def test_a_status_that_no_deal_can_have_is_refused(catalogue: Catalogue, spec: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"is no state of a deal, expected open, won, lost"):
        SourceMapping.from_dict(DEALS | {"columns": {"deal_id": "k", "status": spec}}, catalogue)


def test_a_declared_header_line_that_the_file_does_not_have_is_said(load: Load) -> None:
    entry = DEALS | {"read": {"header_line": 50}, "columns": {"deal_id": "key"}}
    with pytest.raises(InputError, match=r"d\.csv: has no header in line 50"):
        load({"d.csv": "key,sum\n1,2\n"}, [entry], strict=True)


def test_a_file_of_which_no_row_can_be_read_stops_the_run(load: Load) -> None:
    entry = DEALS | {"read": {"encoding": "utf-8"}, "columns": {"deal_id": "key"}}
    with pytest.raises(InputError, match="none of its 2 rows can be read: bytes that are not text"):
        load({"d.csv": "key,name\n1,Иван\n2,Пётр\n".encode("cp1251")}, [entry], strict=True)


def test_two_entries_that_make_the_same_deal_of_the_same_line_are_refused(load: Load, catalogue: Catalogue) -> None:
    files = {"d.csv": "key,sum,due,state\n1,2,9,won\n2,3,8,lost\n"}
    entry = DEALS | {"columns": {"deal_id": "key", "amount": "sum"}}
    other = DEALS | {"columns": {"deal_id": "key", "amount": "due"}}
    with pytest.raises(InputError, match=r"sources\[1\] and sources\[2\] make 2 rows of custom\.deals .* d\.csv"):
        _conflicts(load, catalogue, files, [entry, other])
    _conflicts(load, catalogue, files, [entry | {"where": {"state": ["won"]}}, other | {"where": {"state": ["lost"]}}])
    _conflicts(load, catalogue, files, [entry, other | {"source_relation": "second"}])
