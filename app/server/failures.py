"""What a database says when it cannot, sorted for the operator: a word to act on, or our own fault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import Error as PsycopgError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlcipher3 import dbapi2

from app.domain.errors import Fault, Refusal
from app.domain.text import Text


class Unavailable(Refusal):
    """The database cannot do this now. Nothing was changed, and the same may well succeed a little later."""


BUSY = Text("The server is busy. Nothing was changed. Try again in a moment.")
_UNREACHABLE = Text(
    "The database does not answer. Nothing was changed. Check that PostgreSQL runs and that its address is right.")
_DENIED = Text(
    "The database refuses this user or password. Nothing was changed. Check the address and the rights in PostgreSQL.")
_MISSING = Text("There is no database of this name. Nothing was changed. Make it in PostgreSQL first.")
_FULL = Text("The database has no room left. The last change was not saved, everything before it was. Make room.")
_READ_ONLY = Text("The database takes no changes at present. Nothing was changed. Check which server is the primary.")

# The classes of PostgreSQL's SQLSTATE (the first two signs), and single codes where they differ from their class.
_REASONS = {
    "08": _UNREACHABLE, "57": _UNREACHABLE, "28": _DENIED, "3D": _MISSING, "53": BUSY, "40": BUSY, "55": BUSY,
    "25": _READ_ONLY, "53100": _FULL, "57014": BUSY, "42501": _DENIED,
}


def sorted_failure(problem: DBAPIError | PsycopgError | PoolTimeout) -> Refusal | Fault:
    """The failure to raise for an error of PostgreSQL, through SQLAlchemy or not, or of the pool of connections."""
    if isinstance(problem, PoolTimeout):
        return Unavailable(BUSY)
    of_driver = problem.orig if isinstance(problem, DBAPIError) else problem
    state = getattr(of_driver, "sqlstate", None) or ""
    reason = _REASONS.get(state) or _REASONS.get(state[:2])
    if reason is None and _never_connected(of_driver, state):
        reason = _why_not_connected(str(of_driver))
    if reason is None and isinstance(problem, DBAPIError) and problem.connection_invalidated:
        reason = _UNREACHABLE
    return Unavailable(reason) if reason else Fault(f"database error {state}: {type(of_driver).__name__}")


@contextmanager
def postgresql_failures() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PsycopgError, PoolTimeout) as problem:
        raise sorted_failure(problem) from problem


@contextmanager
def sqlite_failures() -> Iterator[None]:
    """What `app.store` already put into words about the file itself is a matter of later, not of what was asked."""
    try:
        yield
    except PoolTimeout as problem:
        raise Unavailable(BUSY) from problem
    except Refusal as refusal:
        if isinstance(refusal.__cause__, (DBAPIError, dbapi2.Error)):
            raise Unavailable(*refusal.reasons) from refusal
        raise


def _never_connected(problem: object, state: str) -> bool:
    """psycopg gives no code for a connection that did not come about, or was cut."""
    return not state and type(problem).__name__ in ("OperationalError", "ConnectionTimeout")


def _why_not_connected(said: str) -> Text:
    """PostgreSQL's own words are all there is to go by."""
    if "database" in said and "does not exist" in said:
        return _MISSING
    return _DENIED if "authentication" in said or "role" in said or "password" in said else _UNREACHABLE
