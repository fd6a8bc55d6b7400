"""Message titles of waterfalls."""

from __future__ import annotations

from datetime import date

from reports.flow_figures import PipelineFlow, SalesChange
from reports.format import date_short, month_long
from reports.sentences.changes import Voice
from reports.words import capital


def pipeline(voice: Voice, figure: PipelineFlow, last: date) -> str:
    """What became of the pipeline of a period: won, lost and, where there are any, pushed out and left open."""
    lang = voice.words.language
    is_month = figure.starts_on.day == 1 and (figure.starts_on.month, figure.starts_on.year) == (last.month, last.year)
    span = month_long(figure.starts_on, lang) if is_month and not figure.is_by_exports else None
    span = span or f"{date_short(figure.starts_on, lang)}–{date_short(last, lang)}"
    amounts = {step: abs(figure.amount(step) or 0.0) for step in ("won", "lost", "pushed_out")}
    amounts["open"] = figure.closing
    scale = voice.measure("money", *amounts.values())
    parts = [
        voice.words(f"pipeline.told.{step}", amount=scale.full(amount))
        for step, amount in amounts.items()
        if amount or step in ("won", "lost")
    ]
    return voice.words("pipeline.title", span=capital(span), parts=", ".join(parts))


def sales_change(voice: Voice, figure: SalesChange) -> str:
    """By how much the sales of a month changed, and the part that is largest."""
    words = voice.words
    change = figure.after - figure.before
    largest = max(figure.steps, key=lambda one: abs(one.amount or 0.0))
    scale = voice.measure("money", change, largest.amount)
    part = words(f"sales_change.told.{largest.step}")
    return words("sales_change.title", change=scale.delta(change), part=part, amount=scale.delta(largest.amount))
