"""What is done with own views; the toast says what happened and offers to undo it."""

from __future__ import annotations

from typing import Any

from app.domain.text import Text
from ui.panel import Shell


def save(shell: Shell, panel: str, name: str, choices: dict[str, Any]) -> None:
    from app.actions.named_views import save_view

    _act(shell, save_view, Text("The view {name} was kept.", name=name), panel=panel, name=name, choices=choices)


def rename(shell: Shell, view_id: bytes, name: str) -> None:
    from app.actions.named_views import rename_view

    _act(shell, rename_view, Text("The view is called {name} now.", name=name), view_id=view_id, name=name)


def change(shell: Shell, view_id: bytes, name: str, choices: dict[str, Any]) -> None:
    from app.actions.named_views import change_view

    _act(shell, change_view, Text("The view {name} is what is shown now.", name=name), view_id=view_id,
         choices=choices)


def remove(shell: Shell, view_id: bytes, name: str) -> None:
    from app.actions.named_views import remove_view

    _act(shell, remove_view, Text("The view {name} was removed.", name=name), view_id=view_id)


def say_gone(shell: Shell) -> None:
    """After a view was chosen of something that is not there any more, or not the reader's any more."""
    shell.say(Text("Something that this view was kept with is not here any more. The rest of it is shown."))


def _act(shell: Shell, action: Any, said: Text, **given: Any) -> None:
    shell.act(action, then=lambda _changes: shell.say(said, undoable=True), **given)
