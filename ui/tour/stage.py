"""A window to take pictures of: it waits until everything is drawn, and lays a dialog over the window it belongs to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ui.running import Running
from ui.theme.tokens import tokens
from ui.window.main_window import MainWindow

WIDTH, HEIGHT = 1366, 768
_POLL = 2
_QUIET_ROUNDS = 4
_QUALITY = 80
"""Of a PNG only how long it is made smaller: this takes a quarter less time for files a sixth larger."""
_SHADE = QColor(0, 0, 0, 70)


class Stage:
    """`ending` stands at the end of every file name: theme, language and scale."""

    def __init__(self, running: Running, out: Path, ending: str) -> None:
        self.running, self.out, self._ending = running, out, ending
        self.taken: list[Path] = []
        self.window.resize(WIDTH, HEIGHT)

    @property
    def window(self) -> MainWindow:
        return self.running.window

    def wait(self) -> None:
        """Until nothing is under way and a few rounds of events brought nothing new."""
        quiet = 0
        while quiet < _QUIET_ROUNDS:
            self._round()
            quiet = quiet + 1 if self.running.opening is not None and self.running.background.is_idle else 0

    def open(self, code: str) -> None:
        self.wait()
        assert self.running.opening is not None
        self.running.opening.open(code)
        self.wait()

    def take(self, what: str) -> None:
        """A picture of the window as it is now, with the dialog over it if one is open."""
        self.wait()
        picture = self.window.grab()
        for dialog in self.dialogs():
            _lay_over(picture, dialog)
        path = self.out / f"{len(self.taken) + 1:02d}-{what}-{self._ending}.png"
        picture.save(str(path), "PNG", _QUALITY)
        self.taken.append(path)

    def close_dialogs(self) -> None:
        for dialog in reversed(self.dialogs()):
            dialog.close()
        self.wait()

    def dialogs(self) -> list[QDialog]:
        """Those that are open, the oldest first."""
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]

    def _round(self) -> None:
        loop = QEventLoop()
        QTimer.singleShot(_POLL, loop.quit)
        loop.exec()


def _lay_over(picture: QPixmap, dialog: QWidget) -> None:
    """Draw a dialog with its title in the middle of the picture of its window, as it would lie on the screen."""
    shown = dialog.grab()
    title = dialog.fontMetrics().height() + 14
    whole = QRect(QPoint(0, 0), picture.deviceIndependentSize().toSize())
    place = QRect(QPoint(0, 0), shown.deviceIndependentSize().toSize()).adjusted(0, 0, 0, title)
    place.moveCenter(whole.center())
    place.moveTop(max(place.top(), 6))
    painter = QPainter(picture)
    painter.fillRect(whole, _SHADE)
    painter.fillRect(place, tokens().rail)
    painter.setFont(dialog.font())
    painter.setPen(tokens().text)
    head = QRect(place.topLeft(), place.topRight() + QPoint(0, title))
    painter.drawText(head, Qt.AlignmentFlag.AlignCenter, dialog.windowTitle())
    painter.drawPixmap(place.left(), place.top() + title, shown)
    painter.setPen(tokens().field_line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place.adjusted(-1, -1, 0, 0))
    painter.end()
