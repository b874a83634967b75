"""Messages for tests: switched on, begun, and what a participant would have written on a screen of their own."""

from __future__ import annotations

import secrets
from typing import Any

from app.actions.desk import Desk
from app.actions.messages import open_conversation
from app.actions.privacy import switch_field
from app.store import tables

ON = {
    "subject": "participant", "field": "messages", "is_on": True, "purpose": "begeleiding", "ground": "e",
    "addition_on": "2026-11-01",
}  # fmt: skip


def switched_on(desk: Any) -> None:
    desk.do(switch_field, **ON)


def begun(desk: Any, title: str = "Boeken", body: str = "Neem een boek mee.", **who: bytes) -> bytes:
    made: bytes = desk.do(open_conversation, title=title, body=body, **who).outcome
    return made


def written_by(desk: Desk, person: bytes, conversation: bytes, body: str, group: bytes | None = None) -> bytes:
    """As a participant, confirmed by the server."""
    made = secrets.token_bytes(16)
    with desk.database.writing() as connection:
        connection.execute(tables.messages.insert().values(
            id=made, conversation_id=conversation, group_id=group, participant_id=person, account_id=None, body=body,
            sent_us=desk.clock(), version=9))
    return made
