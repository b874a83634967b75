"""The table of CBS, Landelijk Beeld Volwasseneneducatie: one line per participant and course, without a name.

It is about persons, though it names none: it is for CBS, which suppresses small numbers itself, and for nobody else.
The headings and words are those of the form, so they are Dutch in every language. (CBS, Monitor laaggeletterdheid,
method; that a person with two courses stands there once per course is our own reading of it.)
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.figures.describing import CourseKind, CourseType, Gender, Tongue
from app.domain.figures.people import CountedPerson, CourseFollowed

HEADINGS = ("Geslacht", "Geboortejaar", "Moedertaal", "Postcode/woongemeente", "Soort cursus", "Type cursus",
            "Eigen administratienummer")
FIELDS = ("gender", "birth_year", "mother_tongue", "postcode", "course_kind", "course_type")
"""Our fields behind the first columns, in their order."""
NUMBERS = "cbs_numbers"
"""How the own numbers are made, among the settings of learning."""
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 12
_WORDS: Mapping[str, str] = {
    Gender.MAN: "Man", Gender.WOMAN: "Vrouw", Gender.OTHER: "Anders", Gender.UNKNOWN: "Onbekend",
    Tongue.NT1: "NT1", Tongue.NT2: "NT2", CourseKind.FORMAL: "Formeel",
    CourseKind.PROFESSIONAL: "Non-formeel professional", CourseKind.VOLUNTEER: "Non-formeel vrijwilliger",
    CourseType.LANGUAGE: "Taal", CourseType.ARITHMETIC: "Rekenen", CourseType.DIGITAL: "Digitale vaardigheden",
    CourseType.LANGUAGE_DIGITAL: "Taal + digitale vaardigheden",
    CourseType.ARITHMETIC_DIGITAL: "Rekenen + digitale vaardigheden",
    CourseType.ALL_THREE: "Taal + rekenen + digitale vaardigheden",
}


class Numbering(StrEnum):
    """PER_YEAR: the numbers of two years cannot be joined. OVER_YEARS: somebody keeps the same one."""

    PER_YEAR = "per year"
    OVER_YEARS = "over years"


@dataclass(frozen=True, slots=True)
class CbsLine:
    """`cells` stand in the order of `HEADINGS`, empty where something is not known."""

    cells: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """Of these people, or of the course of this group, a field is not filled in."""

    field: str
    group_id: bytes
    group: str
    people: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class CbsTable:
    """`people` are counted once; `without_course` those left out, since no group of theirs has a kind or type.

    `undescribed` are the groups of those, with them.
    """

    lines: tuple[CbsLine, ...]
    people: int
    without_course: int
    missing: tuple[Missing, ...]
    undescribed: tuple[Missing, ...] = ()


def numbering_of(value: str) -> Numbering:
    """What the organisation chose; per year while it did not choose."""
    return Numbering(value) if value in set(Numbering) else Numbering.PER_YEAR


def own_number(secret: bytes, person_id: bytes, year: int | None) -> str:
    """The administration number of somebody in the table of one year, or of all years (None).

    It is made from a key of the organisation, so that nobody else can make it; who was not told can make nothing of it.
    """
    message = b"\x1f".join((b"cbs", b"" if year is None else str(year).encode(), person_id))
    digest = hmac.new(secret, message, hashlib.sha256).digest()
    return "".join(_SIGNS[byte & 31] for byte in digest[:_LENGTH])


def cbs_table(
    people: Collection[CountedPerson], kept: Collection[str], secret: bytes, year: int | None,
) -> CbsTable:
    """The lines by their numbers, which is no order of names or of arrival. `kept` are our fields that are switched on.
    """
    lines, missing = [], dict[tuple[str, bytes], list[bytes]]()
    names, left_out = dict[bytes, str](), dict[bytes, list[bytes]]()
    counted = [person for person in people if any(course.is_described for course in person.courses)]
    for person in counted:
        number = own_number(secret, person.id, year)
        described = [course for course in person.courses if course.is_described]
        for course in dict.fromkeys((one.kind, one.type) for one in described):
            lines.append(CbsLine((*_cells(person, course, kept), number)))
        for course_of in described:
            names[course_of.group_id] = course_of.group
            for field in _lacking(person, course_of, kept):
                missing.setdefault((field, course_of.group_id), []).append(person.id)
    for person in people if {"course_kind", "course_type"} & set(kept) else ():
        if not any(course.is_described for course in person.courses):
            for course_of in person.courses:
                names[course_of.group_id] = course_of.group
                left_out.setdefault(course_of.group_id, []).append(person.id)
    found = (Missing(field, group, names[group], tuple(who)) for (field, group), who in missing.items())
    return CbsTable(
        tuple(sorted(lines, key=lambda line: (str(line.cells[-1]), *map(str, line.cells)))), len(counted),
        len(people) - len(counted),
        tuple(sorted(found, key=lambda one: (FIELDS.index(one.field), one.group.casefold(), one.group_id))),
        tuple(Missing("course_kind", group, names[group], tuple(who)) for group, who in sorted(
            left_out.items(), key=lambda one: names[one[0]].casefold())))


def _cells(person: CountedPerson, course: tuple[str, str], kept: Collection[str]) -> Iterable[str | int]:
    values = dict(zip(FIELDS, (
        _WORDS.get(person.gender, ""), person.birth_year or "", _WORDS.get(person.tongue, ""), person.postcode_area,
        *(_WORDS.get(word, "") for word in course)), strict=True))
    return (value if field in kept else "" for field, value in values.items())


def _lacking(person: CountedPerson, course: CourseFollowed, kept: Collection[str]) -> Iterable[str]:
    values = (person.gender, person.birth_year, person.tongue, person.postcode_area, course.kind, course.type)
    return (field for field, value in zip(FIELDS, values, strict=True) if field in kept and not value)
