"""The figures without names: each table, and what is asked for it."""

from __future__ import annotations

from typing import Any

from ui.tour.stage import Stage

_NAMES = ("gemeente", "licenties", "cbs")


def figures_pages(stage: Stage, code: str) -> None:
    """The three tables; of the library, where courses are kept, the dialogs too."""
    panel: Any = stage.window.deck.current()
    figures = panel.figures
    if figures is None:
        return
    panel.tabs.setCurrentWidget(figures)
    for number, name in enumerate(_NAMES[:figures.tabs.count()]):
        figures.tabs.setCurrentIndex(number)
        stage.wait()
        stage.take(f"cijfers-{name}-{code}")
    if code == "bibliotheek":
        _dialogs(stage, figures)
    panel.tabs.setCurrentIndex(0)


def _dialogs(stage: Stage, figures: Any) -> None:
    cbs, asked = figures.cbs, figures.cbs.missing.rows()
    for row, name in ((asked[0], "invullen"), (asked[-1], "cursus")):
        cbs.missing.choose((row.field, row.group_id))
        cbs.fill_in()
        stage.wait()
        stage.take(f"cijfers-{name}")
        stage.close_dialogs()
    for button, name in ((figures.places.threshold_button, "kleine-aantallen"), (cbs.numbers_button, "nummers")):
        button.click()
        stage.take(f"cijfers-{name}")
        stage.close_dialogs()
    period = figures.places.period
    period.activated.emit(period.count() - 1)
    stage.take("cijfers-andere-dagen")
    stage.close_dialogs()
    cbs.save("xlsx")
    stage.take("cijfers-cbs-bewaren")
    stage.close_dialogs()
