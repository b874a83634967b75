"""The locations: added, renamed and closed; a location with open groups stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.text import Text
from ui.groups.dialogs import RenameDialog
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.empty import EmptyState
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.list_frame import foot
from ui.parts.table import Column, RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.locations import LocationRow


class LocationsPage(Card):
    """Reads when it is first shown, and again with every change."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.table = RowTable((
            Column(tr("Name"), lambda row: row.name, width=26, bold=True),
            Column(tr("{Groups}"), lambda row: ", ".join(row.groups), width=40, stretch=True, muted=True),
        ), tr("{Locations}"), lambda row: row.id)
        self.table.selection_moved.connect(self._show_buttons)
        self.table.row_opened.connect(lambda _row: self.rename())
        self.counted = label("", "muted")
        self._place = TableOrEmpty(self.table, EmptyState(
            tr("No {locations} yet"), tr("Add the places where your {groups} meet."), tr("New {location}…"), self.new))
        self._arrange()

    def read(self) -> None:
        from app.views.locations import location_list

        self._shell.read(location_list, then=self._show)

    def chosen(self) -> LocationRow | None:
        found = self.table.chosen()
        return found[0] if found else None

    def new(self) -> None:
        RenameDialog(self, "", self._add, tr("New {location}"), tr("Add")).open()

    def rename(self) -> None:
        row = self.chosen()
        if row is not None:
            RenameDialog(self, row.name, self._rename, tr("Rename {location}")).open()

    def close_location(self) -> None:
        """Refused with the reason where open groups have it."""
        from app.actions.locations import close_location

        row = self.chosen()
        if row is not None:
            self._shell.act(close_location, location_id=row.id,
                            then=self._told(Text("{name} is closed.", name=row.name)))

    def _add(self, name: str) -> None:
        from app.actions.locations import add_location

        self._shell.act(add_location, name=name, then=self._told(Text("{name} is added.", name=name)))

    def _rename(self, name: str) -> None:
        from app.actions.locations import rename_location

        row = self.chosen()
        if row is not None:
            self._shell.act(rename_location, location_id=row.id, name=name,
                            then=self._told(Text("Renamed to {name}.", name=name)))

    def _told(self, said: Text) -> Any:
        return lambda _changes: self._shell.say(said, undoable=True)

    def _arrange(self) -> None:
        self.fill(self._place, 1)
        self.rename_button = button_of(tr("&Rename {location}…"), self.rename)
        self.close_button = button_of(tr("&Close {location}"), self.close_location)
        new_button = button_of(tr("N&ew {location}…"), self.new)
        self.fill(foot((new_button, self.rename_button, self.close_button), self.counted))

    def _show(self, rows: tuple[LocationRow, ...]) -> None:
        self._place.set_rows(rows)
        self.counted.setText(tr_count("{n} {location}", "{n} {locations}", len(rows)))
        self._show_buttons()

    def _show_buttons(self) -> None:
        for one in (self.rename_button, self.close_button):
            one.setEnabled(self.chosen() is not None)
