"""Columns that are recognised, mappings that are chosen, and rows that become people."""

from __future__ import annotations

import pytest

from app.domain.roster import Roster
from app.exchange.columns import FIELDS, Certainty, choose, propose_mapping
from app.exchange.split_names import split_name
from app.exchange.table_roster import table_roster
from app.exchange.tables import read_csv_table
from tests.exchange.making import doubtful, refusal, refused, source, warned


def read(content: str, **choices: str) -> Roster:
    found = read_csv_table(source(content, "lijst.csv"))
    mapping = choose(propose_mapping(found.headings, found.samples()), found.headings, choices)
    return table_roster(found, mapping)


# Columns


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ("Voornaam Tussenvoegsel Achternaam", "given_name prefix family_name"),
        ("Roepnaam Voorvoegsels Familienaam", "given_name prefix family_name"),
        ("first_name infix last_name", "given_name prefix family_name"),
        ("E-mailadres Gebruikersnaam Postcode", "email username postcode"),
        ("Klantnummer Naam Groepen", "key name groups"),
        ("ID Name Group", "key name groups"),
        ("Deelnemernummer Deelnemer Begeleider", "key name coach"),
        ("Naam Docent Vestiging", "name coach location"),
        ("Geboortedatum M/V Rol", "birth_date gender role"),
        ("Voornaam Naam E-MAIL:", "given_name family_name email"),
    ],
)
def test_headings_are_recognised(headings: str, expected: str) -> None:
    mapping = propose_mapping(headings.split(), [])
    assert sorted(mapping.columns, key=lambda field: mapping.columns[field]) == expected.split()
    assert set(mapping.certainty.values()) == {Certainty.SURE}


def test_younger_than_sixteen_and_longer_headings() -> None:
    mapping = propose_mapping(["Jonger dan 16?", "Groep 2026-2027", "Voornaam deelnemer"], [])
    assert mapping.columns == {"younger_than_16": 0, "groups": 1, "given_name": 2}
    assert mapping.certainty["groups"] is Certainty.LIKELY


def test_headings_about_somebody_else_are_not_taken() -> None:
    headings = ["Naam", "E-mail ouder", "Telefoonnummer", "Telefoon nummer", "Groep vorig jaar", "Naam moeder"]
    assert propose_mapping(headings, []).columns == {"name": 0}


def test_roepnaam_goes_before_voornaam() -> None:
    assert propose_mapping(["Voornamen", "Roepnaam", "Achternaam"], []).columns["given_name"] == 1


def test_columns_are_guessed_by_what_they_hold() -> None:
    rows = [("A", "a@example.nl", "1234 AB")] * 3
    mapping = propose_mapping(["Naam", "Contactgegevens", "Waar"], rows)
    assert mapping.columns == {"name": 0, "email": 1, "postcode": 2}
    assert mapping.certainty["email"] is Certainty.LIKELY


@pytest.mark.parametrize(
    "heading", ["BSN", "Burgerservicenummer", "IBAN", "Bankrekeningnummer", "Wachtwoord", "Password"]
)
def test_forbidden_columns_are_never_read(heading: str) -> None:
    roster = read(f"Naam;{heading}\nLia Bos;geheim\n")
    assert "geheim" not in repr(roster)
    assert roster.not_taken_over == {heading: 1}
    assert "never read" in refusal(lambda: read(f"Naam;{heading}\nLia Bos;geheim\n", key=heading))


@pytest.mark.clause("O-annex I")
def test_a_column_that_holds_citizen_numbers_is_never_read_whatever_it_is_called() -> None:
    numbers = ["111222333", "123456782", "999999990"]
    roster = read(
        "Nummer;Naam\n" + "".join(f"{number};Kind {number}\n" for number in numbers).replace("Kind 1", "Kind A")
    )
    assert [one.key for one in roster.participants] == [None, None, None]
    assert roster.not_taken_over == {"Nummer": 3}
    roster = read(
        "Betaling;Naam\n" + "NL91ABNA0417164300;Lia Bos\nNL91 ABNA 0417 1643 00;Ali B\nDE89370400440532013000;C\n"
    )
    assert roster.not_taken_over == {"Betaling": 3}


