"""What the page of notes asks the program to do; the toast says what happened and offers to undo it."""

from __future__ import annotations

from typing import Any

from app.domain.text import Text
from ui.panel import Shell


def add_note(shell: Shell, person: bytes, given: dict[str, Any]) -> None:
    from app.actions import following

    _act(shell, following.add_note, Text("The note was written."), participant_id=person, **given)


def change_note(shell: Shell, note_id: bytes, given: dict[str, Any]) -> None:
    from app.actions import following

    _act(shell, following.change_note, Text("The note was changed."), note_id=note_id, **given)


def remove_note(shell: Shell, note_id: bytes) -> None:
    from app.actions import following

    _remove(shell, following.remove_note, Text("The note was removed."), note_id=note_id)


def add_goal(shell: Shell, person: bytes, given: dict[str, Any]) -> None:
    from app.actions import following

    _act(shell, following.add_goal, Text("The goal was set."), participant_id=person, **given)


def change_goal(shell: Shell, goal_id: bytes, given: dict[str, Any]) -> None:
    from app.actions import following

    _act(shell, following.change_goal, Text("The goal was changed."), goal_id=goal_id, **given)


def settle_goal(shell: Shell, goal_id: bytes, given: dict[str, Any]) -> None:
    from app.actions import following

    _act(shell, following.settle_goal, Text("The goal was closed."), goal_id=goal_id, **given)


def reopen_goal(shell: Shell, goal_id: bytes) -> None:
    from app.actions import following

    _act(shell, following.reopen_goal, Text("The goal is open again."), goal_id=goal_id)


def remove_goal(shell: Shell, goal_id: bytes) -> None:
    from app.actions import following

    _remove(shell, following.remove_goal, Text("The goal was removed."), goal_id=goal_id)


def plan_talk(shell: Shell, person: bytes, given: dict[str, Any]) -> None:
    from app.actions import following

    _act(shell, following.plan_talk, Text("The talk was planned."), participant_id=person, **given)


def change_talk(shell: Shell, talk_id: bytes, given: dict[str, Any]) -> None:
    from app.actions import following

    _act(shell, following.change_talk, Text("The talk was changed."), talk_id=talk_id, **given)


def report_talk(shell: Shell, talk_id: bytes, given: dict[str, Any]) -> None:
    from app.actions import following

    _act(shell, following.report_talk, Text("The report was written."), talk_id=talk_id, **given)


def cancel_talk(shell: Shell, talk_id: bytes) -> None:
    from app.actions import following

    _act(shell, following.cancel_talk, Text("The talk was cancelled."), talk_id=talk_id)


def remove_talk(shell: Shell, talk_id: bytes) -> None:
    from app.actions import following

    _remove(shell, following.remove_talk, Text("The talk was removed."), talk_id=talk_id)


def _act(shell: Shell, action: Any, said: Text, **given: Any) -> None:
    shell.act(action, **given, then=lambda _changes: shell.say(said, undoable=True))


def _remove(shell: Shell, action: Any, said: Text, **given: Any) -> None:
    """It cannot be undone, so nothing offers that."""
    shell.act(action, **given, then=lambda _changes: shell.say(said))
