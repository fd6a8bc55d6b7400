"""The one filter that puts no-break spaces into rendered HTML.

It touches text nodes only: tags with their attributes, comments, `<script>` and `<style>` pass unchanged.
"""

from __future__ import annotations

import re

from reports.numbers import NBSP, Lang

_TOKEN = re.compile(r"""(<!--.*?-->|<(?:[^<>"']|"[^"]*"|'[^']*')*>)""", re.S)
_RAW = re.compile(r"<(/?)(script|style)\b", re.I)

_UNITS = {
    "ru": (
        r"%|‰|₽|руб\.|тыс\.|млн|млрд|тенге|евро|долл\.|п\.|пункт\w*|балл\w*|дн\.|д(?:ень|ня|ней)\b|час\w*|ч\b|мин\w*|"
        r"сек\w*|мес\.|месяц\w*|недел\w*|г\.|год\w*|лет\b|кв\.|сдел\w+|лид\w*|строк\w*|файл\w*|ответ\w*|раз\w{0,2}\b|из\b"
    ),
    "en": r"%|pp\b|days?\b|hours?\b|h\b|min\w*|months?\b|weeks?\b|years?\b|deals?\b|leads?\b|rows?\b|points?\b|of\b",
}
_RULES: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "ru": (
        (re.compile(r"(?<=\d)[ ](?=(?:" + _UNITS["ru"] + r"))"), NBSP),
        (re.compile(r"(?<=млн|млр)[ ](?=[а-я₽])|(?<=млрд)[ ](?=[а-я₽])|(?<=тыс\.)[ ](?=[а-я₽])"), NBSP),
        (re.compile(r"(?<![\w-])([вВкКсСуУоОиИаАяЯ])[ ](?=\S)"), r"\1" + NBSP),
        (re.compile(r"(?<!\w)([А-ЯЁ]\.)[ ]?([А-ЯЁ]\.)[ ](?=[А-ЯЁ][а-яё])"), r"\1" + NBSP + r"\2" + NBSP),
        (re.compile(r"(?<!\w)([А-ЯЁ]\.)[ ](?=[А-ЯЁ][а-яё])"), r"\1" + NBSP),
        (re.compile(r"(?<!\w)([птТ]\.)[ ](?=[пед]\.)"), r"\1" + NBSP),
        (re.compile(r"(№|§|(?<!\w)(?:п\.|с\.|раздел\w*|[Тт]аблиц\w*|рис\.))[ ](?=\d)"), r"\1" + NBSP),
        (re.compile(r"(?<=\S)[ ](?=[—–](?:\s|$))"), NBSP),
    ),
    "en": (
        (re.compile(r"(?<=\d)[ ](?=(?:" + _UNITS["en"] + r"))"), NBSP),
        (re.compile(r"(?<!\w)(RUB|USD|EUR|KZT|BYN|No\.|p\.|§|[Tt]able|[Ss]ection)[ ](?=\d)"), r"\1" + NBSP),
        (re.compile(r"(?<![\w’'-])([aAI])[ ](?=\w)"), r"\1" + NBSP),
        (re.compile(r"(?<!\w)([A-Z]\.)[ ](?=[A-Z](?:\.|[a-z]))"), r"\1" + NBSP),
        (re.compile(r"(?<=\S)[ ](?=[—–](?:\s|$))"), NBSP),
    ),
}


def typograph_text(text: str, lang: Lang) -> str:
    """One piece of plain text with no-break spaces; U+202F (missing in the font) becomes U+00A0."""
    text = text.replace("\u202f", NBSP)
    if " " not in text:
        return text
    for pattern, replacement in _RULES[lang]:
        text = pattern.sub(replacement, text)
    return text


def typograph(html: str, lang: Lang) -> str:
    """The page with no-break spaces in its text nodes; everything else is returned byte for byte."""
    pieces: list[str] = []
    raw: str | None = None
    for index, token in enumerate(_TOKEN.split(html)):
        if index % 2:
            mark = _RAW.match(token)
            if mark and raw is None and not mark[1]:
                raw = mark[2].lower()
            elif mark and mark[1] and mark[2].lower() == raw:
                raw = None
            pieces.append(token)
        else:
            pieces.append(token if raw else typograph_text(token, lang))
    return "".join(pieces)
