"""Tests and observation on the tour: a sitting with what came of it and its items, growth of a group and of somebody,
the norms; a sheet that is filled in, profiles and instruments.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from ui.tour.stage import Stage

LIST = """toetscode;toetsversie;toetsnaam;vakgebied;hoogste score;normversie;moment;van;tot;niveau
SP-M5;1;Spelling M5;Spelling;20;2026 (verzonnen);M5;0;7;V
;;;;;2026 (verzonnen);M5;8;13;III
;;;;;2026 (verzonnen);M5;14;20;I
RK-B5;1;Rekenen B5;Rekenen;20;2026 (verzonnen);B5;0;20;III
SP-E5;1;Spelling E5;Spelling;20;2026 (verzonnen);E5;0;twintig;III
"""


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
    _over(stage, lambda: _load(panel), f"toetsen-laden-{code}")
    _over(stage, panel.tests.show_rows, f"toetsen-normregels-{code}")
    _over(stage, panel.tests.give_results, f"toetsen-uwlr-{code}")
    _observation(stage, panel, code)
    panel.tabs.setCurrentWidget(panel.sittings)


def _observation(stage: Stage, panel: Any, code: str) -> None:
    """The infants, of whom the last are still to be observed."""
    page = panel.observe
    panel.tabs.setCurrentWidget(page)
    for number, word in enumerate(("persoon", "punt", "alles")):
        page.way.setCurrentIndex(number)
        stage.take(f"observeren-per-{word}-{code}")
    page.way.setCurrentIndex(0)
    panel.tabs.setCurrentWidget(panel.profile)
    stage.take(f"observeren-profiel-groep-{code}")
    people = panel.profile.table.rows()
    if len(people) > 1:
        panel.profile.table.choose(people[1].id)
        stage.take(f"observeren-profiel-{code}")
        panel.profile.tabs.setCurrentIndex(1)
        panel.profile.seen.selectRow(0)
        stage.take(f"observeren-alles-gezien-{code}")
        _over(stage, panel.profile.change, f"observeren-wijzigen-{code}")
    panel.tabs.setCurrentWidget(panel.instruments)
    stage.take(f"observeren-kijklijsten-{code}")
    _over(stage, panel.instruments.new_edition, f"observeren-nieuwe-editie-{code}")
    _over(stage, panel.instruments.load_example, f"observeren-laden-{code}")


def _load(panel: Any) -> None:
    """A list with a new test, a norm that is here with other rows, and a line that is wrong."""
    from app.exchange.norm_files import read_norm_file

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "normen-2026.csv"
        path.write_text(LIST, encoding="utf-8")
        panel.tests.read_plan(read_norm_file(path, "2026"))


def _growth(stage: Stage, panel: Any, code: str) -> None:
    """Of the group of the newest sitting, and of the first in it."""
    page = panel.growth
    panel.tabs.setCurrentWidget(page)
    stage.wait()
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
