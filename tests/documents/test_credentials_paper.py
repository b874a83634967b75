"""The sheet for an administrator: everything to log in with, in both languages, by the standards of every paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.documents.credentials_paper import write_credentials
from app.domain.credentials import Credentials
from app.domain.permissions import Role
from app.store.resources import load_profile
from tests.documents.sheets import reader, standards_broken, text_of

ACCESS = Credentials(
    "Bibliotheek Zuid", "Zuidhaven", "https://server.example.nl", "bibliotheek-zuid", "Noor Łukasz", "n.lukasz",
    "kano-9-helder-boom")


@pytest.mark.clause("A-1.1", "O-6.1")
@pytest.mark.parametrize(("language", "said"), [
    ("nl", "U bent beheerder van Bibliotheek Zuid"), ("en", "You are administrator of Bibliotheek Zuid")])
def test_the_sheet_holds_what_is_typed_and_what_to_do_first(tmp_path: Path, language: str, said: str) -> None:
    path = write_credentials(
        ACCESS, date(2026, 11, 23), load_profile("oefenen").words, tmp_path / "toegang.pdf", language)
    words = " ".join(text_of(path, 0))
    for part in (said, ACCESS.server, ACCESS.organisation_code, ACCESS.username, ACCESS.password, ACCESS.name):
        assert part in words, part
    assert len(reader(path).pages) == 1
    assert standards_broken(path) == []
    assert ACCESS.password not in str(reader(path).metadata)


@pytest.mark.clause("O-1")
@pytest.mark.parametrize(("language", "said", "ask"), [
    ("nl", "U bent begeleider bij Bibliotheek Zuid", "Vraag uw beheerder om een nieuw"),
    ("en", "You are coach at Bibliotheek Zuid", "Ask your administrator for another one")])
def test_the_sheet_of_a_coach_names_no_licensor(tmp_path: Path, language: str, said: str, ask: str) -> None:
    path = write_credentials(
        replace(ACCESS, role=Role.COACH), date(2026, 11, 23), load_profile("oefenen").words, tmp_path / "toegang.pdf",
        language)
    words = " ".join(text_of(path, 0))
    for part in (said, ask, ACCESS.password, ACCESS.username):
        assert part in words, part
    assert "licen" not in words.casefold()
    assert len(reader(path).pages) == 1 and standards_broken(path) == []


def test_the_password_is_in_nothing_that_prints_itself() -> None:
    assert ACCESS.password not in repr(ACCESS)
    assert ACCESS.password not in str([ACCESS])
