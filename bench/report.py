"""`python -m bench.report html|pdf|chromium WORKSPACE`: one part of the report of the newest audit, alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Render from evidence.json into a scratch folder; `chromium` prints the published HTML instead."""
    what, workspace = sys.argv[1], Path(sys.argv[2])
    audit = max((workspace / "audits").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    with tempfile.TemporaryDirectory() as folder:
        if what == "chromium":
            _print_with_chromium(audit / "audit-ru.html", Path(folder))
            return
        from reports.build import render_language
        from reports.evidence import Evidence

        evidence = Evidence.from_json((audit / "evidence.json").read_text(encoding="utf-8"))
        shutil.copytree(audit, folder, dirs_exist_ok=True)
        render_language(evidence, Path(folder), "ru", formats=("pdf",) if what == "pdf" else ("html",))


def _print_with_chromium(page: Path, folder: Path) -> None:
    command = [
        shutil.which("chromium") or "chromium", "--headless", "--no-sandbox", "--disable-gpu",
        "--disable-background-networking",
        f"--user-data-dir={folder}/profile", f"--print-to-pdf={folder}/page.pdf", page.resolve().as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
