"""Microsoft School Data Sync, v2.1 and v1: one organisation as a set of CSV files that point at each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from app.domain.names import PersonName
from app.domain.roster import Note, Origin, Roster, RosterGroup, RosterLocation, RosterPerson, SchoolYear
from app.domain.text import Text
from app.exchange import values
from app.exchange.cleaning import checked_name, fits, key_too_long, tidy, tidy_key
from app.exchange.sds_files import SdsRow, SdsSet, read_set
from app.exchange.sds_terms import BESIDE_ROLES, COACH_ROLES, PARTICIPANT_ROLES
from app.exchange.sources import SourceFile, refused

_PEOPLE_FILES = "users.csv, roles.csv, Student.csv, Teacher.csv"
_ACTIVE = {"", "active", "actief"}


def read_sds(sources: Sequence[SourceFile]) -> Roster:
    """The roster in the files of one set.

    Organisations are locations; classes and sections are combined groups; students are participants; teachers,
    professors, faculty and staff are coaches; guardians and others are left out. Passwords, demographics, flags and
    relationships are counted per column as 'file: heading', never kept. Raises `Refusal` when there is nobody, when
    files of both versions are mixed, or when the files are too large together.
    """
    files = read_set(sources)
    builder = _Builder(files)
    locations = builder.locations(files.rows["orgs"] + files.rows["school"])
    groups = builder.groups()
    participants, coaches = builder.people_v2() if files.version == "2.1" else builder.people_v1()
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
        organisation_name=_only_root(files),
        locations=locations,
        groups=groups,
        participants=participants,
        coaches=coaches,
        not_taken_over=dict(files.not_taken_over),
        notes=tuple(_all_notes(files)),
        refused_keys=tuple(builder.refused_keys),
    )


def _all_notes(files: SdsSet) -> Iterable[Note]:
    for notebook in files.notebooks.values():
        yield from notebook.notes()


def _only_root(files: SdsSet) -> str:
    """The name of the organisation above all others, when there is exactly one."""
    roots = [row.cell("name") for row in files.rows["orgs"] if not row.cell("parentsourcedid")]
    return " ".join(roots[0].split()) if len(roots) == 1 else ""


def _school_year(files: SdsSet) -> int | None:
    """The year in which most sessions or terms have their middle."""
    rows = [row for row in files.rows["academicsessions"] if row.cell("type").casefold() == "schoolyear"]
    spans = [(row.cell("startdate"), row.cell("enddate")) for row in rows or files.rows["academicsessions"]]
    spans += [(row.cell("termstartdate"), row.cell("termenddate")) for row in files.rows["section"]]
    years = Counter(year for year in (_year_of(begin, end) for begin, end in spans) if year)
    return max(years, key=lambda year: (years[year], year)) if years else None


def _year_of(begin: str, end: str) -> int | None:
    first, last = values.american_date(begin), values.american_date(end)
    return SchoolYear.of(first + (last - first) / 2).first if first and last else None


class _Builder:
    """Makes locations, groups and people of the rows of a set."""

    def __init__(self, files: SdsSet) -> None:
        self._files = files
        self._locations: dict[str, RosterLocation] = {}
        self._groups: dict[str, RosterGroup] = {}
        self._keys: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self.refused_keys: list[str] = []

    # Rows

    def _key(self, row: SdsRow, column: str, space: str) -> tuple[bool, str | None]:
        """Whether the row can be read, and its key; None, with a note, when it has none."""
        notes, key = self._files.notes_on(row), tidy_key(row.cell(column))
        if not key:
            reason = Text("{element} is not filled in, so it cannot be recognised with certainty.",
                          element=self._heading(row, column))  # fmt: skip
            notes.doubtful(row.line, reason)
            return True, None
        if key_too_long(key, row.line, notes):
            return False, key
        first = self._keys[space].setdefault(key, row.line)
        if first == row.line:
            return True, key
        reason = Text(
            "The key {key} stands on line {first} already. This line is left out. "
            "Give each its own key in the source and read the file again.",
            key=key,
            first=first,
        )
        notes.refused(row.line, reason)
        return False, key

    def _heading(self, row: SdsRow, column: str) -> str:
        return self._files.headings[row.file].get(column, column)

    def _tidied(self, row: SdsRow, column: str) -> str:
        raw = row.cell(column)
        return tidy(raw, self._heading(row, column), row.line, self._files.notes_on(row)) if raw else ""

    def _plain(self, row: SdsRow, column: str) -> str:
        value = self._tidied(row, column)
        fit = fits(value, self._heading(row, column), row.line, self._files.notes_on(row))
        return value if fit else ""

    def _checked(self, row: SdsRow, column: str, check: Callable[[str], str | None]) -> str:
        """The value in our spelling; empty, with a warning, when it is not what the column should hold."""
        value = self._tidied(row, column)
        found = check(value) if value else ""
        if found is not None:
            return found
        reason = Text(
            "{element} is not in order: {value}. It is not taken over.",
            element=self._heading(row, column),
            value=value[:50],
        )
        self._files.notes_on(row).warning(row.line, reason)
        return ""

    # Locations and groups

    def locations(self, rows: Iterable[SdsRow]) -> tuple[RosterLocation, ...]:
        for row in rows:
            column = "sourcedid" if "sourcedid" in row.cells else "sisid"
            readable, key = self._key(row, column, "locations")
            name = self._thing_name(row, "name") if readable else ""
            if name:
                location = RosterLocation(Origin(row.file, row.line), key, name)
                self._locations[key or f"name:{name}"] = location
        return tuple(self._locations.values())

    def groups(self) -> tuple[RosterGroup, ...]:
        for row in self._files.rows["classes"]:
            self._add_group(row, "sourcedid", "title", "orgsourcedid")
        for row in self._files.rows["section"]:
            self._add_group(row, "sisid", "sectionname", "schoolsisid")
        return tuple(self._groups.values())

    def _add_group(self, row: SdsRow, key_column: str, name_column: str, location_column: str) -> None:
        readable, key = self._key(row, key_column, "groups")
        name = self._thing_name(row, name_column) if readable else ""
        if name:
            location = self._known(row, location_column, self._locations)
            group = RosterGroup(Origin(row.file, row.line), key, name, "combined", location_key=location)
            self._groups[key or f"name:{name}"] = group

    def _thing_name(self, row: SdsRow, column: str) -> str:
        """The name of a location or group; empty when the line is refused."""
        name = self._tidied(row, column)
        notes = self._files.notes_on(row)
        if name:
            checked = checked_name("", "", name, row.line, notes)
            return checked.family if checked else ""
        reason = Text(
            "{element} has no name. This line is left out. Fill in the name in the source and read the file again.",
            element=self._heading(row, column),
        )
        notes.refused(row.line, reason)
        return ""

    def _known(self, row: SdsRow, column: str, among: dict[str, RosterLocation] | dict[str, RosterGroup]) -> str | None:
        """The key in a column when it is that of something in the set; a note when it is not."""
        key = tidy_key(row.cell(column))
        if not key or key in among:
            return key or None
        self._note_dangling(row, column, key)
        return None

    def _note_dangling(self, row: SdsRow, column: str, key: str) -> None:
        reason = Text(
            "There is no {element} with key {key} in this file, or its line was left out. The rest is read.",
            element=self._heading(row, column),
            key=key[:100],
        )
        self._files.notes_on(row).doubtful(row.line, reason)

    # People

    def people_v2(self) -> tuple[tuple[RosterPerson, ...], tuple[RosterPerson, ...]]:
        """users with their roles and enrollments: participants and coaches."""
        roles = self._rows_by_user(self._files.rows["roles"], "usersourcedid")
        enrolled = self._rows_by_user(self._files.rows["enrollments"], "usersourcedid")
        participants, coaches = [], []
        for row in self._files.rows["users"]:
            key = tidy_key(row.cell("sourcedid"))
            mine, classes = roles[key], enrolled[key]
            words = [each.cell("role").casefold() for each in mine + classes]
            is_participant = not PARTICIPANT_ROLES.isdisjoint(words)
            is_coach = not COACH_ROLES.isdisjoint(words)
            if not is_participant and not is_coach:
                self._leave_out(row)
                continue
            person = self._person(row, "sourcedid", "givenname", "familyname", "email")
            if person is not None and is_participant:
                participants.append(self._placed(person, mine, classes, PARTICIPANT_ROLES))
            if person is not None and is_coach:
                coaches.append(self._placed(person, mine, classes, COACH_ROLES))
        return tuple(participants), tuple(coaches)

    def _rows_by_user(self, rows: Iterable[SdsRow], column: str) -> defaultdict[str, list[SdsRow]]:
        """Rows by the key of the user; a role or user that is not known is noted."""
        users = {tidy_key(row.cell("sourcedid")) for row in self._files.rows["users"]}
        found: defaultdict[str, list[SdsRow]] = defaultdict(list)
        for row in rows:
            key = tidy_key(row.cell(column))
            found[key].append(row)
            if key not in users:
                self._note_dangling(row, column, key)
            if row.cell("role").casefold() not in PARTICIPANT_ROLES | COACH_ROLES | BESIDE_ROLES:
                reason = Text("The role {value} is not known. It is not taken over.", value=row.cell("role")[:50])
                self._files.notes_on(row).warning(row.line, reason)
        return found

    def _leave_out(self, row: SdsRow) -> None:
        reason = Text("This person is neither a {participant} nor a {coach} and is left out.")
        self._files.notes_on(row).note(row.line, reason)
        self._files.pass_over(row)

    def _placed(
        self, person: RosterPerson, roles: list[SdsRow], classes: list[SdsRow], words: frozenset[str]
    ) -> RosterPerson:
        """The person with the groups, the location and the year group that go with these roles."""
        mine = [row for row in roles if row.cell("role").casefold() in words]
        mine.sort(key=lambda row: row.cell("isprimary").casefold() not in ("true", "1", "yes"))
        groups = [self._known(row, "classsourcedid", self._groups) for row in classes
                  if row.cell("role").casefold() in words]  # fmt: skip
        location = self._known(mine[0], "orgsourcedid", self._locations) if mine else None
        grade = self._plain(mine[0], "grade") if mine and words is PARTICIPANT_ROLES else ""
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
        students = {tidy_key(row.cell("sisid")) for row in self._files.rows["student"]}
        sections: defaultdict[tuple[bool, str], list[str]] = defaultdict(list)
        for row in self._files.rows["studentenrollment"] + self._files.rows["teacherroster"]:
            key = tidy_key(row.cell("sisid"))
            section = self._known(row, "sectionsisid", self._groups)
            if section:
                sections[key in students, key].append(section)
        is_day_first = _is_day_first([row.cell("birthdate") for row in self._files.rows["student"]])
        participants = self._people_of("student", sections, is_day_first)
        return participants, self._people_of("teacher", sections, is_day_first)

    def _people_of(
        self, kind: str, sections: defaultdict[tuple[bool, str], list[str]], is_day_first: bool
    ) -> tuple[RosterPerson, ...]:
        found = []
        for row in self._files.rows[kind]:
            person = self._person(row, "sisid", "firstname", "lastname", "secondaryemail")
            if person is None:
                continue
            fields = dict(person.fields)
            if birth := self._checked(row, "birthdate", _day_first if is_day_first else _month_first):
                fields["birth_date"] = birth
            if grade := self._plain(row, "grade"):
                fields["year_group"] = grade
            found.append(
                RosterPerson(
                    person.origin,
                    person.key,
                    person.name,
                    fields,
                    tuple(dict.fromkeys(sections[kind == "student", person.key or ""])),
                    self._known(row, "schoolsisid", self._locations),
                    left=row.cell("status").casefold() not in _ACTIVE,
                    proposed_roles=("teacher",) if kind == "teacher" else (),
                )
            )
        return tuple(found)

    def _person(self, row: SdsRow, key_column: str, given: str, family: str, mail: str) -> RosterPerson | None:
        """Key, name, username and e-mail address; None when the line is refused."""
        space = "users" if key_column == "sourcedid" else row.file
        readable, key = self._key(row, key_column, space)
        name = self._name(row, given, family) if readable else None
        if name is None:
            if key:
                self.refused_keys.append(key)
            return None
        account = {
            "username": self._plain(row, "username"),
            "email": self._checked(row, mail, values.mail_address),
        }
        fields = {field: value for field, value in account.items() if value}
        return RosterPerson(Origin(row.file, row.line), key, name, fields)

    def _name(self, row: SdsRow, given: str, family: str) -> PersonName | None:
        notes = self._files.notes_on(row)
        return checked_name(self._tidied(row, given), "", self._tidied(row, family), row.line, notes)


def _is_day_first(cells: Iterable[str]) -> bool:
    """Whether dates with strokes start with the day: so when any of them cannot start with the month."""
    return any(cell.partition("/")[0].isdecimal() and int(cell.partition("/")[0]) > 12 for cell in cells)


def _day_first(raw: str) -> str | None:
    return _iso(values.dutch_date(raw))


def _month_first(raw: str) -> str | None:
    return _iso(values.american_date(raw))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
