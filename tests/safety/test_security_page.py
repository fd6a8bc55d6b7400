"""The security page names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_every_test_that_the_page_names_exists():
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    files = re.findall(r"tests/[\w/]+\.py", PAGE)
    names = re.findall(r"\btest_[a-z_]+\b(?!\.py)", re.sub(r"tests/[\w/]+\.py", "", PAGE))
    assert files and names
    assert [name for name in files if not (ROOT / name).is_file()] == []
    assert [name for name in names if f"def {name}(" not in sources] == []
