"""Proposals for files that nothing recognises: a mapping as YAML of which every line is a comment."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from dagster_project.errors import InputError
from dagster_project.ingest.assign import assign, plan_for
from dagster_project.ingest.catalogue import CUSTOM, Catalogue
from dagster_project.ingest.header import HeaderFinder
from dagster_project.ingest.landing import LandingFile, scan_landing
from dagster_project.ingest.match_columns import TableProposal, propose_table
from dagster_project.ingest.open_file import open_file
from dagster_project.ingest.proposal_yaml import proposal_yaml, unreadable_yaml
from dagster_project.ingest.read_options import ReadOptions
from dagster_project.ingest.recognise import Recogniser
from dagster_project.ingest.refusal import Refusal
from dagster_project.ingest.row_kinds import is_blank
from dagster_project.ingest.source import OpenedFile
from dagster_project.ingest.unknown_cell import ABSENT
from dagster_project.ingest.value_patterns import ColumnLook, look_at

_SAMPLE = 1000


@dataclass(frozen=True)
class Proposals:
    """`recognised` holds (file, what it is); `unknown` the files with a proposal; `yaml` the commented text."""

    recognised: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    yaml: str


def propose_mappings(landing: Path, catalogue: Catalogue) -> Proposals:
    """Look at every file of a folder and propose a mapping for those that nothing recognises.

    Nothing is applied: the text is meant for the end of audit.yml, every line of it begins with "#".
    Raises InputError when the folder cannot be read.
    """
    recogniser = Recogniser(catalogue)
    recognised: list[tuple[str, str]] = []
    unknown: list[str] = []
    parts: list[str] = []
    work = Path(tempfile.mkdtemp(prefix="crm-audit-"))
    try:
        for file in scan_landing(landing)[0]:
            outcome = _look_at_file(file, catalogue, recogniser, work)
            if isinstance(outcome, str):
                recognised.append((file.name, outcome))
            else:
                unknown.append(file.name)
                parts += outcome
    finally:
        shutil.rmtree(work, ignore_errors=True)
    head = [
        "# Proposed for files that nothing recognises, not in force. Check every line, then take the # away.",
        "# sources:",
    ]
    return Proposals(tuple(recognised), tuple(unknown), "\n".join([*head, *parts, ""]) if unknown else "")


def _look_at_file(file: LandingFile, catalogue: Catalogue, recogniser: Recogniser, work: Path) -> str | list[str]:
    try:
        opened = open_file(file.path, file.name, ReadOptions(), HeaderFinder(recogniser), work)
    except InputError as error:
        return unreadable_yaml(file.name, str(error))
    try:
        feeds = assign(opened.layout.headers, plan_for([file.name], ()), catalogue, recogniser)
    except Refusal as refusal:
        looks = _looks(opened)
        custom = [table for table in catalogue.tables() if table.system == CUSTOM]
        proposal: TableProposal | None = propose_table(file.name, looks, custom)
        return proposal_yaml(file.name, opened, looks, proposal, refusal)
    return feeds[0].full_name


def _looks(opened: OpenedFile) -> list[ColumnLook]:
    rows: list[Sequence[str]] = []
    for record in islice(opened.records(), _SAMPLE):
        if opened.keyed or record.first > opened.layout.header_line:
            cells = record.cells
            if cells and not is_blank(cells) and len(cells) in opened.layout.widths:
                rows.append(["" if cell == ABSENT else cell for cell in cells])
    if opened.layout.second_header is not None:
        rows = rows[1:]
    return [look_at(header, [row[i] for row in rows]) for i, header in enumerate(opened.layout.headers)]
