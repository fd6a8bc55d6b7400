"""What every part of audit.yml has in common."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict

from dagster_project.settings_messages import nearest


class Part(BaseModel):
    """A frozen group of keys; a key that is not declared is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def known_zone(value: str) -> str:
    """Return the name of a time zone. Raises ValueError for an unknown one."""
    if value not in available_timezones():
        raise ValueError(
            f"{value!r} is not a time zone; expected a name such as Europe/Moscow"
            f"{nearest(value, available_timezones())}"
        )
    ZoneInfo(value)
    return value
