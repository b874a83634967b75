"""Tests on the tour: a sitting with what came of it and its items, growth of a group and of somebody, and the norms."""

from __future__ import annotations

from typing import Any

from ui.tour.stage import Stage


def tests_pages(stage: Stage, code: str) -> None:
    """Typing is taken already."""
    panel: Any = stage.window.deck.current()
    inner = panel.sittings.tabs
    for number, word in ((1, "resultaten"), (2, "opgaven")):
        inner.setCurrentIndex(number)
        stage.take(f"toetsen-{word}-{code}")
    inner.setCurrentIndex(0)
    panel.sittings.by_item.setCurrentIndex(1)
    stage.take(f"toetsen-per-opgave-{code}")
    panel.sittings.by_item.setCurrentIndex(0)
    _over(stage, panel.sittings.new, f"toetsen-afname-nieuw-{code}")
    _growth(stage, panel, code)
    panel.tabs.setCurrentWidget(panel.tests)
    stage.take(f"toetsen-normen-{code}")
    _over(stage, panel.tests.show_rows, f"toetsen-normregels-{code}")
    _over(stage, panel.tests.give_results, f"toetsen-uwlr-{code}")
    panel.tabs.setCurrentWidget(panel.sittings)


def _growth(stage: Stage, panel: Any, code: str) -> None:
    """Of the group of the newest sitting, and of the first in it."""
    page = panel.growth
    panel.tabs.setCurrentWidget(page)
    group = next((row.group_id for row in panel.sittings.table.rows() if row.group_id), None)
    if group is None:
        return
    page.group.choose(group)
    stage.take(f"toetsen-groei-groep-{code}")
    page.table.choose(page.table.rows()[1].id)
    stage.take(f"toetsen-groei-persoon-{code}")


def _over(stage: Stage, act: Any, what: str) -> None:
    act()
    stage.take(what)
    stage.close_dialogs()
