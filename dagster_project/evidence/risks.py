"""The register of risks as the report is given it: outcomes of ``findings.risks`` with the words of their rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from dagster_project.catalogue import Bilingual, KpiDeclaration
from dagster_project.evidence.rows import Row, read
from dagster_project.risks.rules import Rule, RuleBook, Words
from reports.measures import Reason, Text
from reports.risks import Risk


def risks(
    connection: duckdb.DuckDBPyConnection, book: RuleBook, declarations: Iterable[KpiDeclaration]
) -> tuple[Risk, ...]:
    """Every rule with its outcome, in the order of ``findings.risks``: fired ones first, the highest score on top."""
    kpis = {one.id: one for one in declarations}
    rules = {rule.id: rule for rule in book.rules}
    return tuple(_risk(row, rules[row["rule"]], book, kpis) for row in read(connection, "findings.risks", "rowid"))


def _risk(row: Row, rule: Rule, book: RuleBook, kpis: Mapping[str, KpiDeclaration]) -> Risk:
    label, unit = _input(rule, book, kpis)
    return Risk(
        risk=rule.id,
        family=rule.family,
        status=row["status"],
        text=_text(rule.risk),
        label=label,
        unit=unit,
        direction=rule.direction,
        threshold=row["threshold"],
        recommendation=_text(rule.recommendation),
        expected=_text(rule.expected),
        check=rule.check,
        value=row["value"],
        n=row["n"],
        source=_text(rule.source) if isinstance(rule.source, Words) else None,
        likelihood=row["likelihood"],
        impact=row["impact"],
        score=row["score"],
        reason=_reason(row, rule),
        missing=row["missing"],
    )


def _input(rule: Rule, book: RuleBook, kpis: Mapping[str, KpiDeclaration]) -> tuple[Text, str]:
    if rule.kind == "kpi":
        return _text(kpis[rule.name].label), kpis[rule.name].unit
    if rule.kind == "answer":
        return _text(book.answers[rule.name]), "answer"
    return _text(book.figures[rule.name].label), "share"


def _reason(row: Row, rule: Rule) -> Reason | None:
    if row["reason"] is None:
        return None
    if row["reason"] == "too_few":
        return Reason("too_few", n=row["n"], minimum=rule.least)
    return Reason(row["reason"], file=row["missing"])


def _text(words: Words | Bilingual) -> Text:
    return Text(words.ru, words.en)
