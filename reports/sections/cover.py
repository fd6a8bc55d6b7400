"""The cover: organisation, title, opinion in one line with its qualifications, number, periods, people."""

from __future__ import annotations

from reports.evidence import Period
from reports.format import date_long, period_long
from reports.sections.context import Context
from reports.sections.summary import alarm, fitted
from reports.sections.views import Cover, Meta
from reports.sentences.headlines import opinion_text

OPINION_ROOM = 2100.0
NAME_ROOM = 1240.0
VALUE_ROOM = 460.0
"""Units of width of one line on the cover."""


def build(context: Context) -> Cover:
    """The first page."""
    words, evidence = context.words, context.evidence
    company = evidence.company
    compared = evidence.periods.before is not None
    grade = evidence.opinion.grade
    return Cover(
        company=fitted(company.name, NAME_ROOM, 11.5, bold=True),
        unit=fitted(company.unit, NAME_ROOM, 11.5),
        kind=words("report.type"),
        title=words("report.title"),
        subtitle=words("report.subtitle" if compared else "report.subtitle_single"),
        opinion_label=words("cover.opinion"),
        opinion=words(f"opinion.long.{grade}"),
        opinion_text=fitted(opinion_text(context.voice, evidence), OPINION_ROOM, 12),
        expressed=grade != "no_opinion",
        meta=tuple(_meta(context)),
        alarm=alarm(context),
    )


def _meta(context: Context) -> list[Meta]:
    words, lang, evidence = context.words, context.lang, context.evidence
    periods, company = evidence.periods, evidence.company
    lines = [
        Meta(
            words("cover.number"),
            words(
                "cover.number_value",
                number=fitted(evidence.run.report_number, 300, 11.5),
                version=evidence.run.report_version,
            ),
        )
    ]
    lines.append(Meta(words("cover.before"), _period(context, periods.before)))
    lines.append(Meta(words("cover.after"), _period(context, periods.after)))
    if periods.go_live is not None:
        first, last = periods.launches
        span = f"{date_long(first, lang)} – {date_long(last, lang)}"
        launch = date_long(first, lang) if first == last else words("cover.launches", span=span)
        lines.append(Meta(words("cover.go_live"), launch))
    lines.append(Meta(words("cover.as_of"), date_long(evidence.run.as_of, lang)))
    if evidence.run.report_date != evidence.run.as_of:
        lines.append(Meta(words("cover.report_date"), date_long(evidence.run.report_date, lang)))
    if company.prepared_by:
        lines.append(Meta(words("cover.prepared_by"), fitted(company.prepared_by, VALUE_ROOM, 11.5)))
    if company.approved_by:
        signer = fitted(company.approved_by, VALUE_ROOM - 130, 11.5)
        lines.append(Meta(words("cover.approved_by"), words("cover.signature", name=signer)))
    if company.addressees:
        lines.append(Meta(words("cover.addressees"), fitted("; ".join(company.addressees), 2 * VALUE_ROOM, 11.5)))
    return lines


def _period(context: Context, period: Period | None) -> str:
    words = context.words
    if period is None:
        return words("cover.no_period")
    span = period_long(period.starts_on, period.ends_before, context.lang)
    text = words("cover.period", span=span, months=words.counted(period.n_months, "month"))
    return words("cover.partial", period=text) if period.is_partial else text
