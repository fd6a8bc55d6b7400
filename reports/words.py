"""The catalogue of one language: every text of the report by its key."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from reports.format import Lang, Value, count, number, plural

_CODES: dict[str, Lang] = {"ru": "ru", "en": "en"}


class Words:
    """Texts of one language. A missing key or a missing value for a placeholder raises KeyError."""

    def __init__(self, language: str) -> None:
        if language not in _CODES:
            raise KeyError(f"no catalogue for the language {language!r}; there are {sorted(_CODES)}")
        self.language: Lang = _CODES[language]
        self._texts = catalogue(language)

    def __call__(self, key: str, /, **values: str) -> str:
        """The text under a dotted ``key`` with its placeholders filled; the filled-in words are never read again.

        A full stop after an abbreviation ("руб.") is not doubled.
        """
        filled = self._texts[key].format_map(values)
        return filled[:-1] if filled.endswith("..") else filled

    def has(self, key: str) -> bool:
        """Whether the catalogue has a text under ``key``."""
        return key in self._texts

    def first(self, *keys: str, **values: str) -> str:
        """The text under the first key that exists. Raises KeyError when none does."""
        for key in keys:
            if key in self._texts:
                return self(key, **values)
        raise KeyError(keys[-1])

    def forms(self, key: str) -> dict[str, str]:
        """The plural forms under ``key``: one, few, many, other."""
        names = ("one", "few", "many", "other")
        found = {name: self._texts[f"{key}.{name}"] for name in names if f"{key}.{name}" in self._texts}
        if "other" not in found:
            raise KeyError(f"{key}.other")
        return found

    def counted(self, n: Value, noun: str, decimals: int = 0) -> str:
        """A number with its noun in the right form: ``counted(3, "file")`` is "3 файла"."""
        return count(n, self.forms(f"forms.{noun}"), self.language, decimals)

    def genitive(self, n: int, noun: str) -> str:
        """A number with its noun after a word that asks for the genitive: "12 месяцев", "1 месяца"."""
        return count(n, self.forms(f"forms_gen.{noun}"), self.language)

    def noun(self, n: Value, noun: str, decimals: int = 0) -> str:
        """The noun alone in the form that goes with ``n``."""
        return plural(n, self.forms(f"forms.{noun}"), self.language, decimals)

    def spelled(self, n: int, case: str = "nominative") -> str:
        """A small count as a word ("шесть"), a larger one in digits."""
        key = f"number.{case}.{n}"
        return self._texts[key] if key in self._texts else number(n, 0, self.language)

    def listed(self, items: list[str] | tuple[str, ...]) -> str:
        """Items joined by commas, the last by the word "and" of the language."""
        if len(items) < 2:
            return "".join(items)
        return ", ".join(items[:-1]) + self("list.and") + items[-1]


@cache
def catalogue(language: str) -> dict[str, str]:
    """All texts of a language as dotted key -> text, lists with their index as the last part of the key."""
    text = files("reports").joinpath("i18n", f"{language}.yml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    flat: dict[str, str] = {}
    _flatten("", yaml.load(text, Loader=loader), flat)
    return flat


def _flatten(prefix: str, value: Any, into: dict[str, str]) -> None:
    if isinstance(value, dict):
        for key, entry in value.items():
            _flatten(f"{prefix}.{key}" if prefix else str(key), entry, into)
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            _flatten(f"{prefix}.{index}", entry, into)
    else:
        into[prefix] = "" if value is None else str(value)


def capital(text: str) -> str:
    """The text with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """The text with its first letter in lower case, the rest untouched; "CRM log-ins" and "NPS" stay as they are."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
