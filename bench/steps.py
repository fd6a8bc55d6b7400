"""`python -m bench.steps WORKSPACE OUT.json`: one audit in this process, the cost of each step as JSON."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

from dagster_project.audit import run_audit
from dagster_project.progress import Progress

if __name__ == "__main__":
    progress = Progress(quiet=True)
    run_audit(Path(sys.argv[1]), None, progress)
    Path(sys.argv[2]).write_text(json.dumps({name: dataclasses.asdict(cost) for name, cost in progress.costs.items()}))
