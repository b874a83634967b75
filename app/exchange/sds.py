"""Microsoft School Data Sync, v2.1 and v1: one organisation as a set of CSV files that point at each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from app.domain.roster import Origin, Roster, RosterGroup, RosterPerson, SchoolYear
from app.domain.text import Text
from app.exchange import values
from app.exchange.cleaning import tidy_key
from app.exchange.csv_set import CsvSet, SetRow
from app.exchange.sds_files import read_set
from app.exchange.sds_terms import ALL_ROLES, COACH_ROLES, PARTICIPANT_ROLES, group_of_code
from app.exchange.set_reading import SetReading
from app.exchange.sources import SourceFile, refused

_PEOPLE_FILES = "users.csv, roles.csv, Student.csv, Teacher.csv"
_ACTIVE = {"", "active", "actief"}


def read_sds(sources: Sequence[SourceFile]) -> Roster:
    """The roster in the files of one set.

    Organisations are locations, but for the one above all others; classes and sections are combined groups, unless
    their code says otherwise; students are participants; teachers, professors, faculty and staff are coaches;
    guardians and others are left out. Passwords, demographics, flags and relationships are counted per column as
    'file: heading', never kept. Raises `Refusal` when there is nobody, when files of both versions are mixed, or when
    the files are too large together.
    """
    files = read_set(sources)
    reading = _SdsReading(files)
    locations = reading.locations(files.rows["orgs"] + files.rows["school"])
    groups = reading.groups()
    participants, coaches = reading.people_v2() if files.version == "2.1" else reading.people_v1()
    if not participants and not coaches:
        raise refused(
            sources[0].name,
            Text("There is nobody in these files, so everybody would seem to be gone."),
            Text("Choose all files of the export, such as {files}.", files=_PEOPLE_FILES),
        )
    return Roster(
        source="sds",
        format=f"School Data Sync {files.version}",
        school_year=_school_year(files),
        organisation_name=reading.organisation_name,
        locations=locations,
        groups=groups,
        participants=participants,
        coaches=coaches,
        not_taken_over=dict(files.not_taken_over),
        notes=tuple(reading.all_notes()),
        refused_keys=tuple(reading.refused_keys),
        places_groups=reading.organisation is not None,
    )


def _school_year(files: CsvSet) -> int | None:
    """The year in which most sessions or terms have their middle."""
    rows = [row for row in files.rows["academicsessions"] if row.cell("type").casefold() == "schoolyear"]
    spans = [(row.cell("startdate"), row.cell("enddate")) for row in rows or files.rows["academicsessions"]]
    spans += [(row.cell("termstartdate"), row.cell("termenddate")) for row in files.rows["section"]]
    years = Counter(year for year in (_year_of(begin, end) for begin, end in spans) if year)
    return max(years, key=lambda year: (years[year], year)) if years else None


def _year_of(begin: str, end: str) -> int | None:
    first, last = values.american_date(begin), values.american_date(end)
    return SchoolYear.of(first + (last - first) / 2).first if first and last else None


class _SdsReading(SetReading):
    """Makes locations, groups and people of the rows of a set."""

    def groups(self) -> tuple[RosterGroup, ...]:
        for row in self.files.rows["classes"]:
            self._add_group(row, "sourcedid", "title", "orgsourcedid")
        for row in self.files.rows["section"]:
            self._add_group(row, "sisid", "sectionname", "schoolsisid")
        return tuple(self.known_groups.values())

    def _add_group(self, row: SetRow, key_column: str, name_column: str, location_column: str) -> None:
        readable, key = self.key(row, key_column, "groups")
        name = self.thing_name(row, name_column) if readable else ""
        if name:
            location = self.location_of(row, location_column)
            kind, year_group, year = group_of_code(row.cell("code"))
            group = RosterGroup(Origin(row.file, row.line), key, name, kind, year_group, location, year)
            self.known_groups[key or f"name:{name}"] = group

    # People

    def people_v2(self) -> tuple[tuple[RosterPerson, ...], tuple[RosterPerson, ...]]:
        """users with their roles and enrollments: participants and coaches."""
        roles = self.rows_by_user("roles", "usersourcedid", ALL_ROLES)
        enrolled = self.rows_by_user("enrollments", "usersourcedid", ALL_ROLES)
        participants, coaches = [], []
        for row in self.files.rows["users"]:
            key = tidy_key(row.cell("sourcedid"))
            mine, classes = roles[key], enrolled[key]
            words = [each.cell("role").casefold() for each in mine + classes]
            is_participant = not PARTICIPANT_ROLES.isdisjoint(words)
            is_coach = not COACH_ROLES.isdisjoint(words)
            if not is_participant and not is_coach:
                self.leave_out(row)
                continue
            person = self._person(row, "sourcedid", "givenname", "familyname", "email")
            if person is not None and is_participant:
                participants.append(self._placed(person, mine, classes, PARTICIPANT_ROLES))
            if person is not None and is_coach:
                coaches.append(self._placed(person, mine, classes, COACH_ROLES))
        return tuple(participants), tuple(coaches)

    def _placed(
        self, person: RosterPerson, roles: list[SetRow], classes: list[SetRow], words: frozenset[str]
    ) -> RosterPerson:
        """The person with the groups, the location and the year group that go with these roles."""
        mine = [row for row in roles if row.cell("role").casefold() in words]
        mine.sort(key=lambda row: row.cell("isprimary").casefold() not in ("true", "1", "yes"))
        groups = [self.known(row, "classsourcedid", self.known_groups) for row in classes
                  if row.cell("role").casefold() in words]  # fmt: skip
        location = self.location_of(mine[0], "orgsourcedid") if mine else None
        grade = self.plain(mine[0], "grade") if mine and words is PARTICIPANT_ROLES else ""
        proposed = dict.fromkeys(row.cell("role") for row in mine) if words is COACH_ROLES else {}
        return RosterPerson(
            person.origin,
            person.key,
            person.name,
            {**person.fields, **({"year_group": grade} if grade else {})},
            tuple(dict.fromkeys(group for group in groups if group)),
            location,
            proposed_roles=tuple(proposed),
        )

    def people_v1(self) -> tuple[tuple[RosterPerson, ...], tuple[RosterPerson, ...]]:
        """Student and Teacher with their enrollments: participants and coaches."""
        students = {tidy_key(row.cell("sisid")) for row in self.files.rows["student"]}
        sections: defaultdict[tuple[bool, str], list[str]] = defaultdict(list)
        for row in self.files.rows["studentenrollment"] + self.files.rows["teacherroster"]:
            key = tidy_key(row.cell("sisid"))
            section = self.known(row, "sectionsisid", self.known_groups)
            if section:
                sections[key in students, key].append(section)
        is_day_first = _is_day_first([row.cell("birthdate") for row in self.files.rows["student"]])
        participants = self._people_of("student", sections, is_day_first)
        return participants, self._people_of("teacher", sections, is_day_first)

    def _people_of(
        self, kind: str, sections: defaultdict[tuple[bool, str], list[str]], is_day_first: bool
    ) -> tuple[RosterPerson, ...]:
        found = []
        for row in self.files.rows[kind]:
            person = self._person(row, "sisid", "firstname", "lastname", "secondaryemail")
            if person is None:
                continue
            fields = dict(person.fields)
            if birth := self.checked(row, "birthdate", _day_first if is_day_first else _month_first):
                fields["birth_date"] = birth
            if grade := self.plain(row, "grade"):
                fields["year_group"] = grade
            found.append(
                RosterPerson(
                    person.origin,
                    person.key,
                    person.name,
                    fields,
                    tuple(dict.fromkeys(sections[kind == "student", person.key or ""])),
                    self.location_of(row, "schoolsisid"),
                    left=row.cell("status").casefold() not in _ACTIVE,
                    proposed_roles=("teacher",) if kind == "teacher" else (),
                )
            )
        return tuple(found)

    def _person(self, row: SetRow, key_column: str, given: str, family: str, mail: str) -> RosterPerson | None:
        """Key, name, username and e-mail address; None when the line is refused."""
        space = "users" if key_column == "sourcedid" else row.file
        readable, key = self.key(row, key_column, space)
        name = self.person_name(row, given, family) if readable else None
        if name is None:
            if key:
                self.refused_keys.append(key)
            return None
        account = {
            "username": self.username(row, key),
            "email": self.checked(row, mail, values.mail_address),
        }
        fields = {field: value for field, value in account.items() if value}
        return RosterPerson(Origin(row.file, row.line), key, name, fields)


def _is_day_first(cells: Iterable[str]) -> bool:
    """Whether dates with strokes start with the day: so when any of them cannot start with the month."""
    return any(cell.partition("/")[0].isdecimal() and int(cell.partition("/")[0]) > 12 for cell in cells)


def _day_first(raw: str) -> str | None:
    return _iso(values.dutch_date(raw))


def _month_first(raw: str) -> str | None:
    return _iso(values.american_date(raw))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
