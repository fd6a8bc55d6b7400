"""What the macro `kpi` accepts above a model, keeps in its meta, and refuses while dbt parses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import jinja2
import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2] / "dbt"
FILE = "models/marts/cycle/kpi_deal_cycle_days.sql"
RIGHT: dict[str, Any] = {
    "label": {"ru": "Цикл", "en": "Cycle"}, "short": {"ru": "Цикл", "en": "Cycle"}, "unit": "days", "better": "lower",
    "statistic": "km_median", "area": "cycle", "definition": {"ru": "Дни.", "en": "Days."}, "bounds": [0, 730],
}  # fmt: skip
Declare = Callable[..., dict[str, Any]]


class CompilationError(Exception):
    """What dbt raises for a model that it cannot compile."""


@pytest.fixture(scope="module")
def declare() -> Declare:
    """A function that renders one declaration and returns what it configures."""

    def refuse(message: str) -> NoReturn:
        raise CompilationError(message)

    def declared(name: str = "kpi_deal_cycle_days", **changes: Any) -> dict[str, Any]:
        configured: dict[str, Any] = {}
        environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
        environment.globals.update(
            exceptions=SimpleNamespace(raise_compiler_error=refuse),
            model=SimpleNamespace(name=name, original_file_path=FILE, resource_type="model"),
            var=lambda key: yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"][key],
            config=lambda **settings: configured.update(settings) or "",
        )
        environment.globals["return"] = lambda value: value
        macros = environment.from_string((PROJECT / "macros" / "kpi.sql").read_text(encoding="utf-8"))
        macros.module.kpi(**{**RIGHT, **changes})  # type: ignore[attr-defined]
        return configured

    return declared


def test_a_declaration_is_kept_in_the_meta_of_a_view(declare: Declare) -> None:
    configured = declare()
    kept = configured["meta"]["kpi"]
    assert configured["materialized"] == "view"
    assert {name: kept[name] for name in RIGHT} == RIGHT
    assert (kept["materiality"], kept["resolution"]) == (0.05, 1.0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"unit": "weeks"}, "unit is 'weeks'; expected one of: money, days, hours, share, points, count"),
        ({"statistic": "average"}, "statistic is 'average'; expected one of: monthly_sum, km_median"),
        ({"better": "more"}, "better is 'more'; expected one of: higher, lower"),
        ({"area": "misc"}, "area is 'misc'; expected one of: sales, funnel"),
        ({"label": {"en": "Cycle"}}, "label needs a text for 'ru' and for 'en'"),
        ({"definition": "Days."}, "definition needs a text for 'ru' and for 'en'"),
        ({"bounds": [0]}, "bounds must be [lowest, highest]"),
        ({"resolution": 0}, "resolution must be a number above 0"),
        ({"name": "kpi_unlisted"}, "name is 'unlisted'; expected one of: sales_volume"),
    ],
)
def test_a_wrong_declaration_is_refused_and_the_file_is_named(
    declare: Declare, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(CompilationError) as error:
        declare(**change)
    assert str(error.value).startswith(FILE + ": ")
    assert message in str(error.value)


def test_every_kpi_has_a_model_a_unit_test_and_a_folder_of_its_area() -> None:
    listed = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]["kpis"]
    files = {path.stem.removeprefix("kpi_"): path for path in (PROJECT / "models" / "marts").glob("*/kpi_*.sql")}
    tested = {
        test["model"].removeprefix("kpi_")
        for path in (PROJECT / "models" / "marts").glob("*/*__unit_tests.yml")
        for test in yaml.safe_load(path.read_text(encoding="utf-8"))["unit_tests"]
    }
    assert set(listed) == set(files)
    assert not set(listed) - tested
    assert not [path.name for path in files.values() if f"area='{path.parent.name}'" not in path.read_text("utf-8")]
