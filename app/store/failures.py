"""SQLite's failures sorted: what the user can act on becomes a Refusal, the rest is our bug."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from app.domain.errors import Fault, Refusal
from app.domain.text import Text

_BUSY, _LOCKED, _READONLY, _IO, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26

_REASONS = {
    _BUSY: Text("Another program is using the data just now. Nothing was changed. Try again in a moment."),
    _LOCKED: Text("Another program is using the data just now. Nothing was changed. Try again in a moment."),
    _READONLY: Text("The data may only be read here. Nothing was changed. Ask for the right to write in this folder."),
    _IO: Text(
        "The disk did not answer. What was saved before is still there. "
        "Check the disk or the network folder and start again."
    ),
    _FULL: Text(
        "The disk is full. The last change was not saved, everything before it was. Free some space and try again."
    ),
    _CANTOPEN: Text(
        "The data file cannot be opened. Nothing was changed. Check that the folder still exists and may be read."
    ),
    _CORRUPT: Text(
        "The data file is damaged. Nothing was changed. Make a copy of the folder, then restore the newest backup."
    ),
    _NOTADB: Text(
        "The data file is damaged. Nothing was changed. Make a copy of the folder, then restore the newest backup."
    ),
}


def sorted_failure(problem: BaseException) -> Refusal | Fault:
    """The failure to raise for a database error."""
    original = problem.orig if isinstance(problem, DBAPIError) else problem
    code = (getattr(original, "sqlite_errorcode", None) or 0) & 0xFF
    reason = _REASONS.get(code)
    return Refusal(reason) if reason else Fault(f"database error {code}: {type(original).__name__}")


@contextmanager
def storage() -> Iterator[None]:
    """Turn every database error inside into a Refusal or a Fault."""
    try:
        yield
    except (DBAPIError, dbapi2.Error) as problem:
        raise sorted_failure(problem) from problem
