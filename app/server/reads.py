"""How far a device has read a stream, its own organisation's or another's: what it was given, and what it was told."""

from __future__ import annotations

from sqlalchemy import Connection

from app.server.records import upsert
from app.server.sessions import Caller
from app.server.tables import reads

_KEY = ("organisation_id", "home_id", "device_id")
_FURTHEST = {name: f"CASE WHEN reads.{name} < excluded.{name} THEN excluded.{name} ELSE reads.{name} END"
             for name in ("given_to", "told_to")}  # others may be further


def note_given(connection: Connection, caller: Caller, pulled: int, given: int) -> None:
    """The device has read up to `pulled` and was brought up to `given`."""
    _note(connection, caller, pulled, given, given, tuple(_FURTHEST.items()))


def note_told(connection: Connection, caller: Caller, number: int) -> None:
    """The device hears of this number."""
    kept = {name: f"reads.{name}" for name in ("pulled_to", "given_to")}
    _note(connection, caller, 0, 0, number, tuple((kept | {"told_to": _FURTHEST["told_to"]}).items()))


def _note(
    connection: Connection, caller: Caller, pulled: int, given: int, told: int, becomes: tuple[tuple[str, str], ...]
) -> None:
    upsert(connection, reads, [{
        "organisation_id": caller.organisation_id, "home_id": caller.home_id, "device_id": caller.device_id,
        "pulled_to": pulled, "given_to": given, "told_to": told}], _KEY, becomes)
