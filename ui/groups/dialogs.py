"""The dialogs of the groups panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.groups.fields import NEW_PERSON_FIELDS
from ui.groups.shelf import Shelf, year_group_label
from ui.groups.shelf_list import shelf_columns, shelf_key
from ui.panel import Shell, Veil
from ui.parts.choose_dialog import ChooseDialog
from ui.parts.form_dialog import FormDialog
from ui.parts.table import RowTable
from ui.privacy.field_words import field_label
from ui.words import tr

if TYPE_CHECKING:
    from app.views.locations import LocationRow

_YEAR_GROUPS = ("1", "2", "3", "4", "5", "6", "7", "8")


class NewGroupDialog(FormDialog):
    """`make` gets name, kind, year group and location. The year group, and a combined group, are asked only where there
    are school years; the location only where there are any.
    """

    def __init__(
        self, parent: QWidget, with_years: bool, locations: Sequence[LocationRow],
        make: Callable[[str, str, str, bytes | None], None],
    ) -> None:
        super().__init__(parent, tr("New {group}"), tr("Make {group}"))
        self._make = make
        self.name = self.add_line(tr("&Name"), required=True)
        kinds = (("base", tr("Base {group}")), ("combined", tr("Combined {group}"))) if with_years else (
            ("base", tr("Ordinary {group}")),)
        self.kind = self.add_choice(tr("&Kind"), (*kinds, ("general", tr("General, for individual visitors"))))
        self.year_group = self.add_choice(tr("&Year group"), (
            ("", tr("None")), *((code, year_group_label(code)) for code in _YEAR_GROUPS))) if with_years else None
        self.location = self.add_choice(tr("&{Location}"), (
            (None, tr("No {location}")), *((row.id, row.name) for row in locations))) if locations else None
        self.kind.currentIndexChanged.connect(lambda _index: self._show_kind())
        self.setMinimumWidth(380)

    def accept(self) -> None:
        if self.is_complete():
            year_group = "" if self.year_group is None else self.year_group.currentData()
            location = None if self.location is None else self.location.currentData()
            self._make(self.name.text().strip(), self.kind.currentData(), year_group, location)
            super().accept()

    def _show_kind(self) -> None:
        """Who comes by himself is in no year."""
        if self.year_group is not None:
            self.form.setRowVisible(self.year_group, self.kind.currentData() != "general")


class RenameDialog(FormDialog):
    """`rename` gets the new name; the old one stands ready to be typed over."""

    def __init__(
        self, parent: QWidget, name: str, rename: Callable[[str], None], title: str = "", verb: str = "",
    ) -> None:
        super().__init__(parent, title or tr("Rename {group}"), verb or tr("Rename"))
        self._old, self._rename = name, rename
        self.name = self.add_line(tr("&Name"), name, required=True)
        self.name.selectAll()
        self.setMinimumWidth(360)

    def accept(self) -> None:
        if self.is_complete():
            if self.name.text().strip() != self._old:
                self._rename(self.name.text().strip())
            super().accept()


class GroupDialog(ChooseDialog):
    """Choose one group; `chosen` gets its shelf."""

    def __init__(
        self, parent: QWidget, veil: Veil, title: str, verb: str, shelves: Sequence[Shelf],
        chosen: Callable[[Shelf], None],
    ) -> None:
        super().__init__(
            parent, title, verb, RowTable(shelf_columns(veil), tr("{Groups}"), shelf_key), shelves, chosen,
            tr("Search {a_group}"), lambda shelf: " ".join((shelf.title, shelf.below(veil))))


class NewPersonDialog(FormDialog):
    """Only the fields that the provider's terms let us keep; `add` gets those that were filled."""

    def __init__(self, parent: QWidget, shell: Shell, group: str, add: Callable[[dict[str, str]], None]) -> None:
        super().__init__(parent, tr("New {participant}"), tr("Add"))
        self._add = add
        if group:
            self.say(tr("Will be in {name} at once.", name=group))
        kept = [name for name in NEW_PERSON_FIELDS if shell.sight.keeps("participant", name)]
        self.lines = {name: self.add_line(field_label(name)) for name in kept}
        self.setMinimumWidth(400)
        self.check()

    def is_complete(self) -> bool:
        """A person needs a given name or a family name."""
        return any(self.lines[name].text().strip() for name in ("given_name", "family_name") if name in self.lines)

    def accept(self) -> None:
        if self.is_complete():
            filled = {name: line.text().strip() for name, line in self.lines.items()}
            self._add({name: value for name, value in filled.items() if value})
            super().accept()
