"""The rows of a list made into a `Roster`, by a mapping of our fields to its columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.errors import Refusal
from app.domain.ids import read_id
from app.domain.names import PersonName, fold
from app.domain.roster import Note, Origin, Roster, RosterGroup, RosterLocation, RosterPerson
from app.domain.text import Text
from app.exchange import values
from app.exchange.cleaning import checked_name, fits, key_too_long, tidy, tidy_key
from app.exchange.columns import ColumnMapping, plain
from app.exchange.notebook import Notebook
from app.exchange.split_names import split_family, split_name
from app.exchange.table_things import COACH_ROLES, GROUP_ROLES, KINDS, LOCATION_ROLES, PARTICIPANT_ROLES, ListedThings
from app.exchange.tables import Table, TableRow

SOURCE = "table"
"""One name for CSV and XLSX, so that the same list in either form matches."""
MAX_GROUPS_IN_CELL = 50

_TELLING = {"username", "email", "birth_date", "eckid"}
"""Fields that tell two people with the same name apart."""
# "Groep 5/6" and "3A/4B" are one group each; "Taal/Rekenen" is two.
_BETWEEN_GROUPS = re.compile(r"\s*[|]\s*|\s+/\s+|(?<!\d)(?<!\d[A-Za-z])/|/(?!\d)")
_PLURALS = [["groepen"], ["klassen"], ["cursussen"], ["lesgroepen"], ["groups"], ["classes"], ["courses"]]
_BETWEEN_MORE = re.compile(r"\s*[,;]\s*")
_FORMULA_STARTS = ("=", "+", "-", "@")


def table_roster(
    table: Table, mapping: ColumnMapping, *, complete: bool = False, coaches_by_default: bool = False
) -> Roster:
    """The roster in a list.

    `complete` is what the user says: true when the list has everybody, so that who is missing has gone.
    `coaches_by_default` reads rows without a role as coaches. Groups and locations have no keys of their own in a
    list: their names are their keys, small letters, a group within its location. Rows with the same key and the
    same name are one person in several groups. Raises `Refusal` when no column holds a name.
    """
    if not mapping.has_name:
        raise Refusal(
            Text("In {file} it is not clear which column holds the names.", file=table.file),
            Text("Say which column holds the first name, the family name or the whole name."),
        )
    reader = _TableReader(table, mapping, coaches_by_default)
    others = [row for row in table.rows if not reader.read_location(row)]
    for row in [row for row in others if not reader.read_group(row)]:
        reader.read(row)
    return reader.roster(complete)


@dataclass(slots=True)
class _Found:
    """People of one kind so far, and where each key and each name was seen first."""

    people: list[RosterPerson] = field(default_factory=list)
    by_key: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, int] = field(default_factory=dict)


class _TableReader:
    """Reads row after row."""

    def __init__(self, table: Table, mapping: ColumnMapping, coaches_by_default: bool) -> None:
        self._table = table
        self._columns = dict(mapping.columns)
        self._notes = Notebook(table.file)
        self._coaches_by_default = coaches_by_default
        self._has_things = False
        self._things = ListedThings()
        self._locations: dict[str, RosterLocation] = self._things.locations
        self._groups: dict[str, RosterGroup] = self._things.groups
        self._participants = _Found()
        self._coaches = _Found()
        self._refused_keys: list[str] = []
        self._not_taken_over: Counter[str] = Counter()
        self._others = [at for at in range(len(table.headings)) if at not in set(self._columns.values())]

    def roster(self, complete: bool) -> Roster:
        if "key" not in self._columns:
            reason = Text("There is no column with a number or key, so people are recognised by their names.")
            self._notes.note(0, reason)
        return Roster(
            source=SOURCE,
            format=self._table.format,
            school_year=_most_common(group.school_year for group in self._groups.values()),
            locations=tuple(self._locations.values()),
            groups=tuple(self._groups.values()),
            participants=tuple(self._participants.people),
            coaches=tuple(self._coaches.people),
            not_taken_over=dict(self._not_taken_over),
            notes=_by_line(self._table.notes + self._notes.notes()),
            complete=complete,
            refused_keys=tuple(self._refused_keys),
            places_groups=self._has_things,
        )

    def read_location(self, row: TableRow) -> bool:
        """Whether the row is a location of its own, as in our own lists; then it is taken."""
        name = self._thing_name(row, "location", LOCATION_ROLES)
        if name:
            key = tidy_key(self._cell(row, "key")) or name.casefold()
            self._things.add_location(Origin(self._table.file, row.line), key, name)
        return bool(name)

    def read_group(self, row: TableRow) -> bool:
        """Whether the row is a group of its own; then it is taken."""
        name = self._thing_name(row, "groups", GROUP_ROLES)
        if name:
            self._things.add_group(self._group(row, tidy_key(self._cell(row, "key")) or name.casefold(), name))
        return bool(name)

    def _thing_name(self, row: TableRow, column: str, roles: frozenset[str]) -> str:
        name = self._plain(row, column) if fold(self._cell(row, "role")) in roles else ""
        self._has_things = self._has_things or bool(name)
        return name

    def _group(self, row: TableRow, key: str, name: str) -> RosterGroup:
        year = self._cell(row, "group_year").strip()[:4]
        return RosterGroup(
            Origin(self._table.file, row.line),
            key,
            name,
            KINDS.get(fold(self._cell(row, "group_kind")), "base"),
            self._plain(row, "year_group"),
            self._location_key(row),
            int(year) if year.isascii() and year.isdecimal() else None,
            *self._course(row),
        )

    def _course(self, row: TableRow) -> tuple[str, str]:
        """Kind and type of the course that a group follows."""
        return (self._checked(row, "course_kind", values.course_kind),
                self._checked(row, "course_type", values.course_type))

    def read(self, row: TableRow) -> None:
        self._count_others(row)
        key = tidy_key(self._cell(row, "key"))
        person = self._person(row, key)
        if person is None:
            if key:
                self._refused_keys.append(key)
            return
        location = self._location_key(row)
        groups = self._group_keys(row, location)
        person = replace(person, location_key=location, group_keys=groups)
        found = self._coaches if self._is_coach(row) else self._participants
        self._add(found, person)
        self._read_coaches(row, location, groups)

    def _count_others(self, row: TableRow) -> None:
        for place in self._others:
            if row.cells[place].strip():
                self._not_taken_over[self._table.headings[place]] += 1

    # Cells

    def _cell(self, row: TableRow, name: str) -> str:
        place = self._columns.get(name)
        return "" if place is None else row.cells[place]

    def _heading(self, name: str) -> str:
        return self._table.headings[self._columns[name]] if name in self._columns else name

    def _tidied(self, row: TableRow, name: str) -> str:
        raw = self._cell(row, name)
        return tidy(raw, self._heading(name), row.line, self._notes) if raw else ""

    def _plain(self, row: TableRow, name: str) -> str:
        value = self._tidied(row, name)
        return value if fits(value, self._heading(name), row.line, self._notes) else ""

    def _checked(self, row: TableRow, name: str, check: Callable[[str], str | None]) -> str:
        """The value in our spelling; empty, with a warning, when it is not what the column should hold."""
        value = self._tidied(row, name)
        found = check(value) if value else ""
        if found is not None:
            return found
        reason = Text(
            "{element} is not in order: {value}. It is not taken over.",
            element=self._heading(name),
            value=value[:50],
        )
        self._notes.warning(row.line, reason)
        return ""

    # People

    def _person(self, row: TableRow, key: str) -> RosterPerson | None:
        """The person without groups; None when the row is refused."""
        name = self._name(row)
        if name is None or (key and key_too_long(key, row.line, self._notes)) or not self._role_is_known(row):
            return None
        role = self._tidied(row, "role")
        return RosterPerson(
            origin=Origin(self._table.file, row.line),
            key=key or None,
            name=name,
            fields={field: value for field, value in self._fields(row).items() if value},
            proposed_roles=(role,) if role and self._is_coach(row) else (),
        )

    def _name(self, row: TableRow) -> PersonName | None:
        given, prefix, family = (self._tidied(row, part) for part in ("given_name", "prefix", "family_name"))
        whole = self._tidied(row, "name")
        if whole and not given and not family:
            parts = split_name(whole)
            given, prefix, family = parts.given, parts.prefix or prefix, parts.family
            if not parts.certain:
                self._note_split(row, parts.given, parts.family)
        if family and not prefix and read_id(tidy_key(self._cell(row, "key"))) is None:  # ours are split as they are
            prefix, family = split_family(family)
        for value in (given, prefix, family):
            if value.startswith(_FORMULA_STARTS):
                reason = Text("This name looks like a formula: {value}. It is read as text.", value=value[:50])
                self._notes.warning(row.line, reason)
        return checked_name(given, prefix, family, row.line, self._notes)

    def _note_split(self, row: TableRow, given: str, family: str) -> None:
        reason = Text(
            "The name was split into {given} and {family}. Check whether that is right.",
            given=given,
            family=family,
        )
        self._notes.note(row.line, reason)

    def _fields(self, row: TableRow) -> dict[str, str]:
        return {
            "username": self._plain(row, "username"),
            "email": self._checked(row, "email", values.mail_address),
            "postcode": self._postcode(row),
            "birth_date": self._checked(row, "birth_date", _iso_day),
            "gender": self._checked(row, "gender", values.gender),
            "birth_year": self._checked(row, "birth_year", values.birth_year),
            "mother_tongue": self._checked(row, "mother_tongue", values.mother_tongue),
            "younger_than_16": self._checked(row, "younger_than_16", values.yes_or_no),
            "year_group": self._plain(row, "year_group"),
            "eckid": self._plain(row, "eckid"),
        }

    def _postcode(self, row: TableRow) -> str:
        """A Dutch postcode in one spelling; a foreign one as it stands."""
        value = self._plain(row, "postcode")
        return values.dutch_postcode(value) or (value if len(value) <= 32 else "")

    def _add(self, found: _Found, person: RosterPerson) -> None:
        """Join the row to an earlier one of the same person, or add it."""
        folded = fold(person.name.full)
        if person.key is not None and person.key in found.by_key:
            self._join_by_key(found, found.by_key[person.key], person)
            return
        if folded in found.by_name and person.key is None and self._same_name(found, folded, person):
            return
        if person.key is not None:
            found.by_key[person.key] = len(found.people)
        found.by_name.setdefault(folded, len(found.people))
        found.people.append(person)

    def _join_by_key(self, found: _Found, place: int, person: RosterPerson) -> None:
        first = found.people[place]
        if fold(first.name.full) == fold(person.name.full):
            self._notes.note(person.origin.line, _joined(first))
            found.people[place] = _both(first, person)
            return
        reason = Text(
            "The key {key} stands on line {first} already, with another name. This line is left out. "
            "Give each person a number of their own and read the file again.",
            key=person.key,
            first=first.origin.line,
        )
        self._notes.refused(person.origin.line, reason)

    def _same_name(self, found: _Found, folded: str, person: RosterPerson) -> bool:
        """Whether a row without a key was joined to the earlier one with that name.

        Certain when all they say is the same and something more than a name; a row that is wholly the same is
        joined as well, yet somebody has to look. Else they stay two people, and somebody has to look.
        """
        place = found.by_name[folded]
        first = found.people[place]
        same = first.key is None and first.fields == person.fields
        if same and person.fields.keys() & _TELLING:
            self._notes.note(person.origin.line, _joined(first))
        elif same and first.group_keys == person.group_keys and first.location_key == person.location_key:
            self._notes.doubtful(person.origin.line, _joined(first))
        else:
            reason = Text("The same name stands on line {first}. Check whether it is the same person.",
                          first=first.origin.line)  # fmt: skip
            self._notes.doubtful(person.origin.line, reason)
            return False
        found.people[place] = _both(first, person)
        return True

    # Roles

    def _is_coach(self, row: TableRow) -> bool:
        word = fold(self._cell(row, "role"))
        return word in COACH_ROLES or (not word and self._coaches_by_default)

    def _role_is_known(self, row: TableRow) -> bool:
        word = fold(self._cell(row, "role"))
        if not word or word in COACH_ROLES or word in PARTICIPANT_ROLES:
            return True
        reason = Text(
            "The role {value} is not known: this person is neither a {participant} nor a {coach}. "
            "This line is left out.",
            value=self._tidied(row, "role")[:50],
        )
        self._notes.refused(row.line, reason)
        return False

    def _read_coaches(self, row: TableRow, location: str | None, groups: tuple[str, ...]) -> None:
        """Coaches that a row names beside its person: one by full name, several between strokes."""
        for whole in re.split(r"\s*[/|;]\s*", self._tidied(row, "coach")):
            parts = split_name(whole)
            name = checked_name(parts.given, parts.prefix, parts.family, row.line, self._notes) if whole else None
            if name is None:
                continue
            place = self._coaches.by_name.get(fold(name.full))
            if place is None:
                self._coaches.by_name[fold(name.full)] = len(self._coaches.people)
                origin = Origin(self._table.file, row.line)
                self._coaches.people.append(RosterPerson(origin, None, name, {}, groups, location))
            else:
                coach = self._coaches.people[place]
                joined = tuple(dict.fromkeys(coach.group_keys + groups))
                self._coaches.people[place] = replace(coach, group_keys=joined)

    # Locations and groups

    def _location_key(self, row: TableRow) -> str | None:
        name = self._plain(row, "location")
        if not name:
            return None
        if listed := self._things.location(name):
            return listed
        key = name.casefold()
        origin = Origin(self._table.file, row.line)
        self._locations.setdefault(key, RosterLocation(origin, key, name))
        return key

    def _group_keys(self, row: TableRow, location: str | None) -> tuple[str, ...]:
        keys: dict[str, None] = {}
        for name in self._group_names(row):
            if listed := self._things.group(name):
                keys[listed] = None
                continue
            if not fits(name, self._heading("groups"), row.line, self._notes):
                continue
            key = f"{location}|{name.casefold()}" if location else name.casefold()
            if key not in self._groups:
                origin = Origin(self._table.file, row.line)
                self._groups[key] = RosterGroup(origin, key, name, "base", "", location, None, *self._course(row))
            keys[key] = None
        return tuple(keys)

    def _group_names(self, row: TableRow) -> list[str]:
        cell = self._tidied(row, "groups")
        if self._has_things and all(map(self._things.group, whole := _parts(cell))):
            return whole[:MAX_GROUPS_IN_CELL]
        names = [name for name in _BETWEEN_GROUPS.split(cell) if name]
        if plain(self._heading("groups")).split()[:1] in _PLURALS:
            names = [part for name in names for part in _BETWEEN_MORE.split(name) if part]
        return names[:MAX_GROUPS_IN_CELL]


def _parts(cell: str) -> list[str]:
    return [part for part in map(str.strip, cell.split("|")) if part]


def _most_common(years: Iterable[int | None]) -> int | None:
    found = Counter(year for year in years if year is not None)
    return max(found, key=lambda year: (found[year], year)) if found else None


def _joined(first: RosterPerson) -> Text:
    return Text("This is the person of line {first}. The two lines are read as one.", first=first.origin.line)


def _both(first: RosterPerson, second: RosterPerson) -> RosterPerson:
    """One person of two rows: the groups of both, and of each field what the first row says."""
    groups = tuple(dict.fromkeys(first.group_keys + second.group_keys))
    return replace(first, group_keys=groups, fields={**second.fields, **first.fields})


def _iso_day(raw: str) -> str | None:
    day: date | None = values.dutch_date(raw)
    return day.isoformat() if day else None


def _by_line(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    return tuple(sorted(notes, key=lambda note: note.line))
