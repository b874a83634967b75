"""How a certificate will look, drawn from the very file that would be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy

from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.page_picture import PageLabel
from ui.words import tr

if TYPE_CHECKING:
    from app.documents.preview import PagePicture
    from app.views.designs import Example

WIDTH, HEIGHT = 420, 297


class PagePreview(PageLabel):
    """What cannot be drawn leaves it empty: the form says what is wrong."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell, self._asked = shell, 0
        self.setAccessibleName(tr("Example of the certificate"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def show_example(self, example: Example) -> None:
        """Draw this one; an answer to an earlier question is dropped."""
        self._asked += 1
        asked, dots = self._asked, round(WIDTH * self.devicePixelRatioF())
        self.setAccessibleDescription(" ".join(filter(None, (example.name, example.programme))))

        def take(picture: PagePicture | None) -> None:
            if asked == self._asked:
                self.show_page(picture)

        self._shell.read(drawn, example, dots, then=while_alive(self, take))


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
