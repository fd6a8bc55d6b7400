"""The key `strategy` of audit.yml: what no export tells of how the company steers its CRM."""

from __future__ import annotations

from dagster_project.settings_part import Part


class Strategy(Part):
    """Answers of whoever is responsible; one that is not given is unknown, and the report says so."""

    goals: bool | None = None
    owner: bool | None = None
    review: bool | None = None
