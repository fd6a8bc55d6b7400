"""Keeping what was not loaded: bytes, lines and reason of every refused or excluded record."""

from __future__ import annotations

import base64
import json
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

QUARANTINED, EXCLUDED = "quarantined", "excluded"


class QuarantineFile:
    """Writes `quarantine/<file_id>.jsonl`: one object a record with lines, outcome, reason and bytes (base64).

    The file is created only when there is something to keep; it is moved into place by `close`.
    """

    def __init__(self, folder: Path, file_id: str) -> None:
        self._target = folder / f"{file_id}.jsonl"
        self._temporary = folder / f"{file_id}.jsonl.new"
        self._handle: TextIO | None = None
        self.quarantined: Counter[str] = Counter()
        self.excluded: Counter[str] = Counter()

    def quarantine(self, first: int, last: int, reason: str, raw: bytes) -> None:
        """Keep a record that cannot be read as a row."""
        self.quarantined[reason] += 1
        self._write(first, last, QUARANTINED, reason, raw)

    def exclude(self, first: int, last: int, kind: str, raw: bytes) -> None:
        """Keep a record that is no data row (title, blank, total, ...)."""
        self.excluded[kind] += 1
        self._write(first, last, EXCLUDED, kind, raw)

    def _write(self, first: int, last: int, outcome: str, reason: str, raw: bytes) -> None:
        if self._handle is None:
            self._handle = self._temporary.open("w", encoding="utf-8")
        data = base64.b64encode(raw).decode("ascii")
        record = {"first_line": first, "last_line": last, "outcome": outcome, "reason": reason, "bytes": data}
        self._handle.write(json.dumps(record, ensure_ascii=False) + "\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handle is not None:
            self._handle.close()
            if kind is None:
                self._temporary.replace(self._target)
            else:
                self._temporary.unlink(missing_ok=True)
        elif kind is None:
            self._target.unlink(missing_ok=True)
