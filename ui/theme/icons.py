"""Line icons from resources/icons, drawn in a colour of the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.store.resources import resource_path
from ui.theme.tokens import tokens


def _scales() -> tuple[float, ...]:
    """The scale of the main screen, and twice as sharp for another one."""
    own = QGuiApplication.primaryScreen().devicePixelRatio()
    return (own, max(2.0, own * 2)) if own < 2 else (own,)



def icon(name: str, colour: QColor | None = None, checked: QColor | None = None, size: int = 18) -> QIcon:
    """The icon `name`.svg in a colour (by default that of text), sharp at every scale; `checked` for its on state."""
    made = QIcon()
    for state, shade in ((QIcon.State.Off, colour or tokens().text), (QIcon.State.On, checked)):
        if shade is not None:
            for scale in _scales():
                made.addPixmap(drawn(name, shade, size, scale), QIcon.Mode.Normal, state)
    return made


def drawn(name: str, colour: QColor, size: int, scale: float = 1.0) -> QPixmap:
    """The icon as a square picture of `size` logical pixels."""
    pixmap = QPixmap(round(size * scale), round(size * scale))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(_coloured(name, colour.name()))).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


@lru_cache(maxsize=256)
def _coloured(name: str, colour: str) -> bytes:
    drawing = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    return drawing.replace("currentColor", colour).encode()
