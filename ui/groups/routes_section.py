"""The learning routes of somebody, on the page of that person, each with the way to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.words import show_number, tr, tr_count

if TYPE_CHECKING:
    from app.views.person_routes import PersonRoute, PersonRoutes


class RoutesSection(QWidget):
    """Reads by itself about the person it is given; hidden where this provider has no routes."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._person: bytes | None = None
        self._with_routes = not shell.sight.profile.lacks_panel("routes")
        column = QVBoxLayout(self)
        bare(column, 6)
        column.addWidget(label(tr("Learning routes"), "heading"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        column.addLayout(self._lines)
        self.hide()

    def show_person(self, participant_id: bytes) -> None:
        from app.views.person_routes import person_routes

        if participant_id != self._person:
            self.hide()
        self._person = participant_id
        if self._with_routes:
            self._shell.read(person_routes, participant_id, then=self._show)

    def _show(self, found: PersonRoutes) -> None:
        if found.participant_id != self._person:
            return
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for route in found.routes:
            self._lines.addWidget(self._line(route))
        if not found.routes:
            self._lines.addWidget(label(
                tr("None yet. Give one under Learning routes, to {the_participant} or to {the_group}."), "muted",
                wrap=True))
        self.show()

    def _line(self, route: PersonRoute) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        bare(row, 10)
        button = button_of(route.name.replace("&", "&&"), partial(self._shell.go, "routes", route.id))
        button.setAccessibleName(tr("Learning route {name}", name=route.name))
        button.setEnabled(self._shell.veil.looked_at is None)
        row.addWidget(button)
        row.addWidget(label(self._below(route), "muted", wrap=True), 1)
        return line

    def _below(self, route: PersonRoute) -> str:
        """Through which groups, how far, and what is late; while presenting only the groups."""
        counted = [tr("{done} of {total}", done=show_number(route.done), total=show_number(route.total))]
        if route.late:
            counted.append(tr_count("{n} step late", "{n} steps late", route.late))
        shown = [self._shell.veil.value(words, self._person) for words in counted]
        whose = ", ".join(route.groups) if route.groups else tr("of {this_participant} alone")
        return " · ".join(words for words in (whose, *shown) if words)
