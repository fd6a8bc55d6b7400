"""Small declarations and workspaces for the tests of reading exports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb
import pytest

from dagster_project.ingest.catalogue import Catalogue, read_sources
from dagster_project.ingest.ledger import Ledger
from dagster_project.ingest.loader import ingest
from dagster_project.ingest.mapping import SourceMapping
from dagster_project.ingest.relations import create_raw_relations

SOURCES = """
version: 2
sources:
  - name: crm
    schema: raw_crm
    config: {meta: {label: CRM, decimal: ","}}
    tables:
      - name: deals
        config: {meta: {entity: deal, key: [deal_id], label: {ru: Сделки, en: Deals}}}
        columns:
          - {name: deal_id, config: {meta: {headers: [ID, "ID сделки"], required: true}}}
          - {name: user_id, config: {meta: {headers: [Ответственный, Owner], personal: name}}}
          - {name: amount, config: {meta: {headers: [Сумма, Amount], type: money, required: true}}}
          - name: created_at
            config: {meta: {headers: ["Дата создания", Created], type: timestamp, required: true, event: true}}
          - {name: updated_at, config: {meta: {headers: [Изменена], type: timestamp}}}
      - name: leads
        config: {meta: {entity: lead, key: [lead_id]}}
        columns:
          - {name: lead_id, config: {meta: {headers: [ID, "ID лида"], required: true}}}
          - {name: status, config: {meta: {headers: [Статус], required: true}}}
          - name: created_at
            config: {meta: {headers: ["Дата создания", Created], type: timestamp, required: true, event: true}}
  - name: form
    schema: raw_form
    tables:
      - name: responses
        config: {meta: {entity: survey_response, key: [answered_at]}}
        columns:
          - name: answered_at
            config: {meta: {headers: ["Отметка времени", Timestamp], type: timestamp, required: true}}
  - name: monkey
    schema: raw_monkey
    tables:
      - name: responses
        config: {meta: {entity: survey_response, key: [response_id]}}
        columns:
          - {name: response_id, config: {meta: {headers: [RespondentID], required: true}}}
  - name: custom
    schema: raw_custom
    tables:
      - name: deals
        config: {meta: {entity: deal, key: [deal_id]}}
        columns:
          - {name: deal_id, config: {meta: {required: true}}}
          - {name: user_id}
          - {name: status}
          - {name: stage}
          - {name: amount, config: {meta: {type: money}}}
          - {name: currency}
          - {name: created_at, config: {meta: {type: timestamp, event: true}}}
          - {name: closed_at, config: {meta: {type: timestamp, event: true}}}
          - {name: updated_at, config: {meta: {type: timestamp}}}
      - name: leads
        config: {meta: {entity: lead, key: [lead_id]}}
        columns:
          - {name: lead_id, config: {meta: {required: true}}}
          - {name: created_at, config: {meta: {type: timestamp}}}
      - name: survey_responses
        config: {meta: {entity: survey_response, key: [response_id, question]}}
        columns:
          - {name: response_id, config: {meta: {required: true}}}
          - {name: respondent_type}
          - {name: question, config: {meta: {required: true}}}
          - {name: question_kind}
          - {name: scale_min, config: {meta: {type: number}}}
          - {name: scale_max, config: {meta: {type: number}}}
          - {name: value}
          - {name: answered_at, config: {meta: {type: timestamp}}}
"""

Make = Callable[..., Path]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Two systems, two survey tools and custom tables, small enough to read."""
    return Catalogue(tuple(sorted(read_sources(SOURCES), key=lambda system: system.name)))


@pytest.fixture
def workspace(tmp_path: Path) -> Make:
    """Make a workspace whose landing/ holds the given files ({name: text or bytes})."""

    def make(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / "landing" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return tmp_path

    return make


@pytest.fixture
def load(workspace: Make, catalogue: Catalogue) -> Callable[..., Ledger]:
    """Load files and return the ledger: load({name: content}, mapping entries, strict=..., ignore=...)."""

    def run(
        files: Mapping[str, str | bytes],
        entries: Sequence[Mapping[str, object]] = (),
        strict: bool = False,
        ignore: Sequence[str] = (),
    ) -> Ledger:
        mappings = mappings_of(entries, catalogue)
        return ingest(workspace(files), catalogue, mappings, strict=strict, ignore=ignore)

    return run


def mappings_of(entries: Sequence[Mapping[str, object]], catalogue: Catalogue) -> list[SourceMapping]:
    """Entries of `sources:` as the settings would give them."""
    return [SourceMapping.from_dict(entry, catalogue, f"sources[{i}]") for i, entry in enumerate(entries, start=1)]


@pytest.fixture(scope="session")
def rows(catalogue: Catalogue) -> Callable[..., list[dict[str, object]]]:
    """Read a raw relation: rows(ledger, "raw_crm.deals", mapping entries)."""

    def read(ledger: Ledger, relation: str, entries: Sequence[Mapping[str, object]] = ()) -> list[dict[str, object]]:
        with duckdb.connect(":memory:") as connection:
            create_raw_relations(connection, catalogue, ledger, mappings_of(entries, catalogue))
            cursor = connection.execute(f"select * from {relation} order by _file_id, _row_number")
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    return read
