"""The whole report as one object: cover, executive page, sections in order, contents."""

from __future__ import annotations

from dataclasses import dataclass

from reports.evidence import Evidence
from reports.format import date_short
from reports.sections import areas, cover, gaps, key_table, method, quality, records, risks, rollout, segments, summary
from reports.sections.context import Context, Target
from reports.sections.views import Cover, Link, Section, Summary, Table
from reports.sentences import Voice
from reports.words import Words

LONG_CONTENTS = 15
"""More lines than this stand in two columns, so that the cover stays one page."""


@dataclass(frozen=True)
class Report:
    """Everything that the templates of one rendering need."""

    language: str
    target: Target
    document_title: str
    description: str
    header: str
    footer: str
    side_title: str
    created: str
    author: str
    links: tuple[Link, ...]
    cover: Cover
    summary: Summary
    key: Section
    areas: tuple[Section, ...]
    segments: Section | None
    not_assessed: Section | None
    quality: Section
    rollout: Section | None
    risks: Section | None
    method: Section
    sources: Section
    glossary: Section
    glossary_columns: tuple[Table, Table]
    contents_css: str


def report(evidence: Evidence, language: str, target: Target) -> Report:
    """The report in one language for one target ("pdf" or "html"). Raises KeyError when a text is missing."""
    words = Words(language)
    context = Context(evidence, Voice(words, evidence.company.currency), target)
    shown = areas.shown_areas(context)
    first = cover.build(context)
    second = summary.build(context, shown)
    key = key_table.build(context)
    area_sections = tuple(areas.build(context, area) for area in shown)
    parts = segments.build(context)
    missing = gaps.build(context, shown)
    data_quality = quality.build(context)
    stages = rollout.build(context)
    register = risks.build(context)
    how = method.build(context)
    files = records.sources(context)
    terms, columns = records.glossary(context)
    every = (key, *area_sections, parts, missing, data_quality, stages, register, how, files, terms)
    sections = [one for one in every if one is not None]
    links = (Link(second.anchor, second.topic), *(Link(one.anchor, one.topic) for one in sections))
    return Report(
        language=words.language,
        target=target,
        links=links,
        cover=first,
        summary=second,
        key=key,
        areas=area_sections,
        segments=parts,
        not_assessed=missing,
        quality=data_quality,
        rollout=stages,
        risks=register,
        method=how,
        sources=files,
        glossary=terms,
        glossary_columns=columns,
        contents_css="columns:2;column-gap:7mm" if first.alarm or len(links) > LONG_CONTENTS else "",
        **_frame(context),
    )


def short_run(audit_id: str) -> str:
    """The digest at the end of an audit's id; the data date before it stands in the footer anyway."""
    return audit_id.rpartition("-")[2]


def _frame(context: Context) -> dict[str, str]:
    """What stands around the pages: titles, running header and footer, dates of the document."""
    words, run, company = context.words, context.evidence.run, context.evidence.company.name
    as_of = date_short(run.as_of, context.lang)
    short = summary.fitted(company, 230, 10.7)
    number = summary.fitted(run.report_number, 200, 10)
    footer = words("report.footer", number=number, date=as_of, run=short_run(run.audit_id))
    return {
        "document_title": words("report.document_title", company=company),
        "description": words("report.description", date=as_of),
        "header": words("report.header", company=short),
        "footer": words("report.confidential", footer=footer) if run.confidential else footer,
        "side_title": words("report.side_title", year=str(run.as_of.year)),
        "created": run.report_date.isoformat(),
        "author": context.evidence.company.unit or "CRM Audit",
    }
