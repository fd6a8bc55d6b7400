"""Opening an XML file: the exchange files of 1C, one row for each document. Any other XML is refused."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path

from dagster_project.errors import InputError
from dagster_project.ingest.csv_reader import Record
from dagster_project.ingest.exchange_document import (
    ORDERS,
    RETURNS,
    SHIPMENTS,
    flatten_document,
    is_document,
    is_ours_to_sell,
    kind_of,
)
from dagster_project.ingest.header import RESERVED, HeaderFinder, Layout
from dagster_project.ingest.ledger import Issue
from dagster_project.ingest.read_options import ReadOptions
from dagster_project.ingest.row_kinds import OTHER_DOCUMENT, SHIPPED_ORDER
from dagster_project.ingest.source import OpenedFile
from dagster_project.ingest.unknown_cell import ABSENT
from dagster_project.ingest.xml_document import Element, stream_elements

_MAX_COLUMNS = 2000
_HEAD = 1 << 16
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ROOTS = re.compile(r"<(?:[\w.-]+:)?(?:КоммерческаяИнформация|Message)[\s>/]")


def open_xml(path: Path, options: ReadOptions, finder: HeaderFinder) -> OpenedFile:
    """Open an exchange file of 1C and find its documents.

    A record's lines are those from the first to the last tag of the document. Documents that are no sales, and orders
    in a file that holds the shipments, are excluded. Raises InputError for XML of another kind, damaged or hostile XML,
    and a file without a document.
    """
    encoding, issues = _encoding(path, options)
    names: dict[str, None] = {}
    has_shipments = False
    for document in stream_elements(path, encoding, is_document):
        has_shipments = has_shipments or kind_of(document) in SHIPMENTS
        names.update(dict.fromkeys(flatten_document(document)))
        if len(names) > _MAX_COLUMNS:
            raise InputError(f"has more than {_MAX_COLUMNS} different fields, so it is no list of like documents")
    columns = _distinct(names)
    header = finder.find_in_fields(columns)
    if header is None:
        raise InputError("is an exchange file of 1C without a document; export the sales documents, not the catalogue")
    final = tuple(f"{name}_" if name.casefold() in RESERVED else name for name in columns)
    return OpenedFile(
        kind="xml",
        layout=Layout(final, tuple(columns), frozenset((len(columns),)), 0, 0),
        header=header,
        records=lambda: _records(stream_elements(path, encoding, is_document), columns, has_shipments),
        encoding=encoding,
        keyed=True,
        issues=issues,
    )


def _records(documents: Iterator[Element], columns: list[str], has_shipments: bool) -> Iterator[Record]:
    for document in documents:
        row = flatten_document(document)
        raw = json.dumps(row, ensure_ascii=False).encode("utf-8")
        kind = _left_out(document, has_shipments)
        cells = [] if kind else [row.get(name, ABSENT) for name in columns]
        yield Record(document.first, document.last, cells, kind, raw)


def _left_out(document: Element, has_shipments: bool) -> str | None:
    kind = kind_of(document)
    if kind not in SHIPMENTS | RETURNS | ORDERS or not is_ours_to_sell(document):
        return OTHER_DOCUMENT
    return SHIPPED_ORDER if has_shipments and kind in ORDERS else None


def _distinct(names: dict[str, None]) -> list[str]:
    """The names without those that differ from an earlier one only in case, which no table can hold."""
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(name.casefold().strip(), name)
    return list(seen.values())


def _encoding(path: Path, options: ReadOptions) -> tuple[str, tuple[Issue, ...]]:
    """The encoding of an exchange file, and a note when the file declares another one.

    Text of a code page is never UTF-8 by chance, so what is UTF-8 throughout is read so whatever the file declares.
    Raises InputError when no encoding shows the root of an exchange file: then it is XML of another kind.
    """
    with path.open("rb") as handle:
        head = handle.read(_HEAD)
    match = _DECLARED.search(head.removeprefix(b"\xef\xbb\xbf"))
    marked = next((name for mark, name in _BOMS if head.startswith(mark)), None)
    declared = marked or (_python_name(match[1].decode("ascii")) if match else "utf-8")
    candidates = [options.encoding] if options.encoding else [marked] if marked else ["utf-8", declared, "cp1251"]
    shown = [name for name in candidates if name and _shows_root(head, name)]
    if not shown:
        raise InputError(
            "is an XML file, but no exchange file of 1C (CommerceML or EnterpriseData); save the list or the report as "
            "XLSX or CSV"
        )
    encoding = next((name for name in shown if _is_text(path, name)), None)
    if encoding is None:
        raise InputError(f"is XML with bytes that are not {shown[0]}; declare `read: {{encoding: ...}}` in audit.yml")
    if encoding == declared or options.encoding:
        return encoding, ()
    return encoding, (
        Issue("other_encoding", f"declares {declared}, but is written in {encoding}; read as {encoding}"),
    )


def _python_name(declared: str) -> str:
    """One name for the spellings of an encoding; an unknown one as it stands."""
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return declared
    return "utf-16" if name.startswith("utf-16") else name


def _shows_root(head: bytes, encoding: str) -> bool:
    try:
        return _ROOTS.search(head.decode(encoding, "ignore")) is not None
    except LookupError:
        return False


def _is_text(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as handle:
            while handle.read(_HEAD):
                pass
    except (UnicodeError, LookupError):
        return False
    return True
