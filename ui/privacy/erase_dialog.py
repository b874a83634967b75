"""Asks before one participant is erased: what goes, that it cannot be undone, and that every computer confirms it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QWidget

from ui.parts.columns import Column
from ui.parts.facts import Facts
from ui.parts.form_dialog import FormDialog
from ui.parts.pick_table import PickTable
from ui.words import show, tr

if TYPE_CHECKING:
    from app.views.named_texts import NamedText

_LEAST, _WITH_TEXTS = 500, 760


class EraseDialog(FormDialog):
    """`counts` are (what, how many) of everything that goes; the verb is off until it was said that one is sure.

    `texts` name this person and stay. `erase` gets those in which the name is to be blacked out.
    """

    def __init__(
        self, parent: QWidget, name: str, counts: list[tuple[str, str]], is_connected: bool,
        erase: Callable[[list[NamedText]], None], texts: Sequence[NamedText] = (),
    ) -> None:
        self.sure: QCheckBox | None = None
        super().__init__(parent, tr("Erase {name}", name=name), tr("&Erase for good"), lambda: erase(self._picked()))
        self.setMinimumWidth(_WITH_TEXTS if texts else _LEAST)
        self.say(tr("Everything that is kept about {name} is erased: own data, groups, results, certificates, and what "
                    "the history holds. This cannot be undone.", name=name), "heading")
        self.fill(Facts(counts), 0)
        self.table = _table(texts) if texts else None
        if self.table is not None:
            self.say_below(tr("The name also stands in these texts, which stay. It is blacked out where you tick it; "
                              "look whether it is this person."), "heading")
            self.fill_table(self.table)
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

    def _picked(self) -> list[NamedText]:
        return self.table.picked() if self.table is not None else []


def _table(texts: Sequence[NamedText]) -> PickTable:
    """Ticked at once where the family name stands; of a first name alone somebody else may be meant."""
    table = PickTable((
        Column(tr("Where"), lambda one: show(one.where), width=20, bold=True),
        Column(tr("Text"), lambda one: one.around, width=40, stretch=True, under=lambda one: one.around_blacked),
    ), tr("Texts with this name"), _key)
    table.set_rows(texts)
    table.pick(_key(one) for one in texts if one.surely)
    return table


def _key(one: NamedText) -> Any:
    return one.kind, one.id, one.field


def _elsewhere(is_connected: bool) -> str:
    if is_connected:
        return tr("The server erases it too, and every computer that has it confirms that at its next contact. A "
                  "computer that is not heard of for 30 days is named and withdrawn.")
    return tr("Backups that were made before are cleaned when they are put back.")
