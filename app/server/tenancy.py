"""Which streams somebody reads beside the own one, and as whom (D10).

Everybody of an organisation reads the catalogue of its licensor; a licensor's people read what was agreed with each of
its organisations; an auditor whom a licensor named reads, for as long as that says, the same without the money and
without any name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, select

from app.domain.contract.audit_looks import RUNNING, access_on
from app.domain.kinds import REPORTS
from app.domain.permissions import Role, TenantKind
from app.server import problems
from app.server.records import record_of
from app.server.sessions import Caller
from app.server.tables import LIVE, licensees, organisations, reads, records, streams, sums
from app.store.chunks import chunks
from app.sync.wire import OtherStream

AUDITS = "audits"
"""The kind of rows in an organisation's stream by which its licensor lets an auditor in (`rights.audits`)."""


def caller_in(connection: Connection, caller: Caller, stream: bytes) -> Caller:
    """The same person in this stream, with the role that counts there. Raises Declined where it is not theirs."""
    if stream in (b"", caller.organisation_id):
        return caller
    role = roles_of(connection, caller).get(stream)
    row = connection.execute(select(organisations).where(organisations.c.id == stream)).first()
    if role is None or row is None:
        raise problems.not_yours()
    mine = reads.c.organisation_id == stream, reads.c.home_id == caller.home_id, reads.c.device_id == caller.device_id
    read = connection.execute(select(reads.c.pulled_to, reads.c.given_to, reads.c.told_to).where(*mine)).first()
    pulled, given, told = read if read is not None else (0, 0, 0)
    return replace(
        caller, organisation_id=stream, role=role, coach_id=None, at=TenantKind(row.kind), pulled_to=pulled,
        given_to=given, told_to=told, shows_surnames=True)


def streams_of(connection: Connection, caller: Caller) -> list[OtherStream]:
    """All streams beside the own one, each with how far it is for who may see only so much of it."""
    roles = roles_of(connection, caller)
    heads = heads_of(connection, roles.items())
    found: list[OtherStream] = []
    for some in chunks(sorted(roles)):
        both = organisations.join(streams, streams.c.organisation_id == organisations.c.id)
        query = select(organisations.c.id, organisations.c.code, organisations.c.name, streams.c.epoch)
        for row in connection.execute(query.select_from(both).where(organisations.c.id.in_(some))):
            found.append(OtherStream(
                row.id, roles[row.id].value, heads.get((row.id, roles[row.id]), 0), row.epoch, row.code, row.name))
    return found


def head_of(connection: Connection, caller: Caller) -> int:
    """The newest number of what this caller can see of another's stream, or has counted there."""
    mine = caller.organisation_id, caller.role
    return heads_of(connection, [mine]).get(mine, 0)


def heads_of(connection: Connection, wanted: Iterable[tuple[bytes, Role]]) -> dict[tuple[bytes, Role], int]:
    """The newest number per tenant and role, of roles that see what is the tenant's own, one unit; and a licensor what
    was reported to it.
    """
    pairs, found = set(wanted), {}
    for some in chunks(sorted({tenant for tenant, _ in pairs})):
        query = select(sums.c.organisation_id, sums.c.role, sums.c.number).where(
            sums.c.organisation_id.in_(some), sums.c.unit == sums.c.organisation_id)
        for row in connection.execute(query):
            key = row.organisation_id, Role(row.role)
            if key in pairs:
                found[key] = row.number
    of_licensors = {tenant for tenant, role in pairs if role is Role.LICENSOR}
    for tenant, number in _reported(connection, of_licensors):
        found[tenant, Role.LICENSOR] = max(number, found.get((tenant, Role.LICENSOR), 0))
    return found


def _reported(connection: Connection, tenants: Collection[bytes]) -> Iterator[tuple[bytes, int]]:
    """The newest report to the licensor in each of these: they lie in units of whoever reported."""
    for some in chunks(sorted(tenants)):
        newest = select(records.c.organisation_id, func.max(records.c.number)).where(
            records.c.organisation_id.in_(some), records.c.kind.in_(REPORTS)).group_by(records.c.organisation_id)
        for row in connection.execute(newest):
            yield row[0], row[1]


def licensor_of(connection: Connection, organisation_id: bytes, day: str) -> bytes | None:
    """Who licenses to this organisation on a day."""
    query = select(licensees.c.licensor_id).where(licensees.c.organisation_id == organisation_id, *_on(day))
    return connection.execute(query).scalar()


def roles_of(connection: Connection, caller: Caller) -> Mapping[bytes, Role]:
    """The streams beside the own one, with the role in each."""
    day = caller.today.isoformat()
    if caller.at is TenantKind.ORGANISATION:
        licensor = licensor_of(connection, caller.home_id, day)
        return {licensor: Role.LICENSEE} if licensor is not None else {}
    if caller.role is Role.AUDITOR:
        return dict.fromkeys(_audited(connection, caller, day), Role.AUDITOR)
    return dict.fromkeys(_licensees(connection, caller.home_id, day), Role.LICENSOR)


def _licensees(connection: Connection, licensor_id: bytes, day: str) -> Sequence[bytes]:
    query = select(licensees.c.organisation_id).where(licensees.c.licensor_id == licensor_id, *_on(day))
    return connection.execute(query).scalars().all()


def _audited(connection: Connection, caller: Caller, day: str) -> Iterable[bytes]:
    for some in chunks(sorted(_licensees(connection, caller.home_id, day))):
        query = select(records).where(
            records.c.organisation_id.in_(some), records.c.kind == AUDITS, records.c.state == LIVE)
        for row in connection.execute(query):
            said = record_of(row).fields or {}
            if said.get("account_id") == caller.account_id and access_on(said, caller.today) == RUNNING:
                yield row.organisation_id


def _on(day: str) -> tuple[Any, Any]:
    return licensees.c.from_on <= day, licensees.c.until_on.is_(None) | (licensees.c.until_on > day)
