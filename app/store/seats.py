"""Seats as the rules take them: who holds which since when, and how many were bought from which day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from app.domain.contract.kept_orders import number_from
from app.domain.contract.kept_rows import day_of
from app.domain.contract.seat_numbers import NumberFrom, bought_on, bought_over_time, counted_from
from app.domain.contract.seats import SeatHeld, SeatsBought, is_pupil
from app.domain.sight import Sight
from app.store.tables import groups, licences, memberships, participants, placements, seat_numbers, seats, standings

Row = dict[str, Any]
Held = tuple[SeatHeld[bytes, bytes], ...]
Bought = tuple[SeatsBought[bytes], ...]


@dataclass(frozen=True, slots=True)
class KeptSeats:
    """Seats `held` by participants and `bought`; places are locations, None for the whole organisation."""

    held: Held
    bought: Bought


@dataclass(frozen=True, slots=True)
class SeatInUse:
    """`last_on` is the day of the last visit, or of who never came the first day of the seat."""

    participant_id: bytes
    last_on: date
    is_pupil: bool


def seats_in_use(connection: Connection, sight: Sight, licence_id: bytes) -> tuple[SeatInUse, ...]:
    """Who holds a seat of this licence today, and when they were last seen."""
    last = select(standings.c.participant, func.max(standings.c.last_us).label("us")).group_by(
        standings.c.participant).subquery()
    query = select(
        participants.c.id, participants.c.year_group, participants.c.younger_than_16_until,
        func.min(seats.c.from_on).label("since"), last.c.us,
    ).join(participants, participants.c.id == seats.c.participant_id).outerjoin(
        last, last.c.participant == participants.c.local).where(
        seats.c.licence_id == licence_id, in_use_on(sight.today.isoformat())).group_by(participants.c.id)
    return tuple(
        SeatInUse(
            row.id, date.fromisoformat(row.since) if row.us is None else sight.day_of(row.us),
            is_pupil(row.year_group, day_of(row.younger_than_16_until or None), sight.today))
        for row in connection.execute(query))


def in_use_on(day: str) -> ColumnElement[bool]:
    """The rows of `seats` that are in use on this day, an end that is to come included."""
    return or_(seats.c.until_on.is_(None), seats.c.until_on > day)


def bought_by_licence(connection: Connection, licence_rows: Iterable[Mapping[str, Any]]) -> dict[bytes, Bought]:
    """The seats of each licence from its first day on; `licence_rows` are rows of `licences`."""
    later: dict[bytes, list[NumberFrom]] = {}
    for one in connection.execute(select(seat_numbers)).mappings():
        later.setdefault(one["licence_id"], []).append(number_from(dict(one)))
    return {
        row["id"]: bought_over_time(
            row["seats"], row["location_id"], date.fromisoformat(row["from_on"]), day_of(row["until_on"]),
            later.get(row["id"], ()))
        for row in licence_rows}


def bought_now(connection: Connection, rows: Iterable[Row], today: date) -> dict[bytes, int]:
    """The seats of each licence today; of one that is to come, on its first day. `rows` are rows of `licences`."""
    return {
        licence: bought_on(parts, counted_from(parts, today))
        for licence, parts in bought_by_licence(connection, rows).items()}


def kept_seats(connection: Connection, licence_rows: Iterable[Row]) -> KeptSeats:
    """`licence_rows` are rows of `licences`."""
    rows = {row["id"]: row for row in licence_rows}
    bought = [part for parts in bought_by_licence(connection, rows.values()).values() for part in parts]
    held = [
        SeatHeld(one.participant_id, rows[one.licence_id]["location_id"], date.fromisoformat(one.from_on),
                 day_of(one.until_on))
        for one in connection.execute(select(seats).where(seats.c.licence_id.in_(rows)))]
    return KeptSeats(tuple(held), tuple(bought))


def seats_of_licence(connection: Connection, licence_id: bytes) -> KeptSeats:
    return kept_seats(connection, licence_rows(connection, licences.c.id == licence_id))


def licence_rows(connection: Connection, condition: ColumnElement[bool]) -> tuple[Row, ...]:
    query = select(licences).where(condition).order_by(licences.c.from_on, licences.c.id)
    return tuple(dict(row) for row in connection.execute(query).mappings())


def places_of(connection: Connection, people: Collection[bytes], day: str) -> dict[bytes, set[bytes]]:
    """The locations where these people are placed or in a group on this day; not in it who is nowhere in particular."""
    found: dict[bytes, set[bytes]] = {}
    placed = select(placements.c.participant_id, placements.c.location_id).where(
        placements.c.location_id.is_not(None), or_(placements.c.until_on.is_(None), placements.c.until_on > day))
    grouped = select(memberships.c.participant_id, groups.c.location_id).join(
        groups, groups.c.id == memberships.c.group_id).where(
        groups.c.location_id.is_not(None), or_(memberships.c.until_on.is_(None), memberships.c.until_on > day))
    wanted = set(people)
    for query in (placed, grouped):
        for person, place in connection.execute(query):
            if person in wanted:
                found.setdefault(person, set()).add(place)
    return found
