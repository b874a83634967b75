"""The objects of an EDEXML file made into a `Roster`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from app.domain.names import PersonName
from app.domain.roster import Origin, Roster, RosterGroup, RosterLocation, RosterPerson
from app.domain.text import Text
from app.exchange import edexml_school as school
from app.exchange import edexml_terms as terms
from app.exchange.cleaning import tidy_key
from app.exchange.edexml_parse import Document, Item, Reference
from app.exchange.edexml_values import ItemReader
from app.exchange.notebook import Notebook


def roster_of(document: Document, file: str, notes: Notebook) -> Roster:
    """The roster in `document`; what is wrong with single lines goes into `notes`. Raises `Refusal`."""
    owner = school.the_school(document, file)
    year = school.first_year(owner, file)
    by_kind: defaultdict[str, list[Item]] = defaultdict(list)
    for item in document.items:
        by_kind["groups" if item.kind in terms.REFERENCES else item.kind].append(item)
    if not by_kind["leerling"]:
        school.refuse_nobody(file)
    version = owner.values.get("xsdversie", "").strip()
    school.note_build(document, version, owner.line, notes)
    builder = _Builder(file, version, school.reference_day(owner, year, notes), notes)
    locations = builder.locations(by_kind["vestiging"])
    builder.read_groups(by_kind["groups"])
    participants = builder.persons(by_kind["leerling"], builder.participant)
    coaches = builder.persons(by_kind["leerkracht"], builder.coach)
    return Roster(
        source=school.source_of(owner, notes),
        format=f"EDEXML {version[:20]}".strip(),
        school_year=year,
        locations=locations,
        groups=builder.placed_groups(participants),
        participants=participants,
        coaches=coaches,
        not_taken_over=dict(document.not_taken_over),
        notes=notes.notes(),
        refused_keys=tuple(builder.refused_keys),
    )


class _Builder:
    """Makes rows in the order in which they are pointed at: locations, groups, persons.

    Locations and groups are found by the key that the file uses, which is not always the key they keep.
    """

    def __init__(self, file: str, version: str, reference_day: date, notes: Notebook) -> None:
        self._file = file
        self._version = version
        self._reference_day = reference_day
        self._notes = notes
        self._reader = ItemReader(notes)
        self._locations: dict[str, RosterLocation] = {}
        self._groups: dict[str, RosterGroup] = {}
        self.refused_keys: list[str] = []

    def _origin(self, item: Item) -> Origin:
        return Origin(self._file, item.line)

    # Locations and groups

    def locations(self, items: Iterable[Item]) -> tuple[RosterLocation, ...]:
        for item in items:
            readable, key = self._reader.key(item, "vestiging")
            name = self._reader.name_of_thing(item) if readable else ""
            if name:
                lasting = key or _made_key(name, {location.key for location in self._locations.values()})
                self._locations[tidy_key(item.key) or lasting] = RosterLocation(self._origin(item), lasting, name)
        return tuple(self._locations.values())

    def read_groups(self, items: Iterable[Item]) -> None:
        for item in items:
            readable, key = self._reader.key(item, "groep")
            name = self._reader.name_of_thing(item) if readable else ""
            if name:
                lasting = key or _made_key(name, {group.key for group in self._groups.values()})
                self._groups[tidy_key(item.key) or lasting] = self._group(item, lasting, name)

    def _group(self, item: Item, key: str, name: str) -> RosterGroup:
        kind = "base" if item.kind == "groep" else "combined"
        return RosterGroup(self._origin(item), key, name, kind, self._reader.year_group(item))

    def placed_groups(self, participants: Iterable[RosterPerson]) -> tuple[RosterGroup, ...]:
        """The groups, each with the location that all its members share: EDEXML gives locations of persons only."""
        seen: defaultdict[str, set[str | None]] = defaultdict(set)
        for person in participants:
            for key in person.group_keys:
                seen[key].add(person.location_key)
        return tuple(_placed(group, seen[group.key or ""]) for group in self._groups.values())

    # Persons

    def persons(
        self, items: Iterable[Item], make: Callable[[Item, str | None, PersonName], RosterPerson]
    ) -> tuple[RosterPerson, ...]:
        found = []
        for item in items:
            readable, key = self._reader.key(item, item.kind)
            name = self._reader.person_name(item) if readable else None
            if name is not None:
                found.append(make(item, key, name))
            elif key:
                self.refused_keys.append(key)
        return tuple(found)

    def participant(self, item: Item, key: str | None, name: PersonName) -> RosterPerson:
        groups = self._group_keys(item)
        year_group = self._reader.year_group(item) or self._year_of_group(item)
        fields = {
            "birth_date": self._reader.day(item, "geboortedatum"),
            "gender": self._reader.gender(item),
            "year_group": year_group,
            "postcode": self._reader.postcode(item),
            **self._reader.account(item),
        }
        return RosterPerson(
            origin=self._origin(item),
            key=key,
            name=name,
            fields=_filled(fields),
            group_keys=groups,
            location_key=self._location_key(item),
            left=self._has_left(item, year_group),
        )

    def coach(self, item: Item, key: str | None, name: PersonName) -> RosterPerson:
        return RosterPerson(
            origin=self._origin(item),
            key=key,
            name=name,
            fields=_filled(self._reader.account(item)),
            group_keys=self._group_keys(item),
            proposed_roles=self._reader.roles(item),
        )

    def _has_left(self, item: Item, year_group: str) -> bool:
        day = self._reader.day(item, "uitstroomdatum")
        return year_group == terms.HISTORIC or bool(day and date.fromisoformat(day) < self._reference_day)

    def _year_of_group(self, item: Item) -> str:
        """Of the base group, for a person without a year group of their own (in 1.03 that is the rule)."""
        groups = (self._groups.get(tidy_key(reference.key)) for reference in item.groups)
        found = next((group.year_group for group in groups if group and group.kind == "base"), "")
        if self._version not in terms.OLD_VERSIONS and "jaargroep" not in item.values:
            self._note_missing_year(item.line, found)
        return found

    def _note_missing_year(self, line: int, found: str) -> None:
        if found:
            reason = Text("{element} is not filled in; that of the group is used: {value}.", element="jaargroep",
                          value=found)  # fmt: skip
            self._notes.note(line, reason)
        else:
            self._notes.warning(line, Text("{element} is not filled in.", element="jaargroep"))

    # References

    def _group_keys(self, item: Item) -> tuple[str, ...]:
        """Keys of groups that are in the file, base groups first, each once."""
        found: dict[str, RosterGroup] = {}
        for reference in item.groups:
            group = self._groups.get(tidy_key(reference.key))
            if group is None:
                self._note_dangling(reference)
            else:
                found.setdefault(str(group.key), group)
                self._check_kind(reference, group)
        return tuple(sorted(found, key=lambda key: found[key].kind != "base"))

    def _check_kind(self, reference: Reference, group: RosterGroup) -> None:
        if (reference.element == "groep") != (group.kind == "base"):
            reason = Text("The key {key} is that of another kind of group than {element}.", key=reference.key,
                          element=reference.element)  # fmt: skip
            self._notes.warning(reference.line, reason)

    def _location_key(self, item: Item) -> str | None:
        if item.location is None:
            return None
        location = self._locations.get(tidy_key(item.location.key))
        if location is None:
            self._note_dangling(item.location)
        return location.key if location else None

    def _note_dangling(self, reference: Reference) -> None:
        reason = Text(
            "There is no {element} with key {key} in this file, or its line was left out. The rest is read.",
            element=reference.element,
            key=reference.key[:100],
        )
        self._notes.doubtful(reference.line, reason)


def _filled(fields: dict[str, str]) -> dict[str, str]:
    return {field: value for field, value in fields.items() if value}


def _made_key(name: str, taken: set[str | None]) -> str:
    """A key for a group or location that has none of its own: by its name."""
    key, number = f"name:{name}", 1
    while key in taken:
        number += 1
        key = f"name:{name} ({number})"
    return key


def _placed(group: RosterGroup, locations: set[str | None]) -> RosterGroup:
    return replace(group, location_key=next(iter(locations))) if len(locations) == 1 else group
