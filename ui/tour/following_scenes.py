"""Notes, goals and talks of one participant, with their dialogs."""

from __future__ import annotations

from typing import Any

from ui.following import dialogs
from ui.tour.findings import with_planned_talk
from ui.tour.stage import Stage


def following_pages(stage: Stage, code: str) -> None:
    """The page of somebody with whom a talk is planned, a new note and a talk."""
    stage.window.go("progress", with_planned_talk(stage))
    front: Any = stage.window.deck.current()
    panel = front.group
    stage.wait()
    panel.follow()
    stage.take(f"voortgang-notities-{code}")
    today = panel.shell.sight.today
    for form, what in ((dialogs.NoteDialog, "notitie"), (dialogs.GoalDialog, "doel"), (dialogs.TalkDialog, "gesprek")):
        form(panel.following, today, None, lambda _given: None).open()
        stage.take(f"voortgang-{what}-{code}")
        stage.close_dialogs()
    panel.leave_following()
