"""A page of the report's components with invented numbers, for the tests of styles, PDF writer and finisher."""

from __future__ import annotations

from reports import charts
from reports.format import typograph
from reports.styles import Target, stylesheet
from tests.reports.chart_cases import CASES

COMPANY = "ООО «СбытСервис»"
TILES = (
    ("Объём продаж", "156,0 млн руб.", "было 120,0 млн руб.", "+30 %", "95 % ДИ [+24; +36] %", 4, ""),
    ("Среднее время сделки", "10,0 дня", "было 15,0 дня", "−33 %", "95 % ДИ [−38; −28] %", 4, ""),
    ("Удержание клиентов", "80,0 %", "было 65,0 %", "+23 % (+15 п. п.)", "95 % ДИ [+16; +30] %", 2, ""),
    ("Сделок на менеджера в месяц", "12,0", "было 8,0", "+50 %", "95 % ДИ [+41; +59] %", 3, ""),
    ("Конверсия лида в клиента", "14,9 %", "было 12,4 %", "+20 % (+2,5 п. п.)", "95 % ДИ [+13; +28] %", 4, ""),
    ("Средний чек", "82,0 тыс. руб.", "было 84,0 тыс. руб.", "−2 %", "95 % ДИ [−6,1; +1,4] %", 4, "t-none"),
    ("Первый ответ поддержки", "18 мин", "было 46 мин", "−61 %", "95 % ДИ [−66; −55] %", 4, ""),
    ("Автоматизировано рутинных задач", "47,4 %", "было 18,4 %", "+158 % (+29 п. п.)", "полный учёт", 1, ""),
)
AREAS = (
    ("sales", "Продажи", "ok", "Подтверждено", "+30 %; с поправкой +17 %", 4, "сильные"),
    ("funnel", "Воронка", "bad", "Ниже порога", "предложение → договор: 46 % при цели 55 %", 4, "сильные"),
    ("kpi", "Удержание", "likely", "Вероятно", "65 → 80 %, одна полная когорта", 2, "ограниченные"),
    ("kpi", "Средний чек", "none", "Не видно", "интервал включает ноль", 3, "достаточные"),
    ("kpi", "Отзывы клиентов", "na", "Не оценено", "нет выгрузки за период «до»", 0, "нет"),
)
ROWS = (
    ("Объём продаж, млн руб.", "120,0", "156,0", "+30", "", "[+24; +36]", "variance good", "+17", "ok", "Значимо", 4),
    ("Среднее время сделки, дни", "15,0", "10,0", "−33", "", "[−38; −28]", "variance fall is good", "−29", "ok",
     "Значимо", 4),
    ("Уровень удержания клиентов, %", "65,0", "80,0", "+23", "+15 п. п.", "[+16; +30]", "variance good", "н/о",
     "likely", "Вероятно", 2),
    ("Средний чек, тыс. руб.", "84,0", "82,0", "−2", "", "[−6,1; +1,4]", "variance unsure", "−3", "none", "Не видно", 4),
    ("Доля автоматизированных рутинных задач, %", "18,4", "47,4", "+158", "+29 п. п.", "полный учёт",
     "variance off scale", "н/о", "likely", "Вероятно", 1),
)  # fmt: skip


def picture(name: str, target: Target, wide: int = charts.WIDE, *, phone: bool = True) -> str:
    """A chart the way the templates set it: wide in the PDF, wide and narrow in the HTML."""
    if target == "pdf":
        return f'<div class="wide">{CASES[name](wide)}</div>'
    narrow = f'<div class="narrow">{charts.for_html(CASES[name](charts.PHONE))}</div>' if phone else ""
    return f'<div class="wide">{charts.for_html(CASES[name](wide))}</div>{narrow}'


def figure(name: str, title: str, sub: str, target: Target, wide: int = charts.WIDE, note: str = "") -> str:
    """A figure with its caption and note."""
    return (
        f'<figure><figcaption><span class="ft">{title}</span> <span class="fs">{sub}</span></figcaption>'
        f'{picture(name, target, wide)}<p class="src">{note or "Источник: crm_deals.csv, n = 22 861."}</p></figure>'
    )


