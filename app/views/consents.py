"""Consents, where consent is the ground: by person and purpose, and as a list on first request (O-annex 3: 1.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.consents import (
    FORMS,
    RELATIONS,
    Consent,
    ConsentState,
    Giver,
    consent_of,
    giver,
    state_of,
)
from app.domain.field_words import FIELD_TEXTS
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.by_name import by_name
from app.store.consents import consent_purposes
from app.store.merged import all_merged, kept_id, one_person
from app.store.tables import consents, participants
from app.views.people import name_of
from app.views.sheets import Cell, Sheet


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """Where it stands with one person for one purpose. `consent` is the last one that counts, with `consent_id`."""

    participant_id: bytes
    full: str
    listed: str
    purpose: str
    state: ConsentState
    giver: Giver
    younger_until: date | None
    consent_id: bytes | None
    consent: Consent | None


@dataclass(frozen=True, slots=True)
class Consents:
    """`is_kept`: the field is switched on. `purposes` are the fields of which consent is the ground; none: nobody is
    asked anything.
    """

    is_kept: bool
    purposes: tuple[str, ...]
    lines: tuple[ConsentLine, ...]


def all_consents(connection: Connection, sight: Sight, participant_id: bytes | None = None) -> Consents:
    """Of everybody who takes part, or of one person; in register order.

    What was recorded under another row of somebody counts for the person who was kept.
    """
    require(sight.actor, Permission.SEE_PRIVACY)
    purposes = consent_purposes(connection, sight)
    kept = sight.keeps("participant", "consents")
    if not kept or not purposes:
        return Consents(kept, purposes, ())
    query = select(participants).order_by(*by_name(participants))
    query = query.where(
        participants.c.state == "active" if participant_id is None
        else participants.c.id == kept_id(connection, participant_id))
    given = _given(connection, participant_id)
    return Consents(kept, purposes, tuple(
        _line(row, purpose, given.get((row.id, purpose), ()), sight.today)
        for row in connection.execute(query) for purpose in purposes))


def consents_to_ask(connection: Connection, sight: Sight) -> tuple[int, int]:
    """(how many were never asked, how many are sixteen by now and were not asked themselves)."""
    states = [line.state for line in all_consents(connection, sight).lines]
    return states.count(ConsentState.NOT_ASKED), states.count(ConsentState.OWN_NEEDED)


def consent_sheet(connection: Connection, sight: Sight) -> Sheet:
    """Every consent there is, given or withdrawn, of everybody who takes part: the list on first request."""
    found = all_consents(connection, sight)
    lines = {line.participant_id: line for line in found.lines}
    rows = tuple(
        _cells(lines[person], consent_of(row))
        for person, row in _rows_of(connection, [line.participant_id for line in found.lines]))
    headings = (
        Text("Name"), Text("For"), Text("Given by"), Text("Relation"), Text("Form"), Text("Given on"), Text("Proof"),
        Text("Withdrawn on"))
    return Sheet("consents", Text("Consents"), headings, rows, Text(
        "Consent is asked only where the register names it as the ground."))


def _cells(line: ConsentLine, consent: Consent) -> tuple[Cell, ...]:
    return (
        line.listed, FIELD_TEXTS.get(consent.purpose, consent.purpose), consent.given_by or line.full,
        RELATIONS[consent.relation], FORMS[consent.form], consent.given_on, consent.proof, consent.withdrawn_on)


def _rows_of(connection: Connection, people: Sequence[bytes]) -> Iterator[tuple[bytes, Any]]:
    order = {person: place for place, person in enumerate(dict.fromkeys(people))}
    kept = all_merged(connection)
    found = [
        (kept.get(row["participant_id"], row["participant_id"]), row)
        for row in connection.execute(select(consents)).mappings()]
    yield from sorted(
        (one for one in found if one[0] in order), key=lambda one: (order[one[0]], one[1]["given_on"]))


def _given(connection: Connection, participant_id: bytes | None) -> dict[tuple[bytes, str], list[Any]]:
    query = select(consents).order_by(consents.c.given_on, consents.c.recorded_us)
    if participant_id is not None:
        same = [one[0] for one in one_person(connection, participant_id)]
        query = query.where(consents.c.participant_id.in_(same))
    found: dict[tuple[bytes, str], list[Any]] = {}
    kept = all_merged(connection)
    for row in connection.execute(query).mappings():
        found.setdefault((kept.get(row["participant_id"], row["participant_id"]), row["purpose"]), []).append(row)
    return found


def _line(row: Any, purpose: str, given: Sequence[Any], today: date) -> ConsentLine:
    until = date.fromisoformat(row.younger_than_16_until) if row.younger_than_16_until else None
    state = state_of([consent_of(one) for one in given], until, today)
    last = next((one for one in reversed(given) if not one["withdrawn_on"]), given[-1] if given else None)
    return ConsentLine(
        row.id, name_of(row).full, name_of(row).listed, purpose, state, giver(until, today), until,
        last["id"] if last is not None else None, consent_of(last) if last is not None else None)
