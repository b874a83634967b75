"""A page of a file on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel

if TYPE_CHECKING:
    from app.documents.preview import PagePicture


class PageLabel(QLabel):
    """Paper is white in the dark, too. With `room` no page is shown larger, and so much room is asked for."""

    def __init__(self, room: QSize | None = None) -> None:
        super().__init__()
        self.room = room or QSize()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def sizeHint(self) -> QSize:
        return self.room if self.room.isValid() else super().sizeHint()

    def show_page(self, picture: PagePicture | None) -> None:
        """None leaves it empty."""
        if picture is None:
            self.clear()
            return
        image = image_of(picture)
        image.setDevicePixelRatio(self.devicePixelRatioF())
        pixels, most = QPixmap.fromImage(image), self.room * self.devicePixelRatioF()
        if self.room.isValid() and pixels.height() > most.height():
            pixels = pixels.scaled(most, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        self.setPixmap(pixels)


def image_of(picture: PagePicture) -> QImage:
    """It lies on the bytes of the picture: those must outlive it."""
    return QImage(picture.data, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGB32)
