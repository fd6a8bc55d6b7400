"""audit.yml → frozen, validated settings of one audit."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import ConfigDict, Field, ValidationError, field_validator, model_validator

from dagster_project.errors import InputError
from dagster_project.ingest.catalogue import load_catalogue
from dagster_project.ingest.mapping import SourceMapping
from dagster_project.paths import dbt_project
from dagster_project.settings_calendar import Calendar
from dagster_project.settings_costs import Cost, Margin
from dagster_project.settings_integrations import Integration, each_flow_once
from dagster_project.settings_messages import plain_message
from dagster_project.settings_part import Part, known_zone
from dagster_project.settings_rollout import Expectation, known_items
from dagster_project.settings_strategy import Strategy

FILE_NAME = "audit.yml"
DateRange = tuple[date, date]


class _Coded(Part):
    """A part whose texts are often codes: YAML reads 142 as a number, which is meant as a text here."""

    model_config = ConfigDict(coerce_numbers_to_str=True)


class Company(Part):
    """Whose audit this is, as printed on the cover."""

    name: str = Field(min_length=1)
    unit: str | None = None


class Report(Part):
    """What the cover and the footer say. Without `dated` the cover carries the last day of the data."""

    number: str | None = None
    version: str = "1.0"
    dated: date | None = None
    prepared_by: str | None = None
    approved_by: str | None = None
    addressees: tuple[str, ...] = ()
    confidential: bool = True


class RollOut(Part):
    """When the CRM was rolled out: a pilot, the go-live day, and the days of single teams."""

    go_live: date | None = None
    pilot: date | None = None
    washout_months: int = Field(default=0, ge=0, le=24)
    teams: dict[str, date] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _pilot_first(self) -> RollOut:
        if self.pilot and self.go_live and self.pilot > self.go_live:
            raise ValueError(f"pilot {self.pilot} lies after go_live {self.go_live}; swap them or remove one")
        return self


class Windows(Part):
    """The two periods that are compared: a number of months, or two explicit ranges (both days included)."""

    months: int = Field(default=12, ge=1, le=36)
    before: DateRange | None = None
    after: DateRange | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Windows:
        if (self.before is None) != (self.after is None):
            raise ValueError("give both `before` and `after`, or neither")
        for name, days in (("before", self.before), ("after", self.after)):
            if days and days[0] > days[1]:
                raise ValueError(f"`{name}` ends ({days[1]}) before it starts ({days[0]})")
        if self.before and self.after and self.before[1] >= self.after[0]:
            raise ValueError(
                f"`before` ends {self.before[1]}, which is not earlier than `after` starts {self.after[0]}"
            )
        return self


class KpiParameters(Part):
    """Thresholds of the KPI definitions. The defaults are choices and are printed in the method section."""

    conversion_window_days: int = Field(default=90, ge=1, le=730)
    retention_window_days: int = Field(default=180, ge=1, le=1095)
    lapse_days: int | None = Field(default=None, ge=1, le=1095)
    win_rate_maturity_days: int = Field(default=180, ge=0, le=1095)
    allowed_skipped_stages: int = Field(default=0, ge=0, le=50)
    order_match_days: int = Field(default=31, ge=0, le=366)
    materiality: float = Field(default=0.05, ge=0, lt=1)
    first_response_sla_hours: float | None = Field(default=None, gt=0, le=8760)


DealField = Literal[
    "amount", "customer", "owner", "product", "channel", "expected_close", "loss_reason", "closing_date",
]  # fmt: skip


class Stage(_Coded):
    """One stage of a pipeline and what it means; `name` is printed where the exports hold a code.

    `required` are the fields that a deal must have there; without it the outcome of the deal decides.
    """

    stage: str
    name: str | None = None
    category: Literal["open", "won", "lost"]
    order: int | None = None
    pipeline: str | None = None
    source_relation: str | None = None
    required: tuple[DealField, ...] = ()


class Pipeline(_Coded):
    """The name of a pipeline that the exports hold as a code only."""

    pipeline: str
    name: str = Field(min_length=1)


class SurveyQuestion(Part):
    """How a question of a survey is to be read: a regular expression on its text, its kind and its scale."""

    pattern: str
    kind: Literal["nps", "csat", "ces", "tam", "adkar", "text"]
    scale: tuple[float, float] | None = None
    respondent: Literal["customer", "employee"] = "customer"

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        return _regular_expression(value)

    @field_validator("scale")
    @classmethod
    def _rising(cls, value: tuple[float, float] | None) -> tuple[float, float] | None:
        if value is not None and value[0] >= value[1]:
            raise ValueError("expected [lowest, highest], for example [0, 10]")
        return value


class Event(Part):
    """Another event that may move the KPIs: a price change, a reorganisation, a release."""

    kind: Literal["release", "price_change", "reorg", "other"]
    date: date
    team: str | None = None
    note: str | None = None


class Exclude(Part):
    """Which records are not business: names that mark test deals."""

    test_names: str = r"(?i)(^|[^\wа-яё])(тест|test)([^\wа-яё]|$|ов)"

    @field_validator("test_names")
    @classmethod
    def _compiles(cls, value: str) -> str:
        return _regular_expression(value)


class Privacy(Part):
    """What may be printed of people."""

    suppress_people_below: int = Field(default=5, ge=1)


class Settings(Part):
    """All settings of an audit, as `audit.yml` gives them."""

    company: Company
    languages: tuple[Literal["ru", "en"], ...] = ("ru", "en")
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "RUB"
    timezone: str = "Europe/Moscow"
    as_of: date | None = None
    report: Report = Report()
    roll_out: RollOut = RollOut()
    windows: Windows = Windows()
    kpi: KpiParameters = KpiParameters()
    stages: tuple[Stage, ...] = ()
    pipelines: tuple[Pipeline, ...] = ()
    events: tuple[Event, ...] = ()
    survey_questions: tuple[SurveyQuestion, ...] = ()
    calendar: Calendar = Calendar()
    strategy: Strategy = Strategy()
    integrations: tuple[Integration, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    checklist: dict[str, bool] = Field(default_factory=dict)
    costs: tuple[Cost, ...] = ()
    margin: Margin | None = None
    privacy: Privacy = Privacy()
    exclude: Exclude = Exclude()
    ignore: tuple[str, ...] = ()
    headers: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    sources: tuple[SourceMapping, ...] = ()

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        return known_zone(value)

    @field_validator("languages")
    @classmethod
    def _some_language(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value or len(set(value)) != len(value):
            raise ValueError("expected a list of one or two of: ru, en")
        return value

    @field_validator("checklist")
    @classmethod
    def _known_items(cls, value: dict[str, bool]) -> dict[str, bool]:
        return dict(known_items(value))

    @field_validator("integrations")
    @classmethod
    def _each_flow_once(cls, value: tuple[Integration, ...]) -> tuple[Integration, ...]:
        return each_flow_once(value)

    @field_validator("sources", mode="before")
    @classmethod
    def _mappings(cls, value: Any) -> tuple[SourceMapping, ...]:
        if not isinstance(value, list):
            raise ValueError("expected a list of mappings, each with `files` and `table`")
        catalogue = load_catalogue(dbt_project())
        return tuple(
            SourceMapping.from_dict(entry, catalogue, f"sources[{place}]") for place, entry in enumerate(value, start=1)
        )


def load_settings(workspace: Path) -> Settings:
    """Read and check `audit.yml` of a workspace.

    Raises InputError when the workspace or the file is absent, is not YAML, has a key that is not
    known (the nearest known one is named) or a value that cannot be.
    """
    path = workspace / FILE_NAME
    if not workspace.is_dir():
        raise InputError(f"{workspace} is not a folder; make a workspace with: crm-audit new {workspace}")
    if not path.is_file():
        raise InputError(f"{workspace} has no {FILE_NAME}; make one with: crm-audit new {workspace}")
    try:
        data = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_UniqueKeyLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise InputError(f"{FILE_NAME}{line}: not valid YAML ({getattr(error, 'problem', None) or error})") from None
    except UnicodeDecodeError:
        raise InputError(f"{FILE_NAME} is not UTF-8; save it as UTF-8 text") from None
    if not isinstance(data, dict):
        raise InputError(f"{FILE_NAME}: expected keys such as `company:` and `roll_out:`; see: crm-audit new DIR")
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        raise InputError("\n".join(plain_message(FILE_NAME, item, Settings) for item in error.errors()[:5])) from None


class _UniqueKeyLoader(yaml.SafeLoader):
    """A safe loader that refuses a key given twice, which YAML would silently overwrite, and leaves dates as text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (as the base class has it)
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key_node, _ in node.value:
            key = str(key_node.value)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} is given twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def _regular_expression(value: str) -> str:
    """Check a pattern with the engine that will use it: DuckDB's knows no look-around and no back references."""
    import duckdb

    try:
        re.compile(value)
        with duckdb.connect(":memory:") as connection:
            connection.execute("select regexp_matches('', ?)", [value])
    except (re.error, duckdb.Error) as error:
        reason = str(error).removeprefix("Invalid Input Error: ").strip()
        raise ValueError(f"{value!r} is not a regular expression that can be used: {reason}") from None
    return value
