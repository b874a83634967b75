"""Who needs help and why, the rules, difficult exercises and a view that is kept."""

from __future__ import annotations

from typing import Any

from ui.tour.stage import Stage


def looking_pages(stage: Stage, code: str) -> None:
    """The progress panel is in front; it is left as it was."""
    panel: Any = stage.window.deck.current()
    page = panel.group.view
    page.show_view({"help": "any", "column": 1})
    stage.take(f"voortgang-hulp-nodig-{code}")
    page.card.legend.rules_wanted.emit()
    stage.take(f"voortgang-regels-{code}")
    stage.close_dialogs()
    page.views.keep()
    stage.take(f"voortgang-weergave-bewaren-{code}")
    stage.close_dialogs()
    page.show_view({})
    panel.tabs.setCurrentWidget(panel.difficult)
    stage.take(f"voortgang-moeilijke-oefeningen-{code}")
    panel.tabs.setCurrentIndex(0)
