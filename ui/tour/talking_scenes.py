"""Messages and the help desk, with their dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.support import FAULT
from ui.tour.stage import Stage


def messages_pages(stage: Stage, code: str) -> None:
    """A closed conversation, a new one, what would be cleared, and what a wall shows of it."""
    panel: Any = stage.window.deck.current()
    closed = next(row for row in panel.list.rows() if row.closed is not None)
    panel.list.choose(closed.id)
    stage.take(f"berichten-gesloten-{code}")
    panel.list.choose(panel.list.rows()[0].id)
    _over(stage, panel.begin, f"berichten-nieuw-{code}")
    _over(stage, panel.clear, f"berichten-opruimen-{code}")
    stage.window.present()
    stage.take(f"berichten-presentatie-{code}")
    stage.window.present()


def help_desk(stage: Stage, code: str) -> None:
    """A manual and a search in all of them; the page of the help desk, a fault that is reported, and its days off."""
    stage.window.go("help", b"groups")
    panel: Any = stage.window.deck.current()
    stage.take(f"handleiding-{code}")
    panel.manual.search.setText("herstel")
    stage.take(f"handleiding-zoeken-{code}")
    panel.manual.search.clear()
    stage.window.go("help", b"desk")
    stage.take(f"helpdesk-{code}")
    _over(stage, lambda: panel.ask(FAULT), f"helpdesk-storing-{code}")
    if code == "bibliotheek":
        _over(stage, panel.answer, "helpdesk-antwoord")
        _over(stage, panel.days_off, "helpdesk-vrije-dagen")


def _over(stage: Stage, act: Callable[[], Any], what: str) -> None:
    act()
    stage.take(what)
    stage.close_dialogs()
