"""Every letter that a conforming writer writes comes back, in each encoding that the product reads."""

from __future__ import annotations

import codecs
import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.ingest.catalogue import Catalogue
from dagster_project.ingest.ledger import Ledger
from dagster_project.ingest.loader import ingest
from dagster_project.ingest.read_options import ENCODINGS
from tests.ingest.conftest import mappings_of

Rows = Callable[..., list[dict[str, object]]]
RUSSIAN, LATIN = ["ID", "Ответственный", "Сумма", "Дата создания"], ["ID", "Owner", "Amount", "Created"]

# name: (Python's codec, mark at the beginning, what the ledger says); what has no mark and no letters of its header
# beyond ASCII has to be declared in audit.yml.
FOUND = {
    "utf-8": ("utf-8", b"", "utf-8"),
    "utf-8-sig": ("utf-8", codecs.BOM_UTF8, "utf-8"),
    "utf-16-le with mark": ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16-le"),
    "utf-16-be with mark": ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16-be"),
    "utf-16-le": ("utf-16-le", b"", "utf-16-le"),
    "utf-16-be": ("utf-16-be", b"", "utf-16-be"),
    "cp1251": ("cp1251", b"", "cp1251"),
    "cp866": ("cp866", b"", "cp866"),
    "koi8-r": ("koi8-r", b"", "koi8-r"),
}
DECLARED = ("latin-1", "cp1252", "cp1251", "cp866", "koi8-r", "utf-16", "utf-8")
NOT_IN_A_CELL = "\0\r\n\ufeff\ufffe"


def letters(codec: str) -> st.SearchStrategy[str]:
    """Texts of letters, signs and quotes that the encoding has."""
    return st.text(
        st.characters(codec=codec, categories=("L", "N", "P", "S", "Zs"), exclude_characters=NOT_IN_A_CELL), max_size=24
    )


def written(header: list[str], owners: list[str]) -> str:
    out = io.StringIO()
    rows = [[str(place), owner, "5,00", "2025-02-05"] for place, owner in enumerate(owners, start=1)]
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows([header, *rows])
    return out.getvalue()


def loaded(catalogue: Catalogue, rows: Rows, data: bytes, **options: str) -> tuple[Ledger, list[str]]:
    entries = [{"files": "d.csv", "table": "crm.deals", "read": options}] if options else []
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "landing").mkdir()
        (Path(folder) / "landing" / "d.csv").write_bytes(data)
        ledger = ingest(Path(folder), catalogue, mappings_of(entries, catalogue))
        return ledger, [str(row["user_id"] or "") for row in rows(ledger, "raw_crm.deals", entries)]


@pytest.mark.parametrize("name", FOUND)
@settings(deadline=None, max_examples=15)
@given(data=st.data())
def test_an_encoding_is_found_by_its_mark_or_its_header_and_no_letter_is_lost(
    catalogue: Catalogue, rows: Rows, name: str, data: st.DataObject
) -> None:
    codec, mark, told = FOUND[name]
    owners = data.draw(st.lists(letters(codec), min_size=3, max_size=9))
    ledger, found = loaded(catalogue, rows, mark + written(RUSSIAN, owners).encode(codec))
    assert found == owners
    assert ledger.active[0].encoding == told


@pytest.mark.parametrize("name", DECLARED)
@settings(deadline=None, max_examples=15)
@given(data=st.data())
def test_a_declared_encoding_is_obeyed(catalogue: Catalogue, rows: Rows, name: str, data: st.DataObject) -> None:
    owners = data.draw(st.lists(letters(name.replace("utf-16", "utf-16-le")), min_size=3, max_size=9))
    _, found = loaded(catalogue, rows, written(LATIN, owners).encode(name), encoding=name)
    assert found == owners


def test_every_encoding_of_audit_yml_is_read_back_here() -> None:
    assert set(DECLARED) == set(ENCODINGS)


def test_letters_that_the_header_does_not_prove_are_said_to_be_unproven(catalogue: Catalogue, rows: Rows) -> None:
    ledger, _ = loaded(catalogue, rows, written(LATIN, ["Müller", "José", "Zoë"] * 10).encode("latin-1"))
    assert "encoding_unconfirmed" in {issue.code for issue in ledger.active[0].issues}
