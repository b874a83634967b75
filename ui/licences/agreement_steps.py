"""What is done with an agreement; the toast says what happened and offers to undo it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.text import Text
from ui.panel import Shell

if TYPE_CHECKING:
    from app.domain.changes import ChangeSet


def give_notice(shell: Shell, arguments: dict[str, Any], ends_on: date) -> None:
    from app.actions.agreements import record_notice

    _act(shell, record_notice, Text("Notice was recorded. The agreement ends on {day}.", day=ends_on), arguments)


def take_notice_back(shell: Shell, arguments: dict[str, Any]) -> None:
    from app.actions.agreements import withdraw_notice

    _act(shell, withdraw_notice, Text("The notice was withdrawn. The agreement goes on."), arguments)


def tell_delivered(shell: Shell, arguments: dict[str, Any]) -> None:
    from app.actions.agreements import record_delivery

    _act(shell, record_delivery, Text("The day of delivery was recorded."), arguments)


def give_mandate(shell: Shell, arguments: dict[str, Any], then: Callable[[], None]) -> None:
    from app.actions.agreements import record_mandate

    _act(shell, record_mandate, Text("The mandate was recorded."), arguments, then)


def _act(
    shell: Shell, action: Any, said: Text, arguments: dict[str, Any], then: Callable[[], None] | None = None,
) -> None:
    def told(_changes: ChangeSet) -> None:
        shell.say(said, undoable=True)
        if then is not None:
            then()

    shell.act(action, **arguments, then=told)
