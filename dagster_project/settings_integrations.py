"""The key `integrations` of audit.yml: what no export tells of how data pass between the CRM and other systems."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from dagster_project.settings_part import Part

Flow = Literal[
    "orders", "payments", "customers", "stock", "telephony", "mail", "chat", "helpdesk", "marketing", "analytics",
]  # fmt: skip
LEVELS = {"none": 0, "manual_file": 1, "one_way": 2, "two_way": 3}
"""What is declared → the level it may reach; a reconciled flow (4) is only ever found in the data."""


class Integration(Part):
    """One flow of data: what is passed, between which systems, by whose hands, in which direction, by which key."""

    flow: Flow
    systems: tuple[str, ...] = ()
    mode: Literal["none", "manual_file", "automatic"]
    direction: Literal["one_way", "two_way"] | None = None
    key: str | None = None
    weight: float = Field(default=1.0, gt=0, le=100)

    @model_validator(mode="after")
    def _directed(self) -> Integration:
        if self.mode == "automatic" and self.direction is None:
            raise ValueError("an automatic flow needs `direction`: one_way or two_way")
        return self

    @property
    def level(self) -> int:
        """0 none, 1 manual file, 2 one way, 3 two ways."""
        return LEVELS[self.direction if self.mode == "automatic" and self.direction else self.mode]


def each_flow_once(flows: tuple[Integration, ...]) -> tuple[Integration, ...]:
    """The flows as given. Raises ValueError when one is named twice."""
    names = [one.flow for one in flows]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"the flow {twice[0]} is given twice; keep one entry for each flow")
    return flows
