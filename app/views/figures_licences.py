"""What was done with the seats: per package and month how many there were, were given out, and were used to practise.

For use inside: seats are numbers of a contract and are shown. How many practised says something about people, so fewer
than five of them are hidden, and of the parts of one month always two at least; the tables per place,
per group and of all together, held side by side, do not tell it either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, case, select

from app.domain.contract.seat_numbers import bought_on, holders_on
from app.domain.contract.seats import SeatHeld
from app.domain.figures.periods import FigurePeriod
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.domain.small_cells import LEAST, Shown, is_small, protect_places
from app.domain.text import Text
from app.store.figures import results_since
from app.store.merged import all_merged
from app.store.seats import KeptSeats, kept_seats
from app.store.tables import agreements, belongs_to, groups, licences, locations, memberships, participants, results
from app.views.figures_tables import HIDDEN, FigureTable, hidden_note, without_results
from app.views.sheets import Cell, Sheet

Month = tuple[date, date]
Places = Mapping[str, Mapping[str, frozenset[bytes]]]
"""Per place and per group of it who was there."""


class Split(StrEnum):
    NONE = "none"
    LOCATION = "location"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class LicenceUse:
    """`steps` are (day, in use, bought) of all packages together, for a picture."""

    table: FigureTable
    steps: tuple[tuple[date, int, int], ...]
    last: date


@dataclass(frozen=True, slots=True)
class _Practice:
    """Who practised in each month, by its number, and who was in which group or place in it. Before `since` nobody
    knows here who practised.
    """

    months: tuple[Month, ...]
    by_month: Mapping[int, frozenset[bytes]]
    places: Mapping[int, Places]
    since: date


def licence_use(connection: Connection, sight: Sight, begins: date, ends: date, split: str) -> LicenceUse:
    """Months that have begun; of the running one until today. Raises Refusal without the permission to export."""
    require(sight.actor, Permission.EXPORT)
    months = tuple((first, min(last, sight.today)) for first, last in FigurePeriod(begins, ends).months()
                   if first <= sight.today)
    same = all_merged(connection)
    packages = {name: _as_one(kept, same) for name, kept in _packages(connection, sight)}
    practice = _Practice(months, _practised(connection, sight, months, same),
                         _places(connection, months, same) if split != Split.NONE else {},
                         results_since(connection))
    rows = [row for name, kept in packages.items() for row in _rows(name, kept, practice, split)]
    sheet = Sheet("licences", Text("Use of the licences"), _headings(split), tuple(rows))
    hidden = sum(cell is HIDDEN for row in rows for cell in row)
    notes = (*_notes(hidden, split), *without_results(begins, practice.since))
    return LicenceUse(FigureTable(sheet, notes), tuple(_steps(packages.values(), months)),
                      months[-1][1] if months else sight.today)


def _packages(connection: Connection, sight: Sight) -> Iterator[tuple[str, KeptSeats]]:
    """The licences for participants by their package, in its order."""
    query = (
        select(licences, agreements.c.package)
        .join(agreements, agreements.c.id == licences.c.agreement_id)
        .where(licences.c.kind == "participant", belongs_to(agreements, sight.tenant))
        .order_by(agreements.c.package, licences.c.from_on, licences.c.id))
    by_package = defaultdict[str, list[dict[str, Any]]](list)
    for row in connection.execute(query).mappings():
        by_package[row["package"]].append(dict(row))
    for name, rows in by_package.items():
        yield name, kept_seats(connection, rows)


def _as_one(kept: KeptSeats, same: Mapping[bytes, bytes]) -> KeptSeats:
    """Seats of who turned out to be one person are that person's."""
    held = tuple(SeatHeld(same.get(one.person, one.person), one.place, one.from_on, one.until_on) for one in kept.held)
    return KeptSeats(held, kept.bought)


def _practised(
    connection: Connection, sight: Sight, months: Collection[Month], same: Mapping[bytes, bytes],
) -> dict[int, frozenset[bytes]]:
    """Who has a result in each month; one walk over the results, however many months."""
    if not months:
        return {}
    starts = [sight.start_of(first) for first, _ in months]
    end = sight.start_of(list(months)[-1][1] + timedelta(days=1))
    number = case(*((results.c.at_us >= start, at) for at, start in reversed(list(enumerate(starts)))), else_=-1)
    query = select(results.c.participant, number).where(
        results.c.at_us >= starts[0], results.c.at_us < end).distinct()
    who = {row.local: same.get(row.id, bytes(row.id)) for row in connection.execute(
        select(participants.c.local, participants.c.id))}
    found = defaultdict[int, set[bytes]](set)
    for local, at in connection.execute(query):
        if local in who:
            found[at].add(who[local])
    return {at: frozenset(people) for at, people in found.items()}


