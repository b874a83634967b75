"""The new year as it is prepared: its groups, everybody's place, the coaches, what is still to be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from app.domain.calendar import SchoolYear
from app.domain.permissions import Permission, require
from app.domain.rollover.coaching import going_along, staying_coaches
from app.domain.rollover.kept import Choice, Fate, NewGroup, Person, Place, PresentGroup, State
from app.domain.rollover.places import needs_place
from app.domain.rollover.proposal import names_twice
from app.domain.rollover.years import preparing_from, same_name
from app.domain.sight import Sight
from app.store.by_name import by_name
from app.store.rollover import KeptRollOver, coaching_now, kept_roll_over, prepared_row, year_due
from app.store.tables import coaches, groups, locations, memberships, participants, roll_overs
from app.views.people import name_of, natural
from app.views.rollover_differences import Difference, differences


@dataclass(frozen=True, slots=True)
class PresentRow:
    """A group as it is. `new_id` is None for one that stays as it is; `going` are (new group or None, people)."""

    id: bytes
    name: str
    year_group: str
    location: str
    people: int
    new_id: bytes | None = None
    fate: Fate = Fate.STAYS
    becomes: str = ""
    going: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class NewRow:
    """A group as it will be; `comes_from` the name of the present one that goes on as it.

    `staying` has the year group now and would stay with it, `along` has the people now and would go along with them.
    `is_twice`: another has this name; `is_there`: an import or somebody made it already.
    """

    id: bytes
    name: str
    year_group: str
    location: str
    comes_from: str
    fate: Fate
    people: int
    coaches: tuple[CoachName, ...]
    staying: tuple[bytes, ...]
    along: tuple[bytes, ...]
    is_twice: bool
    is_there: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class CoachName:
    id: bytes
    full: str
    listed: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """What becomes of one person. `to` are names of new groups; `after` the year group then."""

    id: bytes
    full: str
    listed: str
    year_group: str
    groups: str
    group_ids: tuple[bytes, ...]
    choice: Choice
    was_chosen: bool
    to: str
    to_ids: tuple[bytes, ...]
    after: str
    needs_place: bool


@dataclass(frozen=True, slots=True)
class RollOver:
    """What is prepared. `year` is None where there are no school years; `others` counts what is prepared beside."""

    id: bytes
    year: SchoolYear | None
    effective_on: date
    hand_over_on: date | None
    early_sight: bool
    present: tuple[PresentRow, ...]
    new: tuple[NewRow, ...]
    people: tuple[PlaceRow, ...]
    differences: tuple[Difference, ...]
    coaches: tuple[CoachName, ...]
    others: int

    @property
    def going_on(self) -> tuple[NewRow, ...]:
        return tuple(one for one in self.new if one.fate is Fate.GOES_ON)


@dataclass(frozen=True, slots=True)
class RollOverPage:
    """`prepared` is None where nothing is; then `due` is the school year that can be prepared, or `from_day` says when.

    `done` is the newest one that was done: its school year (or None) and the day it took effect.
    """

    with_years: bool
    prepared: RollOver | None = None
    due: SchoolYear | None = None
    from_day: date | None = None
    done: tuple[SchoolYear | None, date] | None = None


def roll_over_page(connection: Connection, sight: Sight) -> RollOverPage:
    """Raises Refusal for who may not make groups."""
    require(sight.actor, Permission.EDIT_GROUPS)
    with_years = sight.profile.period_kind == "school_year"
    row = prepared_row(connection)
    if row is not None:
        return RollOverPage(with_years, _prepared(connection, kept_roll_over(connection, row)))
    due = year_due(connection, sight.today) if with_years else None
    return RollOverPage(with_years, None, due, preparing_from(sight.today), _newest_done(connection))


def _newest_done(connection: Connection) -> tuple[SchoolYear | None, date] | None:
    query = select(roll_overs).where(roll_overs.c.state == State.DONE).order_by(roll_overs.c.effective_on.desc())
    row = connection.execute(query).first()
    if row is None:
        return None
    return _year(row.school_year), date.fromisoformat(row.effective_on)


def _prepared(connection: Connection, kept: KeptRollOver) -> RollOver:
    row, places = kept.row, kept.places()
    reading = _Reading(connection, kept, places)
    return RollOver(
        row["id"], _year(row["school_year"]), date.fromisoformat(row["effective_on"]),
        date.fromisoformat(row["hand_over_on"]) if row["hand_over_on"] else None, bool(row["early_sight"]),
        reading.present(), reading.new(), reading.people(), reading.differences(), tuple(reading.coaches.values()),
        connection.execute(select(func.count()).where(roll_overs.c.state == State.PREPARED)).scalar_one() - 1)


class _Reading:
    """The rows of one page, with the names that stand beside them."""

    def __init__(self, connection: Connection, kept: KeptRollOver, places: Mapping[bytes, Place]) -> None:
        self.kept, self.places = kept, places
        self.locations = dict(connection.execute(select(locations.c.id, locations.c.name)).all())
        self.names = {row.id: name_of(row) for row in connection.execute(select(
            participants.c.id, participants.c.given, participants.c.prefix, participants.c.family))}
        self.group_names = dict(connection.execute(select(groups.c.id, groups.c.name)).all())
        standing = select(coaches).where(coaches.c.until_on.is_(None)).order_by(*by_name(coaches))
        self.coaches = {
            row.id: CoachName(row.id, name_of(row).full, name_of(row).listed) for row in connection.execute(standing)}
        inside = select(memberships.c.group_id, func.count()).where(memberships.c.until_on.is_(None))
        self.sizes: dict[bytes, int] = dict(connection.execute(inside.group_by(memberships.c.group_id)).all())
        self.now = coaching_now(connection, kept.present)
        self.by_id = {one.id: one for one in kept.new}

    def present(self) -> tuple[PresentRow, ...]:
        rows = {one.from_id: one for one in self.kept.new if one.from_id is not None}
        taking_part = [self._present(one, rows[one.id]) for one in self.kept.present.values()]
        staying = [
            PresentRow(one.id, one.name, one.year_group, self._at(one.location_id), self.sizes.get(one.id, 0))
            for one in self.kept.staying]
        return tuple(sorted([*taking_part, *staying], key=lambda row: (row.fate is Fate.STAYS, natural(row.name))))

    def _present(self, group: PresentGroup, new: NewGroup) -> PresentRow:
        going = Counter(
            self.by_id[to].name for one in self.kept.people if group.id in one.groups for to in self.places[one.id].to)
        return PresentRow(
            group.id, group.name, group.year_group, self._at(group.location_id), self.sizes.get(group.id, 0), new.id,
            new.fate, new.name if new.fate is Fate.GOES_ON else "", tuple(going.most_common()))

    def new(self) -> tuple[NewRow, ...]:
        twice = names_twice(self.kept.new)
        counted = Counter(to for place in self.places.values() for to in place.to)
        inside = Counter(group for one in self.kept.people for group in one.already)
        rows = [self._new(
            one, counted[one.id] + inside[self.kept.same.get(one.id, b"")],
            same_name(one.name) in twice) for one in self.kept.new]
        return tuple(sorted(rows, key=lambda row: (row.fate is not Fate.GOES_ON, natural(row.name))))

    def _new(self, one: NewGroup, people: int, is_twice: bool) -> NewRow:
        with_years = bool(self.kept.row["school_year"])
        comes_from = self.group_names.get(one.from_id, "") if one.from_id is not None else ""
        return NewRow(
            one.id, one.name, one.year_group, self._at(one.location_id), comes_from, one.fate, people,
            tuple(self.coaches[coach] for coach in self.kept.coaches.get(one.id, ())),
            staying_coaches(one, self.kept.present, self.now, with_years), going_along(one, self.now),
            is_twice and one.fate is Fate.GOES_ON, one.id in self.kept.same,
            one.from_id is not None and one.from_id not in self.kept.present)

    def people(self) -> tuple[PlaceRow, ...]:
        return tuple(self._place(one, self.places[one.id]) for one in self.kept.people)

    def _place(self, person: Person, place: Place) -> PlaceRow:
        name = self.names[person.id]
        settled = person.already if person.already and not place.was_chosen else ()
        return PlaceRow(
            person.id, name.full, name.listed, person.year_group,
            self._groups(person.groups), person.groups, place.choice, place.was_chosen,
            self._groups(settled) or self._new_names(place.to), place.to, place.year_group,
            needs_place(person, place))

    def differences(self) -> tuple[Difference, ...]:
        """Those of whom a file says another thing than was prepared."""
        return differences(self.kept, self.places, self.names, self.group_names)

    def _groups(self, ids: Iterable[bytes]) -> str:
        return ", ".join(self.group_names[one] for one in ids)

    def _new_names(self, ids: Iterable[bytes]) -> str:
        return ", ".join(self.by_id[one].name for one in ids)

    def _at(self, location: bytes | None) -> str:
        return self.locations.get(location, "") if location is not None else ""


def _year(first: int | None) -> SchoolYear | None:
    return SchoolYear(first) if first else None
