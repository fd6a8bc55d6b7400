"""Every chart, with every kind of data, at every width it is used at."""

from __future__ import annotations

import re
import time
import xml.etree.ElementTree as ElementTree
from itertools import combinations

import pytest

from reports import charts
from reports.charts.metrics import text_width
from tests.reports.chart_cases import ALT, CASES

SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = (charts.WIDE, charts.HALF, charts.PHONE)
EACH = [pytest.param(name, width, id=f"{name}-{width}") for name in CASES for width in WIDTHS]
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def boxes(root: ElementTree.Element) -> list[tuple[str, float, float, float, float]]:
    """Text boxes (text, left, top, right, bottom), measured with the font's advances and cap height."""
    found = []
    for node in root.iter(SVG + "text"):
        size, text = float(node.attrib["font-size"]), node.text or ""
        width = text_width(text, size, node.attrib.get("font-weight") == "600")
        x, y = float(node.attrib["x"]), float(node.attrib["y"])
        left = x - {"middle": width / 2, "end": width}.get(node.attrib.get("text-anchor", ""), 0)
        found.append((text, left, y - 0.7 * size, left + width, y + 0.2 * size))
    return found


@pytest.mark.parametrize(("name", "width"), EACH)
def test_chart_has_its_text_alternative_first_and_plain_markup(name: str, width: int) -> None:
    svg = CASES[name](width)
    root = ElementTree.fromstring(svg)
    assert root[0].tag == SVG + "title"
    assert root[0].text
    assert "nan" not in svg.lower().replace(ALT.lower(), "")
    assert "inf" not in re.sub(r"<t(?:ext|itle).*?</t(?:ext|itle)>", "", svg)
    for node in root.iter():
        assert node.tag.removeprefix(SVG) in {"svg", "title", "rect", "path", "circle", "text"}
        assert not {"id", "class", "style"} & set(node.attrib)
    for value in re.findall(r"\d+\.(\d+)", re.sub(r"<t(?:ext|itle)[^>]*>.*?</t(?:ext|itle)>", "", svg)):
        assert len(value) <= 2


@pytest.mark.parametrize(("name", "width"), EACH)
def test_everything_stays_inside_the_view_box(name: str, width: int) -> None:
    root = ElementTree.fromstring(CASES[name](width))
    right, bottom = (float(v) for v in root.attrib["viewBox"].split()[2:])
    slack = 0.6
    for text, x1, y1, x2, y2 in boxes(root):
        assert x1 >= -slack, text
        assert x2 <= right + slack, text
        assert y1 >= -slack, text
        assert y2 <= bottom + slack, text
    for node in root.iter():
        points: list[tuple[float, float]] = []
        get = {key: float(v) for key, v in node.attrib.items() if NUMBER.fullmatch(v)}
        if node.tag == SVG + "rect":
            points = [(get["x"], get["y"]), (get["x"] + get["width"], get["y"] + get["height"])]
        elif node.tag == SVG + "circle":
            points = [(get["cx"] - get["r"], get["cy"] - get["r"]), (get["cx"] + get["r"], get["cy"] + get["r"])]
        elif node.tag == SVG + "path":
            flat = [float(v) for v in NUMBER.findall(node.attrib["d"])]
            points = list(zip(flat[::2], flat[1::2], strict=True))
        for x, y in points:
            assert -slack <= x <= right + slack, node.attrib
            assert -slack <= y <= bottom + slack, node.attrib


@pytest.mark.parametrize(("name", "width"), EACH)
def test_labels_do_not_overlap(name: str, width: int) -> None:
    texts = boxes(ElementTree.fromstring(CASES[name](width)))
    for a, b in combinations(texts, 2):
        crossing = min(a[3], b[3]) - max(a[1], b[1]) > 0.3 and min(a[4], b[4]) - max(a[2], b[2]) > 0.3
        assert not crossing, (a[0], b[0])


@pytest.mark.parametrize(("name", "width"), EACH)
def test_text_is_never_smaller_than_the_floor(name: str, width: int) -> None:
    for node in ElementTree.fromstring(CASES[name](width)).iter(SVG + "text"):
        assert 8.6 <= float(node.attrib["font-size"]) <= 11


def test_same_data_gives_the_same_bytes() -> None:
    for render in CASES.values():
        assert render(charts.WIDE) == render(charts.WIDE)


def test_a_chart_without_text_alternative_is_refused() -> None:
    for blank in ("", "  \n"):
        with pytest.raises(ValueError, match="text alternative"):
            charts.sparkline(charts.SparklineData((1, 2)), alt=blank)


def test_long_text_alternative_is_cut_at_a_word() -> None:
    svg = charts.sparkline(charts.SparklineData((1, 2)), alt="слово " * 100)
    title = ElementTree.fromstring(svg)[0].text or ""
    assert len(title) <= 300
    assert title.endswith("слово…")


