"""The pages: complete in both languages, one executive page, nothing from an export comes alive."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pypdf import PdfReader

from reports.build import render_language, render_page, render_report
from reports.format import NBSP
from reports.sections.report import report
from reports.words import Words, catalogue
from tests.reports import evidence_fixture as fixture

CASES = [(name, language) for name in sorted(fixture.ALL) for language in ("ru", "en")]
FORMS = {"one", "few", "many", "other", "m", "f", "n", "pl"}
SEED = ("Показатель", "До внедрения CRM", "После внедрения CRM", "Изменение, %")


class Texts(HTMLParser):
    """Collects text nodes outside style and script, and every attribute that could ask for something."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.requests: list[str] = []
        self.ids: list[str] = []
        self.regions: list[str] = []
        self.tags: list[str] = []
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._skip += tag in ("style", "script")
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.regions += [given["aria-label"] or ""] if given.get("role") == "region" else []
        self.requests += [
            str(value)
            for key, value in attrs
            if key in ("src", "href", "action") and value and not value.startswith("#")
        ]

    def handle_endtag(self, tag: str) -> None:
        self._skip -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.texts.append(data)


def parsed(page: str) -> Texts:
    parser = Texts()
    parser.feed(page)
    return parser


@pytest.mark.parametrize(("name", "language"), CASES)
@pytest.mark.parametrize("target", ["pdf", "html"])
def test_every_case_renders_without_an_undefined_name(name: str, language: str, target: str) -> None:
    page = render_page(fixture.ALL[name](), language, target)  # type: ignore[arg-type]
    assert page.count("<h1>") == 1
    assert f'<html lang="{language}">' in page
    assert page.rstrip().endswith("</html>")


def test_both_catalogues_have_the_same_keys() -> None:
    def plain(language: str) -> set[str]:
        keys = catalogue(language)
        return {key.rsplit(".", 1)[0] if key.rsplit(".", 1)[-1] in FORMS else key for key in keys}

    assert plain("ru") == plain("en")


def test_both_catalogues_fill_the_same_places() -> None:
    places = {
        language: {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in catalogue(language).items()}
        for language in ("ru", "en")
    }
    different = [key for key, found in places["ru"].items() if found != places["en"].get(key, found)]
    assert not different


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_language_without_a_catalogue_is_refused_by_name(language: str) -> None:
    with pytest.raises(KeyError, match="'de'"):
        Words("de")
    assert Words(language).has("report.title")


@pytest.mark.parametrize("target", ["pdf", "html"])
def test_text_of_exports_is_escaped_and_never_evaluated(target: str) -> None:
    page = render_page(fixture.hostile(), "ru", target)  # type: ignore[arg-type]
    body = page[page.index("<body") :]
    assert "{{7*7}}" in body.replace(NBSP, " ")
    assert not re.search(r"49 \{7\*7\}|\{49\}|49\}", body.replace(NBSP, " "))
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "=cmd()" in body
    assert body.count("<script>") == (1 if target == "html" else 0)


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("name", ["full", "huge", "hostile"])
def test_the_html_file_asks_for_nothing_and_stays_small(tmp_path: Path, name: str, language: str) -> None:
    [path] = render_language(fixture.ALL[name](), tmp_path, language, ("html",))
    page = path.read_text(encoding="utf-8")
    found = parsed(page)
    assert found.requests == []
    assert not re.search(r"url\((?!\"?data:)", page)
    assert "@import" not in page
    assert path.stat().st_size < 600_000
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    assert len(scripts) == 1 and len(scripts[0]) < 2048


@pytest.mark.parametrize(("name", "language"), CASES)
def test_anchors_and_scroll_boxes_are_unique_and_links_lead_somewhere(name: str, language: str) -> None:
    page = render_page(fixture.ALL[name](), language, "html")
    found = parsed(page)
    assert len(found.ids) == len(set(found.ids))
    assert len(found.regions) == len(set(found.regions))
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(found.ids)


@pytest.mark.parametrize("name", sorted(set(fixture.ALL) - {"hostile"}))
def test_russian_pages_keep_the_rules_of_type(name: str) -> None:
    texts = [text for text in parsed(render_page(fixture.ALL[name](), "ru", "html")).texts if text.strip()]
    for text in texts:
        assert '"' not in text and "'" not in text, text
        assert not re.search(r"(?<![\w.–-])-\d", text), text
        assert not re.search(r"\d[ ]?%", text), text
        assert not re.search(r"\d +п\. ?п\.", text.replace(NBSP, "_")), text


@pytest.mark.parametrize("name", ["full", "sparse", "without_roll_out"])
def test_the_key_table_begins_with_the_columns_of_the_source_document(name: str) -> None:
    page = render_page(fixture.ALL[name](), "ru", "pdf").replace(NBSP, " ")
    table = page[page.index('<table class="kt') :]
    heads = re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", table)
    assert tuple(heads[:4]) == SEED


NUMBER = re.compile(r"[+−]?\d[\d\u00a0,.]*\d|\d")


def _numbers(text: str) -> set[str]:
    return {one.lstrip("+−") for one in NUMBER.findall(text)}


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("name", ["full", "sparse", "one_month"])
def test_every_number_of_the_executive_page_stands_in_its_section(name: str, language: str) -> None:
    content = report(fixture.ALL[name](), language, "pdf")
    page = render_page(fixture.ALL[name](), language, "pdf")
    later = _numbers(" ".join(parsed(page[page.index('id="key"') :]).texts))
    for tile in content.summary.tiles:
        for text in (tile.value, tile.before, tile.change, tile.interval):
            assert _numbers(text.replace("95 %", "").replace("95%", "")) <= later, (tile.name, text)
    for row in content.summary.areas.rows:
        assert _numbers(row.cells[2].text) <= later, row.cells[2].text


