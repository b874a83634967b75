"""The devices of an organisation: registered at the first log-in, ended at log-out, revoked when one is lost (S14)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.domain.errors import Refusal
from app.domain.text import Text
from app.server import problems
from app.server.identity import identity
from app.server.records import load, write_rows
from app.server.stream import lock
from app.server.tables import devices, logins
from app.server.tokens import read_access, read_refresh
from app.sync.wire import LogIn


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A device as an administrator sees it; instants in UTC microseconds, None where it did not happen."""

    id: bytes
    label: str
    username: str
    seen_us: int
    ended_us: int | None
    revoked_us: int | None
    wiped_us: int | None


def register_device(
    connection: Connection, organisation_id: bytes, account_id: bytes, asked: LogIn, refresh_hash: bytes, now_us: int
) -> None:
    """A new session on this device, which becomes known at its first. Raises Declined for one that is another's.

    The instance is kept outside the database of the desk: the same device with another instance is a copy (S13).
    """
    lock(connection, organisation_id)  # before the row of the device, as everywhere
    row = _row(connection, organisation_id, asked.device_id)
    values = {"label": asked.label, "refresh_hash": refresh_hash, "previous_hash": None, "seen_us": now_us,
              "ended_us": None}
    if row is None:
        _make_known(connection, organisation_id, account_id, asked, values, now_us)
        return
    _refuse_another(row, account_id, asked)
    _set(connection, organisation_id, asked.device_id, **values)


def end_device(connection: Connection, organisation_id: bytes, device_id: bytes, now_us: int) -> None:
    """End the session; the device may log in again."""
    _set(connection, organisation_id, device_id, ended_us=now_us, refresh_hash=None, previous_hash=None)


def revoke_device(connection: Connection, organisation_id: bytes, device_id: bytes, now_us: int) -> None:
    """At its next contact the device hears that it must wipe itself. Raises Refusal where it is not known."""
    row = _row(connection, organisation_id, device_id)
    if row is None:
        raise Refusal(Text("There is no device {device} here. Nothing was changed.", device=device_id.hex()))
    if row.revoked_us is None:
        _set(connection, organisation_id, device_id, revoked_us=now_us)


def confirm_wiped(connection: Connection, token: str, now_us: int) -> None:
    """A revoked device says that its data are gone. Any token that was really given to it will do, old ones too."""
    key = identity(connection).token_key
    shown = read_refresh(key, token) or read_access(key, token)
    row = _row(connection, shown.organisation_id, shown.device_id) if shown else None
    if row is None:
        raise problems.log_in_again()
    if row.revoked_us is None:
        raise problems.not_revoked()
    if row.wiped_us is None:
        _set(connection, row.organisation_id, row.id, wiped_us=now_us)


def devices_of(connection: Connection, organisation_id: bytes) -> list[DeviceLine]:
    """All devices, the one heard of last first."""
    mine = (logins.c.organisation_id == devices.c.organisation_id) & (logins.c.account_id == devices.c.account_id)
    query = select(devices, logins.c.username).select_from(devices.outerjoin(logins, mine))
    found = connection.execute(
        query.where(devices.c.organisation_id == organisation_id).order_by(devices.c.seen_us.desc()))
    return [DeviceLine(row.id, row.label, row.username or "", row.seen_us, row.ended_us, row.revoked_us, row.wiped_us)
            for row in found]


def device_named(connection: Connection, organisation_id: bytes, beginning: str) -> bytes:
    """The id of the one device whose id begins like this, in hexadecimal. Raises Refusal for none or several."""
    found = [line.id for line in devices_of(connection, organisation_id) if line.id.hex().startswith(beginning.lower())]
    if len(found) != 1 or not beginning:
        raise Refusal(Text("There is no device {device} here. Nothing was changed.", device=beginning))
    return found[0]


def endorse_again(connection: Connection, organisation_id: bytes, account_id: bytes, now_us: int) -> None:
    """Sign the keys of all devices anew, for an organisation that got another id."""
    server, rows = identity(connection), connection.execute(
        select(devices).where(devices.c.organisation_id == organisation_id)).all()
    known = load(connection, organisation_id, [("devices", row.id) for row in rows])
    write_rows(connection, organisation_id, [
        ("devices", {"id": row.id, "endorsement": server.endorse(organisation_id, row.id, row.public_key)})
        for row in rows if ("devices", row.id) in known
    ], account_id, now_us)


def _make_known(
    connection: Connection, organisation_id: bytes, account_id: bytes, asked: LogIn, values: dict[str, Any],
    now_us: int,
) -> None:
    connection.execute(devices.insert().values(
        organisation_id=organisation_id, id=asked.device_id, account_id=account_id, instance=asked.instance,
        public_key=asked.public_key, created_us=now_us, **values))
    endorsement = identity(connection).endorse(organisation_id, asked.device_id, asked.public_key)
    write_rows(connection, organisation_id, [("devices", {
        "id": asked.device_id, "label": asked.label, "public_key": asked.public_key, "created_us": now_us,
        "endorsement": endorsement})], account_id, now_us)


def _refuse_another(row: Any, account_id: bytes, asked: LogIn) -> None:
    same = hmac.compare_digest(row.instance, asked.instance) and hmac.compare_digest(row.public_key, asked.public_key)
    if row.revoked_us is not None:
        raise problems.device_revoked()
    if not same:
        raise problems.copied_database()
    if row.account_id != account_id:
        raise problems.of_another()


def _row(connection: Connection, organisation_id: bytes, device_id: bytes) -> Any:
    return connection.execute(select(devices).where(
        devices.c.organisation_id == organisation_id, devices.c.id == device_id).with_for_update()).first()


def _set(connection: Connection, organisation_id: bytes, device_id: bytes, **values: object) -> None:
    connection.execute(devices.update().values(**values).where(
        devices.c.organisation_id == organisation_id, devices.c.id == device_id))