def test_a_mapping_is_chosen_by_the_user() -> None:
    content = "Code;Wie;Opmerking\n7;Lia Bos;x\n"
    roster = read(content, key="Code", name="wie")
    assert (roster.participants[0].key, roster.participants[0].name.family) == ("7", "Bos")
    assert roster.not_taken_over == {"Opmerking": 1}
    assert "no field" in refusal(lambda: read(content, shoe="Code"))
    assert "no column" in refusal(lambda: read(content, key="Nummer"))
    assert "names" in refusal(lambda: read(content))


def test_a_choice_takes_the_column_from_another_field_and_can_be_emptied() -> None:
    mapping = propose_mapping(["Nummer", "Naam"], [])
    changed = choose(mapping, ["Nummer", "Naam"], {"username": "Nummer", "name": ""})
    assert changed.columns == {"username": 0}
    assert changed.certainty == {"username": Certainty.CHOSEN}


def test_every_synonym_is_of_a_field_and_of_one_only() -> None:
    from app.exchange.column_words import FORBIDDEN, SYNONYMS

    words = [word for synonyms in SYNONYMS.values() for word in synonyms]
    assert set(SYNONYMS) == set(FIELDS)
    assert len(words) == len(set(words))
    assert not FORBIDDEN & set(words)


# Names


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("Vries, Emre de", ("Emre", "de", "Vries")),
        ("Vries, Emre", ("Emre", "", "Vries")),
        ("de Vries, Emre", ("Emre", "de", "Vries")),
        ("Berg, Jan-Willem van den", ("Jan-Willem", "van den", "Berg")),
        ("Emre de Vries", ("Emre", "de", "Vries")),
        ("Anna Maria van der Berg", ("Anna Maria", "van der", "Berg")),
        ("Jan van 't Hof", ("Jan", "van 't", "Hof")),
        ("Jan ’t Hof", ("Jan", "’t", "Hof")),
        ("Emre Yılmaz", ("Emre", "", "Yılmaz")),
        ("Lia Jansen-de Boer", ("Lia", "", "Jansen-de Boer")),
        ("Lia", ("Lia", "", "")),
        ("de Vries", ("", "de", "Vries")),
        ("Al Green", ("Al", "", "Green")),
        ("Fatima El Amrani", ("Fatima", "El", "Amrani")),
        ("van Gogh, Vincent Willem", ("Vincent Willem", "van", "Gogh")),
        (",", ("", "", "")),
    ],
)
def test_names_in_one_column_are_split(whole: str, parts: tuple[str, str, str]) -> None:
    found = split_name(whole)
    assert (found.given, found.prefix, found.family) == parts


def test_a_name_of_three_words_is_split_with_a_note() -> None:
    roster = read("Naam\nAnna Maria Jansen\n")
    assert roster.participants[0].name.family == "Jansen"
    assert any("split" in str(note.reason) for note in roster.notes)


def test_a_name_like_a_formula_is_text_with_a_warning() -> None:
    roster = read('Voornaam;Achternaam\n"=HYPERLINK(""x"")";Bos\n+31;@a\nLia;-\n')
    assert roster.participants[0].name.given == '=HYPERLINK("x")'
    assert [line for line, _ in warned(roster.notes)] == [2, 3, 3, 4]


def test_a_name_of_5000_characters_is_refused() -> None:
    roster = read(f"Voornaam;Achternaam\nLia;Bos\n{'x' * 5000};Bos\n;\n;;\n")
    assert len(roster.participants) == 1
    assert refused(roster.notes)[0][0] == 3
    assert "5000" in refused(roster.notes)[0][1]


# People


def test_all_fields() -> None:
    roster = read(
        "nr;voornaam;achternaam;e-mail;gebruikersnaam;postcode;geboortedatum;geslacht;jonger dan 16;jaargroep;eckid\n"
        "001;Lia;Bos;Lia@example.nl;lia;1234 ab;3 september 2015;V;Ja;5;e1\n"
    )
    assert roster.participants[0].key == "001"
    assert roster.participants[0].fields == {
        "email": "Lia@example.nl", "username": "lia", "postcode": "1234AB", "birth_date": "2015-09-03",
        "gender": "f", "younger_than_16": "yes", "year_group": "5", "eckid": "e1",
    }  # fmt: skip
    assert roster.notes == ()


