"""No-break spaces stand in text, and only in text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.format import typograph, typograph_text


def shown(text: str) -> str:
    return text.replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("рост на 30 % за год", "рост на 30~% за год"),
        ("156,0 млн руб. вместо 84 тыс. руб.", "156,0~млн~руб. вместо 84~тыс.~руб."),
        ("в доме и в саду", "в~доме и~в~саду"),
        ("А. В. Смирнова, Д.О. Ким", "А.~В.~Смирнова, Д.~О.~Ким"),
        ("это 15 п. п. (с 65)", "это 15~п.~п. (с~65)"),
        ("и т. д., и т. п., т. е.", "и~т.~д., и~т.~п., т.~е."),
        ("факт — 156", "факт~— 156"),
        ("1 ноября – 31 октября", "1 ноября~– 31 октября"),
        ("№ 5, § 3, раздел 12, с. 4", "№~5, §~3, раздел~12, с.~4"),
        ("8 сделок вместо 2 дней", "8~сделок вместо 2~дней"),
        ("10\u202f000 строк", "10~000~строк"),
        ("чат-бот и CRM", "чат-бот и~CRM"),
        ("без пробелов", "без пробелов"),
    ],
)
def test_russian_rules(text: str, expected: str) -> None:
    assert shown(typograph_text(text, "ru")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 days, 15 pp, RUB 156.0m", "10~days, 15~pp, RUB~156.0m"),
        ("a deal, I think", "a~deal, I~think"),
        ("Table 3, section 12, p. 4, No. 5", "Table~3, section~12, p.~4, No.~5"),
        ("A. Smith and J. K. Brown", "A.~Smith and J.~K.~Brown"),
        ("sales – up", "sales~– up"),
    ],
)
def test_english_rules(text: str, expected: str) -> None:
    assert shown(typograph_text(text, "en")) == expected


def test_tags_scripts_styles_and_comments_pass_unchanged() -> None:
    page = (
        '<!doctype html><p title="в доме 5 %" data-x=\'5 % > 4 %\'>в доме 5 %</p><!-- в доме 5 % -->'
        '<style>a{content:"в доме 5 %"}</style><script>x = "в доме <b>5 %</b>"</script>'
        '<svg viewBox="0 0 10 10"><path d="M0 0L5 5"/><text x="1">5 %</text></svg>'
    )
    expected = page.replace(">в доме 5 %</p>", ">в~доме 5~%</p>").replace('<text x="1">5 %', '<text x="1">5~%')
    assert shown(typograph(page, "ru")) == expected


@given(st.text())
def test_nothing_but_spaces_ever_changes(text: str) -> None:
    for lang in ("ru", "en"):
        changed = typograph_text(text, lang)  # type: ignore[arg-type]
        assert changed.replace("\u00a0", " ").replace("\u202f", " ").split() == text.replace("\u00a0", " ").replace(
            "\u202f", " "
        ).split() or ". " in changed.replace("\u00a0", " ")


def test_filter_is_idempotent() -> None:
    page = "<p>А.В. Ким: в 2026 г. — 5 млн руб. и 3 п. п.</p>"
    once = typograph(page, "ru")
    assert typograph(once, "ru") == once
