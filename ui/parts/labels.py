"""Labels in the few sizes the window has."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme.fonts import sized

_SIZES = {"title": 1.5, "figure": 1.75, "heading": 1.03, "muted": 0.95, "brand": 1.12, "key": 0.85}


def label(text: str, role: str = "", wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """Plain text; `role` is '', title, heading, figure, muted, brand, key or error."""
    return said_by(QLabel(text, parent), role, wrap)


def said_by(made: QLabel, role: str = "", wrap: bool = False) -> QLabel:
    """The same of a label that was made already."""
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
        made.setFont(sized(made.font(), _SIZES.get(role, 1.0), _weight(role)))
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
    return made


def _weight(role: str) -> QFont.Weight | None:
    if role in ("title", "brand"):
        return QFont.Weight.Bold
    return QFont.Weight.DemiBold if role in ("heading", "figure") else None
