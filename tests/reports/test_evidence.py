"""The evidence is kept as text and read back without loss."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from reports.evidence import Company, Evidence, Periods, Run
from reports.measures import Area, Indicator, Opinion
from reports.opinion import area_of
from tests.reports import evidence_fixture as fixture
from tests.reports import evidence_parts as parts


@pytest.mark.parametrize("name", sorted(fixture.ALL))
def test_reading_back_gives_the_same_object(name: str) -> None:
    evidence = fixture.ALL[name]()
    assert Evidence.from_json(evidence.to_json()) == evidence


@pytest.mark.parametrize("name", sorted(fixture.ALL))
def test_the_same_object_gives_the_same_text_after_reading_it_back(name: str) -> None:
    text = fixture.ALL[name]().to_json()
    assert Evidence.from_json(text).to_json() == text


def test_the_text_has_sorted_keys_and_keeps_cyrillic_letters() -> None:
    text = fixture.full().to_json()
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert "Служба внутреннего аудита" in text
    assert text.endswith("}\n")


def test_a_whole_number_in_a_field_of_fractions_is_written_as_a_fraction() -> None:
    one = parts.compared("sales_volume", "ok", 120, 156, 24, 36)
    text = replace(fixture.full(), indicators=(one,)).to_json()
    assert json.loads(text)["indicators"][0]["before"] == 120.0
    assert '"before": 120.0' in text


def test_a_number_that_is_not_finite_is_refused() -> None:
    one = parts.compared("sales_volume", "ok", float("nan"), 156, 24, 36)
    with pytest.raises(ValueError, match="not finite"):
        replace(fixture.full(), indicators=(one,)).to_json()


def test_an_unknown_key_is_named_with_its_place() -> None:
    plain = json.loads(fixture.full().to_json())
    plain["sources"][1]["rows_lost"] = 3
    with pytest.raises(ValueError, match=r"sources\[1\]: unknown key 'rows_lost'"):
        Evidence.from_json(json.dumps(plain))


def test_a_wrong_type_is_named_with_its_place() -> None:
    plain = json.loads(fixture.full().to_json())
    plain["run"]["report_number"] = 7
    with pytest.raises(ValueError, match=r"run\.report_number"):
        Evidence.from_json(json.dumps(plain))


def test_a_verdict_outside_the_five_is_refused() -> None:
    plain = json.loads(fixture.full().to_json())
    plain["indicators"][0]["verdict"] = "great"
    with pytest.raises(ValueError, match=r"indicators\[0\]\.verdict"):
        Evidence.from_json(json.dumps(plain))


def test_an_unknown_kind_of_figure_is_refused() -> None:
    plain = json.loads(fixture.full().to_json())
    plain["figures"]["funnel"]["kind"] = "pie"
    with pytest.raises(ValueError, match="kind 'pie'"):
        Evidence.from_json(json.dumps(plain))


def test_another_schema_version_is_refused() -> None:
    with pytest.raises(ValueError, match="schema 99"):
        Evidence.from_json(replace(fixture.full(), schema_version=99).to_json())


def test_the_smallest_evidence_is_complete() -> None:
    bare = Evidence(
        Run("a", "1", date(2026, 1, 1), date(2026, 1, 1)), Company("x"), Periods(), Opinion("no_opinion"), (), ()
    )
    assert Evidence.from_json(bare.to_json()) == bare


def _area(*verdicts: str) -> Area:
    ids = ("win_rate", "lead_conversion", "win_rate_closed")
    found: list[Indicator] = [
        parts.compared(kpi, verdict, 0.1, 0.2, 1, 2) for kpi, verdict in zip(ids, verdicts, strict=False)
    ]
    return area_of("funnel", found)


def test_the_worst_news_decides_an_area() -> None:
    assert _area("ok", "bad", "none") == Area(
        "funnel", "bad", 4, ("win_rate", "lead_conversion", "win_rate_closed"), "lead_conversion"
    )


def test_an_area_is_not_assessed_only_when_nothing_in_it_is() -> None:
    assert _area("na", "none", "na").verdict == "none"
    assert _area("na", "na").verdict == "na"
    assert area_of("support", []).verdict == "na"
