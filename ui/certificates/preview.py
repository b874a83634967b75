"""How a certificate, or another paper, will look, drawn from the very file that would be printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.words import tr

if TYPE_CHECKING:
    from app.documents.preview import PagePicture
    from app.views.designs import Example

WIDTH, HEIGHT = 420, 297


class PagePreview(QLabel):
    """Paper is white in the dark, too. What cannot be drawn leaves it empty: the form says what is wrong."""

    def __init__(self, shell: Shell, name: str, width: int = WIDTH, height: int = HEIGHT) -> None:
        super().__init__()
        self._shell, self._asked, self._room = shell, 0, QSize(width, height)
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return self._room

    def show_page(self, view: Callable[..., PagePicture | None], *arguments: Any, described: str) -> None:
        """Draw what `view(connection, sight, *arguments, dots)` gives; an answer to an earlier question is dropped."""
        self._asked += 1
        asked, dots = self._asked, round(self._room.width() * self.devicePixelRatioF())
        self.setAccessibleDescription(described)

        def take(picture: PagePicture | None) -> None:
            if asked == self._asked:
                self._show(picture)

        self._shell.read(view, *arguments, dots, then=while_alive(self, take))

    def _show(self, picture: PagePicture | None) -> None:
        if picture is None:
            self.clear()
            return
        image = QImage(picture.data, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self.devicePixelRatioF())
        pixels = QPixmap.fromImage(image)
        most = self._room * self.devicePixelRatioF()
        if pixels.height() > most.height():
            pixels = pixels.scaled(most, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        self.setPixmap(pixels)


class CertificatePreview(PagePreview):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, tr("Example of the certificate"))

    def show_example(self, example: Example) -> None:
        self.show_page(drawn, example, described=" ".join(filter(None, (example.name, example.programme))))


def drawn(connection: Any, sight: Any, example: Example, dots: int) -> PagePicture | None:
    """Read like a view: it loads fonts and draws. None for what cannot be printed."""
    from app.documents.preview import page_picture
    from app.documents.print_run import certificate_pdf
    from app.domain.errors import Refusal
    from app.views.designs import example_sheet

    try:
        return page_picture(certificate_pdf(example_sheet(connection, sight, example)), dots)
    except Refusal:
        return None