def test_empty_areas_become_boxes_with_the_reason_and_the_file() -> None:
    page = render_page(fixture.sparse(), "ru", "pdf").replace(NBSP, " ")
    content = report(fixture.sparse(), "ru", "pdf")
    assert [one.anchor for one in content.areas] == ["sales", "cycle", "retention", "productivity"]
    assert content.not_assessed is not None
    boxes = " ".join(box.title + " " + box.text for box in content.not_assessed.boxes)
    assert "нет файла leads.csv. Загрузите leads.csv" in boxes
    assert 'class="na"' in page


def test_the_note_on_significance_counts_every_indicator_that_was_adjusted() -> None:
    full = fixture.full()
    tested = sum(one.p_adjusted is not None for one in full.indicators)
    in_key_table = [one for one in full.indicators if one.key_table]
    assert tested != len(in_key_table)
    page = render_page(full, "en", "pdf").replace(NBSP, " ")
    assert f"Holm adjustment for {tested} indicators" in page


def test_many_gaps_that_no_file_can_mend_make_no_empty_section() -> None:
    full = fixture.full()
    many = tuple(replace(full.gaps[0], subject=f"kpi_{n}", file=None) for n in range(6))
    assert report(replace(full, gaps=many), "ru", "pdf").not_assessed is None
    mended = tuple(replace(gap, file="reviews.csv") for gap in many)
    section = report(replace(full, gaps=mended), "ru", "pdf").not_assessed
    assert section is not None
    assert section.tables


def test_a_full_audit_has_no_section_of_gaps_but_a_box_in_its_place() -> None:
    content = report(fixture.full(), "ru", "pdf")
    assert content.not_assessed is None
    satisfaction = next(one for one in content.areas if one.anchor == "satisfaction")
    assert satisfaction.boxes[0].title == "анализ отзывов"


def test_a_failed_critical_check_is_said_on_the_first_two_pages() -> None:
    content = report(fixture.huge(), "ru", "pdf")
    assert content.cover.alarm is not None
    assert content.summary.alarm is not None


def test_guesses_are_marked_in_the_method() -> None:
    page = render_page(fixture.full(), "ru", "pdf").replace(NBSP, " ")
    assert page.count("принято по умолчанию, не проверено на данных компании") == 3


def test_every_source_is_printed_with_its_hash_and_the_rows_add_up() -> None:
    evidence = fixture.full()
    page = unescape(render_page(evidence, "en", "pdf")).replace(NBSP, " ")
    for one in evidence.sources:
        assert one.rows_in == one.rows_loaded + one.rows_quarantined + one.rows_excluded
        assert one.sha256[:12] in page
    assert f"{sum(one.rows_in for one in evidence.sources):,}" in page


def _pages(path: Path) -> list[str]:
    return [page.extract_text().replace(NBSP, " ") for page in PdfReader(path).pages]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "language"), CASES)
def test_the_executive_page_is_page_two_and_exactly_one_page(tmp_path: Path, name: str, language: str) -> None:
    [path] = render_language(fixture.ALL[name](), tmp_path, language, ("pdf",))
    pages = _pages(path)
    words = Words(language)
    assert words("section.summary") in pages[1]
    assert words("summary.areas") in pages[1]
    assert words("area.data_quality") in pages[1]
    asks = report(fixture.ALL[name](), language, "pdf").summary.asks
    if asks:
        assert re.sub(r"\s+", "", asks[-1])[-20:].replace(NBSP, "") in re.sub(r"\s+", "", pages[1])
    assert pages[2].replace("\n", " ").find(f"1. {words('section.key')}") >= 0
    assert words("section.summary") not in pages[2]
    assert path.stat().st_size < 500_000


@pytest.mark.slow
def test_both_languages_and_formats_are_written_with_the_data_attached(tmp_path: Path) -> None:
    (tmp_path / "kpi.csv").write_bytes(b"kpi\nnps\n")
    written = render_report(fixture.sparse(), tmp_path, attachments=None)
    assert [path.name for path in written] == ["audit-ru.html", "audit-ru.pdf", "audit-en.html", "audit-en.pdf"]
    attached = PdfReader(tmp_path / "audit-en.pdf").attachments
    assert set(attached) == {"kpi.csv", "evidence.json"}
    assert attached["evidence.json"][0].decode() == fixture.sparse().to_json()


@pytest.mark.slow
def test_rendering_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        render_report(fixture.sparse(), folder, attachments={"rejects.csv": b"file,line\n"})
    for path in sorted(first.iterdir()):
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name


@pytest.mark.parametrize(
    ("language", "mark", "version"), [("ru", "Конфиденциально", "версия 2.1"), ("en", "Confidential", "version 2.1")]
)
def test_the_mark_and_the_version_are_those_of_the_settings(language: str, mark: str, version: str) -> None:
    full = fixture.full()
    for confidential in (True, False):
        evidence = replace(full, run=replace(full.run, confidential=confidential, report_version="2.1"))
        page = render_page(evidence, language, "pdf").replace("\N{NO-BREAK SPACE}", " ")
        assert (mark in page) is confidential
        assert version in page
