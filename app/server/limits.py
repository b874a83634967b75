"""How often somebody may try: counted in the database, so that every process of the server counts the same.

A try is counted before the password is looked at, so that a thousand at once are a thousand. What is counted is known
by a keyed hash alone: no address and no user name is kept.
"""

from __future__ import annotations

import hashlib
import ipaddress

from sqlalchemy import Connection, text

from app.server.problems import too_many
from app.server.tables import attempts

WINDOW_US = 15 * 60 * 1_000_000
MOST_PER_NAME = 10
"""Then the name is locked for the whole window, whether there is such an account or not."""
MOST_PER_ADDRESS = 100
"""A school comes from one address, and those who succeed are not counted."""

_COUNT = text("""
    INSERT INTO attempts (key, from_us, count) VALUES (:key, :now, 1)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN attempts.from_us <= :before THEN 1 ELSE attempts.count + 1 END,
        from_us = CASE WHEN attempts.from_us <= :before OR attempts.count + 1 = :most THEN :now
                       ELSE attempts.from_us END
    RETURNING count, from_us
""")


def name_key(secret: bytes, organisation: str, username: str) -> str:
    return _key(secret, f"name\0{organisation}\0{username}")


def address_key(secret: bytes, address: str) -> str:
    """One network of IPv6 is one household or school, as one address of IPv4 is."""
    try:
        given = ipaddress.ip_address(address)
        whole = ipaddress.ip_network((given, 64 if given.version == 6 else 32), strict=False)
    except ValueError:
        return _key(secret, f"address\0{address}")
    return _key(secret, f"address\0{whole}")


def count_try(connection: Connection, key: str, most: int, now_us: int) -> None:
    """Raises Declined (429) once there were `most` in the window."""
    given = {"key": key, "now": now_us, "before": now_us - WINDOW_US, "most": most}
    row = connection.execute(_COUNT, given).one()
    if row[0] > most:
        raise too_many(max(1, -(-(row[1] + WINDOW_US - now_us) // 1_000_000)))


def forgive(connection: Connection, key: str) -> None:
    connection.execute(attempts.delete().where(attempts.c.key == key))


def take_back(connection: Connection, key: str) -> None:
    """One that succeeded after all."""
    connection.execute(attempts.update().where(attempts.c.key == key, attempts.c.count > 0)
                       .values(count=attempts.c.count - 1))


def forget_tries(connection: Connection, now_us: int) -> None:
    """Those that no longer count."""
    connection.execute(attempts.delete().where(attempts.c.from_us <= now_us - WINDOW_US))


def _key(secret: bytes, what: str) -> str:
    return hashlib.blake2b(what.encode(), key=secret, digest_size=16).hexdigest()
