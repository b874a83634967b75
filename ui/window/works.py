"""Long work as the window shows it: a strip that outlives a rebuilding of the frame."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6

from app.domain.text import Text
from ui.window.frame import Frame
from ui.window.strip import ProgressStrip
from ui.words import show


class ShownWork:
    """One job; `ended` is called with it when its strip has gone."""

    def __init__(
        self, title: Text, cancel: Callable[[], None] | None, frame: Frame, ended: Callable[[ShownWork], None],
    ) -> None:
        self._title, self._cancel, self._ended = title, cancel, ended
        self._at = (0, 0)
        self.attach(frame)

    def attach(self, frame: Frame) -> None:
        """Show the strip in this frame."""
        self.strip = ProgressStrip(show(self._title), self._cancel)
        self.strip.advance(*self._at)
        frame.add_strip(self.strip)

    def name(self, title: Text) -> None:
        """Say what it is about by now."""
        self._title = title
        if shiboken6.isValid(self.strip):
            self.strip.name(show(title))

    def advance(self, done: int, total: int) -> None:
        self._at = (done, total)
        if shiboken6.isValid(self.strip):
            self.strip.advance(done, total)

    def end(self, problem: BaseException | None) -> None:
        if shiboken6.isValid(self.strip):
            self.strip.hide()
            self.strip.deleteLater()
        self._ended(self)
