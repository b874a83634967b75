"""What is asked of the help desk and recorded of it; the toast says what happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.domain.text import Text
from ui.panel import Shell


def ask(shell: Shell, given: dict[str, Any], linked: bool) -> None:
    from app.actions.support import ask_help

    said = Text("Recorded. It is sent with the next synchronisation.") if linked else Text(
        "Recorded. Send it yourself: copy the text, or save it as a file.")
    _act(shell, ask_help, said, **given)


def answer(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.support import answer_help

    _act(shell, answer_help, Text("The answer was recorded."), **given)


def days_off(shell: Shell, days: Sequence[str], then: Callable[[Any], None]) -> None:
    """Where no licensor says them they are kept at this desk only, so there is nothing to undo."""
    from app.actions.support import keep_days_off

    shell.act(keep_days_off, days=list(days), then=then)


def _act(shell: Shell, action: Any, said: Text, **given: Any) -> None:
    shell.act(action, **given, then=lambda _changes: shell.say(said, undoable=True))