def summary(target: Target) -> str:
    """The executive page."""
    spark = CASES["sparkline"](150)
    spark = spark if target == "pdf" else charts.for_html(spark)
    words = {4: "сильные", 3: "достаточные", 2: "ограниченные", 1: "слабые"}
    tiles = "".join(
        f'<div class="tile {kind}"><p class="tl">{name}</p><p class="tv">{value}</p><p class="tb">{before}</p>{spark}'
        f'<p class="td {"" if kind else "good"}">{change}</p><p class="tc">{interval}</p>'
        f'<p class="te"><span class="e e{grade}">{words[grade]}</span></p></div>'
        for name, value, before, change, interval, grade, kind in TILES
    )
    areas = "".join(
        f'<tr><th scope="row"><a href="#{key}">{name}</a></th><td><span class="v v-{mark}">{word}</span></td>'
        f'<td>{why}</td><td><span class="e e{grade}">{evidence}</span></td></tr>'
        for key, name, mark, word, why, grade, evidence in AREAS
    )
    return f"""<section class="pg"><h2 id="sum">Главное на одной странице</h2>
<div class="opin"><div><p class="k">Мнение аудитора</p><p class="o">Результативно с оговорками</p>
<p class="k">вторая из пяти ступеней шкалы, см. раздел 12</p></div><ol>
<li>Продажи выросли на 36 млн руб. (+30 %), из них около 23 млн руб. нельзя объяснить трендом и сезонностью.</li>
<li>Сделка закрывается за 10 дней вместо 15, менеджер закрывает 12 сделок в месяц вместо 8.</li>
<li>Узкое место: из предложения в договор переходит 46 % против 52 % до внедрения.</li></ol></div>
<div class="tiles">{tiles}</div>
<table class="areas"><caption>Оценка по областям</caption><thead><tr><th scope="col">Область</th><th scope="col">Оценка
</th><th scope="col">Почему</th><th scope="col">Доказательства</th></tr></thead><tbody>{areas}</tbody></table>
<h3>Какие решения нужны от руководства</h3><ol class="asks"><li>До 1 декабря утвердить лимит скидки.</li></ol></section>"""


def key_table(target: Target) -> str:
    """The key table with all eight columns."""
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td class="n seed" data-l="До">{before}</td>'
        f'<td class="n seed b" data-l="После">{after}</td><td class="n seed" data-l="Изменение, %">{change}'
        f'{f"<br><span class=small>{points}</span>" if points else ""}</td><td class="n" data-l="95 % ДИ, %">{interval}</td>'
        f'<td data-l="">{CASES[bar](66) if target == "pdf" else charts.for_html(CASES[bar](66))}</td>'
        f'<td class="n" data-l="С поправкой, %">{adjusted}</td><td data-l="Вывод"><span class="v v-{mark}">{word}</span><br>'
        f'<span class="e e{grade}">доказательства</span></td></tr>'
        for name, before, after, change, points, interval, bar, adjusted, mark, word, grade in ROWS
    )
    heads = ("Показатель", "До внедрения CRM", "После внедрения CRM", "Изменение, %", "95 % ДИ, %",
             "Изменение и ДИ, −70…+70 %", "С поправкой, %", "Вывод")  # fmt: skip
    numeric = {1, 2, 3, 4, 6}
    head = "".join(f'<th scope="col"{" class=n" if i in numeric else ""}>{h}</th>' for i, h in enumerate(heads))
    widths = (18.5, 12, 11, 11.5, 11.5, 11, 9, 15.5)
    return f"""<section class="pg"><h2 id="kpi">1. Ключевые показатели до и после внедрения CRM</h2>
<p class="msg">Шесть из десяти показателей изменились значимо и в нужную сторону; средний чек не изменился</p>
<table class="kt cards"><caption>Таблица 1. Ключевые показатели до и после внедрения CRM</caption>
<colgroup>{"".join(f'<col style="width:{w}%">' for w in widths)}</colgroup><thead><tr>{head}</tr></thead>
<tbody>{rows}</tbody></table>
<p class="src after">Закрашенная полоса — изменение значимо; контурная — интервал включает ноль; усы — 95 % ДИ.</p>
<div class="two"><div><h3>Что показывает таблица</h3><ul class="t"><li>Объём продаж вырос с 120 до 156 млн руб.</li></ul></div>
<div><h3>Чего она не показывает</h3><ul class="t"><li>Причинность. «После» не значит «благодаря».</li></ul></div></div>
</section>"""


