"""Connects an organisation that worked on its own with a server, and says beforehand what that does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.errors import Refusal
from ui.first_run.asking import AskingDialog
from ui.first_run.server_fields import ServerFields
from ui.parts.headline import button_of
from ui.sync.door import ServerLogin
from ui.words import tr


class ConnectDialog(AskingDialog):
    """`tried(login)` is called per attempt; `beside(login)` when the server's data are to be opened beside these."""

    def __init__(
        self, parent: QWidget | None, name: str, tried: Callable[[ServerLogin], None],
        beside: Callable[[ServerLogin], None],
    ) -> None:
        super().__init__(
            parent, tr("Connect with a server"),
            tr("{name} works on this computer alone. Once connected, everything you have here is sent to the server, "
               "and whoever works there sees it on the own computer. Without a network you go on working as now. "
               "If the server already has data of your {organisation}, nothing is sent and you choose what to do.",
               name=name),
            tr("&Connect"), self._try)
        self._tried, self._beside = tried, beside
        self.server = ServerFields(self)
        self.other = button_of(tr("&Open the data of the server beside these…"), self._open_beside)
        self.other.hide()
        self._column.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)

    def refused(self, refusal: Refusal) -> None:
        """Where the server has data already the other way is offered too."""
        self.server.complain(refusal)
        self.other.setVisible(refusal.remedy == "fresh")
        if self.other.isVisible():
            self.other.setFocus()

    def _try(self) -> None:
        if self.server.are_filled():
            self.wait(True)
            self._tried(self.server.login())

    def _open_beside(self) -> None:
        login = self.server.login()
        self.accept()
        self._beside(login)
