"""Charts of the report: frozen records in, an SVG string out. No drawing library, no clock, no randomness.

    sparkline(data: SparklineData, *, alt, width=150, height=30) -> str
    variance_bar(data: VarianceData, *, alt, lang="ru", width=66, height=14) -> str
    column_chart(data: ColumnData, *, alt, lang="ru", width=WIDE) -> str
    line_chart(data: LineData, *, alt, lang="ru", width=WIDE) -> str
    survival_chart(data: SurvivalData, *, alt, lang="ru", width=HALF) -> str
    stage_bars(data: StageData, *, alt, lang="ru", width=WIDE) -> str
    dumbbell(data: DumbbellData, *, alt, lang="ru", width=WIDE) -> str
    dot_strip(data: StripData, *, alt, lang="ru", width=HALF) -> str
    sentiment_bars(data: SentimentData, *, alt, lang="ru", width=WIDE) -> str
    threshold_bars(data: BarData, *, alt, lang="ru", width=HALF) -> str
    small_multiples(data: MultiplesData, *, alt, lang="ru", width=WIDE) -> str
    waterfall(data: WaterfallData, *, alt, lang="ru", width=HALF) -> str
    scatter(data: ScatterData, *, alt, lang="ru", width=HALF) -> str
    score_dots(data: ScoreData, *, alt) -> str
    data_table(data, lang) -> ChartTable(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...])
    for_html(svg) -> str          the root <title> becomes aria-label
    heat_colour(value, low, high) -> str     "#RRGGBB" of the light ramp, safe under ink text

`alt` (the text alternative) is required and must not be blank; widths: WIDE 657, HALF 310, PHONE 340
(every chart accepts any of them). Message title, subtitle and note are HTML around the chart.
"""
