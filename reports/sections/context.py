"""What every builder of a section shares: the evidence, the voice, the target, running numbers of tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Literal

from markupsafe import Markup

from reports.charts import for_html
from reports.evidence import Evidence
from reports.format import Lang, date_short, number, period_long
from reports.measures import Indicator, Verdict
from reports.sections.views import Grade, Mark
from reports.sentences import Voice
from reports.words import Words

Target = Literal["pdf", "html"]

MAX_SOURCES = 3
MAX_ROWS = 200
"""No table of the PDF is longer; a longer one shows its first ``TOP_ROWS`` and says so."""

TOP_ROWS = 20


@dataclass
class Context:
    """One rendering: the evidence in one language for one target. ``stretch`` draws half figures in full width."""

    evidence: Evidence
    voice: Voice
    target: Target
    stretch: bool = False
    _tables: count[int] = field(default_factory=lambda: count(1))
    _regions: count[int] = field(default_factory=lambda: count(1))
    _sections: count[int] = field(default_factory=lambda: count(1))

    @property
    def words(self) -> Words:
        """The catalogue."""
        return self.voice.words

    @property
    def lang(self) -> Lang:
        """The language code."""
        return self.words.language

    def mark(self, verdict: Verdict, word: str | None = None, *, table: bool = False) -> Mark:
        """The mark of a verdict with its usual word, the one for tables, or ``word``."""
        return Mark(verdict, word or self.words(f"verdict.table.{verdict}" if table else f"verdict.{verdict}"))

    def grade(self, level: int) -> Grade:
        """The evidence mark of a level 0..4."""
        return Grade(level, self.words(f"evidence.{level}"))

    def caption(self, title: str) -> str:
        """The title of the next table, with its number."""
        return self.words("report.table", n=str(next(self._tables)), title=title)

    def topic(self, key: str) -> str:
        """The title of the next numbered section."""
        return self.words(
            "report.topic",
            n=str(next(self._sections)),
            title=self.words.first(f"section.{key}", "figure.verbatim", text=key),
        )

    def region(self) -> str:
        """A unique name for the next scroll box."""
        return self.words("report.table_region", n=str(next(self._regions)))

    def source_note(self, sources: Sequence[str], n: int | None = None) -> str:
        """The note under a figure: the files it rests on and how many rows; empty when both are unknown."""
        count_text = None if n is None else number(n, 0, self.lang)
        if not sources:
            return self.words("figure.n_only", n=count_text) if count_text else ""
        names = list(sources[:MAX_SOURCES])
        if len(sources) > MAX_SOURCES:
            names.append(self.words("opinion.more", n=str(len(sources) - MAX_SOURCES)))
        listed = ", ".join(names)
        if count_text is None:
            return self.words("figure.source", sources=listed)
        return self.words("figure.source_n", sources=listed, n=count_text)

    def span(self, first: date | None, last: date | None) -> str:
        """Two dates for a table: "01.11.2024–31.10.2025"; a dash when unknown."""
        if first is None or last is None:
            return self.words("report.missing")
        dash = "–" if self.lang == "ru" else " – "
        return f"{date_short(first, self.lang)}{dash}{date_short(last, self.lang)}"

    def period(self, name: Literal["before", "after", "washout"]) -> str | None:
        """A window of the audit in words; None when it is not set."""
        period = getattr(self.evidence.periods, name)
        return None if period is None else period_long(period.starts_on, period.ends_before, self.lang)

    def name(self, kpi: str) -> str:
        """The name of an indicator within a sentence; an unknown id as it is."""
        one = self.evidence.indicator(kpi)
        return self.voice.inside(one) if one else self.words.first(f"kpi.{kpi}.inside", "figure.verbatim", text=kpi)

    def key_indicators(self) -> tuple[Indicator, ...]:
        """The indicators of the key table."""
        return tuple(one for one in self.evidence.indicators if one.key_table)

    def drawn(self, svg: str) -> Markup:
        """A chart ready for the target."""
        return Markup(for_html(svg) if self.target == "html" else svg)
