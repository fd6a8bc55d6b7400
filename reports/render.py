"""From a rendered page to files: PDF/A-3a with WeasyPrint, and one HTML file with its fonts inside.

Nothing here reads the clock, the network or any file besides the fonts of this package. `write_pdf` and
`html_file` keep no state and take plain values, so they may run in a child process.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from reports.fonts import FACES, font_path
from reports.styles import FONT_SLOT
from reports.webfonts import inline_faces

if TYPE_CHECKING:
    from weasyprint import Document

FONT_SCHEME = "font"
_FONT_RULE = '@font-face{{font-family:"{family}";font-weight:{weight};src:url({scheme}:{name}) format("truetype")}}'


class RenderError(RuntimeError):
    """The page asks for something that a report must not contain (a bug in a template, never a user's mistake)."""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF: its name (with extension), bytes, a description and how it relates to the report."""

    name: str
    data: bytes
    description: str = ""
    relationship: Literal["Data", "Source", "Supplement", "Alternative", "Unspecified"] = "Data"


def write_pdf(
    html: str,
    target: Path,
    *,
    created: datetime,
    attachments: Sequence[Attachment] = (),
    title: str,
    lang: str,
) -> int:
    """Write the page as PDF/A-3a with the PDF/UA-1 mark; returns the number of pages.

    `created` is the time of the run, with time zone: it becomes the date of the file, of its attachments and
    SOURCE_DATE_EPOCH, so the same page gives the same bytes in any process. The file appears whole or not at all.
    Raises ValueError for a time without zone, RenderError when the page asks for an outside resource.
    """
    if created.tzinfo is None:
        raise ValueError("the time of the run needs a time zone")
    moment = created.astimezone(UTC).replace(microsecond=0)
    with _source_date(moment):
        document = lay_out(html)
        _set_metadata(document, moment, title, lang)
        data = _pdf_bytes(document, moment, attachments)
    _write_whole(target, data)
    return len(document.pages)


def lay_out(html: str) -> Document:
    """The page laid out with the fonts of this package. Raises RenderError when it asks for an outside resource."""
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    page = html.replace(FONT_SLOT, _font_rules(), 1)
    try:
        return HTML(string=page, base_url=None, url_fetcher=_fetcher()).render()
    except FatalURLFetchingError as error:
        raise RenderError(str(error)) from error


def html_file(html: str) -> str:
    """The page as one file that asks for nothing: fonts cut to its characters and put inside.

    Raises RenderError when the page refers to another file or address, or has no slot for the fonts.
    """
    if FONT_SLOT not in html:
        raise RenderError("the page has no style sheet of reports.styles")
    seeker = _OutsideSeeker()
    seeker.feed(html)
    seeker.close()
    if seeker.found:
        raise RenderError(f"the page refers to an outside resource: {seeker.found[0]}")
    return html.replace(FONT_SLOT, inline_faces(html), 1)


class _OutsideSeeker(HTMLParser):
    """Collects the addresses a browser would load by itself; what a reader may click on is not among them."""

    _LOADING = frozenset(
        {"src", "srcset", "href", "xlink:href", "action", "formaction", "poster", "data", "background"}
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes attributes that load something other than `data:` or a place on this page."""
        for name, value in attrs:
            address = (value or "").strip()
            if name not in self._LOADING or tag == "a" or address.startswith(("data:", "#")) or not address:
                continue
            self.found.append(f"<{tag} {name}={address[:80]!r}>")


def _font_rules() -> str:
    return "".join(
        _FONT_RULE.format(family=family, weight=weight, scheme=FONT_SCHEME, name=name) for family, weight, name in FACES
    )


def _fetcher() -> Any:
    """A fetcher that knows the fonts of this package and `data:` addresses, and stops the rendering for others."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class ReportFetcher(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            scheme, _, name = url.partition(":")
            if scheme == FONT_SCHEME:
                return URLFetcherResponse(url, font_path(name).read_bytes(), {"Content-Type": "font/ttf"})
            if scheme != "data":
                raise FatalURLFetchingError(f"the page asks for an outside resource: {url[:120]}")
            return super().fetch(url, headers)

    return ReportFetcher(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)


def _set_metadata(document: Document, moment: datetime, title: str, lang: str) -> None:
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    metadata = document.metadata
    metadata.title, metadata.lang = title, lang
    metadata.created = metadata.modified = stamp
    metadata.generator = metadata.generator or "CRM Audit"


def _pdf_bytes(document: Document, moment: datetime, attachments: Sequence[Attachment]) -> bytes:
    from weasyprint import Attachment as PdfAttachment

    from reports.finisher import finish

    files = [
        PdfAttachment(
            string=item.data, name=item.name, description=item.description, relationship=item.relationship,
            created=moment, modified=moment, url_fetcher=_fetcher(),
        )
        for item in attachments
    ]  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile to the collector
        data = document.write_pdf(finisher=finish, pdf_variant="pdf/a-3a", attachments=files)
    assert data is not None
    return data


@contextmanager
def _source_date(moment: datetime) -> Iterator[None]:
    """SOURCE_DATE_EPOCH for the libraries that would look at the clock otherwise."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _write_whole(target: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", suffix=".part", delete=False) as file:
        part = Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    part.chmod(0o644)
    part.replace(target)