def _places(
    connection: Connection, months: Collection[Month], same: Mapping[bytes, bytes],
) -> dict[int, Places]:
    query = (
        select(memberships.c.participant_id, memberships.c.from_on, memberships.c.until_on, groups.c.name,
               locations.c.name.label("place"))
        .join(groups, groups.c.id == memberships.c.group_id)
        .outerjoin(locations, locations.c.id == groups.c.location_id))
    rows = connection.execute(query).all()
    found: dict[int, Places] = {}
    for at, (first, last) in enumerate(months):
        of_month: dict[str, dict[str, set[bytes]]] = defaultdict(lambda: defaultdict(set))
        begins, ends = first.isoformat(), last.isoformat()
        for row in rows:
            if row.from_on <= ends and (row.until_on is None or row.until_on > begins):
                of_month[row.place or ""][row.name].add(same.get(row.participant_id, row.participant_id))
        found[at] = {place: {name: frozenset(people) for name, people in of_place.items()}
                     for place, of_place in of_month.items()}
    return found


def _rows(name: str, kept: KeptSeats, practice: _Practice, split: str) -> Iterator[tuple[Cell, ...]]:
    for at, (first, last) in enumerate(practice.months):
        bought, holders = bought_on(kept.bought, last), holders_on(kept.held, last)
        if not bought and not holders:
            continue
        month = f"{first.year}-{first.month:02}"
        users = practice.by_month.get(at, frozenset()) & _held_in(kept, first, last)
        if split == Split.NONE:
            used = None if is_small(len(users), LEAST) else len(users)
            yield name, month, bought, len(holders), _cell(used, first >= practice.since)
            continue
        for place, people, used in _parts(practice.places[at], users, split):
            if people & (holders | users):
                yield name, month, place or Text("Place not known"), len(people & holders), _cell(
                    used, first >= practice.since)


def _parts(places: Places, users: frozenset[bytes], split: str) -> Iterator[tuple[str, frozenset[bytes], Shown]]:
    """Per place or per group who was there, and what may be shown of how many of them practised.

    Who was in no group has no line, but is the rest of the whole: that may not be worked out either.
    """
    whole = {place: frozenset[bytes]().union(*of_place.values()) for place, of_place in places.items()}
    nowhere = users.difference(*whole.values())
    inside = [(len(whole[place] & users), [len(one & users) for one in of_place.values()])
              for place, of_place in places.items()]
    of_places, of_groups = protect_places([*inside, (len(nowhere), ())], LEAST)
    if split == Split.LOCATION:
        found = [(place, whole[place], shown) for place, shown in zip(places, of_places, strict=False)]
    else:
        found = [(name, people, one) for place, shown in zip(places, of_groups, strict=False)
                 for (name, people), one in zip(places[place].items(), shown, strict=True)]
    yield from sorted(found, key=lambda one: one[0].casefold())


def _held_in(kept: KeptSeats, first: date, last: date) -> frozenset[bytes]:
    return frozenset(one.person for one in kept.held
                     if one.from_on <= last and (one.until_on is None or one.until_on > first))


def _cell(number: Shown, is_known: bool) -> Cell:
    if not is_known:
        return None
    return HIDDEN if number is None else number


def _headings(split: str) -> tuple[Text, ...]:
    third = {Split.NONE: Text("Seats"), Split.LOCATION: Text("{Location}"), Split.GROUP: Text("{Group}")}[Split(split)]
    return Text("Package"), Text("Month"), third, Text("Given out"), Text("Practised")


def _notes(hidden: int, split: str) -> Iterator[Text]:
    yield Text("Seats are counted on the last day of the month. Practised: has a result in that month.")
    if split != Split.NONE:
        yield Text("Who is in two {groups} is counted in both. For use within {the_organisation} only.")
    if hidden:
        yield hidden_note(hidden, LEAST)


def _steps(packages: Collection[KeptSeats], months: Collection[Month]) -> Iterator[tuple[date, int, int]]:
    for first, last in months:
        yield first, sum(len(holders_on(kept.held, last)) for kept in packages), sum(
            bought_on(kept.bought, last) for kept in packages)
