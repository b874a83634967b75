"""What the tests of the rooms share: a shell with canned answers, and finding things as a user finds them."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.domain.permissions import Actor, Role
from app.domain.sight import Sight
from app.store.resources import load_profile
from tests.ui.fake_shell import FakeShell, FakeVeil
from tests.ui.room_values import NAMES, TODAY, answers
from ui.parts.table import RowTable
from ui.theme.dress import wear
from ui.words import use_words

W = TypeVar("W", bound=QWidget)
ADMINISTRATOR = Actor(b"a" * 16, Role.ADMINISTRATOR, "M. de Boer")
COACH = Actor(b"c" * 16, Role.COACH, "J. Smit", frozenset({b"g" * 16}))


def room_shell(
    actor: Actor = ADMINISTRATOR, provider: str = "oefenen", presenting: bool = False,
    looked_at: bytes | None = None, **given: Any,
) -> FakeShell:
    """A shell for an administrator of a library, with the values of `room_values`; `given` replaces answers."""
    profile = load_profile(provider)
    use_words(profile.words)
    veil = FakeVeil(presenting or looked_at is not None, looked_at)
    return FakeShell(answers() | given, Sight(actor, profile, TODAY), veil)


def shown(qtbot: QtBot, widget: W, width: int = 1176, height: int = 690) -> W:
    """Show a panel with the room that a screen of 1366 x 768 leaves it, and let it read."""
    qtbot.addWidget(widget)
    wear(widget)
    widget.resize(width, height)
    widget.show()
    if hasattr(widget, "refresh"):
        widget.refresh()
    QApplication.processEvents()
    return widget


def button(where: QWidget, text: str) -> QAbstractButton:
    """The visible button with this text, mnemonics left out."""
    found = [
        one for one in where.findChildren(QAbstractButton)
        if one.isVisibleTo(where) and one.text().replace("&", "") == text
    ]
    assert len(found) == 1, (text, sorted(one.text() for one in where.findChildren(QAbstractButton)))
    return found[0]


def buttons(where: QWidget) -> set[str]:
    """The texts of the buttons that are visible."""
    found = where.findChildren(QAbstractButton)
    return {one.text().replace("&", "") for one in found if one.isVisibleTo(where) and one.text()}


def press(qtbot: QtBot, where: QWidget, text: str) -> None:
    found = button(where, text)
    assert found.isEnabled(), text
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def table(where: QWidget, name: str) -> RowTable:
    """The table with this accessible name."""
    found = [one for one in where.findChildren(QTableView) if one.accessibleName() == name]
    assert len(found) == 1, (name, [one.accessibleName() for one in where.findChildren(QTableView)])
    return found[0]


def named(where: QWidget, kind: type[W], name: str) -> W:
    """The widget of this kind with this accessible name."""
    found = [one for one in where.findChildren(kind) if one.accessibleName() == name]
    assert len(found) == 1, (name, [one.accessibleName() for one in where.findChildren(kind)])
    return found[0]


def dialog(title: str) -> Any:
    """The open dialog with this title."""
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    titles = {one.windowTitle(): one for one in found}
    assert title in titles, (title, sorted(titles))
    return titles[title]


def no_dialog() -> bool:
    return not any(isinstance(one, QDialog) and one.isVisible() for one in QApplication.topLevelWidgets())


def column(of: RowTable, title: str) -> list[str]:
    """What is shown under this title, from top to bottom."""
    titles, *rows = of.shown_text()
    return [row[titles.index(title)] for row in rows]


def names_in(texts: set[str]) -> set[str]:
    """The family names of people that can be read somewhere."""
    return {name.family for name in NAMES if any(re.search(rf"\b{re.escape(name.family)}\b", text) for text in texts)}
