"""Numbers of the stream that a device was told, and the proof that it was (S13).

Whoever shows a proven number that the server does not remember telling has met a later state of it: it was put back.
Only the proof counts. A number without one would let anybody with a token make every desk read everything afresh.

The key of the proofs lies in the database, where it is made before the first row: a backup has always the same key as
what came after it, so that a server that was put back knows its own proofs.
"""

from __future__ import annotations

import hmac

from sqlalchemy import Connection

from app.server.identity import identity
from app.server.reads import note_told
from app.server.sessions import Caller
from app.server.tokens import proof_of
from app.sync.wire import Named


def tell(connection: Connection, caller: Caller, epoch: str, number: int) -> Named:
    """Write down that the device hears of this number, and prove it."""
    note_told(connection, caller, number)
    return proven(connection, caller, epoch, number)


def proven(connection: Connection, caller: Caller, epoch: str, number: int) -> Named:
    """The number with its proof. It must be written down as told before the device hears it."""
    key = identity(connection).token_key
    return Named(number, proof_of(key, caller.organisation_id, _reader(caller), epoch, number))


def _reader(caller: Caller) -> bytes:
    """Whose proof it is: devices of two tenants can have the same id."""
    return caller.home_id + caller.device_id if caller.is_guest else caller.device_id


def shown(connection: Connection, caller: Caller, epoch: str, named: Named | None) -> int:
    """The number that the device was really told in this epoch; 0 for any other claim."""
    if named is None:
        return 0
    right = proven(connection, caller, epoch, named.number).proof
    return named.number if hmac.compare_digest(named.proof, right) else 0


def was_put_back(connection: Connection, caller: Caller, epoch: str, named: Named | None) -> bool:
    """True where the device was told more than this server remembers."""
    return shown(connection, caller, epoch, named) > caller.told_to
