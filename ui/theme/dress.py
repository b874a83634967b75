"""Dress the application: light, dark or as the system has it."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme.palette import palette_of
from ui.theme.sheet import sheet_of
from ui.theme.tokens import DARK, LIGHT, Tokens, tokens, use_tokens

THEMES = ("system", "light", "dark")
_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark, "system": Qt.ColorScheme.Unknown}


def has_platform_style() -> bool:
    """True on Windows and macOS with a real screen; offscreen and on Linux we bring Fusion and both palettes."""
    return sys.platform in ("win32", "darwin") and QApplication.platformName() in ("windows", "cocoa")


def dress(application: QApplication, theme: str) -> Tokens:
    """Put a theme ('light', 'dark' or 'system') in force and give back its colours."""
    native = has_platform_style()
    if native:
        application.styleHints().setColorScheme(_SCHEMES.get(theme, Qt.ColorScheme.Unknown))
    elif application.style().name() != "fusion":
        application.setStyle("Fusion")
    chosen = DARK if wants_dark(theme) else LIGHT
    use_tokens(chosen)
    application.setPalette(palette_of(chosen))
    return chosen


def wear(window: QWidget) -> None:
    """Give a window, and all that is put into it or opened over it, the shapes of the theme in force.

    A window and not the application: Qt goes through a whole tree again each time a part of it gets a parent, as far
    as a stylesheet holds there. So parts are put together bare and dressed once, when they come into the window.
    """
    window.setStyleSheet(sheet_of(tokens(), has_platform_style()))


def wants_dark(theme: str) -> bool:
    """`setColorScheme` does nothing on Linux and offscreen, so only 'system' asks Qt."""
    if theme in ("light", "dark"):
        return theme == "dark"
    scheme = QGuiApplication.styleHints().colorScheme()
    if scheme != Qt.ColorScheme.Unknown:
        return scheme == Qt.ColorScheme.Dark
    palette = QApplication.style().standardPalette()
    return palette.color(QPalette.ColorRole.Window).lightness() < 128
