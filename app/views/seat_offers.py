"""The licences from which people of a group can get a seat, the fitting one first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.domain.contract.seat_numbers import is_elsewhere
from app.domain.licence import LicenceState
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.store.resources import load_profile
from app.store.tables import groups
from app.views.licences import licence_detail, licence_list, who_holds

_GIVES = {LicenceState.ACTIVE, LicenceState.NEARLY_FULL, LicenceState.FULL}


@dataclass(frozen=True, slots=True)
class SeatOffer:
    """`room` is how many more people can get a seat; `holders` have one. `may_free`: seats may be used again (terms).

    `location_id` is where use is bound to, None for nowhere in particular.
    """

    licence_id: bytes
    agreement_id: bytes
    package: str
    location: str
    location_id: bytes | None
    room: int
    holders: frozenset[bytes]
    may_free: bool


def seat_offers(connection: Connection, sight: Sight, group_id: bytes) -> tuple[SeatOffer, ...]:
    """Of the licences that run: first that of the group's own location, and of those the one with the most room.

    A seat of another location than the group's is not among them where the terms bind use to a place.
    """
    require(sight.actor, Permission.EDIT_SEATS)
    place = connection.execute(select(groups.c.location_id).where(groups.c.id == group_id)).scalar()
    own = (place,) if place else ()
    found = []
    for row in licence_list(connection, sight):
        if row.kind != "participant" or row.state not in _GIVES:
            continue
        detail = licence_detail(connection, sight, row.id)
        if not is_elsewhere(load_profile(detail.provider).access.locations, detail.location_id, own):
            found.append(SeatOffer(
                row.id, detail.agreement_id, row.package, row.location, detail.location_id, detail.room,
                who_holds(connection, row.id, sight.today), detail.may_free))
    return tuple(sorted(found, key=lambda one: (one.location_id != place, one.location_id is not None, -one.room)))
