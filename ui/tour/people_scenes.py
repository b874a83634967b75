"""What the tour shows of people who are here twice, who left, and who is doubtful in a file."""

from __future__ import annotations

from typing import Any

from ui.tour.stage import Stage


def people(stage: Stage, code: str) -> None:
    """The pages of the groups panel beside the groups, and the way back for who left."""
    stage.window.go("groups")
    panel: Any = stage.window.deck.current()
    for shelf, what in (("doubles", "dubbel"), ("leavers", "vertrokken")):
        stage.wait()
        if panel.list.choose(shelf):
            stage.take(f"groepen-{what}-{code}")
    if panel.leavers.table.rows():
        panel.leavers.table.selectAll()
        panel.leavers.bring_back()
        stage.take(f"groepen-terughalen-{code}")
        stage.close_dialogs()
