"""The whole page of one participant, part by part, and while looking together."""

from __future__ import annotations

from typing import Any

from ui.tour.findings import with_most_results
from ui.tour.stage import Stage

PARTS = ("tijdlijn", "pogingen", "bezoeken", "leerroutes")


def whole_page(stage: Stage, code: str) -> None:
    """Of who did most; and of one exercise every attempt."""
    panel = _open(stage, with_most_results(stage))
    page = panel.whole
    for at, part in enumerate(PARTS):
        page.tabs.setCurrentIndex(at)
        stage.take(f"pagina-{part}-{code}")
    page.tabs.setCurrentWidget(page.timeline)
    stage.wait()
    for moment in page.timeline.table.rows():
        if moment.visit is not None:
            page.timeline.table.row_opened.emit(moment)
            break
    stage.take(f"pagina-bezoek-{code}")
    panel.leave_whole()


def whole_page_together(stage: Stage, person: bytes) -> None:
    """The answers of one person, looked at side by side."""
    panel = _open(stage, person)
    panel.whole.tabs.setCurrentWidget(panel.whole.attempts)
    stage.window.look_together(person)
    stage.take("samen-kijken-pagina")
    stage.window.look_together(None)
    stage.wait()
    front: Any = stage.window.deck.current()
    front.group.leave_whole()


def _open(stage: Stage, person: bytes) -> Any:
    stage.window.go("progress", person)
    stage.wait()
    front: Any = stage.window.deck.current()
    front.group.open_whole()
    stage.wait()
    return front.group
