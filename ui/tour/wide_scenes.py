"""The wide views of the progress panel: the organisation as a whole, the months of the year, two periods compared."""

from __future__ import annotations

from typing import Any

from ui.tour.stage import Stage

_SCHOOL_YEARS = 2
"""Which of the ready-made pairs is compared."""


def wide_pages(stage: Stage, code: str) -> None:
    stage.window.go("progress")
    panel: Any = stage.window.deck.current()
    for page, what in ((panel.whole, "geheel"), (panel.year, "jaar"), (panel.compare, "vergelijken")):
        panel.tabs.setCurrentWidget(page)
        stage.take(f"voortgang-{what}-{code}")
    panel.compare.period.choice.setCurrentIndex(_SCHOOL_YEARS)
    panel.compare.period.choice.activated.emit(_SCHOOL_YEARS)
    stage.wait()
    panel.compare.whose.setCurrentIndex(1)
    panel.compare.whose.activated.emit(1)
    stage.take(f"voortgang-vergelijken-deelnemers-{code}")
    panel.tabs.setCurrentWidget(panel.board)
    stage.take(f"voortgang-bestuur-{code}")
    panel.tabs.setCurrentWidget(panel.group)
