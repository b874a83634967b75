"""Who left or is suspended, since when, and the way back: with the groups they were in, and a seat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from ui.groups.members import notice_of, notice_tone
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.form_dialog import FormDialog
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.list_frame import foot
from ui.parts.search_line import people_search
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import list_name, list_name_key, search_matcher, show_last_seen, show_short_date, tr, tr_count

if TYPE_CHECKING:
    from app.views.leavers import Leaver, WayBack
    from app.views.licences import LicenceRow


class LeaversPage(Card):
    """`revive` gets the ids of who is chosen, `opened` the id of one person."""

    def __init__(
        self, shell: Shell, may_edit: bool, revive: Callable[[list[bytes]], None], opened: Callable[[bytes], None],
    ) -> None:
        super().__init__(tr("Left and suspended"))
        self._shell, self._revive, self._opened = shell, revive, opened
        self.search = people_search(shell.veil, tr("Search by name or {group}"), self._search)
        self.table = RowTable(self._columns(), tr("Left and suspended"), lambda one: one.row.id, several=True)
        self.table.selection_moved.connect(self._moved)
        self.table.row_opened.connect(lambda one: self._opened(one.row.id))
        self.place = TableOrEmpty(self.table, EmptyState(
            tr("Nobody left"), tr("Who leaves keeps results and certificates, stands here, and can come back.")))
        self.back_button = button_of(tr("&Bring back…"), self.bring_back, primary=True)
        self.back_button.setVisible(may_edit)
        self.counted = label("", "muted")
        self._arrange()

    def refresh(self) -> None:
        from app.views.leavers import leavers

        self._shell.read(leavers, then=self.show_leavers)

    def show_leavers(self, people: Sequence[Leaver]) -> None:
        self.place.set_rows(people)
        self._moved()

    def bring_back(self) -> None:
        people = [one.row.id for one in self.table.chosen()]
        if people:
            self._revive(people)

    def _arrange(self) -> None:
        self.fill(self.search)
        self.fill(self.place, 1)
        self.fill(foot((self.back_button,), self.counted))

    def _columns(self) -> tuple[Column, ...]:
        veil, today = self._shell.veil, self._shell.sight.today

        def seen(one: Leaver) -> str:
            return veil.value(show_last_seen(one.row.last_seen_us, today), one.row.id)

        return (
            Column(tr("Name"), lambda one: veil.name(list_name(one.row.full, one.row.listed), one.row.id), width=26,
                   stretch=True, sort_key=lambda one: list_name_key(one.row.full, one.row.listed)),
            Column(tr("Note"), lambda one: notice_of(one.row), width=12, tone=lambda one: notice_tone(one.row)),
            Column(tr("Since"), lambda one: show_short_date(one.since) if one.since else "–", width=14,
                   sort_key=lambda one: one.since.toordinal() if one.since else 0),
            Column(tr("{Groups} then"), lambda one: one.groups or one.row.groups, width=22, muted=True),
            Column(tr("Last visit"), seen, width=13, sort_key=lambda one: one.row.last_seen_us or 0),
        )

    def _moved(self) -> None:
        self.back_button.setEnabled(bool(self.table.chosen()))
        self.counted.setText(tr_count("{n} {participant}", "{n} {participants}", len(self.table.rows())))

    def _search(self, typed: str) -> None:
        fits = search_matcher(typed)
        self.table.set_filter(
            (lambda one: fits(" ".join((one.row.full, one.groups)))) if typed.strip() else None)
        self._moved()


class ReviveDialog(FormDialog):
    """`back` gets the places (participant, group) and the licence for a seat, or None."""

    def __init__(
        self, parent: QWidget, shell: Shell, ways: Sequence[WayBack], licences: Sequence[LicenceRow],
        back: Callable[[list[bytes], list[tuple[bytes, bytes]], bytes | None], None],
    ) -> None:
        super().__init__(parent, tr("Bring back"), tr_count(
            "Bring {n} {participant} back", "Bring {n} {participants} back", len(ways)))
        self._ways, self._back = ways, back
        names = ", ".join(shell.veil.name(way.full, way.id) for way in ways[:5])
        self.say(names if len(ways) <= 5 else tr("{names} and {n} more", names=names, n=len(ways) - 5), "")
        self.say(tr("Results, certificates and everything else are still there."))
        found = {group: name for way in ways for group, name in way.groups}
        self.groups = [self._group(group, name) for group, name in sorted(found.items(), key=lambda one: one[1])]
        if not self.groups:
            self.say_below(tr("No {group} of theirs is there any more. Give them one afterwards."))
        self.seat = self._seat(licences)
        self.setMinimumWidth(420)

    def accept(self) -> None:
        chosen = {box.property("group") for box in self.groups if box.isChecked()}
        places = [(way.id, group) for way in self._ways for group, _ in way.groups if group in chosen]
        licence = self.seat.currentData() if self.seat is not None else None
        self._back([way.id for way in self._ways], places, licence)
        super().accept()

    def _group(self, group: bytes, name: str) -> QCheckBox:
        box = QCheckBox(tr("Again in {name}", name=name.replace("&", "&&")))
        box.setAccessibleName(tr("Again in {name}", name=name))
        box.setProperty("group", group)
        box.setChecked(True)
        self.below.addWidget(box)
        return box

    def _seat(self, licences: Sequence[LicenceRow]) -> QComboBox | None:
        """Only where enough seats are free: a seat that is not there is not offered."""
        free = [row for row in licences if row.kind == "participant" and row.bought - row.used >= len(self._ways)
                and row.state in ("active", "nearly_full")]
        if not free:
            self.say_below(tr("Not enough seats are free. They come back without one."))
            return None
        options: list[tuple[object, str]] = [
            (row.id, tr("{package}: {n} free", package=row.package, n=row.bought - row.used)) for row in free]
        return self.add_choice(tr("&Seat"), [*options, (None, tr("No seat"))])


