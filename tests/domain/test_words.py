"""The words of a provider as placeholders."""

from __future__ import annotations

import pytest

from app.domain.words import Word, WordList, Words
from app.store.resources import load_words, profile_codes

DUTCH = WordList(
    participant=Word("de", "leerling", "leerlingen"),
    coach=Word("de", "leerkracht", "leerkrachten"),
    organisation=Word("het", "taalhuis", "taalhuizen"),
    location=Word("de", "locatie", "locaties"),
    group=Word("de", "groep", "groepen"),
    programme=Word("het", "programma", "programma's"),
    administrator=Word("de", "beheerder", "beheerders"),
)
ENGLISH = WordList(
    participant=Word("a", "pupil", "pupils"),
    coach=Word("a", "teacher", "teachers"),
    organisation=Word("a", "school", "schools"),
    location=Word("a", "location", "locations"),
    group=Word("a", "group", "groups"),
    programme=Word("a", "programme", "programmes"),
    administrator=Word("an", "administrator", "administrators"),
)


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("nl", "participant", "leerling"),
        ("nl", "participants", "leerlingen"),
        ("nl", "Participants", "Leerlingen"),
        ("nl", "the_participant", "de leerling"),
        ("nl", "The_participant", "De leerling"),
        ("nl", "a_participant", "een leerling"),
        ("nl", "coaches", "leerkrachten"),
        ("nl", "the_organisation", "het taalhuis"),
        ("nl", "this_organisation", "dit taalhuis"),
        ("nl", "This_group", "Deze groep"),
        ("nl", "the_programmes", "de programma's"),
        ("en", "the_participant", "the pupil"),
        ("en", "A_participant", "A pupil"),
        ("en", "an_administrator", None),
        ("en", "a_administrator", "an administrator"),
        ("en", "this_group", "this group"),
    ],
)
def test_placeholders(language: str, name: str, text: str | None) -> None:
    assert Words(DUTCH, ENGLISH).placeholders(language).get(name) == text


def test_every_profile_fills_the_same_placeholders_in_both_languages() -> None:
    providers = [load_words(code) for code in profile_codes()]
    filled = [words.placeholders(language) for words in providers for language in ("nl", "en")]
    assert len({frozenset(names) for names in filled}) == 1
    assert all(text for names in filled for text in names.values())
