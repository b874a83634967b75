"""The first rows of a database: the organisation, this device with its signing key, and a local administrator (S16)."""

from __future__ import annotations

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from nacl.signing import SigningKey
from sqlalchemy import Connection

from app.actions.desk import Clock, Desk, device_of, forget_where_nothing_is_kept, system_clock
from app.actions.journal import DAY_US, forget_old
from app.domain.errors import Refusal
from app.domain.ids import timed_id
from app.domain.permissions import Role, TenantKind
from app.domain.text import Text
from app.store import tables
from app.store.database import Database
from app.store.home import Home, Unlock
from app.store.limits import keeps_nothing
from app.store.protection import Protection, unlock_without_asking
from app.store.resources import load_profile
from app.store.settings import (
    ACCOUNT_ENDED,
    ENDED,
    IN_CONTACT,
    LAST_CONTACT,
    OFFLINE_DAYS,
    set_settings,
    setting,
)

ZONE = "Europe/Amsterdam"
DEVICE_ID, SIGNING_KEY = "device_id", "signing_key"
FIRST_ROLE = {TenantKind.ORGANISATION: Role.ADMINISTRATOR, TenantKind.LICENSOR: Role.LICENSOR}
"""Whose account is there first."""


def _fill(
    database: Database, code: str, name: str, provider: str, place: str, administrator: str, logo: bytes, clock: Clock,
    kind: TenantKind,
) -> None:
    """The first rows, so that somebody who sees all can work."""
    now = clock()
    today = datetime.fromtimestamp(now / 1_000_000, ZoneInfo(ZONE)).date().isoformat()
    organisation, device, account = (timed_id(now, secrets.token_bytes) for _ in range(3))
    signing = SigningKey.generate()
    with database.writing() as connection:
        connection.execute(tables.organisations.insert().values(
            id=organisation, code=code, name=name, place=place, provider=provider, zone=ZONE,
            import_secret=secrets.token_bytes(32), logo=logo or None, created_us=now, kind=kind))
        connection.execute(tables.devices.insert().values(
            id=device, label="", public_key=bytes(signing.verify_key), created_us=now))
        connection.execute(tables.secrets.insert(), [
            {"name": DEVICE_ID, "value": device}, {"name": SIGNING_KEY, "value": bytes(signing)}])
        connection.execute(tables.accounts.insert().values(
            id=account, role=FIRST_ROLE[kind].value, name=administrator, from_on=today))


def open_desk(
    home: Home, code: str, unlock: Unlock = unlock_without_asking, clock: Clock = system_clock, *,
    even_locked: bool = False,
) -> Desk:
    """Open an organisation of this home. Raises Refusal as `Home.open` does; the lock is given back on any failure.

    A desk that has not reached its server for too long is locked (S14, remedy 'sync'): a sync opens it all the same,
    with `even_locked`. That opens one whose account has ended as well, for a window that says so.
    """
    database = home.open(code, unlock)
    try:
        with database.reading() as connection:
            device_id = device_of(connection)
        forget_where_nothing_is_kept(database, device_id)  # before anything is shown: the program may have been killed
        with database.writing() as connection:
            forget_old(connection, clock())
            if not even_locked:
                refuse_locked(connection, clock())
            if setting(connection, IN_CONTACT):
                set_settings(connection, {IN_CONTACT: ""})
        return Desk(database, clock, even_ended=even_locked)
    except BaseException:
        database.close()
        raise


def refuse_locked(connection: Connection, now_us: int) -> None:
    """Raise Refusal where this desk may not be opened without its server."""
    if setting(connection, ENDED):
        raise Refusal(ACCOUNT_ENDED, remedy="sync")
    if keeps_nothing(connection):
        raise Refusal(Text(
            "This account works only while it is connected with the server. Nothing was opened. Use the window, with "
            "a network."), remedy="sync")
    days, contact = (int(setting(connection, name) or 0) for name in (OFFLINE_DAYS, LAST_CONTACT))
    if days and contact and now_us - contact > days * DAY_US:
        raise Refusal(
            Text(
                "This computer has not reached its server for {n} day, so the data are locked. Nothing was lost. "
                "Connect to the network; the data open after a sync.",
                "This computer has not reached its server for {n} days, so the data are locked. Nothing was lost. "
                "Connect to the network; the data open after a sync.",
                n=(now_us - contact) // DAY_US,
            ),
            remedy="sync",
        )


def found_organisation(
    home: Home, code: str, name: str, provider: str, protection: Protection, *, place: str = "",
    administrator: str = "", logo: bytes = b"", clock: Clock = system_clock,
    kind: TenantKind = TenantKind.ORGANISATION,
) -> tuple[Desk, str]:
    """A new organisation with its first administrator; gives the desk and the recovery key to print once.

    With `kind` LICENSOR it is a licensor, with the first of its people.

    Raises Refusal for an unknown provider, a code that is taken or is none, and where nothing can be written.
    """
    load_profile(provider)
    database, recovery_key = home.create(
        code, protection, lambda new: _fill(new, code, name, provider, place, administrator, logo, clock, kind))
    try:
        return Desk(database, clock), recovery_key
    except BaseException:
        database.close()
        raise
