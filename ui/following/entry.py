"""One note, goal or talk on the page: what it is, when, what it says, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout

from ui.parts.badge import Badge
from ui.parts.facts import selectable
from ui.parts.labels import label
from ui.words import tr

Doing = tuple[str, Callable[[], None]]


class Entry(QFrame):
    """`title` and `badges` (word, tone) stand in the head, `under` below it; `doings` are in the menu."""

    def __init__(
        self, name: str, title: str, badges: Sequence[tuple[str, str]], under: str, bodies: Sequence[str],
        doings: Sequence[Doing],
    ) -> None:
        super().__init__()
        self.setObjectName("bubble")
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 10, 9)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(title, "heading", wrap=True), 1)
        for words, tone in badges:
            head.addWidget(Badge(words, tone), 0, Qt.AlignmentFlag.AlignTop)
        if doings:
            head.addWidget(self._menu(name, doings), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(label(under, "muted", wrap=True))
        for body in filter(None, bodies):
            column.addWidget(selectable(label(body, "", wrap=True)))

    def _menu(self, name: str, doings: Sequence[Doing]) -> QToolButton:
        button = QToolButton()
        button.setText("⋯")
        button.setProperty("quiet", True)
        button.setAccessibleName(tr("More about: {name}", name=name))
        button.setToolTip(tr("Change or remove"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(self)
        for words, do in doings:
            menu.addAction(words).triggered.connect(do)
        button.setMenu(menu)
        return button
