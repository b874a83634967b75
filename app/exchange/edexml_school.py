"""Whose EDEXML file it is, of which year and which day, and what is unusual in its build."""

from __future__ import annotations

import re
from datetime import date

from app.domain.roster import SchoolYear
from app.domain.text import Text
from app.exchange import edexml_terms as terms
from app.exchange import values
from app.exchange.edexml_parse import Document, Item
from app.exchange.notebook import Notebook
from app.exchange.sources import refused

_SCHOOL_YEAR = re.compile(r"(\d{4})-(\d{4})", re.ASCII)
_BRIN = re.compile(r"\d{2}[A-Z]{2}", re.ASCII)
_DEPENDANCE = re.compile(r"\d{2}", re.ASCII)
_INSTITUTION = re.compile(r"\d{2,6}", re.ASCII)


def the_school(document: Document, file: str) -> Item:
    """The one school of the file. Raises `Refusal` when there is none, or more than one."""
    schools = document.schools
    if not schools:
        what = Text("{element} is missing: the file does not say whose it is.", element="school")
        raise refused(file, what, Text("Make the export again from your administration."))
    if len(schools) > 1:
        what = Text(
            "{file} holds two organisations: {element} stands on line {first} and again on line {second}.",
            file=file,
            element="school",
            first=schools[0].line,
            second=schools[1].line,
        )
        raise refused(file, what, Text("Make an export for each of them and read these one by one."))
    return schools[0]


def refuse_nobody(file: str) -> None:
    """A file without persons would make everybody seem to be gone."""
    what = Text("There is no {element} in {file}, so everybody would seem to be gone.", element="leerling", file=file)
    raise refused(file, what, Text("Make the export again and include the {participants}."))


def first_year(school: Item, file: str) -> int:
    """The first calendar year of the school year, by its form. Raises `Refusal`."""
    raw = school.values.get("schooljaar", "").strip()
    found = _SCHOOL_YEAR.fullmatch(raw)
    if found and int(found[2]) == int(found[1]) + 1:
        return int(found[1])
    what = Text(
        "Line {line} of {file}: {element} must be two years in a row, such as 2026-2027; it is {value}.",
        line=school.line,
        file=file,
        element="schooljaar",
        value=repr(raw[:50]),
    )
    raise refused(file, what, Text("Choose one school year when you make the export."))


def reference_day(school: Item, year: int, notes: Notebook) -> date:
    """The day of which the file speaks: peildatum, else the day it was made, else the first of the school year."""
    for element in ("peildatum", "aanmaakdatum"):
        raw = school.values.get(element, "")
        if day := values.xml_date(raw):
            return day
        if raw:
            _warn_value(school, element, notes)
    return SchoolYear(year).begins


def source_of(school: Item, notes: Notebook) -> str:
    """Where keys come from: 'edexml:' with BRIN and dependance code, institution number or school key."""
    given = {element: value.strip() for element, value in school.values.items()}
    brin = given.get("brincode", "").upper()
    if _BRIN.fullmatch(brin):
        dependance = given.get("dependancecode", "")
        return f"edexml:{brin}{dependance if _DEPENDANCE.fullmatch(dependance) else '00'}"
    if brin:
        _warn_value(school, "brincode", notes)
    if _INSTITUTION.fullmatch(given.get("instellingsnummer", "")):
        return f"edexml:{given['instellingsnummer']}"
    return f"edexml:{given['schoolkey']}" if given.get("schoolkey") else "edexml"


def _warn_value(school: Item, element: str, notes: Notebook) -> None:
    reason = Text("{element} is not in order: {value}.", element=element, value=school.values[element].strip()[:50])
    notes.warning(school.line, reason)


def note_build(document: Document, version: str, line: int, notes: Notebook) -> None:
    """Say what is unusual about version, order and elements: once per kind, with the first line."""
    if version and version not in terms.VERSIONS:
        reason = Text("This is version {version} of EDEXML; it is read as version 2.1.", version=version[:50])
        notes.warning(line, reason)
    _note_misplaced(document, notes)
    _note_doubled(document, notes)
    _note_unknown(document, notes)


def _note_misplaced(document: Document, notes: Notebook) -> None:
    for (parent, element, before), fault in document.misplaced.items():
        reason = Text(
            "In {parent}, {element} stands after {before}; in EDEXML it stands before it. It is read all the same.",
            "In {parent}, {element} stands after {before}; in EDEXML it stands before it. This is so {n} times, "
            "here first. It is read all the same.",
            parent=parent,
            element=element,
            before=before,
            n=fault.number,
        )
        notes.warning(fault.line, reason)


def _note_doubled(document: Document, notes: Notebook) -> None:
    for (parent, element), fault in document.doubled.items():
        reason = Text(
            "{element} stands more than once in {parent}.",
            "{element} stands more than once in {parent}. This is so {n} times, here first.",
            parent=parent,
            element=element,
            n=fault.number,
        )
        notes.warning(fault.line, reason)


def _note_unknown(document: Document, notes: Notebook) -> None:
    for (parent, element), fault in document.unknown.items():
        reason = Text(
            "EDEXML has no {element} in {parent}. It is not taken over.",
            "EDEXML has no {element} in {parent}. It is not taken over. This is so {n} times, here first.",
            parent=parent,
            element=element,
            n=fault.number,
        )
        notes.note(fault.line, reason)
