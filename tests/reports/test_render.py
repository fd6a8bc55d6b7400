"""From the page to the files: what the PDF and the HTML must be, whatever the templates put in."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from reports.charts import palette
from reports.fonts import FACES, font_path
from reports.render import Attachment, RenderError, html_file, write_pdf
from reports.styles import FONT_SLOT, stylesheet
from reports.webfonts import woff2_subset
from tests.reports.render_page import demo_page

WHEN = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
FILES = (
    Attachment("kpi.csv", b"kpi;before\nnps;21\n", "Показатели"),
    Attachment("evidence.json", b"{}", "Evidence", "Source"),
)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("pdf") / "report.pdf"
    pages = write_pdf(demo_page("pdf"), target, created=WHEN, attachments=FILES, title="Аудит CRM", lang="ru")
    assert pages == len(PdfReader(target).pages)
    return target


def small(body: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="ru"><head><title>т</title>{head}<style>{stylesheet("pdf")}</style></head>'
        f'<body data-org="о" data-foot="ф"><h1>Отчёт</h1>{body}</body></html>'
    )


def elements(reader: PdfReader) -> Iterator[tuple[Any, list[str]]]:
    """All structure elements below the document with the types of their ancestors."""
    root: Any = reader.trailer["/Root"]
    waiting: list[tuple[Any, list[str]]] = [(root["/StructTreeRoot"]["/K"][0].get_object(), [])]
    while waiting:
        element, path = waiting.pop()
        yield element, path
        for kid in element.get("/K", []):
            child = kid.get_object() if isinstance(kid, IndirectObject) else kid
            if isinstance(child, dict) and child.get("/Type") == "/StructElem":
                waiting.append((child, [*path, str(element["/S"])]))


def test_pages_show_running_text_but_the_cover_has_none(pdf: Path) -> None:
    texts = [page.extract_text() for page in PdfReader(pdf).pages]
    assert "с. 2 из" in texts[1].replace("\u00a0", " ")
    assert "Конфиденциально" in texts[1]
    assert "Конфиденциально" not in texts[0]


def test_executive_summary_is_exactly_one_page(pdf: Path) -> None:
    texts = [page.extract_text() for page in PdfReader(pdf).pages]
    assert "Какие решения нужны" in texts[1]
    assert "1. Ключевые показатели" in texts[2]


def test_metadata_says_archive_and_accessible_once(pdf: Path) -> None:
    reader = PdfReader(pdf)
    root: Any = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()
    assert xmp.count("<rdf:RDF") == 1
    assert 'pdfaid:part="3"' in xmp
    assert 'pdfaid:conformance="A"' in xmp
    assert 'pdfuaid:part="1"' in xmp
    assert "pdfaExtension:schemas" in xmp
    assert root["/Lang"] == "ru"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Аудит CRM"
    assert reader.metadata.creation_date == WHEN
    assert "2026-11-16T09:30:00Z" in xmp


def test_every_header_cell_has_its_scope(pdf: Path) -> None:
    seen = set()
    for element, path in elements(PdfReader(pdf)):
        if element["/S"] == "/TH":
            scope = element["/A"]["/Scope"]
            assert scope == ("/Column" if "/THead" in path else "/Row")
            seen.add(str(scope))
    assert seen == {"/Column", "/Row"}


def test_a_table_has_never_more_header_cells_than_data_cells(tmp_path: Path) -> None:
    head = '<thead><tr><th scope="col">А</th><th scope="col">Б</th><th scope="col">В</th></tr></thead>'
    row = '<tr><th scope="row">а</th><td>б</td><td>в</td></tr>'
    target = tmp_path / "a.pdf"
    tables = "".join(f"<table>{head}<tbody>{row * count}</tbody></table>" for count in (1, 2, 4))
    write_pdf(small(tables), target, created=WHEN, title="т", lang="ru")
    found = []
    for element, path in elements(PdfReader(target)):
        if element["/S"] == "/TH":
            found.append(str(element["/A"]["/Scope"]))
        if element["/S"] == "/TD":
            assert len(element["/A"].get("/Headers", [])) <= 2
            assert "/Table" in path
    assert found.count("/Column") == 9
    assert found.count("/Row") == 4


def test_every_figure_has_its_text_alternative(pdf: Path) -> None:
    figures = [element for element, _ in elements(PdfReader(pdf)) if element["/S"] == "/Figure"]
    assert len(figures) > 20
    assert all(str(figure["/Alt"]).strip() for figure in figures)


def test_running_text_is_an_artifact_outside_the_structure(pdf: Path) -> None:
    reader = PdfReader(pdf)
    root: Any = reader.trailer["/Root"]
    numbers = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = {int(numbers[i]): numbers[i + 1].get_object() for i in range(0, len(numbers), 2)}
    reached = {element.indirect_reference.idnum for element, _ in elements(reader)}
    for page in reader.pages:
        content = page.get_contents()
        assert content is not None
        data = content.get_data().decode("latin-1")
        if page.page_number > 0:
            assert "/Type /Pagination" in data
        used = {int(n) for n in re.findall(r"/MCID (\d+)", data)}
        own = parents[int(page["/StructParents"])]
        linked = {i for i, parent in enumerate(own) if isinstance(parent.get_object(), dict)}
        assert used == linked
        for i in linked:
            assert own[i].get_object().indirect_reference.idnum in reached


def test_links_are_described_by_their_words_and_print(pdf: Path) -> None:
    words = []
    for page in PdfReader(pdf).pages:
        for reference in page.get("/Annots", []):
            link = reference.get_object()
            assert link["/F"] == 4
            words.append(str(link["/Contents"]))
    assert "2. Результаты продаж" in words
    assert "kpi" not in words


def test_each_attachment_is_there_once_with_its_relationship(pdf: Path) -> None:
    reader = PdfReader(pdf)
    root: Any = reader.trailer["/Root"]
    files = {str(spec.get_object()["/UF"]): str(spec.get_object()["/AFRelationship"]) for spec in root["/AF"]}
    assert len(root["/AF"]) == 2
    assert files == {"kpi.csv": "/Data", "evidence.json": "/Source"}
    assert reader.attachments["kpi.csv"] == [FILES[0].data]


def test_all_fonts_are_the_package_s_own_and_embedded(pdf: Path) -> None:
    names = set()
    for page in PdfReader(pdf).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            names.add(str(font.get_object()["/BaseFont"]))
    assert names
    assert all("Plex" in name for name in names)


def test_bookmarks_follow_the_sections(pdf: Path) -> None:
    titles = [str(entry.title) for entry in PdfReader(pdf).outline if not isinstance(entry, list)]
    assert titles[:2] == ["Главное на одной странице", "1. Ключевые показатели до и\u00a0после внедрения CRM"]


def test_same_page_gives_the_same_bytes(tmp_path: Path) -> None:
    page = small('<p>Рост на 30 %</p><p><a href="#x">далее</a></p><h2 id="x">Раздел</h2>')
    digests = set()
    for name in ("a.pdf", "b.pdf"):
        write_pdf(page, tmp_path / name, created=WHEN, attachments=FILES, title="т", lang="ru")
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_source_date_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "17")
    write_pdf(small(""), tmp_path / "a.pdf", created=WHEN, title="т", lang="ru")
    assert os.environ["SOURCE_DATE_EPOCH"] == "17"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    write_pdf(small(""), tmp_path / "a.pdf", created=WHEN, title="т", lang="ru")
    assert "SOURCE_DATE_EPOCH" not in os.environ


def test_a_time_without_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        write_pdf(small(""), tmp_path / "a.pdf", created=datetime(2026, 1, 1), title="т", lang="ru")


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<p style="background:url(https://example.com/x.png)">x</p>',
        '<link rel="stylesheet" href="file:///etc/hosts">',
        '<p style="background:url(font:../render.py)">x</p>',
        '<object data="ftp://example.com/x"></object>',
    ],
)
def test_nothing_outside_the_package_is_ever_fetched(tmp_path: Path, body: str) -> None:
    target = tmp_path / "a.pdf"
    with pytest.raises(RenderError, match=r"outside resource|Error fetching"):
        write_pdf(small(body), target, created=WHEN, title="т", lang="ru")
    assert not target.exists()


def test_a_failed_write_leaves_the_old_file_alone(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    with pytest.raises(RenderError):
        write_pdf(small('<img src="file:///x" alt="x">'), target, created=WHEN, title="т", lang="ru")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_template_markers_and_scripts_in_data_are_only_text(tmp_path: Path) -> None:
    evil = "{{ 7*7 }} {% raw %} &lt;script&gt;alert(1)&lt;/script&gt; =cmd|&#39;/c calc&#39;!A1 href=https://evil.example"
    target = tmp_path / "a.pdf"
    write_pdf(small(f"<p>{evil}</p>"), target, created=WHEN, title="т", lang="ru")
    text = PdfReader(target).pages[0].extract_text()
    assert "{{ 7*7 }}" in text
    assert "<script>alert(1)" in text
    page = html_file(small(f"<p>{evil}</p>"))
    assert evil in page
    assert "<script>alert" not in page


def test_html_is_one_file_that_asks_for_nothing() -> None:
    page = html_file(demo_page("html"))
    assert FONT_SLOT not in page
    assert not re.search(r"url\((?!\"?data:)", page)
    assert "@import" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert page.count("font/woff2") == 3
    assert len(page.encode()) < 600_000
    assert page == html_file(demo_page("html"))


@pytest.mark.parametrize(
    "body",
    [
        '<img src="https://example.com/x.png" alt="">',
        '<script src="x.js"></script>',
        '<link rel=stylesheet href=//example.com/x.css>',
        '<form action="/x"></form>',
    ],
)
def test_html_with_outside_resources_is_refused(body: str) -> None:
    with pytest.raises(RenderError, match="outside resource"):
        html_file(small(body))


def test_html_may_link_to_places_and_addresses_a_reader_clicks() -> None:
    assert "example.com" in html_file(small('<p><a href="https://example.com/">x</a> <a href="#y">y</a></p>'))


def test_html_without_the_style_sheet_is_refused() -> None:
    with pytest.raises(RenderError, match="style sheet"):
        html_file("<html></html>")


def test_fonts_are_cut_to_the_page_and_stay_readable() -> None:
    from fontTools.ttLib import TTFont

    text = "ABCабв₽ 012"
    for _, _, name in FACES:
        cut = woff2_subset(name, text)
        assert len(cut) < font_path(name).stat().st_size / 8
        have = TTFont(io.BytesIO(cut)).getBestCmap()
        whole = TTFont(font_path(name)).getBestCmap()
        assert {ord(char) for char in text} & set(whole) <= set(have)


def test_text_fonts_have_every_sign_the_report_uses() -> None:
    from fontTools.ttLib import TTFont

    signs = "АЯаяЁё«»„“”’₽№§≥≤−→←±×·•…–—Δ°%\u00a0"
    for family, _, name in FACES:
        have = TTFont(font_path(name)).getBestCmap()
        if family == "IBM Plex Sans":
            assert not [sign for sign in signs if ord(sign) not in have]
    assert (font_path("IBMPlexSans-Regular.ttf").parent / "OFL.txt").read_text().startswith("Copyright")
    with pytest.raises(KeyError):
        font_path("../render.py")


def test_style_sheet_and_charts_have_the_same_colours() -> None:
    css = stylesheet("pdf")
    tokens = dict(re.findall(r"--([a-z]+): (#[0-9A-F]{6});", css))
    for name, value in tokens.items():
        assert getattr(palette, name.upper()) == value
    assert len(tokens) == 11
    for mark in ("v-ok", "v-likely", "v-none", "v-bad", "v-na", "e0", "e4"):
        assert f".{mark}{{background-image:url(" in css


def test_screen_and_page_differ_only_in_layout() -> None:
    assert "@page" in stylesheet("pdf")
    assert "@media (max-width: 720px)" in stylesheet("html")
    assert stylesheet("pdf").count(FONT_SLOT) == stylesheet("html").count(FONT_SLOT) == 1


@pytest.mark.slow
def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from render_page import demo_page; from reports.render import Attachment, write_pdf, html_file\n"
        "out = Path(sys.argv[1])\n"
        "write_pdf(demo_page('pdf'), out / 'r.pdf', created=datetime(2026, 11, 16, tzinfo=UTC), title='т', lang='ru',\n"
        "          attachments=[Attachment('kpi.csv', b'a')])\n"
        "(out / 'r.html').write_text(html_file(demo_page('html')), encoding='utf-8')\n"
    )
    here = Path(__file__).parent
    results = []
    for number, zone in enumerate(("UTC", "Asia/Vladivostok")):
        out = tmp_path / str(number)
        out.mkdir()
        paths = f"{here}{os.pathsep}{here.parent.parent}"
        environment = {**os.environ, "PYTHONPATH": paths, "TZ": zone, "PYTHONHASHSEED": str(number)}
        subprocess.run([sys.executable, "-c", code, str(out)], check=True, env=environment)
        results.append([hashlib.sha256((out / name).read_bytes()).hexdigest() for name in ("r.pdf", "r.html")])
    assert results[0] == results[1]


@pytest.mark.slow
def test_a_report_of_fourteen_pages_keeps_its_budget(tmp_path: Path) -> None:
    from reports.render import lay_out

    page = demo_page("pdf", copies=3)
    start = time.process_time()
    document = lay_out(page)
    layout = time.process_time() - start
    assert len(document.pages) >= 14
    target = tmp_path / "a.pdf"
    start = time.process_time()
    write_pdf(page, target, created=WHEN, attachments=FILES, title="т", lang="ru")
    whole = time.process_time() - start
    assert layout <= 4
    assert whole <= 4 + 2 + 1
    assert target.stat().st_size <= 500_000
