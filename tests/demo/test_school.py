"""The demo school: a valid EDEXML file that looks like a school."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.demo.files import EXPORTED_ON, SCHOOL, demo_organisation, source
from tests.demo.reading import full_name, schema_errors, text

OFFICIAL_YEAR = b"<schooljaar>2024-2025</schooljaar>"
REAL_YEAR = b"<schooljaar>2026-2027</schooljaar>"


@pytest.fixture(scope="module")
def school() -> Any:
    return etree.fromstring(source(SCHOOL))


@pytest.fixture(scope="module")
def pupils(school: Any) -> list[Any]:
    return list(school.iterfind("leerlingen/leerling"))


def _group_names(school: Any) -> dict[str, str]:
    return {group.get("key"): text(group, "naam") for group in school.find("groepen")}


def test_the_schema_objects_to_the_school_year_and_to_nothing_else() -> None:
    (error,) = schema_errors(source(SCHOOL))
    assert "schooljaar" in error
    assert "2026-2027" in error
    assert schema_errors(source(SCHOOL).replace(REAL_YEAR, OFFICIAL_YEAR)) == []


@settings(max_examples=25)
@given(participants=st.integers(1, 700), seed=st.integers(0, 10**6))
def test_a_school_of_any_size_is_valid_and_has_exactly_so_many_pupils(participants: int, seed: int) -> None:
    content = source(SCHOOL, participants, seed)
    assert schema_errors(content.replace(REAL_YEAR, OFFICIAL_YEAR)) == []
    assert content.count(b"<leerling ") == participants


def test_the_same_seed_gives_the_same_school_and_another_seed_another() -> None:
    assert source(SCHOOL, 60, 7) == source(SCHOOL, 60, 7)
    assert source(SCHOOL, 60, 7) != source(SCHOOL, 60, 8)


def test_a_school_without_pupils_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one pupil"):
        source(SCHOOL, 0)


def test_ten_groups_three_lesson_groups_two_locations(school: Any, pupils: list[Any]) -> None:
    names = _group_names(school)
    sizes = Counter(names[one.get("key")] for pupil in pupils for one in pupil.iterfind("groep"))
    assert list(sizes) == ["1-2A", "1-2B", "3", "4A", "4B", "5", "6A", "6B", "7", "8"]
    assert all(18 <= size <= 30 for size in sizes.values())
    lessons = Counter(names[one.get("key")] for one in school.iterfind("leerlingen//samengestelde_groep"))
    assert set(lessons) == {"Plusgroep", "Rekengroep", "Taalklas"}
    assert all(5 <= size <= 14 for size in lessons.values())
    locations = [text(one, "naam") for one in school.iterfind("vestigingen/vestiging")]
    assert locations == ["Lindelaan", "Waterkant"]


def test_a_larger_school_has_more_groups_of_about_25() -> None:
    school = etree.fromstring(source(SCHOOL, 2000))
    sizes = Counter(one.get("key") for one in school.iterfind("leerlingen/leerling/groep"))
    assert len(school.findall("groepen/groep")) == len(sizes) == pytest.approx(80, abs=4)
    assert all(20 <= size <= 30 for size in sizes.values())
    covered = demo_organisation(SCHOOL)
    assert all(covered.programmes_of(text(group, "naam")) for group in school.find("groepen"))


def test_a_pupil_s_age_fits_the_year(pupils: list[Any]) -> None:
    for pupil in pupils:
        if text(pupil, "jaargroep") == "H":
            continue
        born = date.fromisoformat(text(pupil, "geboortedatum"))
        years = 2026 - born.year - (born.month >= 10)  # on 30 September 2026
        assert years - int(text(pupil, "jaargroep")) in {2, 3, 4}, full_name(pupil)


def test_everybody_came_at_four_or_later_and_not_after_the_export(pupils: list[Any]) -> None:
    for pupil in pupils:
        born, entered = (date.fromisoformat(text(pupil, tag)) for tag in ("geboortedatum", "instroomdatum"))
        assert (entered - born).days >= 4 * 365
        assert entered <= EXPORTED_ON


def test_six_have_left_and_stand_in_no_group(pupils: list[Any]) -> None:
    gone = [pupil for pupil in pupils if text(pupil, "jaargroep") == "H"]
    assert len(gone) == 6
    for pupil in gone:
        assert pupil.find("groep") is None
        assert text(pupil, "instroomdatum") < text(pupil, "uitstroomdatum") < EXPORTED_ON.isoformat()
    assert [text(pupil, "uitstroomdatum") for pupil in pupils].count("") == 234


def test_the_names_that_programs_get_wrong_are_there(pupils: list[Any]) -> None:
    names = Counter(full_name(pupil) for pupil in pupils)
    for name in (
        "Zoë van den Berg", "Yıldız Kaplan", "Łukasz Wiśniewski", "Søren Østergaard", "Bảo Anh Nguyễn",
        "Tenzin", "D'Angelo Martina", "Çağla Öztürk", "Noor van 's-Gravenhoek", "Mohamed-Amine el Ouazzani",
        "Maximiliaan-Alexander van Oudshoorn-Dijkgraafsweerd Westerwoldingerland",
    ):  # fmt: skip
        assert names[name] == 1, name
    assert names["Emma de Jong"] == 2
    assert len(names) > 225


def test_a_prefix_never_stands_in_the_family_name_s_field(pupils: list[Any]) -> None:
    prefixes = re.compile(r"(de|van|den|der|ter|ten|in|op|'t) ")
    assert not [one for one in pupils if prefixes.match(text(one, "achternaam"))]


def test_twins_share_a_birthday_and_not_a_group(pupils: list[Any]) -> None:
    twins = [pupil for pupil in pupils if text(pupil, "achternaam") == "Veld"]
    assert len(twins) == 2
    assert len({text(pupil, "geboortedatum") for pupil in twins}) == 1
    assert len({pupil.find("groep").get("key") for pupil in twins}) == 2


def test_many_have_a_brother_or_sister_at_school(pupils: list[Any]) -> None:
    families = defaultdict(list)
    for pupil in pupils:
        families[text(pupil, "voorvoegsel"), text(pupil, "achternaam")].append(pupil)
    assert sum(len(family) for family in families.values() if len(family) > 1) > 100


def test_a_pseudonym_for_most_a_citizen_number_for_nobody(school: Any, pupils: list[Any]) -> None:
    eckids = [pupil.get("eckid") for pupil in pupils if pupil.get("eckid")]
    assert 0.9 * len(pupils) < len(eckids) < len(pupils)
    assert all(re.fullmatch(r"https://ketenid\.nl/201703/[0-9a-f]{128}", eckid) for eckid in eckids)
    assert not school.xpath("//bsn | //sofinummer | //onderwijsnummer")
    assert school.xpath("//bsn_ondwnr-4")
    assert school.xpath("//postcodenl")
    assert school.xpath("//land")


def test_keys_are_plain_and_no_dummies(school: Any) -> None:
    keys = [one.get("key") for one in school.xpath("//leerlingen/leerling | //leerkrachten/leerkracht")]
    assert len(set(keys)) == len(keys)
    assert not [key for key in keys if key.startswith("#") or key != key.strip()]


def test_eighteen_teachers_some_of_whom_share_a_group(school: Any) -> None:
    teachers = school.findall("leerkrachten/leerkracht")
    roles = Counter(one.text for one in school.iterfind("leerkrachten/leerkracht/rol"))
    assert len(teachers) == 18
    assert roles == {"LRK": 14, "DIR": 1, "IB": 1, "ICT": 1, "VAK": 1, "OWA": 1}
    own = Counter(
        group.get("key")
        for one in teachers
        if text(one, "rol") == "LRK"
        for group in one.iterfind("groepen/groep")
    )
    assert sorted(own.values()) == [1] * 6 + [2] * 4
    assert len({text(one, "gebruikersnaam") for one in teachers}) == 18
    assert demo_organisation(SCHOOL).administrator.name.full in {full_name(one) for one in teachers}
