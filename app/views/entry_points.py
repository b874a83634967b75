"""What of letting people in asks for attention: registrations, user terms, and consents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from app.domain.permissions import Permission, allowed
from app.domain.sight import Sight
from app.domain.text import Text
from app.views.acceptances import coach_to_ask, not_asked
from app.views.consents import consents_to_ask
from app.views.joining import waiting_count

ACCEPT = "accept terms"
"""The one that is answered on the spot: whoever is at work here accepts the user terms."""
MANY = 5
"""Our own choice, no clause: so many who were not asked yet, and it is said on the first panel."""


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """`tone` is 'warning' or 'info'; `panel` is where it is done."""

    kind: str
    tone: str
    title: Text
    detail: Text
    button: Text
    panel: str


def entry_points(connection: Connection, sight: Sight) -> Iterator[EntryPoint]:
    """For whoever reads: of everybody, or of the own groups."""
    if coach_to_ask(connection, sight) is not None:
        yield EntryPoint(
            ACCEPT, "warning", Text("Read the user terms"), Text("Every {coach} accepts them once, in person"),
            Text("Read…"), "overview")
    yield from _registrations(waiting_count(connection, sight))
    unasked = not_asked(connection, sight)
    if unasked >= MANY:
        yield EntryPoint(
            "user terms", "info",
            Text("{n} {participant} not asked about the user terms yet",
                 "{n} {participants} not asked about the user terms yet", n=unasked),
            Text("Each accepts them in person: by a tick, or on paper"), Text("Look"), "groups")
    if allowed(sight.actor, Permission.SEE_PRIVACY):
        yield from _consents(*consents_to_ask(connection, sight))


def _registrations(waiting: int) -> Iterator[EntryPoint]:
    if waiting:
        yield EntryPoint(
            "registrations", "warning",
            Text("{n} person waits to be let in", "{n} people wait to be let in", n=waiting),
            Text("They put themselves down with the code of {a_group}"), Text("Look"), "groups")


def _consents(unasked: int, own: int) -> Iterator[EntryPoint]:
    if own:
        yield EntryPoint(
            "sixteen", "warning",
            Text("{n} {participant} is sixteen by now", "{n} {participants} are sixteen by now", n=own),
            Text("From sixteen on the {participant} is asked, not the parent"), Text("Ask"), "privacy")
    if unasked:
        yield EntryPoint(
            "consent", "info", Text("{n} consent not asked yet", "{n} consents not asked yet", n=unasked),
            Text("The register names consent as the ground"), Text("Look"), "privacy")
