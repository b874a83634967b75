"""Learning routes on the tour: every page of the panel, and the dialogs in which a route is put in order and given."""

from __future__ import annotations

from typing import Any

from ui.tour.stage import Stage

_PAGES = (("links", "links"), ("materials", "materialen"), ("overview", "lesmateriaal"))


def routes_pages(stage: Stage, code: str) -> None:
    """The first page is taken already."""
    panel: Any = stage.window.deck.current()
    for page, word in _PAGES:
        if not panel.tabs.isTabVisible(panel.tabs.indexOf(getattr(panel, page))):
            continue  # this provider has no materials
        panel.tabs.setCurrentWidget(getattr(panel, page))
        stage.take(f"leerroutes-{word}-{code}")
    panel.tabs.setCurrentWidget(panel.routes)
    panel.routes.table.choose(panel.routes.table.rows()[-1].id)
    stage.wait()
    for act, word in ((panel.routes.change, "wijzigen"), (panel.routes.give, "geven")):
        act()
        stage.take(f"leerroutes-{word}-{code}")
        stage.close_dialogs()