def sections(target: Target, copies: int = 1) -> str:
    """Pages of charts, boxes, findings and sources; `copies` repeats them to the length of a real report."""
    line = (
        '<p class="vline"><span class="pr">Оценка: <span class="v v-ok">Подтверждено</span></span><span class="sep">·</span>'
        '<span class="pr">доказательства: <span class="e e4">сильные</span></span></p>'
    )
    half = charts.HALF
    checks = "".join(
        f'<tr><th scope="row">Проверка {i}</th><td class="n">{i},3 %</td><td class="n">95 %</td><td>учтено</td></tr>'
        for i in range(30)
    )
    pages = []
    for copy in range(copies):
        mark = "" if copy == 0 else f"-{copy}"
        pages.append(f"""<section class="pg"><h2 id="sales{mark}">2. Результаты продаж</h2>
<p class="msg">Продажи выросли на 36 млн руб.: главный вклад дала конверсия</p>{line}
{figure("columns", "Каждый месяц лучше того же месяца годом ранее", "Выручка, млн руб.; вверху отклонение ΔPY", target)}
{figure("line", "Без CRM прогноз на год — 133 млн руб.; факт — 156 млн руб.", "Выручка по месяцам, млн руб.", target)}
<div class="two">{figure("waterfall", "Две трети прироста дала конверсия", "Вклад факторов, млн руб.", target, half)}
<div><h3>Выводы</h3><ul class="t"><li>Лидов стало больше на 10,8 %.</li></ul></div></div></section>
<section class="pg"><h2 id="funnel{mark}">3. Воронка и узкие места</h2><p class="msg">Договор подписывает 46 %</p>{line}
{figure("stages", "Узкое место — переход «Предложение → Договор»", "Число сделок по этапам за 12 месяцев", target)}
<div class="two">{figure("bars", "Три проверки ниже порога", "Доля записей, %", target, half)}
{figure("survival", "Через 10 дней открыто 38 % сделок", "Доля незакрытых сделок, %", target, half)}</div>
{figure("dumbbell", "Больше всего потеряли «Регионы»: 38 % вместо 51 %", "Конверсия, %, по командам", target)}</section>
<section class="pg"><h2 id="staff{mark}">6. Производительность</h2><p class="msg">Менеджер закрывает 12 сделок</p>{line}
<div class="two">{figure("strip", "Выросла вся команда", "Точка — менеджер", target, half)}
{figure("scatter", "Кто не работает в CRM, закрывает вдвое меньше", "Связь, а не эффект", target, half)}</div>
{figure("sentiment", "Критиков стало меньше: 13 % вместо 19 %", "Доля ответов, %", target)}
{figure("multiples", "Чат вырос в 2,8 раза", "Лидов в месяц по каналам, одна шкала", target)}
<div class="na"><p><span class="v v-na">Не оценено</span>: анализ отзывов, потому что выгрузки за период «до» нет.</p></div>
<div class="note"><p><strong>Сколько это стоит.</strong> Около 20 млн руб. в год.</p></div></section>
<section class="pg"><h2 id="dq{mark}">11. Качество данных CRM</h2><p class="msg">Каждая четвёртая запись позже дня</p>{line}
<table><caption>Таблица 9. Проверки</caption><thead><tr><th scope="col">Проверка</th><th scope="col" class="n">Прошло</th>
<th scope="col" class="n">Порог</th><th scope="col">Что сделали</th></tr></thead><tbody>{checks}</tbody></table><div class="find hi"><h3>Н-1. 27 % записей вносят позже одного дня <span class="tag">· высокая важность</span></h3>
<table><tbody><tr><th scope="row">Критерий</th><td>Не менее 90 %.</td></tr><tr><th scope="row">Рекомендация</th>
<td><a href="#kpi">Р-1</a></td></tr></tbody></table></div><p><span class="hash">4c1e90b7a2d3</span></p></section>""")
    return "".join(pages)


def demo_page(target: Target, lang: str = "ru", copies: int = 1) -> str:
    """The whole page: cover, executive page, key table and sections."""
    links = (("sum", "Главное на одной странице"), ("kpi", "1. Ключевые показатели"), ("sales", "2. Результаты продаж"),
             ("funnel", "3. Воронка и узкие места"), ("staff", "6. Производительность"), ("dq", "11. Качество данных"))  # fmt: skip
    items = "".join(f'<li><a href="#{key}">{name}</a></li>' for key, name in links)
    body = f"""<section class="cover" id="cover"><div class="c-top"><p><strong>{COMPANY}</strong><br>Служба аудита</p></div>
<p class="c-type">Отчёт об аудите</p><h1>Аудит результативности CRM-системы</h1>
<p class="c-sub">Показатели до и после внедрения, подтверждённые данными CRM, 1С, службы поддержки и опросов</p>
<div class="c-verdict"><p class="k">Мнение аудитора</p><p class="op">CRM используется результативно, с оговорками</p>
<p>После внедрения продажи выросли на 30 %; с поправкой на тренд и сезонность — 17 % (95 % ДИ от 9 до 25 %).</p></div>
<table class="meta"><tbody><tr><th scope="row">Номер и версия</th><td>№ CRM-2026-02, версия 1.0</td></tr>
<tr><th scope="row">Подготовил</th><td>А. В. Смирнова, ведущий аналитик</td></tr></tbody></table>
<nav class="toc"><h2>Содержание</h2><ol>{items}</ol></nav></section>{summary(target)}{key_table(target)}"""
    body += sections(target, copies)
    if target == "html":
        body = (
            f'<a class="skip" href="#sum">К главному</a><nav class="side" aria-label="Содержание">'
            f'<p class="nt">Аудит CRM · 2026</p><ol>{items}</ol></nav><main>{body}</main>'
        )
    page = (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><title>Аудит результативности CRM</title>'
        f'<style>{stylesheet(target)}</style></head><body data-org="Аудит результативности CRM · {COMPANY}" '
        'data-foot="Отчёт № CRM-2026-02 · данные на 31.10.2026 · прогон 7f3c9a1e · Конфиденциально">'
        f"{body}</body></html>"
    )
    return typograph(page, "ru" if lang == "ru" else "en")
