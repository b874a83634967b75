"""Messages: a group and one participant are written to, a message is hidden and reported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.actions.closed_days import say_closed_days
from app.actions.maintenance import announce_maintenance
from app.actions.messages import close_conversation, hide_message, open_conversation, report_message
from app.actions.privacy import switch_field
from app.actions.support import ask_help
from app.store import tables
from tests.actions.conftest import VERSION, Stage
from tests.actions.scenes.contract import MARK, _licensor
from tests.dumps import rows_of

ON = {
    "subject": "participant", "field": "messages", "is_on": True, "purpose": "begeleiding", "ground": "e",
    "addition_on": "2026-11-01",
}  # fmt: skip


def _kept(stage: Stage) -> Stage:
    stage.desk.do(switch_field, **ON)
    return stage


def _conversation(stage: Stage, closed: bool = False) -> bytes:
    """One with the group that the server has confirmed."""
    _kept(stage)
    made: bytes = stage.desk.do(
        open_conversation, title="Boeken", body="Neem een boek mee.", group_id=stage.groups["Dinsdag"]).outcome
    if closed:
        stage.desk.do(close_conversation, conversation_id=made)
    return _confirmed(stage, made)


def _of_another(stage: Stage) -> bytes:
    """A conversation in which a colleague wrote."""
    made = _conversation(stage)
    with stage.desk.database.writing() as connection:
        connection.execute(tables.messages.update().values(account_id=b"k" * 16))
    return made


def _message(stage: Stage, act: Any = None) -> bytes:
    _conversation(stage)
    made: bytes = rows_of(stage.desk, "messages")[0]["id"]
    if act is not None:
        stage.desk.do(act, message_id=made, reason="hoort hier niet")
    return _confirmed(stage, made)


def _confirmed(stage: Stage, made: bytes) -> bytes:
    with stage.desk.database.writing() as connection:
        for table in (tables.conversations, tables.messages, tables.field_switches):
            connection.execute(table.update().values(version=VERSION))
    return made


ANNOUNCED = {"starts_us": 2_000_000_000_000_000, "ends_us": 2_000_007_200_000_000, "what": MARK, "meanwhile": MARK}


def _announced(stage: Stage) -> bytes:
    _licensor(stage)
    made: bytes = stage.desk.do(announce_maintenance, **ANNOUNCED).outcome
    with stage.desk.database.writing() as connection:
        connection.execute(tables.maintenances.update().values(version=VERSION))
    return made


CLOSED = {"first": date(2026, 12, 28), "last": date(2026, 12, 29), "what": MARK}


def _closed(stage: Stage) -> list[bytes]:
    _licensor(stage)
    made: list[bytes] = stage.desk.do(say_closed_days, **CLOSED).outcome
    with stage.desk.database.writing() as connection:
        connection.execute(tables.closed_days.update().values(version=VERSION))
    return made


def _asked(stage: Stage) -> bytes:
    made: bytes = stage.desk.do(ask_help, sort="question", subject="Lijst", body="Hoe druk ik een lijst af?").outcome
    with stage.desk.database.writing() as connection:
        connection.execute(tables.support_requests.update().values(version=VERSION))
    return made


def _long_closed(stage: Stage) -> dict[str, Any]:
    _conversation(stage, closed=True)
    with stage.desk.database.writing() as connection:
        connection.execute(tables.conversations.update().values(closed_us=1))
    return {}


SCENES: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "conversation.open": lambda stage: {
        "title": MARK, "body": MARK, "participant_id": _kept(stage).people["Amira"]},
    "conversation.close": lambda stage: {"conversation_id": _conversation(stage)},
    "conversation.reopen": lambda stage: {"conversation_id": _conversation(stage, closed=True)},
    "conversation.look": lambda stage: {"conversation_id": _of_another(stage)},
    "message.write": lambda stage: {"conversation_id": _conversation(stage), "body": MARK},
    "message.hide": lambda stage: {"message_id": _message(stage), "reason": MARK},
    "message.show": lambda stage: {"message_id": _message(stage, hide_message)},
    "message.report": lambda stage: {"message_id": _message(stage), "reason": MARK},
    "message.report_done": lambda stage: {"message_id": _message(stage, report_message)},
    "messages.clear": _long_closed,
    "maintenance.announce": lambda stage: _licensor(stage) or ANNOUNCED,
    "maintenance.withdraw": lambda stage: {"maintenance_id": _announced(stage)},
    "closed_days.say": lambda stage: _licensor(stage) or CLOSED,
    "closed_days.withdraw": lambda stage: {"day_ids": _closed(stage)},
    "support.ask": lambda _stage: {"sort": "fault", "subject": MARK, "body": MARK, "diagnosis": MARK},
    "support.answer": lambda stage: {
        "request_id": _asked(stage), "state": "closed", "answer": MARK, "answered_by": MARK},
    "helpdesk.days_off": lambda _stage: {"days": ["2026-12-24"]},
    "draft.keep": lambda stage: {"conversation_id": _conversation(stage), "body": MARK},
}
