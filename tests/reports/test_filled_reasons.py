"""The reason of an indicator without a level names what is missing: a file, or a setting."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from dagster_project.evidence.reasons import _reason
from dagster_project.session import AuditSession
from reports.sentences import reason
from reports.words import Words


def _session(limit: float | None) -> AuditSession:
    settings = SimpleNamespace(kpi=SimpleNamespace(first_response_sla_hours=limit))
    return cast(AuditSession, SimpleNamespace(settings=settings, expectations=()))


ROW: dict[str, Any] = {"kpi": "first_response_in_sla", "n_before": None, "n_after": None}


@pytest.mark.parametrize("code", ["not_tracked", "no_source"])
def test_without_a_limit_of_response_the_setting_is_named(code: str) -> None:
    found = _reason(code, ROW, [], ["tickets"], _session(None))
    for language in ("ru", "en"):
        assert "kpi.first_response_sla_hours" in reason(Words(language), found)


def test_with_a_limit_or_without_tickets_the_reason_stays() -> None:
    assert _reason("not_tracked", ROW, [], ["tickets"], _session(4)).code == "not_tracked"
    assert _reason("no_source", ROW, ["tickets"], ["tickets"], _session(None)).code == "no_source"
