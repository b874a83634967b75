"""The sample files of the EDEXML working group, against counts made from the raw files by other means."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from app.domain.roster import Roster
from app.exchange.edexml import read_edexml
from app.exchange.sources import SourceFile
from tests.exchange.making import DATA, refused

SAMPLES = sorted((DATA / "edexml").glob("*.xml"))
KEPT = {
    "achternaam", "voorvoegsel", "roepnaam", "naam", "jaargroep", "geboortedatum", "geslacht", "postcodenl",
    "postnummerbe", "gebruikersnaam", "emailadres", "rol", "groep", "samengestelde_groep", "vestiging",
    "schooljaar", "peildatum", "brincode", "dependancecode", "instellingsnummer", "schoolkey", "aanmaakdatum",
    "xsdversie",
}  # fmt: skip


@pytest.fixture(params=SAMPLES, ids=lambda path: path.stem)
def sample(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def roster(sample: Path) -> Roster:
    return read_edexml(SourceFile.on_disk(sample))


@pytest.fixture
def tree(sample: Path) -> etree._ElementTree:
    return etree.parse(sample)


def test_all_samples_are_there() -> None:
    assert len(SAMPLES) == 3


def test_as_many_of_each_kind_as_in_the_file(roster: Roster, tree: etree._ElementTree) -> None:
    assert len(roster.participants) == tree.xpath("count(//leerlingen/leerling)") > 0
    assert len(roster.coaches) == tree.xpath("count(//leerkrachten/leerkracht)") > 0
    assert len(roster.groups) == tree.xpath("count(/EDEX/groepen/*)") > 0
    assert len(roster.locations) == tree.xpath("count(//vestigingen/vestiging)")
    assert not refused(roster.notes)
    assert not roster.refused_keys


def test_every_object_has_its_key_and_line(roster: Roster, tree: etree._ElementTree) -> None:
    for rows, path in (
        (roster.participants, "//leerlingen/leerling"),
        (roster.coaches, "//leerkrachten/leerkracht"),
        (roster.groups, "/EDEX/groepen/*"),
        (roster.locations, "//vestigingen/vestiging"),
    ):
        expected = [(element.get("key"), element.sourceline) for element in tree.xpath(path)]
        assert [(row.key, row.origin.line) for row in rows] == expected


def test_names_as_in_the_file(roster: Roster, tree: etree._ElementTree) -> None:
    persons = tree.xpath("//leerlingen/leerling | //leerkrachten/leerkracht")
    expected = [
        tuple(person.findtext(part) or "" for part in ("roepnaam", "voorvoegsel", "achternaam")) for person in persons
    ]
    people = roster.participants + roster.coaches
    assert [(one.name.given, one.name.prefix, one.name.family) for one in people] == expected


def test_group_references_as_in_the_file(roster: Roster, tree: etree._ElementTree) -> None:
    persons = tree.xpath("//leerlingen/leerling | //leerkrachten/leerkracht")
    expected = [
        {str(key) for key in person.xpath("groep/@key | */groep/@key | */samengestelde_groep/@key")}
        for person in persons
    ]
    assert [set(one.group_keys) for one in roster.participants + roster.coaches] == expected
    base = {group.key for group in roster.groups if group.kind == "base"}
    for one in roster.participants + roster.coaches:
        kinds = [key in base for key in one.group_keys]
        assert kinds == sorted(kinds, reverse=True), "base groups come first"


def test_what_is_not_taken_over_is_counted(roster: Roster, tree: etree._ElementTree) -> None:
    expected: Counter[str] = Counter()
    for element in tree.xpath("//school/* | //vestiging/* | //groep/* | //leerling/* | //leerkracht/*"):
        if element.tag not in KEPT and (element.text or "").strip():
            expected[element.tag] += 1
    if blocks := int(tree.xpath("count(//toevoegingen/blok)")):
        expected["toevoegingen/blok"] = blocks
    assert roster.not_taken_over == expected


@pytest.mark.clause("O-annex I")
def test_nothing_forbidden_is_kept(roster: Roster, tree: etree._ElementTree) -> None:
    secrets = {str(text) for text in tree.xpath("//bsn/text() | //rijksregisternummer/text() | //gewicht_nieuw/text()")}
    assert secrets
    assert not any(secret in repr(roster) for secret in secrets)


def test_version_2_1() -> None:
    roster = read_edexml(SourceFile.on_disk(DATA / "edexml" / "EDEXML.Voorbeeld.2.1.xml"))
    assert (roster.source, roster.format, roster.school_year, roster.complete) == (
        "edexml:99ZZ00",
        "EDEXML 2.1",
        2014,
        True,
    )
    first, second, gone = roster.participants
    assert first.fields["birth_date"] == "2006-06-21"
    assert first.fields["gender"] == "m"
    assert first.fields["eckid"].startswith("https://id.school/LL_")
    assert first.location_key == "VH"
    assert second.fields == {"gender": "unknown", "year_group": "4", "postcode": "6971VB"}
    assert [one.left for one in roster.participants] == [False, False, True]
    assert gone.fields["year_group"] == "H"
    assert [coach.proposed_roles for coach in roster.coaches] == [("TAL",), (), ("STA", "OWA")]
    assert {group.key: group.location_key for group in roster.groups}["GRP4B"] == "VH"


def test_flemish_file_is_known_by_its_institution() -> None:
    roster = read_edexml(SourceFile.on_disk(DATA / "edexml" / "EDEXML.Voorbeeld.2.0-Vla.xml"))
    assert roster.source == "edexml:1234"
    assert roster.participants[1].fields["postcode"] == "6971"
