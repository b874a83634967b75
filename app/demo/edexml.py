"""Writes the demo school as EDEXML 2.1, its elements in the order of the schema."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from app.demo.organisation import DemoOrganisation
from app.demo.people import Names
from app.demo.school import Pupil, PupilsOfSchool, SchoolGroup, build_pupils
from app.demo.teachers import Teacher, build_teachers
from app.domain.names import PersonName
from app.domain.roster import SchoolYear

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<EDEX xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:noNamespaceSchemaLocation="EDEXML.structuur.xsd">\n'
)


def school_edexml(
    names: Names, organisation: DemoOrganisation, seed: int, participants: int, today: date
) -> bytes:
    """The school's export on `today`, UTF-8, with exactly `participants` pupils, leavers among them.

    Valid against EDEXML 2.1 but for the school year, whose list in the schema ends at 2024-2025.
    """
    school = build_pupils(names, organisation, seed, participants, today)
    teachers = build_teachers(names, organisation, seed, school)
    lines = [
        *_school(organisation, today),
        *_within("vestigingen", _locations(organisation)),
        *_within("groepen", _groups(school)),
        *_within("leerlingen", (line for pupil in _in_order(school) for line in _pupil(pupil, today))),
        *_within("leerkrachten", (line for teacher in teachers for line in _teacher(teacher))),
        "</EDEX>",
    ]
    return (HEAD + "\n".join(lines) + "\n").encode("utf-8")


def _in_order(school: PupilsOfSchool) -> list[Pupil]:
    """By group and name, those who left at the end."""
    place = {group.key: number for number, group in enumerate(school.groups)}
    return sorted(
        school.pupils, key=lambda pupil: (place.get(pupil.group, len(place)), pupil.name.sort_key, pupil.key)
    )


def _within(tag: str, lines: Iterable[str]) -> list[str]:
    return [f"\t<{tag}>", *("\t\t" + line for line in lines), f"\t</{tag}>"]


def _element(tag: str, text: str) -> list[str]:
    """One indented element, or nothing where there is no text: EDEXML has no empty elements."""
    return [f"\t<{tag}>{escape(text)}</{tag}>"] if text else []


def _school(organisation: DemoOrganisation, today: date) -> list[str]:
    fields = (
        ("schooljaar", SchoolYear.of(today).label),
        ("peildatum", today.isoformat()),
        ("brincode", organisation.brin),
        ("dependancecode", "00"),
        ("aanmaakdatum", f"{today.isoformat()}T16:12:09"),
        ("auteur", "Leerspoor demo"),
        ("xsdversie", "2.1"),
        ("commentaar", f"{organisation.name}: verzonnen school, verzonnen personen"),
    )
    return _within("school", (line.lstrip("\t") for tag, text in fields for line in _element(tag, text)))


def _locations(organisation: DemoOrganisation) -> list[str]:
    return [
        line
        for location in organisation.locations
        for line in (
            f"<vestiging key={quoteattr(location.key)}>",
            *_element("naam", location.name),
            "</vestiging>",
        )
    ]


def _groups(school: PupilsOfSchool) -> list[str]:
    lines: list[str] = []
    for group in school.groups:
        lines += [f"<groep key={quoteattr(group.key)}>", *_element("naam", group.name)]
        lines += [*_element("jaargroep", group.year_group), "</groep>"]
    for lesson in school.lesson_groups:
        lines += [f"<samengestelde_groep key={quoteattr(lesson.key)}>"]
        lines += [*_element("naam", lesson.name), "</samengestelde_groep>"]
    return lines


def _pupil(pupil: Pupil, today: date) -> list[str]:
    changed = pupil.left or min(max(pupil.entered, SchoolYear.of(today).begins), today)
    return [
        f"<leerling key={quoteattr(pupil.key)}{_eckid(pupil.eckid)}>",
        *_name(pupil.name, pupil.second_name),
        *_element("geboortedatum", pupil.born.isoformat()),
        *_element("geslacht", pupil.gender),
        *_element("jaargroep", pupil.year_group),
        *([f"\t<groep key={quoteattr(pupil.group)}/>"] if pupil.group else []),
        *_lesson_references(pupil),
        *([f"\t<vestiging key={quoteattr(pupil.location)}/>"] if pupil.location else []),
        *_element("gebruikersnaam", pupil.username),
        *_element("land", pupil.country),
        *_element("bsn_ondwnr-4", pupil.number_end),
        *_element("postcodenl", pupil.postcode),
        *_element("instroomdatum", pupil.entered.isoformat()),
        *_element("uitstroomdatum", pupil.left.isoformat() if pupil.left else ""),
        *_element("mutatiedatum", f"{changed.isoformat()}T08:47:36"),
        "</leerling>",
    ]


def _lesson_references(pupil: Pupil) -> list[str]:
    if not pupil.lesson_groups:
        return []
    inner = [f"\t\t<samengestelde_groep key={quoteattr(key)}/>" for key in pupil.lesson_groups]
    return ["\t<samengestelde_groepen>", *inner, "\t</samengestelde_groepen>"]


def _name(name: PersonName, second_name: str = "") -> list[str]:
    """Family name first; who has one name only has a roepnaam and nothing else."""
    if not name.family:
        return _element("roepnaam", name.given)
    first_names = f"{name.given} {second_name}" if second_name else ""
    initials = "".join(part[0].upper() for part in (name.given, second_name) if part)
    return [
        *_element("achternaam", name.family),
        *_element("voorvoegsel", name.prefix),
        *_element("voornamen", first_names),
        *_element("voorletters-1", initials),
        *_element("roepnaam", name.given),
    ]


def _eckid(eckid: str) -> str:
    return f" eckid={quoteattr(eckid)}" if eckid else ""


def _teacher(teacher: Teacher) -> list[str]:
    groups = [
        line for group, role in teacher.groups for line in _taught(
            "groep" if isinstance(group, SchoolGroup) else "samengestelde_groep", group.key, role
        )
    ]  # fmt: skip
    return [
        f"<leerkracht key={quoteattr(teacher.key)}{_eckid(teacher.eckid)}>",
        *_name(teacher.name),
        *_element("gebruikersnaam", teacher.username),
        *_element("emailadres", teacher.email),
        *(line for role in teacher.roles for line in _element("rol", role)),
        *(["\t<groepen>", *groups, "\t</groepen>"] if groups else []),
        "</leerkracht>",
    ]


def _taught(tag: str, key: str, role: str) -> list[str]:
    if not role:
        return [f"\t\t<{tag} key={quoteattr(key)}/>"]
    return [f"\t\t<{tag} key={quoteattr(key)}>", f"\t\t\t<rol>{role}</rol>", f"\t\t</{tag}>"]
