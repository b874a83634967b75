"""What is exported comes back as it was, in every form."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from app.domain.errors import Refusal
from app.domain.names import PersonName
from app.domain.roster import Roster, RosterGroup, RosterPerson
from app.exchange.archives import members
from app.exchange.columns import propose_mapping
from app.exchange.oneroster import read_oneroster
from app.exchange.oneroster_terms import COLUMNS, FILES, PREFIX
from app.exchange.oneroster_writing import oneroster_zip
from app.exchange.roster_table import HEADINGS, roster_csv, roster_rows, roster_xlsx
from app.exchange.sds import read_sds
from app.exchange.sds_writing import sds_zip
from app.exchange.sources import MAX_ROSTER_BYTES
from app.exchange.table_roster import table_roster
from app.exchange.tables import Table, read_csv_table, read_xlsx_table
from tests.exchange.making import refused, source
from tests.exchange.rosters import NOWHERE, bare, rosters

TODAY = date(2026, 11, 30)
_FEW = settings(max_examples=40, deadline=None)


def of_table(table: Table) -> Roster:
    found = table_roster(table, propose_mapping(table.headings, table.samples()))
    assert not refused(found.notes)
    return found


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@given(rosters())
@_FEW
def test_oneroster(version: str, roster: Roster) -> None:
    files = members(source(oneroster_zip(roster, version, TODAY), "o.zip"), MAX_ROSTER_BYTES)
    found = read_oneroster(files)
    assert bare(found) == bare(roster)
    assert found.format == f"OneRoster {version}" and found.complete and not refused(found.notes)
    assert found.school_year == roster.school_year and not found.not_taken_over


@given(rosters())
@_FEW
def test_school_data_sync_by_whole_names(roster: Roster) -> None:
    """The form has no place for the prefix, so that may stand elsewhere in the same name."""
    found = read_sds(members(source(sds_zip(roster), "s.zip"), MAX_ROSTER_BYTES))
    assert bare(found, names_split=False) == bare(roster, names_split=False)
    assert found.school_year == roster.school_year and not refused(found.notes)


@pytest.mark.parametrize("language", ["nl", "en"])
@given(rosters())
@_FEW
def test_our_own_list(language: str, roster: Roster) -> None:
    rows = roster_rows(roster, language)
    for found in (
        of_table(read_csv_table(source(roster_csv(rows), "l.csv"))),
        of_table(read_xlsx_table(source(roster_xlsx(rows), "l.xlsx"))),
    ):
        assert bare(found)[1:] == bare(roster)[1:]


def one_person(name: PersonName) -> Roster:
    return Roster("leerspoor", "leerspoor", None, "De Lindeboom", participants=(RosterPerson(NOWHERE, "k", name),))


def test_a_line_break_in_a_name_is_refused_before_anything_is_written() -> None:
    for write in (sds_zip, lambda roster: oneroster_zip(roster, "1.2", TODAY), lambda one: roster_rows(one, "nl")):
        with pytest.raises(Refusal, match="line break"):
            write(one_person(PersonName("Emre\nRol", "", "Vries")))


def test_no_cell_is_a_formula() -> None:
    roster = one_person(PersonName("=HYPERLINK(1)", "", "@veld"))
    assert {"'=HYPERLINK(1)", "'@veld"} <= set(roster_rows(roster, "nl")[1])
    with zipfile.ZipFile(io.BytesIO(oneroster_zip(roster, "1.2", TODAY))) as archive:
        assert "'=HYPERLINK(1)" in archive.read("users.csv").decode()
    with zipfile.ZipFile(io.BytesIO(roster_xlsx(roster_rows(roster, "nl")))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_oneroster_keeps_to_its_standard(version: str) -> None:
    """Every file in the manifest, headings in their order, ours last, no file without rows, no marks."""
    with zipfile.ZipFile(io.BytesIO(oneroster_zip(one_person(PersonName("Emre", "de", "Vries")), version, TODAY))) as a:
        files = {name: list(csv.reader(io.StringIO(a.read(name).decode("utf-8"), newline=""))) for name in a.namelist()}
    told = dict(files.pop("manifest.csv"))
    assert {name.removeprefix("file.") for name in told if name.startswith("file.")} == set(FILES[version])
    assert {f"{name}.csv" for name in FILES[version] if told[f"file.{name}"] == "bulk"} == files.keys()
    assert told["oneroster.version"] == version
    for name, (headings, *rows) in files.items():
        extra = [PREFIX] if name == "users.csv" else []
        assert headings == [*COLUMNS[version][name.removesuffix(".csv")], *extra] and rows
        assert all(row[1:3] == ["", ""] for row in rows), "bulk files have no status"
    user = dict(zip(*files["users.csv"], strict=True))
    assert (user["givenName"], user["familyName"], user[PREFIX]) == ("Emre", "de Vries", "de")


def test_every_heading_of_our_list_is_known_to_the_import() -> None:
    for headings in HEADINGS.values():
        found = propose_mapping(list(headings.values()), [])
        assert {name: list(headings).index(name) for name in headings} == dict(found.columns)


def test_a_list_changed_in_a_spreadsheet_is_read_as_it_stands() -> None:
    """Sorted otherwise, somebody moved by the name of the other group, and a group that is new."""
    rows = roster_rows(one_person(PersonName("Emre", "de", "Vries")), "nl")
    rows[0] = list(HEADINGS["nl"].values())
    person = dict(zip(rows[0], [""] * len(rows[0]), strict=True)) | {
        "Nummer": "p", "Rol": "deelnemer", "Voornaam": "Emre", "Achternaam": "Vries", "Locatie": "Noord",
        "Groepen": "Plusklas | Nieuw"}
    group = dict.fromkeys(rows[0], "") | {
        "Nummer": "g", "Rol": "groep", "Groepen": "Plusklas", "Soort groep": "combinatiegroep", "Locatie": "noord",
        "Schooljaar van de groep": "2026-2027"}
    location = dict.fromkeys(rows[0], "") | {"Nummer": "n", "Rol": "locatie", "Locatie": "Noord"}
    data = roster_csv([rows[0], *(list(row.values()) for row in (person, group, location))])
    found = of_table(read_csv_table(source(data, "l.csv")))
    assert [(one.key, one.kind, one.location_key, one.school_year) for one in found.groups] == [
        ("g", "combined", "n", 2026), ("n|nieuw", "base", "n", None)]
    assert found.participants[0].group_keys == ("g", "n|nieuw") and found.participants[0].location_key == "n"


def test_a_general_group_comes_back_from_every_form_that_has_a_word_for_it() -> None:
    """OneRoster has two kinds of class: there it is one that is no homeroom."""
    group = RosterGroup(NOWHERE, "g", "Losse bezoekers", "general", "", None, None)
    roster = replace(one_person(PersonName("Emre", "de", "Vries")), groups=(group,))
    table = read_csv_table(source(roster_csv(roster_rows(roster, "nl")), "l.csv"))
    sds = read_sds(members(source(sds_zip(roster), "s.zip"), MAX_ROSTER_BYTES))
    assert [one.kind for found in (of_table(table), sds) for one in found.groups] == ["general", "general"]
    one_roster = members(source(oneroster_zip(roster, "1.2", TODAY), "o.zip"), MAX_ROSTER_BYTES)
    assert [one.kind for one in read_oneroster(one_roster).groups] == ["combined"]
