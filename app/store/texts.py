"""Turns a `Text` into what is read on the screen: in Dutch or English, with the words of the provider.

The templates in the code are English. Their Dutch lines stand in resources/texts/nl/*.toml, flat tables of
`"English template" = "Dutch text"`; a template without a line is shown in English rather than not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache

from app.domain.certificates import written_date
from app.domain.errors import Refusal
from app.domain.text import Text
from app.domain.words import Wording, Words
from app.store.resources import neutral_words as neutral_words
from app.store.resources import resource_path

_STRING = r'"([^"\\\n]*(?:\\.[^"\\\n]*)*)"'
_LINE = re.compile(f"^{_STRING} = {_STRING}$", re.MULTILINE)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{(\w+)\}")
_SEPARATORS = str.maketrans(",.", ".,")
_JOINED = {"nl": (" en ", "ja", "nee"), "en": (" and ", "yes", "no")}


class Translator:
    """Renders texts in one language ('nl' or 'en') with the words of one provider."""

    def __init__(self, language: str, words: Words) -> None:
        self.language = language
        self._words = words.placeholders(language)
        self._and, self._yes, self._no = _JOINED[language]

    def render(self, text: Text) -> str:
        """The text with its arguments filled in; a placeholder without a value stays standing."""
        template = text.chosen()
        if self.language == "nl":
            template = dutch_lines().get(template, template)
        return self._fill(template, text.arguments)

    def filled(self, template: str) -> str:
        """A text that is in this language already, with the words of the provider filled in."""
        return self._fill(template, {})

    def lines(self, refusal: Refusal) -> list[str]:
        """The reasons of a refusal, one line each."""
        return [self.render(reason) for reason in refusal.reasons]

    def number(self, value: int | Decimal) -> str:
        """1.932 and 1.298,80 in Dutch, 1,932 and 1,298.80 in English; the decimals are those of the value."""
        shown = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
        return shown.translate(_SEPARATORS) if self.language == "nl" else shown

    def long_date(self, day: date) -> str:
        """23 november 2026."""
        return written_date(day, self.language)

    def cell(self, value: object) -> str:
        """A value as it stands in a table: as `shown`, with days in figures."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return f"{value.day}-{value.month}-{value.year}"
        return self.shown(value)

    def shown(self, value: object) -> str:
        """A value as it stands in a text.

        Numbers get separators, so a year or a code is passed as `str`. A list or tuple becomes "a, b en c". A
        datetime is shown in the zone that it carries.
        """
        match value:
            case str():
                return value
            case Text():
                return self.render(value)
            case Wording():
                return self._fill(value.in_language(self.language), {})
            case bool():
                return self._yes if value else self._no
            case int() | Decimal():
                return self.number(value)
            case datetime():
                return f"{self.long_date(value)} {value:%H:%M}"
            case date():
                return self.long_date(value)
            case time():
                return f"{value:%H:%M}"
            case list() | tuple():
                return self._joined([self.shown(entry) for entry in value])
        return "" if value is None else str(value)

    def _joined(self, entries: Sequence[str]) -> str:
        if len(entries) < 2:
            return "".join(entries)
        return ", ".join(entries[:-1]) + self._and + entries[-1]

    def _fill(self, template: str, arguments: Mapping[str, object]) -> str:
        def filled(found: re.Match[str]) -> str:
            name = found[1]
            if name is None:
                return found[0][0]
            if name in arguments:
                return self.shown(arguments[name])
            return self._words.get(name, found[0])

        return _PLACEHOLDER.sub(filled, template)


@cache
def dutch_lines() -> Mapping[str, str]:
    """Every template with its Dutch text, of all rooms together."""
    lines: dict[str, str] = {}
    for path in sorted(resource_path("texts", "nl").glob("*.toml")):
        lines.update(read_lines(path.read_text(encoding="utf-8")))
    return lines


def read_lines(text: str) -> Iterator[tuple[str, str]]:
    """The pairs of a flat TOML file of one-line basic strings, ten times as fast as a full TOML reader.

    A test holds that every file of texts reads the same both ways.
    """
    for template, line in _LINE.findall(text):
        yield _unescaped(template), _unescaped(line)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_sign, text) if "\\" in text else text


def _sign(found: re.Match[str]) -> str:
    code = found[1]
    return chr(int(code[1:], 16)) if len(code) > 1 else _ESCAPED.get(code, code)
