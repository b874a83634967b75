"""What is done with permissions and reports; the toast says what happened and offers to undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.text import Text
from ui.panel import Shell

if TYPE_CHECKING:
    from app.domain.changes import ChangeSet


def ask(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.rights import ask_permission

    _act(shell, ask_permission, Text("The request for permission was recorded."), given)


def give(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.rights import give_permission

    _act(shell, give_permission, Text("The permission was recorded."), given)


def refuse(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.rights import refuse_permission

    _act(shell, refuse_permission, Text("The refusal was recorded."), given)


def withdraw(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.rights import withdraw_permission

    _act(shell, withdraw_permission, Text("The permission was withdrawn."), given)


def report(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.rights import report_infringement

    _act(shell, report_infringement, Text("The report was recorded. Thank you."), given)


def answer(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.rights import answer_infringement

    _act(shell, answer_infringement, Text("The answer was recorded."), given)


def _act(shell: Shell, action: Any, said: Text, given: dict[str, Any]) -> None:
    def told(_changes: ChangeSet) -> None:
        shell.say(said, undoable=True)

    shell.act(action, **given, then=told)
