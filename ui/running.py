"""One run of the window: everything that must be stopped again, whatever happens."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication

from ui.background import Background
from ui.first_run.opener import Opener
from ui.preferences import load_preferences
from ui.theme.fonts import use_fonts
from ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from ui.first_run.opening import Opening


class Running:
    """Use as a context manager; `begin` shows the window at once and opens the data behind the first paint."""

    def __init__(self, application: QApplication, opener: Opener, in_process: bool = True) -> None:
        application.setApplicationName("Leerspoor")
        application.setApplicationDisplayName("Leerspoor")
        use_fonts(application)
        self._excepthook = sys.excepthook
        self.background = Background(in_process=in_process)
        self.window = MainWindow(opener, load_preferences(opener.folder), self.background)
        self.opening: Opening | None = None
        self._opener = opener

    def __enter__(self) -> Running:
        sys.excepthook = self._fault
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None,
    ) -> None:
        sys.excepthook = self._excepthook
        self.window.sync.leaving.at_once()
        self.background.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete.value)

    def begin(self, organisation: str = "", demo: bool = False) -> None:
        """Show the window; opening starts after its first paint."""
        self._wanted = (organisation, demo)
        self.window.painted.connect(self._open, Qt.ConnectionType.QueuedConnection)
        self.window.show()

    def _open(self) -> None:
        from ui.first_run.opening import Opening

        self.opening = Opening(self.window, self._opener)
        self.opening.begin(*self._wanted)

    def _fault(self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        """What escapes from a slot is our fault, and is told like one."""
        if issubclass(kind, KeyboardInterrupt):
            self.window.sync.leaving.at_once()
        else:
            self.window.trouble(problem)
