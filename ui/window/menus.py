"""The menu bar, made from the list of commands."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from ui.theme.icons import icon
from ui.window.commands import Command, CommandGroup


def fill_menu_bar(window: QMainWindow, groups: Iterable[CommandGroup]) -> dict[str, QAction]:
    """Put the menus in the window's bar, in place of what was there; gives the actions by code."""
    bar = window.menuBar()
    for old in bar.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
        old.deleteLater()
    bar.clear()
    made: dict[str, QAction] = {}
    for group in groups:
        menu = bar.addMenu(group.title)
        for command in group.commands:
            if command is None:
                menu.addSeparator()
            else:
                made[command.code] = _action(menu, command)
    return made


def _action(menu: QMenu, command: Command) -> QAction:
    action = menu.addAction(command.label)
    action.setObjectName(command.code)
    action.setShortcuts([QKeySequence(keys) for keys in command.keys])
    action.setEnabled(command.enabled)
    if command.picture:
        action.setIcon(icon(command.picture))
        action.setIconVisibleInMenu(command.is_on is None)
    if command.is_on is not None:
        action.setCheckable(True)
        action.setChecked(command.is_on)
    action.triggered.connect(lambda _checked=False: command.run())
    return action
