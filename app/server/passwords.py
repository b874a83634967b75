"""Passwords of accounts: kept as Argon2id, checked in the same time whether the account exists or not."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import cache

from nacl import pwhash
from nacl.exceptions import InvalidkeyError

from app.domain.errors import Refusal
from app.domain.text import Text
from app.server.problems import busy

# 64 MiB and two passes: about 60 milliseconds. At most four at once, so that many log-ins do not eat the memory.
PASSES, MEMORY = 2, 64 * 1024 * 1024
AT_ONCE = 4
PATIENCE_SECONDS = 10
SHORTEST_PASSWORD = 12
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_turns = threading.BoundedSemaphore(AT_ONCE)


def hashed(password: str) -> str:
    """What is kept of a password. Raises Refusal for one that is too short."""
    refuse_short(password)
    return _hashed(password, PASSES, MEMORY)


def refuse_short(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise Refusal(Text(
            "A password has at least {n} signs. Nothing was changed. Choose a longer one.", n=SHORTEST_PASSWORD))


def fits(password: str, kept: str | None) -> bool:
    """Whether this is the password; with None (nobody of that name) just as slow, and False.

    Raises Declined where too many others are being checked already.
    """
    if not _turns.acquire(timeout=PATIENCE_SECONDS):
        raise busy()
    try:
        right = pwhash.verify((kept or _nobodys(PASSES, MEMORY)).encode(), _secret(password))
        return right and kept is not None
    except InvalidkeyError:
        return False
    finally:
        _turns.release()


def one_time_password() -> str:
    """Four groups of four signs without look-alikes: 78 bits, to be told once."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


@cache
def _nobodys(passes: int, memory: int) -> str:
    return _hashed(secrets.token_hex(16), passes, memory)


def _hashed(password: str, passes: int, memory: int) -> str:
    return pwhash.argon2id.str(_secret(password), opslimit=passes, memlimit=memory).decode()


def _secret(password: str) -> bytes:
    """The same bytes from every keyboard, however it composes an accented letter."""
    return unicodedata.normalize("NFKC", password).encode()
