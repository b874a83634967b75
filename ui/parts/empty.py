"""An empty state: what would be here, and what to do next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.theme.icons import drawn
from ui.theme.tokens import tokens


class EmptyState(QWidget):
    """`button` and `pressed` together offer the next step."""

    def __init__(
        self, heading: str, advice: str, button: str = "", pressed: Callable[[], object] | None = None,
        picture: str = "", parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(10)
        column.addStretch(2)
        if picture:
            column.addWidget(_picture(picture), 0, Qt.AlignmentFlag.AlignHCenter)
        for text, role in ((heading, "heading"), (advice, "muted")):
            column.addWidget(_centred(text, role))
        if button and pressed is not None:
            column.addWidget(button_of(button, pressed, primary=True), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)


def _picture(name: str) -> QLabel:
    shown = QLabel()
    shown.setPixmap(drawn(name, tokens().muted, 36, shown.devicePixelRatioF()))
    return shown


def _centred(text: str, role: str) -> QLabel:
    line = label(text, role, wrap=True)
    line.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
    return line
