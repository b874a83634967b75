"""The letter to who goes on alone: large, plain, one page each, and nobody's name where a finder of the file looks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.documents.own_account_letter import write_letters
from app.domain.names import PersonName
from app.domain.own_accounts import OwnAccountLetter
from app.store.resources import load_profile
from tests.documents.sheets import reader, standards_broken, text_of

LETTERS = [
    OwnAccountLetter(PersonName("Łukasz", "van der", "Berg"), "lukasz4821", "7K3TM9QX2B", date(2027, 1, 22),
                     "Bibliotheek Zuid", "https://server.example.nl"),
    OwnAccountLetter(PersonName("Fatima", "", "El Amrani"), "fatima0193", "ABCDE12345", date(2027, 1, 22),
                     "Bibliotheek Zuid", "https://server.example.nl"),
]


@pytest.mark.clause("O-11.5")
@pytest.mark.parametrize(("language", "said", "coach"), [
    ("nl", "Kies zelf een wachtwoord", "begeleider"), ("en", "Choose a password yourself", "coach")])
def test_each_letter_is_a_page_with_what_is_typed(tmp_path: Path, language: str, said: str, coach: str) -> None:
    path = write_letters(
        tmp_path / "brieven.pdf", LETTERS, load_profile("oefenen").words, date(2026, 11, 23), language)
    assert len(reader(path).pages) == 2 and standards_broken(path) == []
    for number, letter in enumerate(LETTERS):
        words = " ".join(text_of(path, number))
        for part in (said, coach, letter.person.full, letter.username, letter.shown_code, letter.server,
                     letter.organisation):
            assert part in words, part
        assert LETTERS[1 - number].username not in words
    for secret in ("Fatima", "fatima0193", "7K3TM9QX2B"):
        assert secret not in str(reader(path).metadata) and secret not in repr(LETTERS[0])
