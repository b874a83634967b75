"""Every text is there in both languages, whole, and without the words that differ per provider."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from app.store.resources import load_words, profile_codes
from tests.house.code import modules
from tests.house.texts import Use, dutch_lines, fields, uses_in, without_fields

OF_A_PROVIDER = re.compile(
    r"\b(leerling(en)?|leerkracht(en)?|scholen|deelnemers?|begeleiders?|bibliothe(ek|ken)"
    r"|pupils?|teachers?|schools?(?! years?\b| Data Sync\b)|participants?|coach(es)?|librar(y|ies))\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def uses() -> list[Use]:
    return [use for path in modules() for use in uses_in(path)[0]]


@pytest.fixture(scope="module")
def dutch() -> dict[str, str]:
    return {template: line for _, template, line in dutch_lines()}


@pytest.fixture(scope="module")
def provider_words() -> set[str]:
    return set(load_words(profile_codes()[0]).placeholders("nl"))


def _arguments(text: str, use: Use, provider_words: set[str]) -> set[str]:
    """The placeholders of a text that the call itself must fill."""
    given = use.names or frozenset()
    return {name for name in fields(text) if name in given or name not in provider_words}


def _none(wrong: Iterable[str]) -> None:
    """Fails with the whole list, one to a line."""
    lines = sorted(set(wrong))
    if lines:
        pytest.fail(f"{len(lines)}:\n" + "\n".join(lines), pytrace=False)


def test_templates_are_literals() -> None:
    _none(place for path in modules() for place in uses_in(path)[1])


def test_every_template_has_a_dutch_line(uses: list[Use], dutch: dict[str, str]) -> None:
    _none(f"{use.where}: {use.template!r}" for use in uses if use.template not in dutch)


def test_every_dutch_line_is_used(uses: list[Use]) -> None:
    used = {use.template for use in uses}
    _none(f"{file}: {template}" for file, template, _ in dutch_lines() if template not in used)


def test_one_template_has_one_dutch_line(dutch: dict[str, str]) -> None:
    _none(f"{file}: {template}" for file, template, line in dutch_lines() if dutch[template] != line)


def test_every_placeholder_gets_a_value(uses: list[Use], provider_words: set[str]) -> None:
    _none(
        f"{use.where}: {use.template}: {name}"
        for use in uses
        if use.names is not None
        for name in fields(use.template) - use.names - provider_words
    )


def test_both_languages_say_the_same(
    uses: list[Use], dutch: dict[str, str], provider_words: set[str]
) -> None:
    """Words of the provider may differ ({participant}, {The_participant}): grammar decides about those."""

    def differ(use: Use) -> bool:
        line = dutch.get(use.template, use.template)
        return _arguments(use.template, use, provider_words) != _arguments(line, use, provider_words)

    _none(f"{use.where}: {use.template} | {dutch[use.template]}" for use in uses if differ(use))


def test_no_text_spells_a_word_of_one_provider(uses: list[Use], dutch: dict[str, str]) -> None:
    texts = {use.template for use in uses} | set(dutch) | set(dutch.values())
    _none(repr(text) for text in texts if OF_A_PROVIDER.search(without_fields(text)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("De leerling is weg.", True),
        ("Two Teachers left.", True),
        ("The school closes.", True),
        ("The school year ends.", False),
        ("Files of School Data Sync", False),
        ("Het schooljaar eindigt.", False),
        ("{Participant} of {organisation}", False),
    ],
)
def test_words_of_a_provider_are_recognised(text: str, found: bool) -> None:
    assert bool(OF_A_PROVIDER.search(without_fields(text))) is found


def test_templates_are_found_in_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.house.texts.place", lambda path: path.name)
    module = tmp_path / "module.py"
    module.write_text(
        'tr("One" if x else "Two", n=1)\n'
        'tr_count("{n} seat", "{n} seats", 3)\n'
        'errors.Text("Gone: "\n    "{name}", name=name, **more)\n'
        'tr(f"{x} a")\ntr("a" + b)\ntr("{}".format(x))\ntr(title)\n',
        encoding="utf-8",
    )
    uses, built = uses_in(module)
    assert [(use.template, use.names) for use in uses] == [
        ("One", {"n"}),
        ("Two", {"n"}),
        ("{n} seat", {"n"}),
        ("{n} seats", {"n"}),
        ("Gone: {name}", None),
    ]
    assert [place.split(":")[1] for place in built] == ["5", "6", "7"]
