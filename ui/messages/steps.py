"""What the messages panel asks the program to do; the toast says what happened and offers to undo it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.text import Text
from ui.panel import Shell

Then = Callable[[Any], None]


def begin(shell: Shell, given: dict[str, Any], then: Then) -> None:
    from app.actions.messages import open_conversation

    _act(shell, open_conversation, Text("The conversation was begun."), then, **given)


def write(shell: Shell, conversation_id: bytes, body: str, then: Then) -> None:
    from app.actions.messages import write_message

    _act(shell, write_message, Text("The message was sent."), then, conversation_id=conversation_id, body=body)


def hide(shell: Shell, message_id: bytes, reason: str) -> None:
    from app.actions.messages import hide_message

    _act(shell, hide_message, Text("The message was hidden."), None, message_id=message_id, reason=reason)


def show_again(shell: Shell, message_id: bytes) -> None:
    from app.actions.messages import show_message

    _act(shell, show_message, Text("Everybody can read the message again."), None, message_id=message_id)


def report(shell: Shell, message_id: bytes, reason: str) -> None:
    from app.actions.messages import report_message

    _act(shell, report_message, Text("The message was reported to {the_administrator}."), None,
         message_id=message_id, reason=reason)


def settle(shell: Shell, message_id: bytes) -> None:
    from app.actions.messages import settle_report

    _act(shell, settle_report, Text("The report was dealt with."), None, message_id=message_id)


def close(shell: Shell, conversation_id: bytes) -> None:
    from app.actions.messages import close_conversation

    _act(shell, close_conversation, Text("The conversation was closed."), None, conversation_id=conversation_id)


def reopen(shell: Shell, conversation_id: bytes) -> None:
    from app.actions.messages import reopen_conversation

    _act(shell, reopen_conversation, Text("The conversation is open again."), None, conversation_id=conversation_id)


def clear(shell: Shell) -> None:
    """It cannot be undone, so nothing offers that."""
    from app.actions.messages import clear_conversations

    def told(changes: Any) -> None:
        number = int(changes.outcome or 0)
        shell.say(Text("{n} conversation was removed.", "{n} conversations were removed.", n=number))

    shell.act(clear_conversations, then=told)


def keep_draft(shell: Shell, conversation_id: bytes, body: str, then: Then) -> None:
    from app.actions.messages import keep_draft

    shell.act(keep_draft, conversation_id=conversation_id, body=body, then=then)


def look(shell: Shell, conversation_id: bytes, then: Then) -> None:
    from app.actions.messages import look_at_conversation

    shell.act(look_at_conversation, conversation_id=conversation_id, then=then)


def _act(shell: Shell, action: Any, said: Text, then: Then | None, **given: Any) -> None:
    def told(changes: Any) -> None:
        shell.say(said, undoable=True)
        if then is not None:
            then(changes)

    shell.act(action, **given, then=told)
