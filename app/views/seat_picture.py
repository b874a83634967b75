"""Seats over time: bought against in use, per location and in total, with the edges of the agreement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.domain.calendar import DAY
from app.domain.contract.periods import renews_silently
from app.domain.contract.seat_numbers import bought_on, holders_on
from app.domain.contract.seats import SeatUse, seat_series, seat_series_by_place
from app.domain.errors import Refusal
from app.domain.permissions import Permission, require
from app.domain.provider import ProviderProfile
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.agreements import KeptAgreement, kept_agreement
from app.store.seats import Bought, Held, KeptSeats, kept_seats, licence_rows
from app.store.tables import licences, locations


@dataclass(frozen=True, slots=True)
class SeatsAt:
    """A location ('' for seats of no location in particular) with its numbers of today and its series."""

    name: str
    bought: int
    used: int
    series: tuple[SeatUse, ...]


@dataclass(frozen=True, slots=True)
class SeatPicture:
    """`total` counts somebody with seats at two locations once; `edges` are days of the agreement with a word.

    The series go from `first` up to and including `last`: use is known until today, numbers bought also after it.
    """

    agreement_number: str
    profile: ProviderProfile
    first: date
    today: date
    last: date
    total: SeatsAt
    places: tuple[SeatsAt, ...]
    edges: tuple[tuple[date, Text], ...]


def seat_picture(connection: Connection, sight: Sight, agreement_id: bytes) -> SeatPicture:
    """From the first day of the agreement to the last of the running period. Raises Refusal where it is not here."""
    require(sight.actor, Permission.SEE_LICENCES)
    made = kept_agreement(connection, agreement_id)
    if made is None:
        raise Refusal(Text("This agreement does not exist any more. Nothing was recorded."))
    seats = _seats(connection, agreement_id)
    named = {row.id: row.name for row in connection.execute(select(locations.c.id, locations.c.name))}
    first = made.agreement.starts_on
    last = made.agreement.period_on(sight.today, renews_silently(made.profile.duration)).ends
    if made.agreement.ended_on is not None:
        last = min(last, made.agreement.ended_on)
    by_place = seat_series_by_place(seats.held, seats.bought, first, last)
    total = _at("", seats.held, seats.bought, sight.today, seat_series(seats.held, seats.bought, first, last))
    return SeatPicture(
        made.row["number"], made.profile, first, sight.today, last, total,
        tuple(sorted((
            _at(named.get(place, "") if place else "", [one for one in seats.held if one.place == place],
                [one for one in seats.bought if one.place == place], sight.today, series)
            for place, series in by_place.items()), key=lambda one: (not one.name, one.name))),
        tuple(_edges(made, last, sight.today)))


def _seats(connection: Connection, agreement_id: bytes) -> KeptSeats:
    rows = licence_rows(
        connection, (licences.c.agreement_id == agreement_id) & (licences.c.kind == "participant"))
    return kept_seats(connection, rows)


def _at(
    name: str, held: Held | list, bought: Bought | list, today: date, series: tuple[SeatUse, ...],  # type: ignore[type-arg]
) -> SeatsAt:
    return SeatsAt(name, bought_on(bought, today), len(holders_on(held, today)), series)


def _edges(made: KeptAgreement, last: date, today: date) -> Iterator[tuple[date, Text]]:
    """The first day, each renewal, and the day after the last."""
    agreement = made.agreement
    yield agreement.starts_on, Text("Begins")
    number = 1
    while renews_silently(made.profile.duration) and (day := agreement.period(number).begins) <= last:
        yield day, Text("Renewal")
        number += 1
    ends = agreement.last_day(renews_silently(made.profile.duration))
    if ends is not None and ends <= last:
        yield ends + DAY, Text("Ended")
