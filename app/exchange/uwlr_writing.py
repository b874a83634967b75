"""Results as a message of UWLR 2.2 (leerresultaten_verzoek), for the administration that the pupils came from.

A result with a point on a scale goes as `osoresultaat`, any other as `score`: the standard has one of both. Levels are
not in it; the administration works them out itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from app.actions.desk import Desk
from app.actions.privacy import note_export
from app.domain.assessment.norming import POINT, NormRow
from app.domain.errors import Refusal
from app.domain.ids import written_id
from app.domain.permissions import Permission, require
from app.domain.text import Text
from app.exchange.uwlr_terms import DOSSIER, LONGEST_KEY, LONGEST_NAME, LONGEST_TERM, RESULTS, XSD_VERSION
from app.store.files import write_atomically
from app.views.results_export import (
    GivenPart,
    GivenPerson,
    GivenResult,
    GivenTest,
    ResultsToGive,
    results_to_give,
)

_BRIN = re.compile(r"([0-9]{2}[A-Z]{2})([0-9]{2})?")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_uwlr(desk: Desk, first_year: int, school: str, target: Path) -> ResultsToGive:
    """Write the results of a school year to `target`; gives what went along and what did not.

    `school` is a BRIN code with or without the number of the location, or another key of the school. Raises Refusal
    without the permission to export, where there is nothing to write, and where the file cannot be written.
    """
    require(desk.sight.actor, Permission.EXPORT)
    given = desk.read(results_to_give, first_year)
    if not given.results:
        raise Refusal(Text("There are no results to write in {year}. Nothing was written.", year=given.year.label),
                      *(Text("{name}: {reason}.", name=one.name, reason=one.reason) for one in given.left_out[:5]))
    if not school.strip() or len(school.strip()) > LONGEST_KEY:
        raise Refusal(
            Text("Fill in the BRIN code, or another code of {the_organisation}. Nothing was written."), remedy="school")
    write_atomically(target, uwlr_message(given, school.strip(), desk.clock()))
    desk.do(note_export, kind="results", rows={"test_results": given.results})
    return given


def uwlr_message(given: ResultsToGive, school: str, at_us: int) -> bytes:
    """The whole message, UTF-8."""
    register_namespace("", RESULTS)
    register_namespace("oso", DOSSIER)
    root = Element(_lr("leerresultaten_verzoek"))
    _add_school(SubElement(root, _lr("school")), given.year.label, school, at_us)
    sittings = SubElement(root, _lr("toetsafnames"))
    for person in given.people:
        _add_person(SubElement(sittings, _lr("toetsafname")), person)
    tests = SubElement(root, _lr("toetsen"))
    for test in given.tests:
        _add_test(SubElement(tests, _lr("toets")), test)
    indent(root)
    message: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return message


def _add_school(at: Element, year: str, school: str, at_us: int) -> None:
    _add(at, "schooljaar", year)
    brin = _BRIN.fullmatch(school.upper())
    if brin is None:
        _add(at, "schoolkey", school)
    else:
        _add(at, "brincode", brin[1])
        _add(at, "dependancecode", brin[2] or "00")
    _add(at, "aanmaakdatum", f"{datetime.fromtimestamp(at_us // 1_000_000, UTC):%Y-%m-%dT%H:%M:%SZ}")
    _add(at, "auteur", "Leerspoor")
    _add(at, "xsdversie", XSD_VERSION)


def _add_person(at: Element, person: GivenPerson) -> None:
    _add(at, "leerlingid", person.key)
    _add_filled(at, "eckid", person.eckid, LONGEST_KEY)
    results = SubElement(at, _lr("resultaten"))
    for result in person.results:
        found = SubElement(results, _lr("resultaat"), key=written_id(result.id))
        _add(found, "afnamedatum", result.taken_on)
        _add(found, "toetscode", result.code)
        _add_filled(found, "versie", result.edition, LONGEST_KEY)
        _add_filled(found, "toetsonderdeelcode", result.part, LONGEST_KEY)
        if result.scaled is None:
            _add(found, "score", str(result.raw))
        else:
            _add_scaled(SubElement(found, _lr("osoresultaat")), result)


def _add_scaled(at: Element, result: GivenResult) -> None:
    score = SubElement(at, _oso("toetsscore"))
    for name, number in (("aantalopgaven", result.items), ("aantalgoed", result.right), ("aantalfout", result.wrong),
                         ("aantalgelezen", result.read), ("tijd", result.seconds)):
        if number is not None:
            SubElement(score, _oso(name)).text = str(number)
    SubElement(score, _oso("vaardigheidsscore")).text = _points(result.scaled or 0)
    if result.scale:
        SubElement(score, _oso("codevaardigheidsschaal")).text = _clean(result.scale)
    if result.low is not None and result.high is not None:
        interval = SubElement(score, _oso("betrouwbaarheidsinterval"))
        SubElement(interval, _oso("bivlaag")).text = _points(result.low)
        SubElement(interval, _oso("bivhoog")).text = _points(result.high)


def _add_test(at: Element, test: GivenTest) -> None:
    _add(at, "toetscode", test.code)
    for name, value, longest in (("versie", test.edition, LONGEST_KEY), ("toetsnaam", test.title, LONGEST_NAME),
                                 ("leerjaar", test.year_groups, LONGEST_KEY), ("vakgebied", test.subject, LONGEST_KEY)):
        _add_filled(at, name, value, longest)
    if test.norm:
        norm = SubElement(at, _lr("toetsnormering"))
        _add_filled(norm, "toetscategorie", test.category, LONGEST_KEY)
        _add_norm(norm, test.norm)
    if test.parts:
        parts = SubElement(at, _lr("toetsonderdelen"))
        for part in test.parts:
            _add_part(SubElement(parts, _lr("toetsonderdeel")), part)


def _add_part(at: Element, part: GivenPart) -> None:
    _add(at, "toetsonderdeelvolgnummer", str(part.number))
    _add(at, "toetsonderdeelcode", part.code)
    _add_filled(at, "toetsonderdeelnaam", part.title, LONGEST_NAME)
    if part.norm:
        _add_norm(SubElement(at, _lr("toetsonderdeelnormering")), part.norm)


def _add_norm(at: Element, rows: Sequence[NormRow]) -> None:
    for row in rows:
        norm = SubElement(at, _lr("norm"))
        _add(norm, "term", row.term[:LONGEST_TERM])
        _add_filled(norm, "omschrijving", row.description, LONGEST_NAME)
        _add(norm, "beginnormwaarde", str(row.begins))
        _add(norm, "eindnormwaarde", str(row.ends))


def _add_filled(at: Element, name: str, value: str, longest: int) -> None:
    if value:
        _add(at, name, value[:longest])


def _add(at: Element, name: str, value: str) -> None:
    SubElement(at, _lr(name)).text = _clean(value)


def _clean(value: str) -> str:
    """Without the signs that no XML can hold."""
    return _NO_XML.sub("", value)


def _points(thousandths: int) -> str:
    """133.5 for 133500: no noughts at the end."""
    return f"{Decimal(thousandths) / POINT:f}"


def _lr(name: str) -> str:
    return f"{{{RESULTS}}}{name}"


def _oso(name: str) -> str:
    return f"{{{DOSSIER}}}{name}"
