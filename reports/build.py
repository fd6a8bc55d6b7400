"""From the evidence to the files that leadership receives: audit-ru.html, audit-ru.pdf, audit-en.html, audit-en.pdf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.evidence import Evidence
from reports.format import typograph
from reports.render import Attachment, html_file, write_pdf
from reports.sections.context import Target
from reports.sections.report import report
from reports.styles import stylesheet
from reports.words import Words

FORMATS: tuple[Target, ...] = ("html", "pdf")

_DESCRIPTIONS = {
    "kpi.csv": "All indicators, one line each",
    "evidence.json": "The object this report was rendered from",
    "rejects.csv": "Rows that were refused, with the reason",
}


def render_report(
    evidence: Evidence,
    folder: Path,
    languages: Sequence[str] | None = None,
    formats: Sequence[Target] = FORMATS,
    attachments: Mapping[str, bytes | Path] | None = None,
) -> list[Path]:
    """Write the report in every language and format into ``folder``; returns the files, language by language.

    ``languages`` are those of the run unless given. ``attachments`` (name -> bytes or file) go into the PDF, unless
    given the ``kpi.csv`` and ``rejects.csv`` of ``folder`` if they are there; ``evidence.json`` always does.
    Same evidence and attachments, same bytes.
    Raises KeyError for a language without a catalogue.
    """
    chosen = evidence.run.languages if languages is None else languages
    written: list[Path] = []
    for language in chosen:
        written += render_language(evidence, folder, language, formats, attachments)
    return written


def render_language(
    evidence: Evidence,
    folder: Path,
    language: str,
    formats: Sequence[Target] = FORMATS,
    attachments: Mapping[str, bytes | Path] | None = None,
) -> list[Path]:
    """Write the report of one language. It keeps no state, so languages may be rendered in processes of their own."""
    written = []
    for target in formats:
        path = folder / f"audit-{language}.{target}"
        page = render_page(evidence, language, target)
        if target == "html":
            path.write_text(html_file(page), encoding="utf-8", newline="\n")
        else:
            write_pdf(
                page,
                path,
                created=datetime.combine(evidence.run.report_date, time(), UTC),
                attachments=_attachments(evidence, _found(folder) if attachments is None else attachments),
                title=report_title(evidence, language),
                lang=language,
            )
        written.append(path)
    return written


def render_page(evidence: Evidence, language: str, target: Target) -> str:
    """The page as HTML text for the target, before fonts are put in. Raises UndefinedError for an unknown name."""
    words = Words(language)
    content = report(evidence, language, target)
    html = (
        _templates()
        .get_template("page.html.j2")
        .render(
            report=content,
            target=target,
            words=words,
            stylesheet=Markup(stylesheet(target)),
            script=Markup(_script()),
        )
    )
    return typograph(html, words.language)


def report_title(evidence: Evidence, language: str) -> str:
    """The title of the document."""
    return Words(language)("report.document_title", company=evidence.company.name)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def _script() -> str:
    return files("reports").joinpath("templates", "reading.js").read_text(encoding="utf-8")


def _found(folder: Path) -> dict[str, bytes | Path]:
    return {name: folder / name for name in ("kpi.csv", "rejects.csv") if (folder / name).is_file()}


def _attachments(evidence: Evidence, given: Mapping[str, bytes | Path]) -> list[Attachment]:
    contents: dict[str, bytes | Path] = {"evidence.json": evidence.to_json().encode(), **given}
    return [
        Attachment(name, data if isinstance(data, bytes) else data.read_bytes(), _DESCRIPTIONS.get(name, name))
        for name, data in sorted(contents.items())
    ]
