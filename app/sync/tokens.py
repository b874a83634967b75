"""Where a desk keeps what lets it in: the refresh token in the system's keyring, or else in the encrypted database.

`instance` lies outside the database on purpose: a database that was copied to another computer arrives without it,
and so becomes a device of its own (S13).
"""

from __future__ import annotations

import secrets
from pathlib import Path

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from app.store.files import make_private_folder, write_atomically
from app.store.tables import secrets as kept

SERVICE = "Leerspoor sync"
REFRESH, ACCESS = "refresh_token", "access_token"
INSTANCE_FILE = "instance.id"
INSTANCE_BYTES = 16


def save_refresh(connection: Connection, device_id: bytes, token: str) -> None:
    """Keep the token for the next time. Where there is no keyring, the encrypted database holds it."""
    if _in_keyring(device_id, token):
        connection.execute(delete(kept).where(kept.c.name == REFRESH))
        return
    statement = insert(kept).values(name=REFRESH, value=token.encode())
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": token.encode()}))


def read_refresh(connection: Connection, device_id: bytes) -> str:
    """The token, empty where there is none."""
    value = connection.execute(select(kept.c.value).where(kept.c.name == REFRESH)).scalar()
    return bytes(value).decode() if value is not None else _from_keyring(device_id)


def forget_refresh(connection: Connection, device_id: bytes) -> None:
    connection.execute(delete(kept).where(kept.c.name.in_((REFRESH, ACCESS))))
    forget_in_keyring(device_id)


def save_access(connection: Connection, token: str) -> None:
    """The short token too, so that who listens for news shows the one that was given last."""
    statement = insert(kept).values(name=ACCESS, value=token.encode())
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": token.encode()}))


def read_access(connection: Connection) -> str:
    value = connection.execute(select(kept.c.value).where(kept.c.name == ACCESS)).scalar()
    return bytes(value).decode() if value is not None else ""


def instance_of(home: Path) -> bytes:
    """What this computer is known by, made at the first use; it lies in the home, beside the organisations."""
    file = home / INSTANCE_FILE
    try:
        there = bytes.fromhex(file.read_text("ascii").strip())
    except (OSError, ValueError):
        there = b""
    if len(there) != INSTANCE_BYTES:
        make_private_folder(home)
        there = secrets.token_bytes(INSTANCE_BYTES)
        write_atomically(file, there.hex().encode(), private=True)
    return there


def _in_keyring(device_id: bytes, token: str) -> bool:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, device_id.hex(), token)
    except KeyringError:
        return False
    return True


def _from_keyring(device_id: bytes) -> str:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, device_id.hex()) or ""
    except KeyringError:
        return ""


def forget_in_keyring(device_id: bytes) -> None:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(SERVICE, device_id.hex())
    except KeyringError:
        return
