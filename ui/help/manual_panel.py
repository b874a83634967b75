"""Help for who has no help desk here, such as a licensor and an auditor: the manuals alone."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from ui.help.manual_page import ManualPage
from ui.panel import Panel, Shell
from ui.parts.headline import Headline
from ui.words import tr


class ManualPanel(Panel):
    code = "help"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 16, 22, 16)
        column.setSpacing(12)
        column.addWidget(Headline(tr("Help")))
        self.manual = ManualPage(shell)
        column.addWidget(self.manual, 1)

    def refresh(self) -> None:
        """The pages come with the program: nothing is read."""

    def show_target(self, target: bytes) -> None:
        self.manual.open(target.decode())

    def place(self) -> object:
        return self.manual.page.code

    def return_to(self, place: Any) -> None:
        self.manual.open(place)
