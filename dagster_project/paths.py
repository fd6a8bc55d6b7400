"""Where dbt project and expectation suites lie: beside the packages in a checkout, inside them once installed."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = PACKAGE.parent
_BUNDLE = PACKAGE / "bundled"


def _part(name: str, landmark: str) -> Path:
    for root in (_CHECKOUT, _BUNDLE):
        if (root / name / landmark).exists():
            return root / name
    raise FileNotFoundError(f"the installation lacks its folder {name}/ ({landmark} was not found)")


def dbt_project() -> Path:
    """The dbt project: models, macros, seeds and the declarations of source systems."""
    return _part("dbt", "dbt_project.yml")


def expectation_suites() -> Path:
    """The Great Expectations suites in YAML."""
    return _part("expectations", "raw")
