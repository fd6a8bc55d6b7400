"""Every chart with ordinary, empty, single, negative, huge and missing data, shared by the chart tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reports import charts as c

MONTHS = ("ноя", "дек", "янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт")
BEFORE = (9.1, 8.7, 9.9, 10.2, 9.6, 10.4, 9.8, 9.5, 10.6, 10.9, 10.7, 10.6)
AFTER = (11.2, 11.0, 12.1, 12.9, 12.4, 13.1, 12.8, 12.6, 13.9, 14.4, 14.6, 15.0)
NAN = float("nan")
LONG = "Производительность менеджера в отделе по работе с крупными корпоративными клиентами"

Render = Callable[[float], str]
ALT = "Показатель вырос с 9,1 до 15,0."


def sparkline(values: tuple[float | None, ...], launch: int | None = None) -> Render:
    return lambda width: c.sparkline(c.SparklineData(values, launch), alt=ALT)


def columns(values: tuple, references: tuple, **options: object) -> Render:
    labels = [MONTHS[i % 12] for i in range(len(values))]
    rows = tuple(c.Column(n, v, r) for n, v, r in zip(labels, values, references, strict=True))
    data = c.ColumnData(rows, period_header="Месяц", **options)  # type: ignore[arg-type]
    return lambda width: c.column_chart(data, alt=ALT, width=width)


def forecast() -> Render:
    rows = [c.Column(m, v, p) for m, v, p in zip(MONTHS[6:], AFTER[6:], BEFORE[6:], strict=True)]
    rows += [c.Column(m, v, v * 1.02, True, v * 0.9, v * 1.1) for m, v in zip(MONTHS[:6], AFTER[6:], strict=True)]
    data = c.ColumnData(tuple(rows), "AC факт", "PL план", "FC прогноз", "ΔPL, %", reference="plan", launch=6)
    return lambda width: c.column_chart(data, alt=ALT, width=width)


def line(values: tuple, **options: object) -> Render:
    labels = tuple(f"{MONTHS[i % 12]} ’{24 + i // 12}" for i in range(len(values)))
    return lambda width: c.line_chart(
        c.LineData(labels, values, "факт", period_header="Месяц", **options), alt=ALT, width=width  # type: ignore[arg-type]
    )


def curve(label: str, rate: float, median: float | None, days: int = 46) -> c.Curve:
    return c.Curve(label, tuple(float(d) for d in range(days)), tuple((1 - rate) ** d for d in range(days)), median)


def survival(before: c.Curve | None, after: c.Curve | None) -> Render:
    data = c.SurvivalData(before, after, "дней от первого контакта", median_label="медиана")
    return lambda width: c.survival_chart(data, alt=ALT, width=width)


def stages(rows: tuple[c.Stage, ...]) -> Render:
    data = c.StageData(rows, "Этап", "Сделок за 12 мес.", "До", "После", "Δ, п. п.", "Дней", "Конверсия")
    return lambda width: c.stage_bars(data, alt=ALT, width=width)


def pairs(rows: tuple[c.Pair, ...], **options: object) -> Render:
    data = c.DumbbellData(rows, "до", "после", "Δ, п. п.", "Команда", **options)  # type: ignore[arg-type]
    return lambda width: c.dumbbell(data, alt=ALT, width=width)


def strip(*rows: c.StripRow) -> Render:
    return lambda width: c.dot_strip(c.StripData(rows, "сделок в месяц", "Период"), alt=ALT, width=width)


def sentiment(*rows: c.SentimentRow) -> Render:
    data = c.SentimentData(rows, "критики (0–6)", "нейтралы", "сторонники (9–10)", "NPS и 95 % ДИ", "Период")
    return lambda width: c.sentiment_bars(data, alt=ALT, width=width)


def bars(*rows: c.Bar, **options: object) -> Render:
    data = c.BarData(rows, threshold_label="порог", row_header="Проверка", value_header="Прошло", **options)  # type: ignore[arg-type]
    return lambda width: c.threshold_bars(data, alt=ALT, width=width)


def panels(*rows: c.Panel, **options: object) -> Render:
    data = c.MultiplesData(rows, MONTHS, "Месяц", **options)  # type: ignore[arg-type]
    return lambda width: c.small_multiples(data, alt=ALT, width=width)


def fall(start: float | None, steps: tuple, end: float | None) -> Render:
    rows = tuple(c.WaterfallStep(n, v) for n, v in zip(("Лиды", "Конверсия", "Средний чек"), steps, strict=False))
    data = c.WaterfallData("До", start, rows, "После", end, row_header="Фактор", value_header="млн руб.")
    return lambda width: c.waterfall(data, alt=ALT, width=width)


def pipeline(width: float) -> str:
    """Ten columns: the most that a report draws."""
    steps = (
        ("Новые", 6014, "plain"), ("Раньше срока", 367, "plain"), ("Сумма выросла", 75, "good"),
        ("Сумма снижена", -49, "bad"), ("Срок перенесён", -1200, "bad"), ("Пропали из выгрузки", -10, "plain"),
        ("Выиграны", -8563, "good"), ("Проиграны", -3262, "bad"),
    )  # fmt: skip
    drawn = tuple(c.WaterfallStep(*step) for step in steps)  # type: ignore[arg-type]
    data = c.WaterfallData("На начало", 6603, drawn, "Не закрыты", -25, decimals=0)
    return c.waterfall(data, alt=ALT, width=width)


def dots(*rows: c.Dot) -> Render:
    data = c.ScatterData(rows, "рабочих дней в CRM за месяц", "сделок в месяц", label_header="Менеджер")
    return lambda width: c.scatter(data, alt=ALT, width=width)


def variance(*numbers: float | None, **options: object) -> Render:
    return lambda width: c.variance_bar(c.VarianceData(*numbers, **options), alt=ALT)  # type: ignore[arg-type]


def score(value: int | None, maximum: int = 5, tone: str = "actual") -> Render:
    return lambda width: c.score_dots(c.ScoreData(value, maximum, tone), alt="Оценка 4 из 5 баллов.")  # type: ignore[arg-type]


FUNNEL = (
    c.Stage("Лид", 11524, 12765),
    c.Stage("Квалификация", 6914, 8425, 60, 66, 2.1, 0.8),
    c.Stage("Встреча", 4148, 5729, 60, 68, 3.2, 1.9),
    c.Stage("Предложение", 3111, 4583, 75, 80, 2.7, 1.6),
    c.Stage("Договор", 1618, 2108, 52, 46, 5.6, 4.9, True),
    c.Stage("Оплата", 1429, 1902, 88.3, 90.2, 1.4, 0.8),
)
TEAMS = (
    c.Pair("Крупные клиенты (n = 1 204)", 53, 51, 48.2, 53.8, False),
    c.Pair("Средний бизнес (n = 2 118)", 52, 48, 45.9, 50.1),
    c.Pair("Регионы (n = 1 261)", 51, 38, 35.3, 40.7, highlight=True),
)
CHANNELS = (
    c.Pair("Чат", 12, 3, 2.8, 3.2),
    c.Pair("Телефон", 21, 6, 5.5, 6.4),
    c.Pair("Почта, ночь", 410, 395, 380, 412),
)
PEOPLE_BEFORE = (5, 5.7, 6.1, 6.6, 7, 7, 7.4, 7.8, 8, 8.3, 8.6, 9, 9.4, 9.8, 10.4, 11)
PEOPLE_AFTER = (6.3, 7.1, 9.9, 11.2, 12, 12.2, 12.6, 13, 13.2, 13.8, 14.3, 15, 15.6)
COHORT = partial(c.Panel, values=BEFORE + AFTER, launch=12)

CASES: dict[str, Render] = {
    "sparkline": sparkline(BEFORE + AFTER, 12),
    "sparkline empty": sparkline(()),
    "sparkline one": sparkline((5.0,), 0),
    "sparkline gaps": sparkline((1, None, 3, NAN, -1e12, 1e12, None), 3),
    "sparkline before only": sparkline((1, 2, 3), 3),
    "variance good": variance(30, 24, 36, significant=True),
    "variance fall is good": variance(-33, -38, -28, better="lower", significant=True),
    "variance unsure": variance(-2, -6.1, 1.4),
    "variance off scale": variance(158, None, None),
    "variance unknown": variance(None),
    "variance zero": variance(0, -90, 90),
    "columns": columns(AFTER, BEFORE),
    "columns forecast": forecast(),
    "columns empty": columns((), ()),
    "columns one": columns((5,), (None,)),
    "columns missing": columns((None, NAN, 3), (1, None, 0)),
    "columns negative": columns((-5, 3, -1), (2, -3, 1)),
    "columns huge": columns((1e15, 2e15, 9e14) * 4, (1e3, 1e15, 2e15) * 4),
    "columns many": columns(AFTER * 4, BEFORE * 4),
    "line": line(BEFORE + AFTER, launch=12, launch_label="Запуск CRM, 1 ноября 2025 г.",
                 expected=(None,) * 12 + tuple(v * 0.86 for v in AFTER),
                 expected_low=(None,) * 12 + tuple(v * 0.8 for v in AFTER),
                 expected_high=(None,) * 12 + tuple(v * 0.91 for v in AFTER),
                 expected_label="прогноз без CRM, 95 % интервал", gap_label="+22,7 млн руб. за год"),
    "line washout and target": line(BEFORE + AFTER, launch=12, launch_label="Запуск CRM", washout=(12, 14),
                                    washout_label="переход", target=14, target_label="цель 14"),
    "line empty": line(()),
    "line one": line((4.0,)),
    "line flat": line((4.0,) * 6, zero_based=False),
    "line gaps": line((1, None, NAN, 3, None, 2), launch=3),
    "line negative huge": line((-1e12, 2e12, -3e11, 5), launch=2, launch_label=LONG),
    "survival": survival(curve("до", 0.052, 13), curve("после", 0.085, 8)),
    "survival slow": survival(curve("до", 0.004, None), curve("после", 0.006, None)),
    "survival one": survival(None, curve("после", 0.08, 8.3)),
    "survival empty": survival(None, None),
    "survival single point": survival(c.Curve("до", (3.0,), (0.5,), 3.0), c.Curve("после", (), (), None)),
    "stages": stages(FUNNEL),
    "stages empty": stages(()),
    "stages unknown": stages((c.Stage(LONG, None, None), c.Stage("Б", NAN, 10, None, 3, None, 2))),
    "stages huge": stages((c.Stage("А", 1e12, 2e12), c.Stage("Б", 1, 0, 100, 0, 999, 0))),
    "dumbbell": pairs(TEAMS),
    "dumbbell log": pairs(CHANNELS, log=True, better="lower"),
    "dumbbell empty": pairs(()),
    "dumbbell one": pairs((c.Pair(LONG, 5, 5),)),
    "dumbbell missing": pairs((c.Pair("А", None, 4), c.Pair("Б", 3, None), c.Pair("В", NAN, None), c.Pair("Г", -1, 0)),
                              log=True),
    "dumbbell huge": pairs((c.Pair("А", -1e9, 1e9, -1e9, 2e9), c.Pair("Б", 0, 1)), decimals=1),
    "strip": strip(c.StripRow("до (16)", PEOPLE_BEFORE, 8.0), c.StripRow("после (13)", PEOPLE_AFTER, 12.0, True)),
    "strip empty": strip(),
    "strip one": strip(c.StripRow("после (1)", (3,), 3)),
    "strip crowd": strip(c.StripRow(LONG, tuple(float(i % 7) for i in range(400)), 3),
                         c.StripRow("б", (None, NAN, -4))),
    "sentiment": sentiment(c.SentimentRow("До", "n = 212", 19, 41, 40, "+21", "[+11; +31]"),
                           c.SentimentRow("После", "n = 305", 13, 40, 47, "+34", "[+26; +42]")),
    "sentiment empty": sentiment(),
    "sentiment extremes": sentiment(c.SentimentRow(LONG, "n = 1", 0, 0, 1, "+100"), c.SentimentRow("Б", "", 5, 0, 0),
                                    c.SentimentRow("В", "", None, 1, 2), c.SentimentRow("Г", "", 0, 0, 0)),
    "bars": bars(c.Bar("Связь сделки с клиентом", 99.6, 99), c.Bar("Обязательные поля", 94.3, 95, True),
                 c.Bar("Внесено не позже 1 дня", 73.0, 90, True), maximum=100, suffix="\u00a0%", decimals=1),
    "bars empty": bars(),
    "bars odd": bars(c.Bar(LONG, None), c.Bar("Б", -5, 1e9), c.Bar("В", NAN), c.Bar("Г", 3, NAN)),
    "multiples": panels(*(COHORT(name, note="15 % → 17 %") for name in ("Телефон", "Эл. почта", "Чат", "Форма"))),
    "multiples six": panels(*(c.Panel(n, tuple(v * 6 for v in AFTER), target=80, below=i > 2) for i, n in enumerate(
        ("Связь с клиентом", "Сумма как в 1С", "Форматы полей", "Нет дублей", "Обязательные поля", LONG))),
        zero_based=False, decimals=1),
    "multiples empty": panels(),
    "multiples odd": panels(c.Panel(LONG, ()), c.Panel("Б", (None, NAN)), c.Panel("В", (-1e12, 3), launch=1)),
    "waterfall pipeline": pipeline,
    "waterfall": fall(120, (14.1, 25.2, -3.3), 156),
    "waterfall negative": fall(-5, (14.1, -25.2), -16.1),
    "waterfall missing": fall(None, (None, 3), None),
    "waterfall huge": fall(1e12, (2e12, -5e12, 1e9), -1.999e12),
    "scatter": dots(*(c.Dot(x, y) for x, y in ((11, 9.8), (13, 11), (14, 12.6), (18, 14.3), (24, 15.5), (16, 13.2))),
                    c.Dot(3, 6.3, "М-04", True), c.Dot(4, 7.1, "М-11", True)),
    "scatter empty": dots(),
    "scatter odd": dots(c.Dot(None, 1), c.Dot(-1e9, 1e9, LONG), c.Dot(0, 0, "М-1"), c.Dot(0, 0, "М-2")),
    "score": score(4, 5, "bad"),
    "score unknown": score(None, 4, "previous"),
    "score outside": score(9, 5),
}  # fmt: skip
