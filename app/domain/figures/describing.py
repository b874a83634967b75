"""What a funder asks of a course and of who takes part in it, in the classes of CBS (Landelijk Beeld
Volwasseneneducatie): kind and type of course, year of birth, mother tongue and gender.

Each is kept only where its field was switched on (O-annex I).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.names import fold
from app.domain.text import Text

GROUP_COLUMNS = {"course_kind": "course_kind", "course_type": "course_type"}
"""Our fields that stand with the group, and their columns."""
SWITCHED: Mapping[str, tuple[str, ...]] = {
    "groups": ("course_kind", "course_type"), "participants": ("birth_year", "mother_tongue")}
"""Per kind of row the fields, named as their columns, that the server takes only while they are switched on."""
PERSON_FIELDS = ("birth_year", "mother_tongue", "gender")
OLDEST = 1900


class CourseKind(StrEnum):
    FORMAL = "formal"
    PROFESSIONAL = "professional"
    VOLUNTEER = "volunteer"


class CourseType(StrEnum):
    LANGUAGE = "language"
    ARITHMETIC = "arithmetic"
    DIGITAL = "digital"
    LANGUAGE_DIGITAL = "language digital"
    ARITHMETIC_DIGITAL = "arithmetic digital"
    ALL_THREE = "language arithmetic digital"


class Tongue(StrEnum):
    """NT1: Dutch is the mother tongue; NT2: it is not."""

    NT1 = "nt1"
    NT2 = "nt2"


class Gender(StrEnum):
    MAN = "m"
    WOMAN = "f"
    OTHER = "x"
    UNKNOWN = "unknown"


KIND_TEXTS: Mapping[str, Text] = {
    CourseKind.FORMAL: Text("Formal"), CourseKind.PROFESSIONAL: Text("Non-formal, professional"),
    CourseKind.VOLUNTEER: Text("Non-formal, volunteer"),
}
TYPE_TEXTS: Mapping[str, Text] = {
    CourseType.LANGUAGE: Text("Language"), CourseType.ARITHMETIC: Text("Arithmetic"),
    CourseType.DIGITAL: Text("Digital skills"), CourseType.LANGUAGE_DIGITAL: Text("Language and digital skills"),
    CourseType.ARITHMETIC_DIGITAL: Text("Arithmetic and digital skills"),
    CourseType.ALL_THREE: Text("Language, arithmetic and digital skills"),
}
TONGUE_TEXTS: Mapping[str, Text] = {
    Tongue.NT1: Text("NT1 (Dutch is the mother tongue)"), Tongue.NT2: Text("NT2 (another mother tongue)")}
GENDER_TEXTS: Mapping[str, Text] = {
    Gender.MAN: Text("Man"), Gender.WOMAN: Text("Woman"), Gender.OTHER: Text("Neither, or both"),
    Gender.UNKNOWN: Text("Not known")}
_KINDS = {
    CourseKind.FORMAL: ("formal", "formeel"),
    CourseKind.PROFESSIONAL: ("professional", "nonformeelprofessional", "nonformeelprofessioneel",
                              "nonformalprofessional", "professioneel"),
    CourseKind.VOLUNTEER: ("volunteer", "nonformeelvrijwilliger", "nonformeelvrijwilligers", "nonformalvolunteer",
                           "vrijwilliger"),
}
_TYPES = {
    CourseType.LANGUAGE: ("language", "taal"), CourseType.ARITHMETIC: ("arithmetic", "rekenen"),
    CourseType.DIGITAL: ("digital", "digitalskills", "digitaal", "digitalevaardigheden"),
}
_TONGUES = {Tongue.NT1: ("nt1", "nederlands", "dutch", "ja", "yes", "1"),
            Tongue.NT2: ("nt2", "anders", "other", "nee", "no", "2", "nietnederlands", "geennederlands")}
_GENDERS = {
    Gender.MAN: ("m", "man", "jongen", "mannelijk", "male", "boy", "1"),
    Gender.WOMAN: ("f", "v", "vrouw", "meisje", "vrouwelijk", "female", "girl", "woman", "w", "2"),
    Gender.OTHER: ("x", "anders", "non-binair", "nonbinair", "other", "nonbinary", "non-binary", "9"),
    Gender.UNKNOWN: ("onbekend", "o", "unknown", "unspecified", "0", "?"),
}
_GENDER_BY_WORD = {word: gender for gender, words in _GENDERS.items() for word in words}


def gender_of(words: str) -> Gender | None:
    """A gender as lists spell it (also codes by ISO 5218); None for what is none."""
    return _GENDER_BY_WORD.get(words.casefold().rstrip("."))


def kind_of(words: str) -> CourseKind | None:
    """A kind of course as lists spell it; None for what is none."""
    return next((kind for kind, spelled in _KINDS.items() if _joined(words) in spelled), None)


def type_of(words: str) -> CourseType | None:
    """A type of course, or several of them together ('Taal + digitaal'); None for what is none of the six."""
    parts = _parts(words)
    found = {kind for part in parts for kind, spelled in _TYPES.items() if part in spelled}
    if not parts or any(not any(part in spelled for spelled in _TYPES.values()) for part in parts):
        return None
    return {
        frozenset({CourseType.LANGUAGE, CourseType.DIGITAL}): CourseType.LANGUAGE_DIGITAL,
        frozenset({CourseType.ARITHMETIC, CourseType.DIGITAL}): CourseType.ARITHMETIC_DIGITAL,
        frozenset(_TYPES): CourseType.ALL_THREE,
        **{frozenset({one}): one for one in _TYPES},
    }.get(frozenset(found))


def tongue_of(words: str) -> Tongue | None:
    """Whether Dutch is the mother tongue, as lists spell it; None for what says neither."""
    said = _joined(words)
    return next((tongue for tongue, spelled in _TONGUES.items() if said in spelled or said.startswith(tongue)), None)


def birth_year_of(words: str, this_year: int) -> int | None:
    """A year of birth; None for what is none, or lies in the future."""
    year = int(words) if len(words) == 4 and words.isascii() and words.isdigit() else 0
    return year if OLDEST <= year <= this_year else None


def proper_value(field: str, value: str, today: date) -> str | None:
    """The value of one of these fields as it is kept; '' takes it away, None is no value of it."""
    words = " ".join(value.split())
    if not words:
        return ""
    if field == "birth_year":
        return words if birth_year_of(words, today.year) is not None else None
    reading: Mapping[str, Any] = {"mother_tongue": tongue_of, "course_kind": kind_of, "course_type": type_of}
    return reading[field](words) if field in reading else words


def no_value(field: str) -> Text:
    """Why something typed is none of these."""
    return _REASONS[field]


def broken_description(kind: str, row: Mapping[str, Any]) -> Text | None:
    """What is wrong with what a row says of these, None where nothing is; asked on the server (S1)."""
    known: Mapping[str, Mapping[str, Iterable[str]]] = {
        "groups": {"course_kind": CourseKind, "course_type": CourseType}, "participants": {"mother_tongue": Tongue}}
    for name, values in known.get(kind, {}).items():
        if row.get(name) and row[name] not in set(values):
            return _UNKNOWN
    if kind == "participants" and row.get("birth_year") and birth_year_of(str(row["birth_year"]), 2200) is None:
        return _UNKNOWN
    return None


_REASONS: Mapping[str, Text] = {
    "birth_year": Text("A year of birth has four figures and does not lie ahead. Nothing was changed."),
    "mother_tongue": Text("The mother tongue is NT1 or NT2. Nothing was changed."),
    "course_kind": Text("This is no kind of course that the table knows. Nothing was changed."),
    "course_type": Text("This is no type of course that the table knows. Nothing was changed."),
}
_UNKNOWN = Text("This change has a shape that the server does not know. It was refused.")


def _joined(words: str) -> str:
    return "".join(sign for sign in fold(words) if sign.isalnum())


def _parts(words: str) -> list[str]:
    plain = fold(words)
    for between in ("+", "/", "&", ",", " en ", " and ", ";"):
        plain = plain.replace(between, "|")
    parts = [_joined(part) for part in plain.split("|")]
    if len(parts) == 1 and all(any(one in spelled for spelled in _TYPES.values()) for one in plain.split()):
        parts = plain.split()
    return [part for part in parts if part]
