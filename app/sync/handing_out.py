"""Organisations, passwords and assignments as the window asks for them: one question each, on a line of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import select

from app.actions.desk import Desk
from app.domain.contract.new_organisation import NewOrganisation
from app.domain.credentials import Credentials
from app.domain.errors import Refusal
from app.domain.permissions import Role, TenantKind
from app.domain.text import Text
from app.store.settings import CONNECTED, setting
from app.store.streams import set_stream
from app.store.tables import organisations
from app.sync import licensing
from app.sync.engine import Syncer
from app.sync.wire_licensors import FirstPassword, MakeOrganisation

MakeSyncer = Callable[[Desk], Syncer]


def hand_out_organisation(
    desk: Desk, organisation_id: bytes, given: NewOrganisation, make_syncer: MakeSyncer = Syncer,
) -> Credentials:
    """Make it on the server, and let it be known here, so that its licence can be recorded at once. Raises Refusal.

    `organisation_id` is chosen by who asks: the same one sent again makes no second organisation, but another
    password.
    """
    asked = MakeOrganisation(
        organisation_id, given.code, given.name, given.username, given.administrator, given.place)
    with asking(desk, make_syncer) as (syncer, address):
        answer = licensing.make_organisation(syncer, asked)
    _let_in(desk, organisation_id, given)
    return _credentials(answer, given.name, given.place, given.administrator, address)


def hand_out_password(
    desk: Desk, organisation_id: bytes, username: str, make_syncer: MakeSyncer = Syncer,
) -> Credentials:
    """Another first password for an administrator who has not logged in yet. Raises Refusal."""
    with asking(desk, make_syncer) as (syncer, address):
        answer = licensing.new_password(syncer, organisation_id, username)
    with desk.database.reading() as connection:
        row = connection.execute(select(organisations).where(organisations.c.tenant == organisation_id)).one()
    return _credentials(answer, row.name, row.place, username, address)


def hand_over_organisation(
    desk: Desk, organisation_id: bytes, given: Mapping[str, Any], make_syncer: MakeSyncer = Syncer,
) -> str:
    """To another licensor (O-13), from {effective_on} or from today; gives the name of that one. Raises Refusal.

    `given` has {licensor_code, told_on, proof, effective_on}.
    """
    from_on = max(date.fromisoformat(given["effective_on"]), date.fromisoformat(given["told_on"]), desk.sight.today)
    with asking(desk, make_syncer) as (syncer, _):
        answer = licensing.assign_organisation(
            syncer, organisation_id, given["licensor_code"], from_on, given["told_on"], given["proof"])
    return answer.name


@contextmanager
def asking(desk: Desk, make_syncer: MakeSyncer) -> Iterator[tuple[Syncer, str]]:
    """(what asks, the address that is asked)."""
    with desk.database.reading() as connection:
        address = setting(connection, CONNECTED) or ""
    if not address:
        raise Refusal(Text("This computer is not connected with a server. Nothing was changed. Connect it first."))
    syncer = make_syncer(desk)
    try:
        yield syncer, address
    finally:
        syncer.close()


def _let_in(desk: Desk, organisation_id: bytes, given: NewOrganisation) -> None:
    """What the next sync tells anyhow: whose stream it is, and its card."""
    with desk.database.writing() as connection:
        if connection.execute(select(organisations.c.id).where(organisations.c.id == organisation_id)).first():
            return
        set_stream(connection, organisation_id, role=Role.LICENSOR.value, code=given.code, name=given.name)
        connection.execute(organisations.insert().values(
            id=organisation_id, code=given.code, name=given.name, place=given.place,
            provider=desk.organisation.provider, zone=desk.organisation.zone, import_secret=b"",
            created_us=desk.clock(), kind=TenantKind.ORGANISATION, tenant=organisation_id))


def _credentials(answer: FirstPassword, name: str, place: str, person: str, address: str) -> Credentials:
    return Credentials(name, place, address, answer.code, person, answer.username, answer.password)
