"""The visible bad-input files through the real loader: nothing wrong without a word, no crash, exact balance."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dagster_project.errors import InputError
from dagster_project.ingest.catalogue import Catalogue
from dagster_project.ingest.header import HeaderFinder
from dagster_project.ingest.json_document import read_json_document
from dagster_project.ingest.ledger import Ledger
from dagster_project.ingest.loader import ingest
from dagster_project.ingest.mapping import ColumnMapping, SourceMapping
from dagster_project.ingest.open_file import open_file
from dagster_project.ingest.read_options import ReadOptions
from dagster_project.ingest.recognise import Recogniser
from tests.ingest.ingest_badinput import contract_catalogue, judge, load_case

# what the run has to say in these cases, by the code of the issue
FLAGS = {
    "csv_header_only": "no_rows",
    "csv_new_column": "unmapped_columns",
    "csv_out_of_range_dates": "implausible_dates",
    "csv_renamed_alias": "alias_headers",
    "csv_wrong_total": "control_total",
    "csv_amount_forms": "unreadable_values",
    "csv_invalid_utf8_byte": "quarantined",
    "csv_truncated": "unterminated_last_line",
}


def _own(shared: Path) -> Path:
    return shared / "badinput" / "own"


@pytest.mark.slow
def test_every_case_of_own_is_right_and_none_is_silently_wrong(shared: Path, tmp_path: Path) -> None:
    catalogue = contract_catalogue(json.loads((_own(shared) / "contract.json").read_text(encoding="utf-8")))
    wrong = []
    cases = sorted(path for path in _own(shared).iterdir() if path.is_dir())
    for folder in cases:
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        ledger, rows = load_case(folder, catalogue, tmp_path / folder.name)
        verdict = judge(folder.name, expected, ledger, rows)
        if not verdict.is_right:
            wrong.append((folder.name, verdict.silent, verdict.faults))
        code = FLAGS.get(folder.name)
        if code is not None:
            assert code in {issue.code for entry in ledger.active for issue in entry.all_issues}, folder.name
    assert len(cases) == 58
    assert wrong == []


def test_the_control_total_of_an_export_is_checked_against_its_rows(shared: Path, tmp_path: Path) -> None:
    catalogue = contract_catalogue(json.loads((_own(shared) / "contract.json").read_text(encoding="utf-8")))
    right, _ = load_case(_own(shared) / "csv_preamble_total_footer", catalogue, tmp_path / "right")
    wrong, _ = load_case(_own(shared) / "csv_wrong_total", catalogue, tmp_path / "wrong")
    assert [total.difference for total in right.active[0].control_totals] == ["0.00"]
    assert [total.difference for total in wrong.active[0].control_totals] == ["1000.00"]


def test_a_refused_file_with_an_external_entity_leaves_no_content_behind(shared: Path, tmp_path: Path) -> None:
    catalogue = contract_catalogue(json.loads((_own(shared) / "contract.json").read_text(encoding="utf-8")))
    ledger, rows = load_case(_own(shared) / "xlsx_xxe", catalogue, tmp_path)
    assert rows == [] and "document type" in ledger.refused[0].message
    assert [path.name for path in (tmp_path / "raw").rglob("*") if path.is_file()] == ["ledger.json"]


def test_the_json_suite_is_read_and_refused_by_the_letter(shared: Path) -> None:
    wrong = []
    for path in sorted((shared / "badinput" / "json-test-suite").iterdir()):
        try:
            read_json_document(path.read_bytes())
            is_read = True
        except InputError:
            is_read = False
        if path.name[0] != "i" and is_read != (path.name[0] == "y"):
            wrong.append(path.name)
    assert wrong == []


def test_csv_spectrum_is_read_exactly(shared: Path, catalogue: Catalogue, tmp_path: Path) -> None:
    finder = HeaderFinder(Recogniser(catalogue))
    folder = shared / "badinput" / "csv-spectrum"
    for path in sorted((folder / "csvs").iterdir()):
        opened = open_file(path, path.name, ReadOptions(), finder, tmp_path)
        records = [r.cells for r in list(opened.records())[1:] if r.cells and len(r.cells) == opened.layout.width]
        found = [dict(zip(opened.layout.headers, cells, strict=True)) for cells in records]
        right = json.loads((folder / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))
        # the stored copy of newlines_crlf.csv has lost its CR, so line ends inside cells are compared as LF
        assert found == [{k: v.replace("\r\n", "\n") for k, v in row.items()} for row in right], path.name


FOREIGN = ["duckdb-csv", "frictionless", "calamine", "python-calamine", "json-test-suite"]


@pytest.mark.parametrize("folder", FOREIGN)
def test_foreign_files_never_crash_and_always_balance(
    shared: Path, catalogue: Catalogue, tmp_path: Path, folder: str
) -> None:
    landing = tmp_path / "landing"
    source = shared / "badinput" / folder
    for number, path in enumerate(sorted(p for p in source.rglob("*") if p.is_file())):
        target = landing / f"{number:03d}_{path.name}"
        target.parent.mkdir(exist_ok=True)
        shutil.copy(path, target)
        target.chmod(0o644)
    mapping = SourceMapping("*", "custom.leads", columns=(ColumnMapping("lead_id", row_number=True),))
    ledger = ingest(tmp_path, catalogue, [mapping], strict=False)
    assert ledger.active or folder == "json-test-suite"
    _assert_balanced(ledger)


def _assert_balanced(ledger: Ledger) -> None:
    for entry in ledger.active:
        assert entry.rows_in == entry.rows_loaded + entry.rows_quarantined + entry.rows_excluded, entry.name
    assert all(refused.message.startswith(refused.name) for refused in ledger.refused)


@pytest.mark.slow
def test_every_real_file_is_read_without_error(shared: Path, catalogue: Catalogue, tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    for path in sorted((shared / "realdata").rglob("*")):
        if path.is_file() and path.suffix not in (".md",) and path.name != "MANIFEST.csv":
            target = landing / path.relative_to(shared / "realdata")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    mapping = SourceMapping("*", "custom.leads", columns=(ColumnMapping("lead_id", row_number=True),))
    ledger = ingest(tmp_path, catalogue, [mapping], strict=False)
    assert [refused.message for refused in ledger.refused] == []
    _assert_balanced(ledger)
    loaded = {entry.name: entry.rows_loaded for entry in ledger.active}
    assert loaded["olist/full/olist_order_payments_dataset.csv.gz"] == 103_886
    assert loaded["bpi2012-loan-funnel/bpi2012_events.csv.gz"] == 262_200
    assert loaded["italian-helpdesk/helpdesk_events.csv.gz"] == 21_348
    assert loaded["cdnow/CDNOW_master.txt.gz"] == 69_659
    assert loaded["maven-crm/sales_pipeline.csv"] == 8_800
    assert loaded["olist/sample8k/olist_order_reviews_dataset.csv.gz"] == 8_225
    assert loaded["surveymonkey-exports/StarWars.csv"] == 1_186
    assert loaded["xeducation-leads/Leads.csv.gz"] == 9_240
