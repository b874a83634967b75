"""A page of a file on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel

if TYPE_CHECKING:
    from app.documents.preview import PagePicture


class PageLabel(QLabel):
    """Paper is white in the dark, too."""

    def __init__(self) -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def show_page(self, picture: PagePicture | None) -> None:
        """None leaves it empty."""
        if picture is None:
            self.clear()
            return
        image = image_of(picture)
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self.setPixmap(QPixmap.fromImage(image))


def image_of(picture: PagePicture) -> QImage:
    """It lies on the bytes of the picture: those must outlive it."""
    return QImage(picture.data, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGB32)
