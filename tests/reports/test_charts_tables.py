"""The data table under each chart."""

from __future__ import annotations

import pytest

from reports import charts as c
from tests.reports.chart_cases import FUNNEL

NAN = float("nan")


def test_columns_give_reference_value_and_change() -> None:
    data = c.ColumnData((c.Column("ноя", 11.2, 9.1), c.Column("дек", 5, 0, forecast=True)), period_header="Месяц")
    table = c.data_table(data)
    assert table.header == ("Месяц", "PY", "AC", "ΔPY, %")
    assert table.rows == (("ноя", "9,1", "11,2", "+23"), ("дек", "0,0", "5,0 (FC)", "—"))


def test_line_table_has_a_dash_for_an_unknown_month() -> None:
    data = c.LineData(("янв", "фев", "мар"), (1, None), "Факт", expected=(1.5,), expected_label="Без CRM", decimals=1)
    assert c.data_table(data).rows == (("янв", "1,0", "1,5"), ("фев", "—", "—"), ("мар", "—", "—"))


def test_survival_table_reads_the_step_function_at_round_times() -> None:
    curve = c.Curve("после", (0, 4, 10), (1, 0.5, 0.1), 4)
    rows = c.data_table(c.SurvivalData(None, curve, "дней")).rows
    assert ("3", "100") in rows
    assert ("4", "50") in rows
    assert ("10", "10") in rows


def test_funnel_table_has_rates_and_days() -> None:
    table = c.data_table(c.StageData(FUNNEL, "Этап", "", "До", "После", "", "Дней"))
    assert table.rows[1] == ("Квалификация", "6\u00a0914", "8\u00a0425", "60,0", "66,0", "2,1", "0,8")
    assert table.rows[0][3:] == ("—", "—", "—", "—")


def test_dumbbell_table_can_print_relative_changes() -> None:
    data = c.DumbbellData((c.Pair("А", 10, 15), c.Pair("Б", 0, 1), c.Pair("В", None, 1)), delta_is_relative=True)
    assert [row[3] for row in c.data_table(data).rows] == ["+50", "—", "—"]


def test_strip_table_counts_only_known_people() -> None:
    data = c.StripData((c.StripRow("до", (1, 2, None, NAN), 1.5), c.StripRow("после", ())))
    assert c.data_table(data).rows == (("до", "2", "1,5", "1", "2"), ("после", "0", "—", "—", "—"))


def test_bar_panel_waterfall_and_scatter_tables() -> None:
    bars = c.BarData((c.Bar("А", 95.5, 90), c.Bar("Б", None)), suffix="\u00a0%", decimals=1)
    assert c.data_table(bars).rows == (("А", "95,5\u00a0%", "90,0\u00a0%"), ("Б", "—", "—"))
    panels = c.MultiplesData((c.Panel("А", (1, 2)), c.Panel("Б", (3,))), ("янв",))
    assert c.data_table(panels).rows == (("янв", "1", "3"), ("2", "2", "—"))
    fall = c.WaterfallData("До", 1, (c.WaterfallStep("х", -2),), "После", -1)
    assert c.data_table(fall, "en").rows == (("До", "1.0"), ("х", "−2.0"), ("После", "−1.0"))
    scatter = c.ScatterData((c.Dot(1, 2, "М-1"), c.Dot(None, 3)))
    assert c.data_table(scatter).rows == (("М-1", "1", "2"), ("2", "—", "3"))


def test_every_row_is_as_long_as_the_header() -> None:
    for data in (c.StageData(FUNNEL[:1]), c.StageData(()), c.LineData((), ()), c.SurvivalData(None, None),
                 c.SentimentData((c.SentimentRow("", "", None, 1, 1),))):  # fmt: skip
        table = c.data_table(data)
        assert all(len(row) == len(table.header) for row in table.rows)


def test_a_sparkline_has_no_table() -> None:
    with pytest.raises(TypeError, match="SparklineData"):
        c.data_table(c.SparklineData((1,)))