def test_markup_in_labels_is_written_as_text() -> None:
    evil = '</text><script>alert("1")</script>\x00&'
    data = charts.BarData((charts.Bar(evil, 1),), threshold_label=evil, suffix="<b>")
    svg = charts.threshold_bars(data, alt=evil, width=charts.WIDE)
    root = ElementTree.fromstring(svg)
    assert not list(root.iter(SVG + "script"))
    assert "<script" not in charts.for_html(svg)


def test_html_variant_names_the_picture_without_a_tooltip() -> None:
    page = charts.for_html(charts.sparkline(charts.SparklineData((1, 2)), alt='Рост "втрое" <5'))
    root = ElementTree.fromstring(page)
    assert root.find(SVG + "title") is None
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == 'Рост "втрое" <5'


def test_html_variant_refuses_what_is_no_chart() -> None:
    with pytest.raises(ValueError, match="title"):
        charts.for_html("<svg></svg>")


def test_wide_column_chart_prints_every_value_and_variance() -> None:
    words = [text for text, *_ in boxes(ElementTree.fromstring(CASES["columns"](charts.WIDE)))]
    for word in ("11,2", "15,0", "+23", "+42", "ноя", "окт", "AC", "PY", "ΔPY, %"):
        assert word in words


def test_crowded_columns_keep_the_last_value() -> None:
    words = [text for text, *_ in boxes(ElementTree.fromstring(CASES["columns many"](charts.PHONE)))]
    assert "15,0" in words


def test_forecast_columns_are_hatched_and_actual_ones_are_solid() -> None:
    svg = CASES["columns forecast"](charts.WIDE)
    hatches = [d for d in re.findall(r' d="(M[^"]*)"', svg) if d.count("M") > 5]
    assert len(hatches) == 6 + 1  # six columns and the square of the legend


def test_variance_bar_is_filled_only_when_significant() -> None:
    assert 'fill="#0B62A8"' in CASES["variance good"](66)
    unsure = CASES["variance unsure"](66)
    assert 'fill="#FFFFFF" stroke="#B83A0B"' in unsure


def test_variance_colour_follows_good_and_bad_not_the_sign() -> None:
    assert 'fill="#0B62A8"' in CASES["variance fall is good"](66)
    rise = charts.VarianceData(20, 10, 30, better="lower", significant=True)
    assert 'fill="#B83A0B"' in charts.variance_bar(rise, alt=ALT)


def test_variance_beyond_the_scale_says_so() -> None:
    assert "вне шкалы" in CASES["variance off scale"](66)


def test_sparkline_is_grey_before_and_dark_after() -> None:
    svg = CASES["sparkline"](150)
    assert 'stroke="#8A949C"' in svg
    assert 'stroke="#2F3B46"' in svg
    assert 'stroke="#8A949C"' not in charts.sparkline(charts.SparklineData((1, 2, 3)), alt=ALT)
    assert 'stroke="#2F3B46"' not in CASES["sparkline before only"](150)


def test_gaps_break_the_line_instead_of_being_bridged() -> None:
    svg = charts.sparkline(charts.SparklineData((1, 2, None, 3, 4)), alt=ALT)
    assert len(re.findall(r'stroke="#2F3B46"', svg)) == 2


def test_sentiment_shares_add_up_to_one_hundred() -> None:
    row = charts.SentimentRow("", "", 1, 1, 1)
    table = charts.data_table(charts.SentimentData((row,)))
    assert sum(int(cell) for cell in table.rows[0][1:4]) == 100


def test_uncertain_change_has_no_colour_in_a_dumbbell() -> None:
    pair = charts.Pair("А", 10, 20, significant=False)
    svg = charts.dumbbell(charts.DumbbellData((pair,)), alt=ALT)
    assert "#0B62A8" not in svg
    assert "#B83A0B" not in svg


def test_funnel_marks_its_worst_stage() -> None:
    assert 'fill="#FBEDE6"' in CASES["stages"](charts.WIDE)
    assert "52\u00a0% → 46\u00a0%" in CASES["stages"](charts.PHONE)


def test_english_charts_write_english_numbers() -> None:
    data = charts.WaterfallData("Before", 1200.5, (charts.WaterfallStep("Leads", 3.25),), "After", 1203.75)
    svg = charts.waterfall(data, alt="Rose.", lang="en")
    assert "1,200.5" in svg
    assert "+3.3" in svg


def test_a_whole_report_of_charts_takes_at_most_a_tenth_of_a_second() -> None:
    for render in CASES.values():
        render(charts.WIDE)
    spent = []
    for _ in range(3):
        start = time.process_time()
        for render in CASES.values():
            render(charts.WIDE)
        spent.append(time.process_time() - start)
    assert min(spent) <= 0.1 * len(CASES) / 66 * 1.5


def test_heat_colours_keep_ink_readable() -> None:
    assert charts.heat_colour(None, 0, 1) == "#F3F5F7"
    assert charts.heat_colour(1, 0, 1) == "#6F9CC4"
    assert charts.heat_colour(-5, 0, 1) == charts.heat_colour(0, 0, 1) == "#EEF3F7"
    assert charts.heat_colour(3, 3, 3) == charts.heat_colour(0.5, 0, 1)
