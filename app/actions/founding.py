"""The first rows of a database: the organisation, this device with its signing key, and a local administrator (S16)."""

from __future__ import annotations

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from nacl.signing import SigningKey

from app.actions.desk import Clock, Desk, system_clock
from app.domain.ids import timed_id
from app.domain.permissions import Role
from app.store import tables
from app.store.database import Database
from app.store.home import Home, Unlock
from app.store.protection import Protection, unlock_without_asking

ZONE = "Europe/Amsterdam"
DEVICE_ID, SIGNING_KEY = "device_id", "signing_key"


def found(
    database: Database, code: str, name: str, provider: str, *, place: str = "", administrator: str = "",
    logo: bytes = b"", clock: Clock = system_clock,
) -> Desk:
    """Fill a new database so that its first administrator can work; gives the desk."""
    now = clock()
    today = datetime.fromtimestamp(now / 1_000_000, ZoneInfo(ZONE)).date().isoformat()
    organisation, device, account = (timed_id(now, secrets.token_bytes) for _ in range(3))
    signing = SigningKey.generate()
    with database.writing() as connection:
        connection.execute(tables.organisations.insert().values(
            id=organisation, code=code, name=name, place=place, provider=provider, zone=ZONE,
            import_secret=secrets.token_bytes(32), logo=logo or None, created_us=now))
        connection.execute(tables.devices.insert().values(
            id=device, label="", public_key=bytes(signing.verify_key), created_us=now))
        connection.execute(tables.secrets.insert(), [
            {"name": DEVICE_ID, "value": device}, {"name": SIGNING_KEY, "value": bytes(signing)}])
        connection.execute(tables.accounts.insert().values(
            id=account, role=Role.ADMINISTRATOR.value, name=administrator, from_on=today))
    return Desk(database, clock)


def open_desk(home: Home, code: str, unlock: Unlock = unlock_without_asking, clock: Clock = system_clock) -> Desk:
    """Open an organisation of this home. Raises Refusal as `Home.open` does; the lock is given back on any failure."""
    database = home.open(code, unlock)
    try:
        return Desk(database, clock)
    except BaseException:
        database.close()
        raise


def found_organisation(
    home: Home, code: str, name: str, provider: str, protection: Protection, *, place: str = "",
    administrator: str = "", logo: bytes = b"", clock: Clock = system_clock,
) -> tuple[Desk, str]:
    """A new organisation with its first administrator; gives the desk and the recovery key to print once."""
    database, recovery_key = home.create(code, protection)
    try:
        desk = found(database, code, name, provider, place=place, administrator=administrator, logo=logo, clock=clock)
    except BaseException:
        database.close()
        raise
    return desk, recovery_key
