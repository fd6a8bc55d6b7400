"""What the report says about a number: golden sentences for every verdict, reason and edge."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import yaml

from dagster_project.paths import dbt_project
from reports.format import NBSP
from reports.measures import Area, Fact, Indicator, Overall, Reason, Text
from reports.sections.report import report
from reports.sentences import Voice, headlines, reason
from reports.words import Words, catalogue
from tests.reports import evidence_fixture as fixture
from tests.reports import evidence_parts as parts

BANNED = {
    "ru": ("благодаря", "из-за CRM", "вследствие внедрения", "следует отметить", "доказано", "CRM дала"),
    "en": ("because of", "due to", "thanks to", "caused by", "proves", "proven effect"),
}
ALLOWED = {"ru": ("«После» не значит «благодаря»",), "en": ()}


def say(language: str, one: Indicator) -> str:
    return Voice(Words(language)).sentence(one).replace(NBSP, " ")


def headline(language: str, one: Indicator) -> str:
    return headlines.indicator_message(Voice(Words(language)), one).replace(NBSP, " ")


SALES = parts.compared("sales_volume", "ok", 120e6, 156e6, 24, 36)
CYCLE = parts.compared("deal_cycle_days", "ok", 15, 10, -38, -28)
RETENTION = parts.compared("customer_retention", "likely", 0.65, 0.8, 16, 30, 2, reason=Reason("one_cohort"))
ORDER = parts.compared("average_order", "none", 84e3, 82e3, -6.1, 1.4)
CONVERSION = parts.compared("lead_conversion", "bad", 0.149, 0.124, -25, -9)
NPS = parts.compared("nps", "likely", 21, 34, 0, 26, 2, "points", reason=Reason("not_significant"))
REPLY = parts.compared("first_response_hours", "ok", 46 / 60, 18 / 60, -66, -55)
DEALS = parts.compared("deals_per_manager_month", "ok", 8.0, 12.0, 41, 59)

GOLDEN = {
    "confirmed growth of money": (
        SALES,
        "Объём продаж в месяц вырос с 120,0 до 156,0 млн руб.: +30 % (95 % ДИ от 24 до 36 %).",
        "Sales per month rose from RUB 120.0m to RUB 156.0m: +30% (95% CI 24% to 36%).",
    ),
    "confirmed fall of a time": (
        CYCLE,
        "Время до решения по сделке снизилось с 15,0 до 10,0 дня: −33 % (95 % ДИ от −38 до −28 %).",
        "Time to a decision on a deal fell from 15.0 to 10.0 days: −33% (95% CI −38% to −28%).",
    ),
    "confirmed minutes": (
        REPLY,
        "Время первого ответа снизилось с 46 до 18 мин: −61 % (95 % ДИ от −66 до −55 %).",
        "Time to first reply fell from 46 to 18 min: −61% (95% CI −66% to −55%).",
    ),
    "confirmed ratio": (
        DEALS,
        "Число сделок на менеджера в месяц выросло с 8 до 12: +50 % (95 % ДИ от 41 до 59 %).",
        "Deals per manager and month rose from 8 to 12: +50% (95% CI 41% to 59%).",
    ),
    "likely share, both numbers": (
        RETENTION,
        "Удержание клиентов выросло с 65 до 80 % (+23 %, +15 п. п.), но месяцев пока мало.",
        "Customer retention rose from 65% to 80% (+23%, +15 pp), but there are few months so far.",
    ),
    "likely points": (
        NPS,
        "Индекс NPS вырос с 21 до 34 пунктов (+13 пунктов), но изменение в пределах погрешности.",
        "The NPS rose from 21 to 34 points (+13 points), but the change is within the margin of error.",
    ),
    "no change seen": (
        ORDER,
        "Средний чек статистически значимо не изменился: −2,4 %, интервал от −6,1 до 1,4 % включает ноль.",
        "The average order did not change significantly: −2.4%, the interval −6.1% to 1.4% includes zero.",
    ),
    "no change seen, two conditions fail": (
        replace(ORDER, ci_low=-4.0, ci_high=-1.0),
        "Средний чек снизился с 84,0 до 82,0 тыс. руб. (−2,4 %), но не выполнены два условия из трёх: вывод не делаем.",
        "The average order fell from RUB 84.0k to RUB 82.0k (−2.4%), but two of the three conditions fail: "
        "no conclusion is drawn.",
    ),
    "no change seen, no interval": (
        replace(ORDER, ci_low=None, ci_high=None),
        "Средний чек статистически значимо не изменился: 84,0 до внедрения, 82,0 тыс. руб. после.",
        "The average order did not change significantly: RUB 84.0k before, RUB 82.0k after.",
    ),
    "worse": (
        CONVERSION,
        "Конверсия лида в клиента ухудшилась: 12,4 вместо 14,9 % (−17 %, "
        "−2,5 п. п.; 95 % ДИ от −25,0 до −9,0 %).",
        "Lead-to-customer conversion got worse: 12.4% against 14.9% (−17%, "
        "−2.5 pp; 95% CI −25.0% to −9.0%).",
    ),
    "worse time, it rose": (
        parts.compared("deal_cycle_days", "bad", 10, 15, 31, 66),
        "Время до решения по сделке ухудшилось: 15,0 вместо 10,0 дня (+50 %; 95 % ДИ от 31 до 66 %).",
        "Time to a decision on a deal got worse: 15.0 against 10.0 days (+50%; 95% CI 31% to 66%).",
    ),
    "zero before": (
        replace(
            parts.compared("lead_conversion", "likely", 0.0, 0.12, 3, 20, 2, "pp"),
            change_pct=None,
            reason=Reason("zero_before"),
        ),
        "Конверсия лида в клиента выросла с 0 до 12 % (+12 п. п., процент к нулю не считается), "
        "но значение «до» — ноль.",
        "Lead-to-customer conversion rose from 0% to 12% (+12 pp, no per cent from zero), "
        "but the value before is zero.",
    ),
    "huge growth": (
        replace(parts.compared("sales_volume", "ok", 5e6, 105e6, 1500, 2600)),
        "Объём продаж в месяц вырос с 5,0 до 105,0 млн руб.: в 21 раз больше (95 % ДИ от 16 до 27 раз).",
        "Sales per month rose from RUB 5.0m to RUB 105.0m: 21 times as much (95% CI 16 to 27 times).",
    ),
    "nothing moved": (
        replace(ORDER, before=0.0, after=0.0, change_pct=None, ci_low=None, ci_high=None),
        "Средний чек не изменился: 0 руб.",
        "The average order did not change: RUB 0.",
    ),
    "one day": (
        parts.compared("won_cycle_days", "ok", 21.0, 1.0, -97, -90),
        "Цикл выигранной сделки снизился с 21,0 до 1,0 дня: −95 % (95 % ДИ от −97 до −90 %).",
        "The cycle of a won deal fell from 21.0 to 1.0 days: −95% (95% CI −97% to −90%).",
    ),
    "not assessed, file named": (
        parts.indicator("nps", reason=Reason("no_before", file="nps.csv")),
        "Не оценено: индекс NPS, потому что нет данных за период «до». Загрузите nps.csv.",
        "Not assessed: the NPS, because: there are no data for the period before. Load nps.csv.",
    ),
    "not assessed, nothing known": (
        parts.indicator("nps"),
        "Не оценено: индекс NPS.",
        "Not assessed: the NPS.",
    ),
    "an indicator without a lexicon entry": (
        replace(SALES, kpi="own_kpi", label=Text("Свой показатель", "Own indicator")),
        "Свой показатель: было 120,0 млн руб., стало 156,0 млн руб., +30 %.",
        "Own indicator: RUB 120.0m before, RUB 156.0m after, +30%.",
    ),
}


@pytest.mark.parametrize("case", sorted(GOLDEN))
def test_the_sentence_reads_as_agreed(case: str) -> None:
    one, russian, english = GOLDEN[case]
    assert say("ru", one) == russian
    assert say("en", one) == english


REASONS = {
    "no_source": (Reason("no_source", file="leads.csv"), "нет файла leads.csv", "there is no leads.csv"),
    "no_source without a name": (Reason("no_source"), "нет исходных данных", "there are no source data"),
    "no_before": (Reason("no_before"), "нет данных за период «до»", "there are no data for the period before"),
    "no_after": (Reason("no_after"), "нет данных за период «после»", "there are no data for the period after"),
    "no_rollout": (Reason("no_rollout"), "дата запуска CRM не задана", "the CRM launch date is not set"),
    "too_few, one": (Reason("too_few", n=1, minimum=30), "1 наблюдение, порог — 30", "1 observation, minimum 30"),
    "too_few, two": (Reason("too_few", n=2, minimum=30), "2 наблюдения, порог — 30", "2 observations, minimum 30"),
    "too_few, eleven": (
        Reason("too_few", n=11, minimum=30),
        "11 наблюдений, порог — 30",
        "11 observations, minimum 30",
    ),
    "too_few without figures": (Reason("too_few"), "данных слишком мало", "there are too few data"),
    "totals_only": (
        Reason("totals_only"),
        "загружены итоги, а не ряд: интервал не рассчитать",
        "totals only, no series: no interval possible",
    ),
    "dq_gate": (
        Reason("dq_gate", check=Text("полнота", "completeness"), value=0.73, threshold=0.9),
        "проверка «полнота» ниже порога: 73 % при 90 %",
        "check “completeness” is below its threshold: 73% against 90%",
    ),
    "dq_gate, check only": (
        Reason("dq_gate", check=Text("полнота", "completeness")),
        "не пройдена критическая проверка данных: полнота",
        "a critical data check failed: completeness",
    ),
    "not_asked": (Reason("not_asked"), "в опросах нет такого вопроса", "no survey asks this question"),
    "not_tracked": (Reason("not_tracked"), "показатель в CRM не ведётся", "it is not tracked in the CRM"),
    "not_estimated": (
        Reason("not_estimated"),
        "поправка на тренд и сезон не рассчитывалась",
        "trend and season were not separated",
    ),
    "unknown code": (Reason("moon_phase"), "код причины moon_phase", "reason code moon_phase"),
}


@pytest.mark.parametrize("case", sorted(REASONS))
def test_the_reason_reads_as_agreed(case: str) -> None:
    why, russian, english = REASONS[case]
    assert reason(Words("ru"), why).replace(NBSP, " ") == russian
    assert reason(Words("en"), why).replace(NBSP, " ") == english


def test_every_reason_code_of_the_analysis_has_its_sentence() -> None:
    from dagster_project.analysis.reasons import MEANING

    for language in ("ru", "en"):
        missing = [code for code in MEANING if reason(Words(language), Reason(code)).endswith(code)]
        assert not missing, f"reasons without a sentence in {language}: {missing}"


def test_every_indicator_of_the_report_has_a_lexicon_entry_in_both_languages() -> None:
    for kpi in parts.DECLARED:
        for language in ("ru", "en"):
            for part in ("name", "inside", "gender"):
                assert f"kpi.{kpi}.{part}" in catalogue(language)


HEADLINES = {
    "ok": (SALES, "Объём продаж в месяц вырос с 120,0 до 156,0 млн руб.: +30 %"),
    "likely": (RETENTION, "Удержание клиентов выросло с 65 до 80 %, но месяцев пока мало"),
    "none": (ORDER, "Средний чек значимо не изменился: 82,0 против 84,0 тыс. руб."),
    "bad": (CONVERSION, "Конверсия лида в клиента ухудшилась: 12,4 вместо 14,9 %"),
    "na": (
        parts.indicator("customer_retention", reason=Reason("no_source", file="sales.csv")),
        "Удержание клиентов не оценено: нет файла sales.csv",
    ),
    "level only": (
        parts.indicator("nps", reason=Reason("no_rollout"), overall=Overall(124, 124, 62.1)),
        "Индекс NPS за весь период — 62 пункта; сравнить «до» и «после» нельзя",
    ),
}


@pytest.mark.parametrize("case", sorted(HEADLINES))
def test_the_headline_is_a_sentence_with_a_number_that_fits(case: str) -> None:
    one, text = HEADLINES[case]
    assert headline("ru", one) == text
    assert len(headline("ru", one)) <= headlines.MAX_LENGTH
    assert len(headline("en", one)) <= headlines.MAX_LENGTH


def test_the_headline_of_an_area_speaks_of_the_next_indicator_when_it_fits() -> None:
    area = Area("support", "ok", 4, ("first_response_hours", "average_order"), "first_response_hours")
    text = headlines.area_message(Voice(Words("ru")), area, [REPLY, ORDER]).replace(NBSP, " ")
    assert text == "Время первого ответа снизилось с 46 до 18 мин: −61 %; средний чек не изменился"


def test_the_headline_of_an_area_says_nothing_of_a_second_change_that_is_only_likely() -> None:
    area = Area("support", "ok", 4, ("first_response_hours", "average_order"), "first_response_hours")
    likely = replace(ORDER, verdict="likely", after=(ORDER.after or 0) * 1.2)
    text = headlines.area_message(Voice(Words("en")), area, [REPLY, likely]).replace(NBSP, " ")
    assert text == headline("en", REPLY)


def test_the_headline_of_an_area_without_indicators_speaks_of_what_is_known() -> None:
    area = Area("satisfaction", "na", 0, ("nps",), "nps")
    nps = parts.indicator("nps", reason=Reason("no_source", file="survey.csv"))
    mean = Fact("rating_shop", "satisfaction", Text("Средняя оценка из 5", "Mean rating of 5"), 4.1138, "points", 6123)
    text = headlines.area_message(Voice(Words("ru")), area, [nps], [mean])
    assert text == "Средняя оценка из 5: 4,11"
    cell = replace(mean, label=Text("Задач на чел.", "Tasks each"), row=Text("Все", "All"), value=0.0)
    assert headlines.area_message(Voice(Words("ru")), area, [nps], [cell, mean]) == text, "a cell is no headline"
    assert headlines.area_message(Voice(Words("ru")), area, [nps], [cell]).startswith("Индекс NPS не оценён")


def test_an_indicator_that_came_with_the_crm_is_a_level_and_no_gap() -> None:
    one = parts.indicator("weekly_active_users", after=0.569, n_after=915, reason=Reason("began_with_crm"))
    voice = Voice(Words("ru"))
    assert headlines.indicator_message(voice, one).replace(NBSP, " ") == (
        "Доля работающих в CRM за неделю — 56,9 %; до запуска CRM сравнить не с чем"
    )
    assert "сравнить" not in (voice.overall(one) or "")


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ("ok ok ok ok ok ok none none none none", "Шесть из десяти показателей изменились значимо и в нужную сторону"),
        ("ok bad na", "Один из трёх показателей изменился значимо и в нужную сторону; один ухудшился"),
        ("none none", "Ни один из двух показателей не изменился значимо в нужную сторону"),
        ("none na na", "Ни один из трёх показателей не изменился значимо в нужную сторону; два не оценены"),
        ("na na", "Ни один ключевой показатель сравнить нельзя"),
        ("ok", "Единственный показатель изменился значимо и в нужную сторону"),
    ],
)
def test_the_key_message_counts_in_words_that_agree(verdicts: str, expected: str) -> None:
    found = [replace(SALES, verdict=verdict) for verdict in verdicts.split()]
    text = headlines.key_message(Voice(Words("ru")), found)
    assert text == expected or text.startswith(expected)


def test_the_executive_page_has_three_messages_at_most_and_names_what_got_worse() -> None:
    messages = headlines.opening_messages(Voice(Words("ru")), fixture.full())
    assert len(messages) == 3
    assert "ухудшилась" in messages[2]


def test_without_a_roll_out_the_first_message_says_so() -> None:
    messages = headlines.opening_messages(Voice(Words("en")), fixture.without_roll_out())
    assert messages[0].startswith("No CRM launch date is set")


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for entry in value for text in _texts(entry)]
    if hasattr(value, "__dataclass_fields__"):
        return [text for name in value.__dataclass_fields__ for text in _texts(getattr(value, name))]
    return []


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("name", ["full", "sparse", "without_roll_out", "one_month"])
def test_no_text_claims_a_cause(name: str, language: str) -> None:
    text = " ".join(_texts(report(fixture.ALL[name](), language, "pdf")))
    for phrase in ALLOWED[language]:
        text = text.replace(phrase, "")
    found = [phrase for phrase in BANNED[language] if phrase.lower() in text.lower()]
    assert not found


@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_text_of_the_catalogue_claims_a_cause(language: str) -> None:
    text = yaml.safe_dump(catalogue(language), allow_unicode=True, width=10_000)
    for phrase in ALLOWED[language]:
        text = text.replace(phrase, "")
    assert [phrase for phrase in BANNED[language] if phrase.lower() in text.lower()] == []


@pytest.mark.parametrize("name", ["full", "sparse", "without_roll_out", "one_month"])
def test_no_sentence_has_two_full_stops_or_an_unfilled_place(name: str) -> None:
    for language in ("ru", "en"):
        for text in _texts(report(fixture.ALL[name](), language, "html")):
            assert not re.search(r"\.\.(?!\.)(?<!\.\.\.)", text), text
            assert not re.search(r"\{[a-z_]+\}", text), text
            assert not re.search(r"\bNone\b(?! of)|\bnan\b", text), text


def test_a_change_that_may_not_be_compared_is_told_with_both_values_and_the_reason() -> None:
    one = parts.compared(
        "lead_conversion", "na", 0.0015, 0.0919, 1980, 17953, 1, reason=Reason("not_comparable_cohorts")
    )
    assert say("ru", one) == (
        "Конверсия лида в клиента: 0,2 % до внедрения, 9,2 % после; сравнивать нельзя: "
        "когорты «до» и «после» наблюдали по-разному, они несопоставимы."
    )
    assert headline("ru", one) == "Конверсия лида в клиента: 0,2 % до, 9,2 % после; сравнивать нельзя"


def test_a_level_without_periods_is_told_as_a_level() -> None:
    one = parts.indicator("average_order", reason=Reason("no_dates"), after=160.99, n_after=99440)
    assert headline("ru", one) == "Средний чек за весь период — 160,99 руб.; сравнить «до» и «после» нельзя"
    told = Voice(Words("en"), "BRL").overall(one)
    assert told is not None
    assert told.replace(NBSP, " ") == "The average order over the whole span of data: BRL 160.99 (n = 99,440)."


def test_an_interval_that_leaves_zero_out_is_not_called_the_margin_of_error() -> None:
    one = parts.compared("deals_per_manager_month", "likely", 0.9, 1.2, 2.2, 70.4, reason=Reason("not_significant"))
    assert say("ru", one).endswith("но с поправкой на число показателей изменение не значимо.")


@pytest.mark.parametrize(
    ("unit", "values", "expected"),
    [
        ("hours", (3.3, 162.7), ("3,3 часа", "162,7 часа")),
        ("hours", (46 / 60, 18 / 60), ("46 мин", "18 мин")),
        ("hours", (100.0, 50.0), ("4,2 дня", "2,1 дня")),
        ("days", (1.5, 22.0), ("1,5 дня", "22,0 дня")),
        ("share", (0.65, 0.8), ("65 %", "80 %")),
        ("share", (0.124, 0.149), ("12,4 %", "14,9 %")),
        ("share", (0.10525,), ("10,5 %",)),
        ("points", (21.0, 34.0), ("21 пункт", "34 пункта")),
        ("points", (4.1138,), ("4,11 пункта",)),
        ("money", (120e6, 156e6), ("120,0 млн руб.", "156,0 млн руб.")),
        ("money", (160.99,), ("160,99 руб.",)),
        ("count", (8.0, 12.4), ("8,0", "12,4")),
    ],
)
def test_values_printed_together_share_a_scale(unit: str, values: tuple[float, ...], expected: tuple[str, ...]) -> None:
    scale = Voice(Words("ru")).measure(unit, *values)
    assert tuple(scale.full(value).replace(NBSP, " ") for value in values) == expected


KPIS = yaml.safe_load((dbt_project() / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]["kpis"]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("kpi", KPIS)
def test_every_verb_agrees_with_the_name_of_every_indicator(kpi: str, language: str) -> None:
    words = Words(language)
    gender = words(f"kpi.{kpi}.gender")
    verbs = ("rose", "fell", "unchanged", "worsened", "assessed")
    assert [verb for verb in verbs if not words.has(f"verb.{verb}.{gender}")] == []
