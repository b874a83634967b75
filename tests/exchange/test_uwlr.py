"""Results as UWLR 2.2: the order and types of the standard, keys that are unique, and read back as they were."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.actions.assessing import add_sitting, record_result
from app.actions.desk import Desk
from app.actions.norming import load_tests
from app.actions.participants import add_participant
from app.domain.assessment.norm_checks import DefinedPart
from app.domain.assessment.norming import NormRow, NormTable, RowSort
from app.domain.calendar import SchoolYear
from app.domain.errors import Refusal
from app.exchange.norm_files import read_norm_file
from app.exchange.uwlr_writing import uwlr_message, write_uwlr
from app.store import tables
from app.views.groups import all_participants, group_list
from app.views.results_export import (
    GivenPerson,
    GivenResult,
    GivenTest,
    ResultsToGive,
    results_to_give,
    years_with_results,
)
from tests.assessing import norm, reading_test
from tests.coaching import coach_of
from tests.desks import bring_in, person, roster
from tests.dumps import rows_of

LR = "{http://www.edustandaard.nl/leerresultaten/2/leerresultaten}"
OSO = "{http://www.edustandaard.nl/oso_gegevensset/1.2/dossier}"
ORDER = {
    "leerresultaten_verzoek": ("school", "toetsafnames", "toetsen"),
    "school": ("schooljaar", "brincode", "dependancecode", "schoolkey", "aanmaakdatum", "auteur", "xsdversie"),
    "toetsafname": ("leerlingid", "eckid", "resultaten"),
    "resultaat": ("afnamedatum", "toetscode", "versie", "toetsonderdeelcode", "score", "osoresultaat"),
    "toets": ("toetscode", "versie", "toetsnaam", "leerjaar", "vakgebied", "toetsnormering", "toetsonderdelen"),
    "toetsnormering": ("toetscategorie", "norm"),
    "toetsonderdeel": ("toetsonderdeelvolgnummer", "toetsonderdeelcode", "toetsonderdeelnaam",
                       "toetsonderdeelnormering"),
    "norm": ("term", "omschrijving", "beginnormwaarde", "eindnormwaarde"),
    "toetsscore": ("aantalopgaven", "aantalgoed", "aantalfout", "aantalgelezen", "tijd", "vaardigheidsscore",
                   "codevaardigheidsschaal", "betrouwbaarheidsinterval"),
    "betrouwbaarheidsinterval": ("bivlaag", "bivhoog"),
}
"""Per element what may stand in it, in this order, as the agreement has it (sequences)."""
LONGEST = {"leerlingid": 256, "toetscode": 256, "toetsnaam": 128, "term": 64, "omschrijving": 128, "schoolkey": 256}
WORDS = {"schooljaar": r"[12]\d{3}-[12]\d{3}", "brincode": r"\d{2}[A-Z]{2}", "dependancecode": r"\d{2}",
         "score": r"\d+", "afnamedatum": r"\d{4}-\d\d-\d\d", "aanmaakdatum": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
         "vaardigheidsscore": r"\d+(\.\d+)?", "xsdversie": r"2\.2", "beginnormwaarde": r"\d+"}


def hold_to_the_standard(message: bytes) -> etree._Element:
    """Order, types and keys, as the agreement describes them; gives the root."""
    root = etree.fromstring(message, etree.XMLParser(resolve_entities=False, no_network=True))
    for element in root.iter():
        name = etree.QName(element).localname
        children = [etree.QName(child).localname for child in element]
        if name in ORDER:
            order = ORDER[name]
            assert set(children) <= set(order), (name, children)
            places = [order.index(child) for child in children]
            assert places == sorted(places), (name, children)
            assert name == "toetsnormering" or len(set(children)) == len(children), (name, children)
        if name in WORDS:
            assert re.fullmatch(WORDS[name], element.text or ""), (name, element.text)
        if not children:
            assert 1 <= len(element.text or "") <= LONGEST.get(name, 256), name
    keys = [one.get("key") for one in root.iter(f"{LR}resultaat")]
    assert keys and len(set(keys)) == len(keys)
    codes = [one.findtext(f"{LR}toetscode") for one in root.iter(f"{LR}toets")]
    assert len(set(codes)) == len(codes)
    assert {one.findtext(f"{LR}toetscode") for one in root.iter(f"{LR}resultaat")} <= set(codes)
    for one in root.iter(f"{LR}resultaat"):
        assert (one.find(f"{LR}score") is None) != (one.find(f"{LR}osoresultaat") is None)
    return root


def read_back(root: etree._Element) -> list[tuple[Any, ...]]:
    """(who, day, test, part, score, point, low, high) of every result."""
    found = []
    for person_ in root.iter(f"{LR}toetsafname"):
        for one in person_.iter(f"{LR}resultaat"):
            said = [one.findtext(f".//{name}") for name in (
                f"{OSO}vaardigheidsscore", f"{OSO}bivlaag", f"{OSO}bivhoog")]
            found.append((person_.findtext(f"{LR}leerlingid"), one.findtext(f"{LR}afnamedatum"),
                          one.findtext(f"{LR}toetscode"), one.findtext(f"{LR}toetsonderdeelcode") or "",
                          one.findtext(f"{LR}score"), *said))
    return found


@pytest.fixture
def tested(school_desk: Desk) -> Desk:
    """Two people from the administration and one typed by hand took a test with a scale and one with parts."""
    desk = school_desk
    amira, bram = (person(key, given, family, groups=("5",)) for key, given, family in (
        ("1001", "Amira", "Bakker"), ("#9", "Bram", "Cools")))
    bring_in(desk, roster(amira, bram, groups=("5",)))
    group = desk.read(group_list)[0].id
    desk.do(add_participant, fields={"given_name": "Chi", "family_name": "Dang"}, group_id=group)
    raw = NormTable("1", (NormRow(RowSort.RAW_LEVEL, 0, 9, term="onvoldoende"),
                          NormRow(RowSort.RAW_LEVEL, 10, 20, term="voldoende", description="goed & wel")))
    parts = (DefinedPart("A", "Sommen <1>", 10), DefinedPart("B", "Meten", 10))
    desk.do(load_tests, defined=[
        reading_test(norms=(norm(),), edition="1"), reading_test("LEZ-M4", edition="2"),
        reading_test("BLOK1", (raw,), title="Blok 1", parts=parts)], source="x", checksum="0" * 64)
    return desk


def _take(desk: Desk, code: str, edition: str, taken_on: str, scores: list[dict[str, Any]]) -> None:
    test = next(row for row in rows_of(desk, "tests") if (row["code"], row["edition"]) == (code, edition))
    group = desk.read(group_list)[0].id
    sitting = desk.do(add_sitting, test_id=test["id"], moment="M4", taken_on=taken_on, group_id=group).outcome
    for row in desk.read(all_participants):
        desk.do(record_result, sitting_id=sitting, participant_id=row.id, scores=scores)


@pytest.mark.clause("A-1.15")
def test_results_go_back_under_the_keys_that_the_source_gave(tested: Desk, tmp_path: Path) -> None:
    parts = {row["code"]: row["id"] for row in rows_of(tested, "test_parts")}
    _take(tested, "LEZ-M4", "1", "2026-11-20", [{"part_id": None, "raw": 11}])
    _take(tested, "BLOK1", "", "2026-10-01", [{"part_id": parts["A"], "raw": 7}, {"part_id": parts["B"], "raw": 6}])
    target = tmp_path / "uit.xml"
    given = write_uwlr(tested, 2026, "99LS00", target)
    root = hold_to_the_standard(target.read_bytes())
    assert sorted(read_back(root), key=repr) == [
        ("1001", "2026-10-01", "BLOK1", "", "13", None, None, None),
        ("1001", "2026-10-01", "BLOK1", "A", "7", None, None, None),
        ("1001", "2026-10-01", "BLOK1", "B", "6", None, None, None),
        ("1001", "2026-11-20", "LEZ-M4", "", None, "133", "128", "138")]
    assert root.findtext(f".//{LR}brincode") == "99LS" and root.findtext(f".//{LR}schooljaar") == "2026-2027"
    assert [(one.name, one.results) for one in given.left_out] == [("Bram Cools", 4), ("Chi Dang", 4)]
    assert b"Amira" not in target.read_bytes()
    assert "data.exported.results" in {row["action"] for row in rows_of(tested, "audit_events")}
    (blok,) = [test for test in read_norm_file(target, "1").tests if test.code == "BLOK1"]
    assert [(part.code, part.title) for part in blok.parts] == [("A", "Sommen <1>"), ("B", "Meten")]
    assert [(row.begins, row.ends, row.term, row.description) for row in blok.norms[0].rows] == [
        (0, 9, "onvoldoende", ""), (10, 20, "voldoende", "goed & wel")]


def test_one_file_holds_one_version_of_a_test(tested: Desk) -> None:
    _take(tested, "LEZ-M4", "1", "2026-09-20", [{"part_id": None, "raw": 11}])
    _take(tested, "LEZ-M4", "2", "2026-11-20", [{"part_id": None, "raw": 12}])
    given = tested.read(results_to_give, 2026)
    assert [(one.edition, one.raw) for one in given.people[0].results] == [("2", 12)]
    assert ("Lezen M4", 1) in [(one.name, one.results) for one in given.left_out]
    assert [test.edition for test in given.tests] == ["2"]


def test_another_year_and_nobody_from_the_administration(tested: Desk, tmp_path: Path) -> None:
    _take(tested, "LEZ-M4", "1", "2026-07-31", [{"part_id": None, "raw": 11}])
    assert [year.label for year in tested.read(years_with_results)] == ["2026-2027", "2025-2026"]
    assert tested.read(results_to_give, 2025).results == 1
    with pytest.raises(Refusal, match="no results to write in 2026-2027"):
        write_uwlr(tested, 2026, "99LS", tmp_path / "x.xml")
    with pytest.raises(Refusal, match="BRIN"):
        write_uwlr(tested, 2025, " ", tmp_path / "x.xml")
    assert list(tmp_path.glob("*.xml")) == []


def test_a_coach_takes_nothing_out(tested: Desk, tmp_path: Path) -> None:
    _take(tested, "LEZ-M4", "1", "2026-11-20", [{"part_id": None, "raw": 11}])
    with pytest.raises(Refusal, match="role"):
        write_uwlr(coach_of(tested, tested.read(group_list)[0].id), 2026, "99LS", tmp_path / "x.xml")
    with tested.database.reading() as connection:
        assert connection.execute(tables.test_results.select()).all()


_TEXT = st.text(min_size=1, max_size=20).filter(lambda one: one.strip() != "" and "\0" not in one)
_RESULT = st.builds(
    lambda number, raw, scaled: GivenResult(
        number.to_bytes(16, "big"), "2026-10-01", "T", "1", "", raw, scaled, scaled, scaled, "schaal", 20, raw, None,
        None, 60),
    st.integers(1, 2**100), st.integers(0, 200), st.one_of(st.none(), st.integers(0, 400_000)))


@settings(max_examples=40)
@given(st.lists(_RESULT, min_size=1, max_size=5, unique_by=lambda one: one.id), _TEXT, _TEXT)
def test_whatever_stands_in_it_the_message_is_whole(results: list[GivenResult], key: str, title: str) -> None:
    given = ResultsToGive(
        SchoolYear(2026), "", (GivenPerson(f"k{key}", "", tuple(results)),),
        (GivenTest("T", "1", f"t{title}", "", "", "", (), ()),), ())
    root = hold_to_the_standard(uwlr_message(given, "school 1", 1_790_000_000_000_000))
    back = read_back(root)
    assert [one[4] for one in back] == [None if one.scaled is not None else str(one.raw) for one in results]
    assert [None if one[5] is None else round(float(one[5]) * 1_000) for one in back] == [
        one.scaled for one in results]
    assert root.findtext(f".//{LR}schoolkey") == "school 1"
