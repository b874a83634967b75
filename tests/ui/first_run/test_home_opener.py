"""The opener of a real home: real keys, real files."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import Refusal
from ui.first_run.home_opener import HomeOpener, code_of
from ui.first_run.opener import ASKING, NewOrganisation, TypedKey

PASSPHRASE = "vier losse woorden samen"


@pytest.mark.parametrize(("name", "code"), [
    ("Basisschool De Regenboog", "basisschool-de-regenboog"), ("’t Kofschip / Zuid", "t-kofschip-zuid"),
    ("Yıldız & Zoë", "yildiz-zoe"), ("", "organisation"), ("李雷", "organisation"),
    ("Een heel lange naam van een organisatie", "een-heel-lange-naam-van-een-or"),
])
def test_a_code_is_made_from_a_name(name: str, code: str) -> None:
    assert code_of(name) == code


def test_an_organisation_is_made_locked_and_opened_again(tmp_path: Path) -> None:
    opener = HomeOpener(tmp_path)
    made = opener.make(NewOrganisation("Bibliotheek Zuid", "Leiden", "oefenen", "A. Kaya", PASSPHRASE))
    assert opener.codes() == ("bibliotheek-zuid",) == (made.code,)
    with pytest.raises(Refusal) as refused:
        opener.open(made.code)
    assert refused.value.remedy in ASKING
    with pytest.raises(Refusal) as wrong:
        opener.open(made.code, TypedKey("passphrase", "een verkeerde wachtzin"))
    assert wrong.value.remedy in ASKING
    for typed in (TypedKey("passphrase", PASSPHRASE), TypedKey("recovery", made.recovery_key)):
        desk = opener.open(made.code, typed)
        assert desk.organisation.name == "Bibliotheek Zuid"
        assert desk.sight.actor.name == "A. Kaya"
        desk.close()


def test_with_a_keyring_nothing_is_asked(tmp_path: Path) -> None:
    opener = HomeOpener(tmp_path)
    assert opener.has_keyring()
    made = opener.make(NewOrganisation("Bibliotheek Zuid", "Leiden", "oefenen", "A. Kaya"))
    opener.open(made.code).close()


def test_two_organisations_of_one_name_get_two_codes(tmp_path: Path) -> None:
    opener = HomeOpener(tmp_path)
    codes = [opener.make(NewOrganisation("De Linde", "", "leerling-in-beeld", "M")).code for _ in range(2)]
    assert codes == ["de-linde", "de-linde-2"]


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_it_says_so(tmp_path: Path) -> None:
    assert not HomeOpener(tmp_path).has_keyring()
