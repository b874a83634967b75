"""OneRoster 1.1 and 1.2 as CSV: one organisation as a set of files that point at each other."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.domain.names import PersonName
from app.domain.roster import Origin, Roster, RosterGroup, RosterPerson, SchoolYear
from app.domain.text import Text
from app.exchange import values
from app.exchange.cleaning import checked_name, tidy_key
from app.exchange.csv_set import SetRow
from app.exchange.csv_text import MAX_CELL_LENGTH
from app.exchange.oneroster_files import OneRosterSet, read_set
from app.exchange.oneroster_terms import ALL_ROLES, COACH_ROLES, KINDS_OF_GROUP, PARTICIPANT_ROLES, SEX
from app.exchange.set_reading import FILLERS, SetReading
from app.exchange.sources import SourceFile, refused
from app.exchange.split_names import is_prefix, split_family

SOURCE = "oneroster"
_PEOPLE_FILES = "users.csv, roles.csv"
_NO = frozenset({"false", "0", "no"})


def read_oneroster(sources: Sequence[SourceFile]) -> Roster:
    """The roster in the files of one set.

    Organisations are locations, but for the one above all others; homerooms are base groups and other classes combined
    groups; students are participants, teachers and who else works there coaches; guardians are left out. What the
    source calls deleted has left; a set of changes says nothing about who is not in it. Passwords and everything else
    that is not kept are counted per column as 'file: heading'. Raises `Refusal` when there is nobody, when the keys are
    citizen numbers, or when the files are too large together.
    """
    found = read_set(sources)
    reading = _OneRosterReading(found)
    locations = reading.locations(found.files.rows["orgs"])
    groups = reading.groups()
    participants, coaches = reading.people()
    if not participants and not coaches:
        raise refused(
            sources[0].name,
            Text("There is nobody in these files, so everybody would seem to be gone."),
            Text("Choose all files of the export, such as {files}.", files=_PEOPLE_FILES),
        )
    return Roster(
        source=SOURCE,
        format=f"OneRoster {found.files.version}",
        school_year=reading.school_year(),
        organisation_name=reading.organisation_name,
        locations=locations,
        groups=groups,
        participants=participants,
        coaches=coaches,
        not_taken_over=dict(found.files.not_taken_over),
        notes=tuple(reading.all_notes()),
        complete=not found.only_changes,
        refused_keys=tuple(reading.refused_keys),
        only_changes=found.only_changes,
        places_groups=True,
    )


class _OneRosterReading(SetReading):
    """Makes locations, groups and people of the rows of a set."""

    def __init__(self, found: OneRosterSet) -> None:
        super().__init__(found.files, found.only_changes)
        self._found = found
        self._years = self._years_of_sessions()
        self._births = {tidy_key(row.cell("sourcedid")): row for row in found.files.rows["demographics"]}

    # Years

    def school_year(self) -> int | None:
        """The year of most school years; without any, of most terms."""
        rows = self.files.rows["academicsessions"]
        wanted = [row for row in rows if row.cell("type").casefold() == "schoolyear"] or rows
        found = Counter(year for row in wanted if (year := self._years.get(tidy_key(row.cell("sourcedid")))))
        return max(found, key=lambda year: (found[year], year)) if found else None

    def _years_of_sessions(self) -> dict[str, int]:
        """The school year in which each session has its middle; a kind of period of somebody's own has none."""
        found = {}
        for row in self.files.rows["academicsessions"]:
            if row.cell("type").casefold().startswith("ext:"):
                continue
            begins, ends = self._day(row, "startdate"), self._day(row, "enddate")
            if begins and ends:
                found[tidy_key(row.cell("sourcedid"))] = SchoolYear.of(begins + (ends - begins) / 2).first
        return found

    def _day(self, row: SetRow, column: str) -> date | None:
        """A day as the standard writes it, or, with a note, as somebody else does."""
        raw = row.cell(column)
        day = values.dutch_date(raw) or values.american_date(raw) if raw else None
        if raw and day is None:
            reason = Text("{element} is not in order: {value}. It is not taken over.",
                          element=self.files.heading(row, column), value=raw[:50])  # fmt: skip
            self.files.notes_on(row).warning(row.line, reason)
        elif day is not None and raw[:10] != day.isoformat():
            reason = Text("The day {value} is not written as YYYY-MM-DD. It is read as {day}.", value=raw[:50], day=day)
            self.files.notes_on(row).warning(row.line, reason)
        return day

    # Groups

    def groups(self) -> tuple[RosterGroup, ...]:
        for row in self.files.rows["classes"]:
            readable, key = self.key(row, "sourcedid", "groups")
            name = self.thing_name(row, "title") if readable else ""
            if name:
                self.known_groups[key or f"name:{name}"] = self._group(row, key, name)
        return tuple(self.known_groups.values())

    def _group(self, row: SetRow, key: str | None, name: str) -> RosterGroup:
        years = [year for term in listed(row.cell("termsourcedids")) if (year := self._years.get(tidy_key(term)))]
        return RosterGroup(
            Origin(row.file, row.line),
            key,
            name,
            self._kind(row),
            self._year_group(row),
            self.location_of(row, "schoolsourcedid"),
            years[0] if years else None,
        )

    def _kind(self, row: SetRow) -> str:
        word = row.cell("classtype").casefold()
        if word and word not in KINDS_OF_GROUP:
            reason = Text("{element} is not in order: {value}. It is read as a combined {group}.",
                          element=self.files.heading(row, "classtype"), value=word[:50])  # fmt: skip
            self.files.notes_on(row).warning(row.line, reason)
        return KINDS_OF_GROUP.get(word, "combined")

    def _year_group(self, row: SetRow) -> str:
        """The one year group; C for a group of several."""
        grades = listed(self.plain(row, "grades"))
        return "C" if len(grades) > 1 else "".join(grades)

    def group_of(self, row: SetRow) -> str | None:
        """The group of an enrollment; in a set of changes it may be one that was handed over before."""
        if self.only_changes and (key := tidy_key(row.cell("classsourcedid"))):
            return key
        return self.known(row, "classsourcedid", self.known_groups)

    # People

    def people(self) -> tuple[tuple[RosterPerson, ...], tuple[RosterPerson, ...]]:
        """users with their roles and enrollments: participants and coaches."""
        roles = self._roles()
        enrolled = self.rows_by_user("enrollments", "usersourcedid", ALL_ROLES)
        outs, former = self._rows_gone("enrollments"), self._rows_gone("roles")
        gone = {id(row) for row in self._found.gone.get("users", ())}
        participants: list[RosterPerson] = []
        coaches: list[RosterPerson] = []
        for row in self.user_rows():
            key = tidy_key(row.cell("sourcedid"))
            mine, classes, out = roles[key], enrolled[key], outs[key]
            words = {each.cell("role").casefold() for each in (*mine, *classes, *out, *former[key])}
            if not words and self.only_changes:
                self._note_without_role(row)
                continue
            if words.isdisjoint(PARTICIPANT_ROLES | COACH_ROLES):
                self.leave_out(row)
                continue
            person = self._person(row, id(row) in gone)
            for wanted, people in ((PARTICIPANT_ROLES, participants), (COACH_ROLES, coaches)):
                if person is not None and not wanted.isdisjoint(words):
                    people.append(self._placed(person, row, (mine, classes, out), wanted))
        self._note_only_enrolled(enrolled)
        return tuple(participants), tuple(coaches)

    def user_rows(self) -> list[SetRow]:
        """Those who are there and those who are gone, as they stand in the file."""
        rows = [*self.files.rows["users"], *self._found.gone.get("users", ())]
        return sorted(rows, key=lambda row: (row.file, row.line))

    def _roles(self) -> defaultdict[str, list[SetRow]]:
        """The roles of each user, the primary one first: rows of roles (1.2), or of users themselves (1.1)."""
        found = self.rows_by_user("roles", "usersourcedid", ALL_ROLES)
        for rows in found.values():
            rows.sort(key=lambda row: row.cell("roletype").casefold() != "primary")
        for row in self.user_rows():
            if row.cell("role"):
                found[tidy_key(row.cell("sourcedid"))].append(row)
        return found

    def _rows_gone(self, kind: str) -> defaultdict[str, list[SetRow]]:
        found: defaultdict[str, list[SetRow]] = defaultdict(list)
        for row in self._found.gone.get(kind, ()):
            found[tidy_key(row.cell("usersourcedid"))].append(row)
        return found

    def _note_without_role(self, row: SetRow) -> None:
        reason = Text(
            "Nothing here says in which role this person takes part, so the line is not read. "
            "Ask for a full export to bring everybody up to date."
        )
        self.files.notes_on(row).doubtful(row.line, reason)

    def _note_only_enrolled(self, enrolled: defaultdict[str, list[SetRow]]) -> None:
        """Changes of people who are not in the set themselves cannot be followed."""
        users = {tidy_key(row.cell("sourcedid")) for row in self.user_rows()}
        for key in enrolled.keys() - users if self.only_changes else ():
            for row in enrolled[key]:
                reason = Text(
                    "This line changes somebody who is not in users.csv, so it is not read. "
                    "Ask for a full export to bring everybody up to date."
                )
                self.files.notes_on(row).doubtful(row.line, reason)

    def _person(self, row: SetRow, left: bool) -> RosterPerson | None:
        readable, key = self.key(row, "sourcedid", "users")
        name = self._name(row) if readable else None
        if name is None:
            if key:
                self.refused_keys.append(key)
            return None
        if row.cell("enableduser").casefold() in _NO and not left:
            self.files.notes_on(row).note(row.line, Text("The account is switched off there. This person is read."))
        fields = {
            "username": self.username(row, key),
            "email": self.checked(row, "email", values.mail_address),
            "eckid": self._eckid(row),
            **self._born(key),
        }
        filled = {field: value for field, value in fields.items() if value}
        return RosterPerson(Origin(row.file, row.line), key, name, filled, left=left)

    def _name(self, row: SetRow) -> PersonName | None:
        """What the person is called: the preferred names where they are given."""
        given = self._name_part(row, "preferredgivenname") or self._name_part(row, "givenname")
        family = self._name_part(row, "preferredfamilyname") or self._name_part(row, "familyname")
        prefix, last = self._split(row, family)
        return checked_name(given, prefix, last, row.line, self.files.notes_on(row))

    def _name_part(self, row: SetRow, column: str) -> str:
        part = self.tidied(row, column)
        return "" if part in FILLERS else part

    def _split(self, row: SetRow, family: str) -> tuple[str, str]:
        """(prefix, family name): by our own column, by a middle name that is a prefix, or as one sees it."""
        if "metadatanlprefix" in row.cells:
            prefix = self.tidied(row, "metadatanlprefix")
            return prefix, family.removeprefix(prefix).strip() if prefix else family
        middle = self.tidied(row, "middlename")
        if middle and all(map(is_prefix, middle.split())):
            return middle, family.removeprefix(f"{middle} ")
        if middle:
            self.files.not_taken_over[f"{row.file}: {self.files.heading(row, 'middlename')}"] += 1
        return split_family(family)

    def _eckid(self, row: SetRow) -> str:
        """The national key of a pupil; never a citizen service number."""
        value = self.plain(row, "usermasteridentifier")
        if not values.is_citizen_number(value):
            return value
        reason = Text("{element} may be a citizen service number. It is not taken over.",
                      element=self.files.heading(row, "usermasteridentifier"))  # fmt: skip
        self.files.notes_on(row).warning(row.line, reason)
        return ""

    def _born(self, key: str | None) -> dict[str, str]:
        """From demographics, for who keeps them; whether they are kept is not decided here."""
        row = self._births.get(key or "")
        if row is None:
            return {}
        return {
            "birth_date": self.checked(row, "birthdate", _sure_day),
            "gender": self.checked(row, "sex", lambda word: SEX.get(word.casefold())),
        }

    def _placed(
        self, person: RosterPerson, row: SetRow, rows: tuple[list[SetRow], ...], words: frozenset[str]
    ) -> RosterPerson:
        """The person with the groups and the location that go with these roles."""
        mine, classes, out = ([each for each in some if each.cell("role").casefold() in words] for some in rows)
        is_participant = words is PARTICIPANT_ROLES
        grade = self._year_group(row) if is_participant else ""
        return replace(
            person,
            fields={**person.fields, **({"year_group": grade} if grade else {})},
            group_keys=self._groups_of(classes),
            location_key=self._location(row, mine),
            proposed_roles=() if is_participant else tuple(dict.fromkeys(each.cell("role") for each in mine)),
            left_group_keys=tuple(tidy_key(each.cell("classsourcedid")) for each in out),
        )

    def _groups_of(self, classes: Sequence[SetRow]) -> tuple[str, ...]:
        """Base groups first; a line that says the same again is noted."""
        keys: dict[str, SetRow] = {}
        for row in classes:
            key = self.group_of(row)
            if key in keys:
                reason = Text("This says the same as line {first}.", first=keys[key].line)
                self.files.notes_on(row).note(row.line, reason)
            elif key:
                keys[key] = row
        return tuple(sorted(keys, key=lambda key: key not in self.known_groups or self._is_combined(key)))

    def _is_combined(self, key: str) -> bool:
        return self.known_groups[key].kind != "base"

    def _location(self, row: SetRow, roles: Sequence[SetRow]) -> str | None:
        """Where somebody belongs: the main organisation, or that of the first role. Others are told."""
        named: dict[str, SetRow] = {}
        for key in (row.cell("primaryorgsourcedid"), *listed(row.cell("orgsourcedids"))):
            named.setdefault(tidy_key(key), row)
        for role in roles:
            named.setdefault(tidy_key(role.cell("orgsourcedid")), role)
        named.pop("", None)
        known = [key for key in named if key in self.known_locations]
        for key, where in named.items():
            if key not in self.known_locations and key != self.organisation_key and not self.only_changes:
                self.note_dangling(where, _org_column(where), key)
        if len(known) > 1:
            reason = Text("This person belongs to {n} locations. The first one is kept: {name}.", n=len(known),
                          name=self.known_locations[known[0]].name)  # fmt: skip
            self.files.notes_on(row).note(row.line, reason)
        first = next(iter(named), None)
        return first if first in self.known_locations else None


def listed(cell: str) -> list[str]:
    """The values of a cell with several: separated by commas, in quotes where one holds a comma itself."""
    return [value.strip() for row in csv.reader([cell[:MAX_CELL_LENGTH]]) for value in row if value.strip()]


def _sure_day(raw: str) -> str | None:
    """A day that can be read in one way only; 1/5/2014 may be in May or in January."""
    found = {day.isoformat() for day in (values.dutch_date(raw), values.american_date(raw)) if day}
    return found.pop() if len(found) == 1 else None


def _org_column(row: SetRow) -> str:
    return next(
        (name for name in ("orgsourcedid", "orgsourcedids", "primaryorgsourcedid") if row.cell(name)), "orgsourcedid"
    )
