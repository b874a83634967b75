"""Asks before one participant is erased: what goes, that it cannot be undone, and that every computer confirms it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QWidget

from ui.parts.facts import Facts
from ui.parts.form_dialog import FormDialog
from ui.words import tr


class EraseDialog(FormDialog):
    """`counts` are (what, how many) of everything that goes; the verb is off until it was said that one is sure."""

    def __init__(
        self, parent: QWidget, name: str, counts: list[tuple[str, str]], is_connected: bool, erase: Callable[[], None],
    ) -> None:
        self.sure: QCheckBox | None = None
        super().__init__(parent, tr("Erase {name}", name=name), tr("&Erase for good"), erase)
        self.setMinimumWidth(500)
        self.say(tr("Everything that is kept about {name} is erased: own data, groups, results, certificates, and what "
                    "the history holds. This cannot be undone.", name=name), "heading")
        self.fill(Facts(counts), 0)
        self.say_below(tr("Certificates on paper stay valid only on paper: they can no longer be checked here."))
        self.say_below(_elsewhere(is_connected))
        self.say_below(tr("First export the file if {the_participant} asked for it, or if you must be able to account "
                          "for it."))
        self.sure = QCheckBox(tr("&I have checked that nothing must be kept"))
        self.sure.setAccessibleName(self.sure.text().replace("&", ""))
        self.sure.toggled.connect(self.check)
        self.fill(self.sure, 0)
        self.check()
        self.cancel.setFocus()

    def is_complete(self) -> bool:
        return self.sure is not None and self.sure.isChecked()


def _elsewhere(is_connected: bool) -> str:
    if is_connected:
        return tr("The server erases it too, and every computer that has it confirms that at its next contact. A "
                  "computer that is not heard of for 30 days is named and withdrawn.")
    return tr("Backups that were made before are cleaned when they are put back.")
