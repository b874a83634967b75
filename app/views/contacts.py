"""What is kept of the organisation itself, to look through once in a while: its card and whom the licensor calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.domain.contract.kept_course import BREACH
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.store.course import kept_contacts
from app.store.tables import organisations
from app.views.course import confirmed_on


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    role: str
    email: str
    phone: str
    since: date


@dataclass(frozen=True, slots=True)
class OwnCard:
    """`contact` is None while nobody was named: then it is the administrator (A-3.5).

    `confirmed_on` None: nobody looked yet.
    """

    name: str
    place: str
    contact: Contact | None
    confirmed_on: date | None


def own_card(connection: Connection, sight: Sight) -> OwnCard:
    """For the administrator alone."""
    require(sight.actor, Permission.EDIT_ORGANISATION)
    row = connection.execute(select(organisations)).one()
    found = [one for one in kept_contacts(connection, sight.today.isoformat()) if one["purpose"] == BREACH]
    contact = Contact(
        found[0]["name"], found[0]["role"], found[0]["email"], found[0]["phone"],
        date.fromisoformat(found[0]["from_on"])) if found else None
    return OwnCard(row.name, row.place, contact, confirmed_on(connection))
