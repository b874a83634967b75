"""What an EDEXML file may get wrong, and what the reader says about it: which line, why, what to do."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refusal
from app.domain.roster import Roster
from app.exchange import edexml_parse
from app.exchange.edexml import read_edexml
from tests.exchange.making import DATA, GROUPS, PUPIL, SCHOOL, doubtful, edexml, pupil, refusal, refused, source, warned

FIRST = 14
"""Line of the first leerling in `edexml()`."""


SAMPLE = (DATA / "edexml" / "EDEXML.Voorbeeld.2.1.xml").read_bytes()
PIECES = [
    "<groep key='g5'/>", "<groep/>", "<samengestelde_groepen>", "</samengestelde_groepen>", "<roepnaam>A</roepnaam>",
    "<achternaam> B  C </achternaam>", "<bsn>1</bsn>", "<toevoegingen><blok/></toevoegingen>", "<x>", "</x>", "tekst",
    "<geslacht>7</geslacht>", "<vestiging key='v'/>", "<jaargroep>H</jaargroep>", "</leerling><leerling key='3'>",
]  # fmt: skip


def read(content: str | bytes) -> Roster:
    return read_edexml(source(content, "export.xml"))


# The file as a whole


def test_a_plain_file() -> None:
    roster = read(edexml(pupils=pupil("1", extra='<groep key="g5"/>')))
    assert roster.source == "edexml:99ZZ00"
    assert roster.school_year == 2026
    assert roster.participants[0].name.full == "Emre Vries"
    assert roster.participants[0].group_keys == ("g5",)
    assert roster.participants[0].origin.line == FIRST
    assert roster.notes == ()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("just text", "line 1, column 1"),
        ("<EDEX>\n  <school>\n</EDEX>", "line 3, column 3"),
        ("<EDEX>\n<school", "line 2"),
        ('<EDEX a="1" a="2"/>', "line 1"),
        ("<EDEX/>\n<EDEX/>", "line 2, column 1"),
        ("<EDEX>\n&eacute;</EDEX>", "line 2, column 1"),
        ("<EDEX>\x01</EDEX>", "line 1, column 7"),
        ("<!-- nothing -->", "line 1"),
        ("", "empty"),
    ],
)
def test_what_is_no_xml_is_refused_with_its_place(content: str, place: str) -> None:
    assert place in refusal(lambda: read(content))


def test_another_root_is_refused() -> None:
    text = refusal(lambda: read("<html><body/></html>"))
    assert "html" in text
    assert "EDEX" in text


@pytest.mark.parametrize(
    "bomb",
    [
        '<?xml version="1.0"?><!DOCTYPE EDEX [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><EDEX>&b;</EDEX>',
        '<?xml version="1.0"?>\n<!DOCTYPE EDEX [<!ENTITY x SYSTEM "file:///etc/passwd">]><EDEX>&x;</EDEX>',
        '<?xml version="1.0"?><!DOCTYPE EDEX SYSTEM "http://example.com/edex.dtd"><EDEX/>',
        '<!DOCTYPE EDEX [<!ENTITY % p SYSTEM "http://example.com/p"> %p;]><EDEX/>',
        "<!DOCTYPE EDEX><EDEX/>",
    ],
    ids=["laughs", "file", "dtd", "parameter", "bare"],
)
def test_entities_and_references_out_of_the_file_are_refused(bomb: str) -> None:
    text = refusal(lambda: read(bomb))
    assert "DOCTYPE" in text
    assert "root:" not in text


def test_letters_in_another_encoding_than_declared_are_refused_with_the_line() -> None:
    content = edexml(pupils=pupil("1") + "\n" + pupil("2", given="Zoë")).encode("cp1252")
    assert f"Line {FIRST + 1}" in refusal(lambda: read(content))


def test_an_unknown_encoding_is_refused() -> None:
    assert "encoding" in refusal(lambda: read(edexml().replace("UTF-8", "KLINGON")))


def test_another_declared_encoding_is_read_with_a_warning() -> None:
    content = edexml(pupils=pupil("1", given="Zoë")).replace("UTF-8", "ISO-8859-1").encode("latin-1")
    roster = read(content)
    assert roster.participants[0].name.given == "Zoë"
    assert "iso-8859-1" in warned(roster.notes)[0][1]


def test_utf_8_with_a_mark_is_read() -> None:
    assert len(read(b"\xef\xbb\xbf" + edexml().encode()).participants) == 1


def test_two_schools_in_one_file_are_refused() -> None:
    text = refusal(lambda: read(edexml(school=SCHOOL + SCHOOL)))
    assert "line 3 and again on line 9" in text


def test_a_file_without_school_or_without_anybody_is_refused() -> None:
    assert "school" in refusal(lambda: read(edexml(school="")))
    assert "leerling" in refusal(lambda: read(edexml(pupils="")))


@pytest.mark.parametrize("year", ["2026-2028", "2026", "26-27", "2027-2026", "2026/2027", "", "２０２６-２０２７"])
def test_a_school_year_not_of_two_years_in_a_row_is_refused(year: str) -> None:
    assert "schooljaar" in refusal(lambda: read(edexml(school=SCHOOL.replace("2026-2027", year))))


@pytest.mark.parametrize(("year", "first"), [("2025-2026", 2025), ("2031-2032", 2031), (" 1990-1991 ", 1990)])
def test_a_school_year_outside_the_list_of_the_schema_is_fine(year: str, first: int) -> None:
    roster = read(edexml(school=SCHOOL.replace("2026-2027", year)))
    assert roster.school_year == first
    assert roster.notes == ()


@pytest.mark.parametrize(
    ("school", "expected"),
    [
        ("<brincode>12ab</brincode><dependancecode>03</dependancecode>", "edexml:12AB03"),
        ("<brincode>12AB</brincode><dependancecode>00</dependancecode>", "edexml:12AB00"),
        ("<instellingsnummer>1234</instellingsnummer><schoolkey>k</schoolkey>", "edexml:1234"),
        ("<schoolkey> k1 </schoolkey>", "edexml:k1"),
        ("<brincode>wrong</brincode><schoolkey>k1</schoolkey>", "edexml:k1"),
        ("", "edexml"),
    ],
)
def test_the_source_names_the_organisation(school: str, expected: str) -> None:
    assert read(edexml(school=SCHOOL.replace("<brincode>99ZZ</brincode>", school))).source == expected


# Limits


def test_a_file_too_deep_too_long_or_with_too_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = "<a>" * (edexml_parse.MAX_DEPTH + 1) + "</a>" * (edexml_parse.MAX_DEPTH + 1)
    assert "no real export" in refusal(lambda: read(edexml(more=deep)))
    long = pupil("1", name="x" * (edexml_parse.MAX_TEXT_LENGTH + 1))
    assert "no real export" in refusal(lambda: read(edexml(pupils=long)))
    monkeypatch.setattr(edexml_parse, "MAX_ELEMENTS", 10)
    assert "no real export" in refusal(lambda: read(edexml()))


# Keys


def test_a_missing_key_makes_a_line_doubtful() -> None:
    roster = read(edexml(pupils="<leerling><roepnaam>Lia</roepnaam><jaargroep>5</jaargroep></leerling>"))
    assert roster.participants[0].key is None
    assert doubtful(roster.notes)[0][0] == FIRST


def test_a_temporary_key_is_no_key() -> None:
    roster = read(edexml(pupils=pupil("#12")))
    assert roster.participants[0].key is None
    assert "#12" in doubtful(roster.notes)[0][1]


def test_a_double_key_keeps_the_first_and_names_both_lines() -> None:
    roster = read(edexml(pupils=pupil("1") + "\n" + pupil("1 ", given="Sem")))
    assert [one.name.given for one in roster.participants] == ["Emre"]
    assert refused(roster.notes)[0][0] == FIRST + 1
    assert f"line {FIRST}" in refused(roster.notes)[0][1]
    assert doubtful(roster.notes)[0][0] == FIRST


def test_kinds_have_key_spaces_of_their_own_but_groups_share_one() -> None:
    coach = '<leerkracht key="1"><roepnaam>Lia</roepnaam></leerkracht>'
    roster = read(edexml(pupils=pupil("1"), coaches=coach))
    assert (len(roster.participants), len(roster.coaches)) == (1, 1)
    groups = GROUPS.replace('key="plus"', 'key="g5"')
    roster = read(edexml(groups=groups))
    assert [group.name for group in roster.groups] == ["Groep 5"]
    assert len(refused(roster.notes)) == 1


def test_a_double_eckid_is_taken_from_the_first_only() -> None:
    pupils = pupil("1").replace("key=", 'eckid="e1" key=') + "\n" + pupil("2").replace("key=", 'eckid="e1" key=')
    roster = read(edexml(pupils=pupils))
    assert [one.fields.get("eckid") for one in roster.participants] == ["e1", None]
    assert {line for line, _ in doubtful(roster.notes)} == {FIRST, FIRST + 1}


def test_spaces_round_a_key_do_not_count() -> None:
    roster = read(edexml(pupils=pupil(" 7 ", extra='<groep key=" g5"/>')))
    assert roster.participants[0].key == "7"
    assert roster.participants[0].group_keys == ("g5",)


def test_a_key_over_256_characters_is_refused() -> None:
    assert len(read(edexml(pupils=pupil("k" * 256))).participants) == 1
    roster = read(edexml(pupils=pupil("k" * 257) + PUPIL))
    assert len(roster.participants) == 1
    assert "257" in refused(roster.notes)[0][1]


def test_keys_of_lines_left_out_are_told_so_that_nobody_seems_gone() -> None:
    roster = read(edexml(pupils=PUPIL + '<leerling key="9"><jaargroep>5</jaargroep></leerling>'))
    assert roster.refused_keys == ("9",)


# References


def test_a_dangling_reference_is_told_and_the_rest_is_read() -> None:
    extra = '<groep key="nowhere"/>\n<samengestelde_groepen><samengestelde_groep key="plus"/></samengestelde_groepen>'
    roster = read(edexml(pupils=pupil("1", extra=extra + '<vestiging key="v9"/>')))
    assert roster.participants[0].group_keys == ("plus",)
    assert roster.participants[0].location_key is None
    assert [line for line, _ in doubtful(roster.notes)] == [FIRST, FIRST + 1]
    assert "nowhere" in doubtful(roster.notes)[0][1]
    assert "vestiging" in doubtful(roster.notes)[1][1]


def test_a_reference_to_the_other_kind_of_group_is_followed_with_a_warning() -> None:
    roster = read(edexml(pupils=pupil("1", extra='<groep key="plus"/>')))
    assert roster.participants[0].group_keys == ("plus",)
    assert "plus" in warned(roster.notes)[0][1]


def test_persons_in_a_group_with_a_temporary_key_stay_in_it() -> None:
    groups = GROUPS.replace('"g5"', '"#g5"')
    roster = read(edexml(groups=groups, pupils=pupil("1", extra='<groep key="#g5"/>')))
    assert roster.groups[0].key == "name:Groep 5"
    assert roster.participants[0].group_keys == ("name:Groep 5",)
    assert len(doubtful(roster.notes)) == 1


# Names


def test_a_name_is_needed() -> None:
    roster = read(edexml(pupils=PUPIL + '\n<leerling key="2"><voornamen>Lia</voornamen></leerling>'))
    assert len(roster.participants) == 1
    assert refused(roster.notes)[0][0] == FIRST + 1
    roster = read(edexml(pupils='<leerling key="2"><roepnaam>Lia</roepnaam><jaargroep>5</jaargroep></leerling>'))
    assert roster.participants[0].name.full == "Lia"


def test_spaces_too_many_are_removed_with_a_note() -> None:
    roster = read(edexml(pupils=pupil("1", name=" de  Vries ")))
    assert roster.participants[0].name.family == "de Vries"
    assert "achternaam" in str(roster.notes[0].reason)


def test_control_and_direction_signs_are_removed_with_a_warning() -> None:
    name = "Vr\u202eies\u2066\u0085\u009f\u200b"
    roster = read(edexml(pupils=pupil("1", name=name)))
    assert roster.participants[0].name.family == "Vries"
    assert warned(roster.notes)[0][0] == FIRST


@pytest.mark.parametrize(
    "name",
    ["Ömer Çağdaş Şahin-Ünlü", "Łukasz Żółć", "Nguyễn Thị", "Ñandú", "محمد", "יוסף", "張偉", "Søren 🙂👩‍👧", "می‌خواهم",
     "O'Brien", "’t Hooft", "Ĳsbrand", "D’Ávila", "Ğ ı İ ş", "Zoë\u0308"],
)  # fmt: skip
def test_names_of_every_script_are_kept(name: str) -> None:
    roster = read(edexml(pupils=pupil("1", name=name)))
    assert roster.participants[0].name.family == unicodedata.normalize("NFC", name)
    assert roster.notes == ()


def test_names_are_kept_in_one_form_of_unicode() -> None:
    roster = read(edexml(pupils=pupil("1", name="Zoe\u0308")))
    assert roster.participants[0].name.family == "Zo\u00eb"


def test_a_garbled_name_is_read_with_a_warning() -> None:
    roster = read(edexml(pupils=pupil("1", name="Ismaël".encode().decode("cp1252"))))
    assert "garbled" in warned(roster.notes)[0][1]


def test_a_name_of_5000_characters_is_refused_with_the_reason() -> None:
    roster = read(edexml(pupils=PUPIL + "\n" + pupil("2", name="x" * 5000)))
    assert len(roster.participants) == 1
    assert refused(roster.notes)[0][0] == FIRST + 1
    assert "5000" in refused(roster.notes)[0][1]
    assert "x" * 100 not in str(roster.notes)


def test_a_name_of_200_characters_is_read() -> None:
    assert len(read(edexml(pupils=pupil("1", name="x" * 200))).participants) == 1


# Values


@pytest.mark.parametrize(("code", "expected"), [("0", "unknown"), ("1", "m"), ("2", "f"), ("9", "x"), ("5", None)])
def test_gender_codes(code: str, expected: str | None) -> None:
    roster = read(edexml(pupils=pupil("1").replace("<jaargroep>", f"<geslacht>{code}</geslacht><jaargroep>")))
    assert roster.participants[0].fields.get("gender") == expected
    assert bool(warned(roster.notes)) is (expected is None)


@pytest.mark.parametrize("code", ["B", "D", "0", "1", "8", "11", "16", "S", "V", "C", "N", "H"])
def test_year_groups_that_edexml_knows(code: str) -> None:
    roster = read(edexml(pupils=PUPIL.replace(">5<", f">{code}<")))
    assert roster.participants[0].fields["year_group"] == code
    assert roster.participants[0].left is (code == "H")
    assert roster.notes == ()


def test_an_unknown_year_group_or_date_is_left_out_with_a_warning() -> None:
    content = PUPIL.replace(">5<", ">9<").replace("<jaargroep>", "<geboortedatum>2016-02-30</geboortedatum><jaargroep>")
    roster = read(edexml(pupils=content))
    assert roster.participants[0].fields == {}
    assert [line for line, _ in warned(roster.notes)] == [FIRST, FIRST]


@pytest.mark.parametrize(("day", "left"), [("2026-09-30", True), ("2026-10-01", False), ("2027-07-01", False)])
def test_who_left_before_the_reference_date_has_left(day: str, left: bool) -> None:
    roster = read(edexml(pupils=pupil("1", extra=f"<uitstroomdatum>{day}</uitstroomdatum>")))
    assert roster.participants[0].left is left
    assert roster.not_taken_over == {"uitstroomdatum": 1}


def test_without_a_reference_date_the_first_of_the_school_year_counts() -> None:
    school = SCHOOL.replace("<peildatum>2026-10-01</peildatum>", "")
    for day, left in (("2026-07-31", True), ("2026-08-01", False)):
        leaver = pupil("1", extra=f"<uitstroomdatum>{day}</uitstroomdatum>")
        assert read(edexml(school=school, pupils=leaver)).participants[0].left is left


@pytest.mark.clause("A-1.3")
def test_roles_are_proposed_and_an_unknown_one_is_warned_about() -> None:
    coach = (
        '<leerkracht key="1"><roepnaam>Lia</roepnaam><rol>ICT</rol><rol>XYZ</rol><groepen><groep key="g5">'
        "<rol>LRK</rol><rol>ICT</rol><rolomschrijving>van alles</rolomschrijving></groep></groepen></leerkracht>"
    )
    roster = read(edexml(coaches=coach))
    assert roster.coaches[0].proposed_roles == ("ICT", "LRK")
    assert "XYZ" in warned(roster.notes)[0][1]
    assert roster.not_taken_over == {"rolomschrijving": 1}


def test_a_year_group_is_taken_from_the_group_when_a_person_has_none() -> None:
    content = edexml(pupils='<leerling key="1"><roepnaam>Lia</roepnaam><groep key="g5"/></leerling>')
    roster = read(content)
    assert roster.participants[0].fields["year_group"] == "5"
    assert len(roster.notes) == 1
    old = read(content.replace("<xsdversie>2.1<", "<xsdversie>1.03<"))
    assert old.participants[0].fields["year_group"] == "5"
    assert old.notes == ()


def test_account_fields() -> None:
    extra = (
        "<gebruikersnaam>emre</gebruikersnaam><emailadres>emre@example.nl</emailadres><postcodenl>1234 ab</postcodenl>"
    )
    fields = read(edexml(pupils=pupil("1", extra=extra))).participants[0].fields
    assert fields == {"year_group": "5", "username": "emre", "email": "emre@example.nl", "postcode": "1234AB"}
    roster = read(edexml(pupils=pupil("1", extra="<emailadres>no address</emailadres>")))
    assert "email" not in roster.participants[0].fields
    assert "emailadres" in warned(roster.notes)[0][1]


# What is read past


@pytest.mark.clause("O-annex I")
def test_citizen_numbers_are_counted_and_never_kept() -> None:
    roster = read(edexml(pupils=pupil("1", extra="<land>NL</land><bsn>133456785</bsn><gewicht/>")))
    assert roster.not_taken_over == {"land": 1, "bsn": 1}
    assert "133456785" not in repr(roster)


def test_blocks_of_any_supplier_are_read_past() -> None:
    block = (
        '<toevoegingen><blok xsi:type="LVSGegevensType" xmlns:lvs="urn:lvs"><code>x</code><lvs:bsn>133456785</lvs:bsn>'
        '<roepnaam>Niet</roepnaam></blok><sup:blok undeclared:type="X"><a><b>y</b></a></sup:blok><blok/></toevoegingen>'
    )
    roster = read(edexml(pupils=pupil("1", extra=block)))
    assert roster.participants[0].name.given == "Emre"
    assert roster.not_taken_over == {"toevoegingen/blok": 2}
    assert roster.notes == ()


def test_unknown_elements_are_counted_and_told_once() -> None:
    extra = "<schoenmaat>38</schoenmaat>"
    roster = read(edexml(pupils=pupil("1", extra=extra) + "\n" + pupil("2", extra=extra), more="<rest><x>1</x></rest>"))
    assert roster.not_taken_over == {"schoenmaat": 2, "rest": 1}
    assert [(note.line, "schoenmaat" in str(note.reason)) for note in roster.notes] == [
        (FIRST, True),
        (FIRST + 3, False),
    ]


def test_another_order_is_read_with_one_warning() -> None:
    turned = (
        '<leerling key="{}"><mutatiedatum>2026-01-01T00:00:00</mutatiedatum><roepnaam>Lia</roepnaam>'
        "<jaargroep>5</jaargroep></leerling>"
    )
    roster = read(edexml(pupils=turned.format(1) + "\n" + turned.format(2)))
    assert len(roster.participants) == 2
    assert [line for line, _ in warned(roster.notes)] == [FIRST]
    assert "2 times" in warned(roster.notes)[0][1]


def test_groups_after_pupils_are_found_all_the_same() -> None:
    content = edexml(groups="", pupils=pupil("1", extra='<groep key="g5"/>'), more=GROUPS)
    roster = read(content)
    assert roster.participants[0].group_keys == ("g5",)
    assert "groepen" in warned(roster.notes)[0][1]


def test_an_element_that_stands_twice_counts_once() -> None:
    roster = read(edexml(pupils=pupil("1").replace("<jaargroep>", "<roepnaam>Ander</roepnaam><jaargroep>", 1)))
    assert roster.participants[0].name.given == "Emre"
    assert "roepnaam" in warned(roster.notes)[0][1]


def test_refusals_are_refusals_not_faults() -> None:
    with pytest.raises(Refusal):
        read(b"\x00\x01\x02")


@given(st.data())
def test_a_file_with_any_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    changed = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 10))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(changed))
    except Refusal as error:
        assert error.reasons


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_tags_in_any_order_are_read_or_refused(pieces: list[str]) -> None:
    content = edexml(pupils=PUPIL + '<leerling key="2">' + "".join(pieces) + "</leerling>")
    try:
        assert read(content).participants
    except Refusal as error:
        assert error.reasons