@pytest.mark.parametrize("day", ["3-9-2026", "03-09-2026", "3 september 2026", "3/9/2026", "2026-09-03", "3 sep. 2026"])
def test_dutch_dates(day: str) -> None:
    assert read(f"Naam;Geboortedatum\nLia;{day}\n").participants[0].fields["birth_date"] == "2026-09-03"


@pytest.mark.parametrize("day", ["31-2-2026", "9/23/2026", "3-9-26", "gisteren", "03092026"])
def test_what_is_no_date_is_left_out_with_a_warning(day: str) -> None:
    roster = read(f"Naam;Geboortedatum\nLia;{day}\n")
    assert roster.participants[0].fields == {}
    assert "Geboortedatum" in warned(roster.notes)[0][1]


def test_groups_locations_and_coaches() -> None:
    roster = read(
        "Nr;Naam;Groep;Locatie;Begeleider\n"
        "1;Lia Bos;Groep 5/6;Ede;Jan van der Berg\n"
        "2;Ali Kaya;groep 5/6 | Taal;Ede;Berg, Jan van der\n"
        "3;Sem Smit;Taal/Rekenen;Arnhem;An Bos / Jan van der Berg\n"
    )
    assert [(one.key, one.name) for one in roster.locations] == [("ede", "Ede"), ("arnhem", "Arnhem")]
    assert [(group.key, group.name) for group in roster.groups] == [
        ("ede|groep 5/6", "Groep 5/6"), ("ede|taal", "Taal"), ("arnhem|taal", "Taal"), ("arnhem|rekenen", "Rekenen"),
    ]  # fmt: skip
    assert roster.participants[1].group_keys == ("ede|groep 5/6", "ede|taal")
    assert [coach.name.full for coach in roster.coaches] == ["Jan van der Berg", "An Bos"]
    assert roster.coaches[0].group_keys == ("ede|groep 5/6", "ede|taal", "arnhem|taal", "arnhem|rekenen")


def test_a_plural_heading_holds_groups_between_commas() -> None:
    assert len(read("Naam;Groepen\nLia;Taal, Rekenen; \n".replace("; \n", "\n")).groups) == 2
    assert len(read("Naam;Groep\nLia;Taal, Rekenen\n").groups) == 1
    assert len(read("Naam;Klas\nLia;Taal, maandag\n").groups) == 1


def test_roles_decide_who_is_a_coach_and_unknown_ones_are_refused() -> None:
    roster = read("Naam;Rol\nLia Bos;Docent\nAli Kaya;deelnemer\nSem Smit;\nOma Bos;ouder\n")
    assert [one.name.full for one in roster.participants] == ["Ali Kaya", "Sem Smit"]
    assert [(one.name.full, one.proposed_roles) for one in roster.coaches] == [("Lia Bos", ("Docent",))]
    assert [line for line, _ in refused(roster.notes)] == [5]


def test_rows_of_one_key_are_one_person_unless_the_names_differ() -> None:
    roster = read("Nr;Naam;Groep\n1;Lia Bos;A\n1;lia  bos;B\n1;Ali Kaya;C\n")
    assert len(roster.participants) == 1
    assert roster.participants[0].group_keys == ("a", "b")
    assert refused(roster.notes)[0][0] == 4


def test_the_same_name_without_key_is_doubtful_unless_more_is_the_same() -> None:
    roster = read("Naam;E-mail;Groep\nLia Bos;;A\nLia Bos;;B\nAn Bos;a@b.nl;A\nAn Bos;a@b.nl;B\nO P;;A\nO P;;A\n")
    assert [one.name.full for one in roster.participants] == ["Lia Bos", "Lia Bos", "An Bos", "O P"]
    assert [line for line, _ in doubtful(roster.notes)] == [3, 7]


def test_a_list_is_complete_only_when_the_user_says_so() -> None:
    found = read_csv_table(source("Naam\nLia\nAli\n"))
    mapping = propose_mapping(found.headings, found.samples())
    assert table_roster(found, mapping).complete is False
    assert table_roster(found, mapping, complete=True).complete is True
    assert len(table_roster(found, mapping, coaches_by_default=True).coaches) == 2
