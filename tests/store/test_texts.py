"""Texts as they are read: in two languages, with the words of the provider, with numbers and dates."""

from __future__ import annotations

import string
import tomllib
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refusal
from app.domain.text import Text
from app.domain.words import Wording
from app.store import texts
from app.store.resources import load_words, neutral_words, resource_path
from app.store.texts import Translator, read_lines

LINES = {
    "{Participants} of {the_organisation}: {n}": "{Participants} van {the_organisation}: {n}",
    "{n} seat is free": "{n} plaats is vrij",
    "{n} seats are free": "{n} plaatsen zijn vrij",
    "because {reason}": "omdat {reason}",
    "the file is empty": "het bestand leeg is",
    "{names} left on {day}": "Op {day} vertrokken {names}",
    "value: {value}": "waarde: {value}",
    "braces {{x}} stay": "accolades {{x}} blijven",
}


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "dutch_lines", lambda: LINES)


@pytest.fixture
def dutch(lines: None) -> Translator:
    return Translator("nl", load_words("leerling-in-beeld"))


@pytest.fixture
def english(lines: None) -> Translator:
    return Translator("en", load_words("leerling-in-beeld"))


def test_words_of_the_provider_in_the_language_of_the_screen(dutch: Translator, english: Translator) -> None:
    text = Text("{Participants} of {the_organisation}: {n}", n=1932)
    assert dutch.render(text) == "Leerlingen van de school: 1.932"
    assert english.render(text) == "Pupils of the school: 1,932"
    library = Translator("nl", load_words("oefenen"))
    assert library.render(text) == "Deelnemers van de bibliotheek: 1.932"
    assert Translator("en", neutral_words()).render(text) == "Participants of the organisation: 1,932"


@pytest.mark.parametrize(
    ("n", "expected"), [(0, "0 plaatsen zijn vrij"), (1, "1 plaats is vrij"), (2, "2 plaatsen zijn vrij")],
)
def test_counted_texts(dutch: Translator, n: int, expected: str) -> None:
    assert dutch.render(Text("{n} seat is free", "{n} seats are free", n=n)) == expected


def test_a_text_inside_a_text_is_in_the_same_language(dutch: Translator) -> None:
    text = Text("because {reason}", reason=Text("the file is empty"))
    assert dutch.render(text) == "omdat het bestand leeg is"


def test_names_and_dates(dutch: Translator, english: Translator) -> None:
    text = Text("{names} left on {day}", names=["Emre", "Bo", "Łukasz"], day=date(2026, 11, 3))
    assert dutch.render(text) == "Op 3 november 2026 vertrokken Emre, Bo en Łukasz"
    assert english.render(text) == "Emre, Bo and Łukasz left on 3 November 2026"


@pytest.mark.parametrize(
    ("value", "dutch_text", "english_text"),
    [
        (1234567, "1.234.567", "1,234,567"),
        (-1500, "-1.500", "-1,500"),
        (Decimal("1298.80"), "1.298,80", "1,298.80"),
        (Decimal("1E+3"), "1.000", "1,000"),
        (True, "ja", "yes"),
        ("2026", "2026", "2026"),
        ("{not_a_placeholder}", "{not_a_placeholder}", "{not_a_placeholder}"),
        (None, "", ""),
        (time(9, 5), "09:05", "09:05"),
        (datetime(2026, 11, 23, 14, 32, tzinfo=UTC), "23 november 2026 14:32", "23 November 2026 14:32"),
        (Wording(nl="de {participant}", en="the {participant}"), "de leerling", "the pupil"),
        ((), "", ""),
        (("a",), "a", "a"),
        (1.5, "1.5", "1.5"),
    ],
)
def test_values(
    dutch: Translator, english: Translator, value: object, dutch_text: str, english_text: str,
) -> None:
    text = Text("value: {value}", value=value)
    assert dutch.render(text) == f"waarde: {dutch_text}"
    assert english.render(text) == f"value: {english_text}"


def test_a_template_without_a_dutch_line_is_shown_in_english(dutch: Translator) -> None:
    assert dutch.render(Text("Nobody translated {n} of these", n=2)) == "Nobody translated 2 of these"


def test_a_placeholder_without_a_value_stays_standing(dutch: Translator) -> None:
    assert dutch.render(Text("because {reason}")) == "omdat {reason}"


def test_double_braces_are_braces(dutch: Translator) -> None:
    assert dutch.render(Text("braces {{x}} stay")) == "accolades {x} blijven"


@given(st.text(), st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), st.text(), max_size=3))
def test_no_text_makes_rendering_fail(template: str, arguments: dict[str, str]) -> None:
    for language in ("nl", "en"):
        rendered = Translator(language, neutral_words()).render(Text(template, **arguments))
        assert isinstance(rendered, str)


@given(st.text(st.sampled_from(string.ascii_letters + " {}{n}"), max_size=30))
def test_what_python_can_format_is_filled_the_same(template: str) -> None:
    try:
        expected = template.format_map({"n": "x"})
    except (ValueError, KeyError, IndexError, AttributeError):
        return
    assert Translator("en", neutral_words()).render(Text(template, n="x")) == expected


def test_the_reasons_of_a_refusal_are_lines(dutch: Translator) -> None:
    reason = Text("the file is empty")
    refusal = Refusal(Text("because {reason}", reason=reason), Text("{n} seat is free", n=1))
    assert dutch.lines(refusal) == ["omdat het bestand leeg is", "1 plaats is vrij"]


ROOMS = sorted(resource_path("texts", "nl").glob("*.toml"))


@pytest.mark.parametrize("path", ROOMS, ids=lambda path: path.stem)
def test_files_of_texts_read_as_toml_reads_them(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert dict(read_lines(text)) == tomllib.loads(text)


TOML_TEXT = st.text(st.characters(exclude_categories=("Cs",)))


def quoted(text: str) -> str:
    """A TOML basic string, written with every kind of escape."""
    short = {"\n": r"\n", "\t": r"\t", "\r": r"\r", "\b": r"\b", "\f": r"\f", '"': r"\"", "\\": r"\\"}
    return '"' + "".join(short.get(sign) or _long(sign) for sign in text) + '"'


def _long(sign: str) -> str:
    code = ord(sign)
    return f"\\u{code:04x}" if code < 32 or code in (127, 0x2028) else sign


@given(st.dictionaries(TOML_TEXT, TOML_TEXT, max_size=5))
def test_any_line_reads_as_toml_reads_it(table: dict[str, str]) -> None:
    text = "# a comment\n\n" + "".join(f"{quoted(key)} = {quoted(value)}\n" for key, value in table.items())
    assert dict(read_lines(text)) == tomllib.loads(text) == table


def test_the_dutch_lines_of_every_room_are_there() -> None:
    lines = texts.dutch_lines()
    assert lines["Nearly full"] == "Bijna vol"
    assert all(lines.values())
