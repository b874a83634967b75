"""Licensors and their organisations: made, tied together, and moved from one licensor to another (O-13).

An organisation's stream is locked before its licensor's, by everybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from app.domain.calendar import is_day
from app.domain.errors import Refusal
from app.domain.ids import derived_id
from app.domain.permissions import TenantKind
from app.domain.text import Text
from app.server.accounts import THE_SERVER, kind_of, today_of
from app.server.records import load, write_rows
from app.server.stream import lock
from app.server.tables import licensees, organisations

LINKS = "links"


def link(
    connection: Connection, organisation_id: bytes, licensor_id: bytes, now_us: int, from_on: str = "",
    told: tuple[str, str] = ("", ""),
) -> None:
    """From this day (today) the organisation has this licensor; the one before it, if any, until then. All of them
    hear of it: a row in the stream of each says so. `told` is the day of the written notice, and its proof. Raises
    Refusal.
    """
    _refuse_kinds(connection, organisation_id, licensor_id)
    lock(connection, organisation_id)
    today = today_of(connection, organisation_id, now_us)
    day = _day(from_on, today)
    _refuse_told(told[0], today)
    before = _links_of(connection, organisation_id)
    if any(row.from_on > day for row in before):
        raise Refusal(Text(
            "This {organisation} already goes to another licensor on a later day. Nothing was changed."))
    if before and before[-1].until_on is None and before[-1].licensor_id == licensor_id:
        return
    _close(connection, before, day)
    connection.execute(licensees.delete().where(
        licensees.c.organisation_id == organisation_id, licensees.c.from_on == day))
    connection.execute(licensees.insert().values(
        organisation_id=organisation_id, from_on=day, licensor_id=licensor_id, until_on=None))
    tell(connection, organisation_id, {row.licensor_id for row in before}, now_us)
    if any(told):
        _tell_how(connection, organisation_id, licensor_id, told, now_us)


def unlink(connection: Connection, organisation_id: bytes, now_us: int) -> None:
    """From today the organisation has no licensor on this server. Raises Refusal where it had none."""
    lock(connection, organisation_id)
    before = _links_of(connection, organisation_id)
    if not before or before[-1].until_on is not None:
        raise Refusal(Text("This {organisation} has no licensor here. Nothing was changed."))
    _close(connection, before, today_of(connection, organisation_id, now_us).isoformat())
    tell(connection, organisation_id, {row.licensor_id for row in before}, now_us)


def tell(connection: Connection, organisation_id: bytes, others: Iterable[bytes], now_us: int) -> None:
    """Write in the stream of the organisation, and of each licensor it has or had, what is so by now."""
    stands = {row.licensor_id: row for row in _links_of(connection, organisation_id)}
    rows = {
        licensor: _row(connection, organisation_id, licensor, row.from_on, row.until_on)
        for licensor, row in stands.items()}
    today = today_of(connection, organisation_id, now_us).isoformat()
    for licensor in set(others) - stands.keys():  # the same day it went to yet another
        rows[licensor] = _row(connection, organisation_id, licensor, today, today)
    if rows:
        write_rows(connection, organisation_id, [(LINKS, row) for row in rows.values()], THE_SERVER, now_us)
    for licensor in sorted(rows):
        write_rows(connection, licensor, [(LINKS, rows[licensor])], THE_SERVER, now_us)


def _tell_how(
    connection: Connection, organisation_id: bytes, licensor_id: bytes, told: tuple[str, str], now_us: int,
) -> None:
    """In every row of the new licensor: when it was told in writing, and what shows that."""
    row = {"id": _link_id(connection, organisation_id, licensor_id), "told_on": told[0], "proof": told[1]}
    for tenant in (organisation_id, licensor_id):
        write_rows(connection, tenant, [(LINKS, row)], THE_SERVER, now_us)


def _link_id(connection: Connection, organisation_id: bytes, licensor_id: bytes) -> bytes:
    organisation, licensor = _card(connection, organisation_id), _card(connection, licensor_id)
    return derived_id(b"", "server", LINKS, f"{organisation.code}.{licensor.code}")


def _row(
    connection: Connection, organisation_id: bytes, licensor_id: bytes, from_on: str, until_on: str | None
) -> dict[str, Any]:
    """As all three read it; where it was ended and begun again the newest counts. An organisation that takes over the
    id of a desk (S16) keeps its code.
    """
    organisation, licensor = _card(connection, organisation_id), _card(connection, licensor_id)
    link_id = _link_id(connection, organisation_id, licensor_id)
    there = load(connection, organisation_id, [(LINKS, link_id)]).get((LINKS, link_id))
    said = (there.fields if there is not None else None) or {}
    return {
        "id": link_id, "told_on": said.get("told_on", ""), "proof": said.get("proof", ""),
        "licensor_id": licensor_id, "licensor_code": licensor.code,
        "licensor_name": licensor.name, "organisation_id": organisation_id, "organisation_code": organisation.code,
        "organisation_name": organisation.name, "organisation_place": organisation.place, "from_on": from_on,
        "until_on": until_on}


def _card(connection: Connection, tenant: bytes) -> Any:
    return connection.execute(select(organisations).where(organisations.c.id == tenant)).one()


def _links_of(connection: Connection, organisation_id: bytes) -> list[Any]:
    query = select(licensees).where(licensees.c.organisation_id == organisation_id)
    return list(connection.execute(query.order_by(licensees.c.from_on)))


def _close(connection: Connection, before: list[Any], day: str) -> None:
    for row in before:
        if row.until_on is None:
            connection.execute(licensees.update().where(
                licensees.c.organisation_id == row.organisation_id, licensees.c.from_on == row.from_on
            ).values(until_on=day))


def _refuse_kinds(connection: Connection, organisation_id: bytes, licensor_id: bytes) -> None:
    kinds = kind_of(connection, organisation_id), kind_of(connection, licensor_id)
    if kinds != (TenantKind.ORGANISATION, TenantKind.LICENSOR):
        raise Refusal(Text("Only an organisation has a licensor. Nothing was changed. Name one of each."))


def _day(given: str, today: date) -> str:
    if not given:
        return today.isoformat()
    if not is_day(given) or given < today.isoformat():
        raise Refusal(Text("A licensor changes today or on a later day. Nothing was changed. Give that day."))
    return given


def _refuse_told(day: str, today: date) -> None:
    if day and (not is_day(day) or day > today.isoformat()):
        raise Refusal(Text("{day} has not come yet. Nothing was recorded.", day=day[:10]))
