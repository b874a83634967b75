"""What each action is given, and what must be there before: cards, acceptance, consent, and who joins with a code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Table

from app.actions.cards import give_cards
from app.actions.consents import record_consent
from app.actions.joining import make_join_code
from app.actions.privacy import switch_field
from app.store import tables
from tests.actions.conftest import VERSION, Stage

MARK = "Merkteken"
Arguments = dict[str, Any]
ADDRESS = "inloggen.voorbeeld.nl"


def _confirmed(stage: Stage, *changed: Table) -> None:
    with stage.desk.database.writing() as connection:
        for table in changed:
            connection.execute(table.update().values(version=VERSION))


def card_given(stage: Stage, name: str = "Amira") -> bytes:
    """A card that the server has confirmed; gives the id of the code."""
    (made,) = stage.desk.do(
        give_cards, participant_ids=[stage.people[name]], until_on=date(2026, 12, 5), address=ADDRESS).outcome
    _confirmed(stage, tables.activation_codes, tables.participants)
    return bytes(made)


def consent_asked(stage: Stage) -> None:
    """Consents are kept, and the gender on the ground of consent."""
    for field, ground in (("consents", "c"), ("gender", "a")):
        stage.desk.do(
            switch_field, subject="participant", field=field, is_on=True, purpose="proef", ground=ground,
            addition_on="2026-11-01")
    _confirmed(stage, tables.field_switches)


CONSENT = {
    "purpose": "gender", "given_by": "", "relation": "self", "form": "paper", "given_on": "2026-11-20", "proof": MARK}


def consented(stage: Stage) -> bytes:
    consent_asked(stage)
    made = stage.desk.do(record_consent, participant_id=stage.people["Amira"], **CONSENT).outcome
    _confirmed(stage, tables.consents)
    return bytes(made)


def _consent(stage: Stage) -> Arguments:
    consent_asked(stage)
    return {"participant_id": stage.people["Amira"], **CONSENT}


def join_code(stage: Stage) -> bytes:
    made = stage.desk.do(make_join_code, group_id=stage.groups["Dinsdag"], last_on=date(2026, 12, 5)).outcome
    _confirmed(stage, tables.join_codes)
    return bytes(made)


def registered(stage: Stage, given: str = "Nour", number: int = 1, group: str = "Dinsdag", **more: str) -> bytes:
    """Somebody who put themselves down, as it comes from the server."""
    made = bytes([number]) * 16
    with stage.desk.database.writing() as connection:
        connection.execute(tables.registrations.insert().values(
            id=made, group_id=stage.groups[group], participant_id=bytes([100 + number]) * 16, given=given,
            family="Haddad", asked_us=stage.desk.clock(), state="waiting", version=VERSION, **more))
    return made


def _coach(stage: Stage) -> bytes:
    """The administrator here is a coach as well."""
    coach = b"c" * 16
    with stage.desk.database.writing() as connection:
        connection.execute(tables.coaches.insert().values(
            id=coach, given="Anna", family="Vries", sort_key="vries", search="anna", from_on="2026-01-01",
            version=VERSION))
        connection.execute(tables.accounts.update().values(coach_id=coach))
    return coach


SCENES: dict[str, Callable[[Stage], Arguments]] = {
    "cards.give": lambda stage: {
        "participant_ids": [stage.people["Amira"], stage.people["Bram"]], "until_on": date(2026, 12, 5),
        "address": ADDRESS},
    "cards.withdraw": lambda stage: card_given(stage) and {"participant_ids": [stage.people["Amira"]]},
    "acceptance.record": lambda stage: {
        "participant_ids": [stage.people["Amira"], stage.people["Bram"]], "accepted_on": "2026-11-20"},
    "acceptance.tick": lambda stage: {"participant_id": stage.people["Amira"], "ticked": True},
    "coach.accept": lambda stage: _coach(stage) and {"ticked": True},
    "consent.record": _consent,
    "consent.withdraw": lambda stage: {
        "consent_id": consented(stage), "withdrawn_on": "2026-11-21", "withdrawn_by": MARK},
    "join_code.make": lambda stage: {"group_id": stage.groups["Dinsdag"], "last_on": date(2026, 12, 5)},
    "join_code.end": lambda stage: {"code_id": join_code(stage)},
    "registration.approve": lambda stage: {"registration_ids": [registered(stage), registered(stage, "Omar", 2)]},
    "registration.decline": lambda stage: {"registration_ids": [registered(stage)]},
}  # fmt: skip
