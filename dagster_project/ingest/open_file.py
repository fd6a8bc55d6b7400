"""Opening one file of landing/, whatever it is: plain, gzipped, text, JSON, workbook, HTML or XML."""

from __future__ import annotations

from pathlib import Path

from dagster_project.errors import InputError
from dagster_project.ingest.container import sniff_kind, unpack_gzip
from dagster_project.ingest.header import HeaderFinder
from dagster_project.ingest.html_reader import open_html
from dagster_project.ingest.json_source import open_json
from dagster_project.ingest.read_options import ReadOptions
from dagster_project.ingest.source import OpenedFile
from dagster_project.ingest.text_source import open_text
from dagster_project.ingest.workbook import open_workbook
from dagster_project.ingest.xml_source import open_xml

_MAX_WRAPPINGS = 3


def open_file(
    path: Path, name: str, options: ReadOptions, finder: HeaderFinder, work: Path, may_sample: bool = False
) -> OpenedFile:
    """Open a file and find its table. `work` is a folder for unpacked parts that must outlive the reading.

    With `may_sample`, a large text is judged by its beginning (see `OpenedFile.is_sampled`).

    Raises InputError (without the file's name) saying why the file cannot be read and how to mend it.
    """
    for level in range(_MAX_WRAPPINGS + 1):
        with path.open("rb") as handle:
            kind = sniff_kind(handle.read(4096), name)
        if kind != "gzip":
            break
        if level == _MAX_WRAPPINGS:
            raise InputError(f"is packed more than {_MAX_WRAPPINGS} times; unpack it")
        target = work / f"{path.name}.{level}.plain"
        unpack_gzip(path, target)
        path, name = target, name.removesuffix(".gz").removesuffix(".GZ")
    if path.stat().st_size == 0:
        raise InputError("is empty (0 bytes); export it again")
    if kind in ("xlsx", "xls"):
        return open_workbook(path, kind, options, finder, work)
    if kind == "html":
        return open_html(path, options, finder)
    if kind in ("json", "jsonl"):
        return open_json(path, kind == "jsonl", finder)
    if kind == "pdf":
        raise InputError("is a PDF; export the list as CSV or XLSX")
    if kind == "xml":
        return open_xml(path, options, finder)
    return open_text(path, options, finder, may_sample)
