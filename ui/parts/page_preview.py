"""How the first page of a paper will look, beside the form in which it is chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy

from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.page_picture import PageLabel

if TYPE_CHECKING:
    from app.documents.preview import PagePicture

WIDTH, HEIGHT = 420, 297


class PagePreview(PageLabel):
    """What cannot be drawn leaves it empty, or with the words of whom it is asked: the form says what is wrong."""

    def __init__(self, shell: Shell, name: str, width: int = WIDTH, height: int = HEIGHT) -> None:
        super().__init__(QSize(width, height))
        self._shell, self._asked = shell, 0
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def draw(
        self, view: Callable[..., PagePicture | None], *arguments: Any, described: str, instead: str = "",
    ) -> None:
        """What `view(connection, sight, *arguments, dots)` gives; an answer to an earlier question is dropped."""
        self._asked += 1
        asked, dots = self._asked, round(self.room.width() * self.devicePixelRatioF())
        self.setAccessibleDescription(described)

        def take(picture: PagePicture | None) -> None:
            if asked == self._asked:
                self.show_page(picture)
                if picture is None:
                    self.setText(instead)

        self._shell.read(view, *arguments, dots, then=while_alive(self, take))
