"""A roster as one list, CSV or workbook: this program's own form, which it reads back as it was.

First stand the locations and the groups, each on a row of its own, then everybody with the names of theirs. The
headings are those that the import knows by themselves, so that the list can be changed in a spreadsheet and read again.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from app.domain.calendar import SchoolYear
from app.domain.names import fold
from app.domain.roster import Roster, RosterGroup, RosterPerson
from app.exchange.roster_files import people, refuse_broken
from app.exchange.shown_table import harmless
from app.exchange.table_things import BETWEEN_GROUPS, label
from app.exchange.xlsx_scan import column_letters

HEADINGS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "nl": {
        "key": "Nummer", "role": "Rol", "given_name": "Voornaam", "prefix": "Tussenvoegsel",
        "family_name": "Achternaam", "username": "Gebruikersnaam", "email": "E-mailadres", "postcode": "Postcode",
        "birth_date": "Geboortedatum", "birth_year": "Geboortejaar",
        "mother_tongue": "Moedertaal", "gender": "Geslacht", "eckid": "ECK iD", "year_group": "Jaargroep",
        "location": "Locatie", "groups": "Groepen", "group_kind": "Soort groep",
        "group_year": "Schooljaar van de groep", "course_kind": "Soort cursus", "course_type": "Type cursus",
    },
    "en": {
        "key": "Number", "role": "Role", "given_name": "First name", "prefix": "Prefix",
        "family_name": "Family name", "username": "Username", "email": "E-mail address", "postcode": "Postcode",
        "birth_date": "Date of birth", "birth_year": "Year of birth",
        "mother_tongue": "Mother tongue", "gender": "Gender", "eckid": "ECK iD", "year_group": "Year group",
        "location": "Location", "groups": "Groups", "group_kind": "Kind of group",
        "group_year": "School year of the group", "course_kind": "Kind of course", "course_type": "Type of course",
    },
})  # fmt: skip
"""Our field -> its heading; all of them stand in `column_words`."""
WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "nl": {"student": "deelnemer", "teacher": "begeleider", "group": "groep", "location": "locatie",
           "base": "stamgroep", "combined": "combinatiegroep", "general": "algemene groep", "nt1": "NT1", "nt2": "NT2",
           "formal": "Formeel", "professional": "Non-formeel professional",
           "volunteer": "Non-formeel vrijwilliger", "language": "Taal", "arithmetic": "Rekenen",
           "digital": "Digitale vaardigheden", "language digital": "Taal + digitaal",
           "arithmetic digital": "Rekenen + digitaal",
           "language arithmetic digital": "Taal + rekenen + digitaal"},
    "en": {"student": "participant", "teacher": "coach", "group": "group", "location": "location",
           "base": "base", "combined": "combined", "general": "general", "nt1": "NT1", "nt2": "NT2",
           "formal": "Formal", "professional": "Non-formal professional", "volunteer": "Non-formal volunteer",
           "language": "Language", "arithmetic": "Arithmetic", "digital": "Digital skills",
           "language digital": "Language + digital", "arithmetic digital": "Arithmetic + digital",
           "language arithmetic digital": "Language + arithmetic + digital"},
})  # fmt: skip
"""What stands in the columns of the role, the kind of group, the mother tongue and the course."""
_OPTIONAL = ("postcode", "birth_date", "birth_year", "mother_tongue", "gender", "eckid", "year_group", "group_kind",
             "group_year", "course_kind", "course_type")
Record = Mapping[str, str]


def roster_rows(roster: Roster, language: str) -> list[list[str]]:
    """Headings and rows, safe for a spreadsheet. Columns that nobody fills are left out, but for the usual ones.

    Raises Refusal for a name with a line break in it.
    """
    refuse_broken(roster)
    records = list(_records(roster, WORDS[language]))
    filled = {name for record in records for name, value in record.items() if value}
    columns = [name for name in HEADINGS[language] if name in filled or name not in _OPTIONAL]
    headings = [HEADINGS[language][name] for name in columns]
    return [headings, *([harmless(record.get(name, "")) for name in columns] for record in records)]


def roster_csv(rows: list[list[str]]) -> bytes:
    """As Dutch Excel reads it: UTF-8 with its mark, semicolons."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def roster_xlsx(rows: list[list[str]]) -> bytes:
    """A workbook of one sheet in which every cell is text, also what is typed later: keys keep their zeros.

    `rows` are harmless already, so that no cell begins like a formula.
    """
    from openpyxl import Workbook  # large, and only a workbook needs it

    book = Workbook(write_only=True)
    book.properties.creator = "Leerspoor"
    sheet = book.create_sheet("Leerspoor")
    sheet.freeze_panes = "A2"
    for number in range(1, len(rows[0]) + 1):
        sheet.column_dimensions[column_letters(number)].number_format = "@"
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _records(roster: Roster, words: Mapping[str, str]) -> Iterable[Record]:
    locations = _labels((one.name, one.key) for one in roster.locations)
    groups = _labels((one.name, one.key) for one in roster.groups)
    for location in roster.locations:
        yield {"key": location.key or "", "role": words["location"], "location": location.name}
    for group in roster.groups:
        yield _group(group, locations, words)
    for person, role in people(roster):
        yield _person(person, words[role], locations, groups) | _tongue(person, words)


def _labels(things: Iterable[tuple[str, str | None]]) -> dict[str | None, str]:
    found = list(things)
    names = Counter(fold(name) for name, _key in found)
    return {key: label(name, key, names) for name, key in found}


def _group(group: RosterGroup, locations: Mapping[str | None, str], words: Mapping[str, str]) -> Record:
    return {
        "key": group.key or "",
        "role": words["group"],
        "year_group": group.year_group,
        "location": locations.get(group.location_key, ""),
        "groups": group.name,
        "group_kind": words[group.kind],
        "group_year": SchoolYear(group.school_year).label if group.school_year else "",
        "course_kind": words.get(group.course_kind, ""),
        "course_type": words.get(group.course_type, ""),
    }


def _tongue(person: RosterPerson, words: Mapping[str, str]) -> dict[str, str]:
    return {"mother_tongue": words.get(person.fields.get("mother_tongue", ""), "")}


def _person(
    person: RosterPerson, role: str, locations: Mapping[str | None, str], groups: Mapping[str | None, str]
) -> dict[str, str]:
    return {
        **person.fields,
        "key": person.key or "",
        "role": role,
        "given_name": person.name.given,
        "prefix": person.name.prefix,
        "family_name": person.name.family,
        "location": locations.get(person.location_key, ""),
        "groups": BETWEEN_GROUPS.join(groups[key] for key in person.group_keys),
    }
