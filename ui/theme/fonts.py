"""The platform's font on Windows and macOS; elsewhere the one we bring, so that every screen looks the same."""

from __future__ import annotations

import sys

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from app.store.resources import resource_path

_FAMILY = "Noto Sans"


def use_fonts(application: QApplication) -> None:
    """Load the fonts we bring where the platform has no house font; without them Qt's own choice stands."""
    if sys.platform in ("win32", "darwin"):
        return
    for file in sorted(resource_path("fonts").glob("NotoSans-*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    font = QFont(application.font())
    if _FAMILY in QFontDatabase.families():
        font.setFamilies([_FAMILY])
    font.setPixelSize(13)
    application.setFont(font)


def sized(font: QFont, factor: float, weight: QFont.Weight | None = None) -> QFont:
    """The same font, larger or smaller, whichever unit the platform sizes it in."""
    other = QFont(font)
    if font.pixelSize() > 0:
        other.setPixelSize(max(1, round(font.pixelSize() * factor)))
    else:
        other.setPointSizeF(font.pointSizeF() * factor)
    if weight is not None:
        other.setWeight(weight)
    return other
