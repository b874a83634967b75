"""The seal of the organisation as it lies among the secrets of this device."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, select

from app.domain.seals import Seal
from app.store.tables import secrets

_NAME = "seal"


def keep(connection: Connection, seal: Seal) -> None:
    """Lay it in the place of the one before it."""
    forget(connection)
    connection.execute(secrets.insert().values(name=_NAME, value=msgspec.msgpack.encode(seal)))


def forget(connection: Connection) -> bool:
    """True where there was one."""
    return connection.execute(secrets.delete().where(secrets.c.name == _NAME)).rowcount > 0


def kept(connection: Connection) -> Seal | None:
    value = connection.execute(select(secrets.c.value).where(secrets.c.name == _NAME)).scalar()
    return None if value is None else msgspec.msgpack.decode(value, type=Seal)
