"""The system check (A-5.1): is this computer fit, and is the data sound. The same findings as `leerspoor check`."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.background import Background, Reply
from ui.parts.badge import Badge
from ui.parts.facts import rule
from ui.parts.form_dialog import FormDialog
from ui.parts.labels import label
from ui.words import show, tr

if TYPE_CHECKING:
    from app.cli.checking import Finding


class SystemCheckDialog(FormDialog):
    """Checks in a thread: opening every database takes a moment."""

    def __init__(
        self, parent: QWidget, home: Path, background: Background, trouble: Callable[[BaseException], None],
    ) -> None:
        super().__init__(parent, tr("System check"), tr("Close"))
        self.close_only()
        self.setMinimumWidth(580)
        self._waiting = self.say(tr("Checking…"))
        facts = screen_facts()
        background.read(lambda: _findings(home, facts), Reply(self.show_findings, trouble, self))

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """One line per finding, its verdict in a word."""
        self._waiting.hide()
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        for number, finding in enumerate(findings):
            grid.addWidget(label(_name(finding.name)), 2 * number, 0)
            grid.addWidget(label(show(finding.detail), "muted", wrap=True), 2 * number, 1)
            grid.addWidget(_verdict(finding.state), 2 * number, 2)
            grid.addWidget(rule(), 2 * number + 1, 0, 1, 3)
        self.fill(page, 0)


def screen_facts() -> dict[str, str]:
    """What only the window system knows: width, height and scale of the screen, and the printer ('' for none)."""
    from PySide6.QtPrintSupport import QPrinterInfo
    from PySide6.QtWidgets import QApplication

    if QGuiApplication.instance() is None:
        _kept.append(QApplication([]))
    screen = QGuiApplication.primaryScreen()
    size, scale = screen.size(), round(100 * screen.devicePixelRatio())
    screen_is = {"width": str(size.width()), "height": str(size.height()), "scale": str(scale)}
    return screen_is | {"printer": QPrinterInfo.defaultPrinterName()}


def facts_apart() -> dict[str, str]:
    """The same, asked in a process of its own: Qt ends the whole process where it finds no screen."""
    with ProcessPoolExecutor(1, get_context("spawn"), _be_silent) as apart:
        try:
            return apart.submit(screen_facts).result()
        except BrokenProcessPool:
            return {}


def _be_silent() -> None:
    """What Qt has to say about a missing screen is no answer to the question."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


# The command line has no application of its own; one made for the facts stays until the program ends.
_kept: list[QGuiApplication] = []


def _findings(home: Path, facts: dict[str, str]) -> list[Finding]:
    from app.cli.checking import findings
    from app.store.home import Home

    return list(findings(Home(home), facts))


def _verdict(state: str) -> Badge:
    words = {
        "ok": (tr("good"), "good"), "warning": (tr("look at this"), "warning"), "failed": (tr("not good"), "danger"),
    }
    return Badge(*words[state])


def _name(name: str) -> str:
    words = {
        "system": tr("System"), "screen": tr("Screen"), "disk": tr("Disk"), "keyring": tr("Keyring"),
        "fonts": tr("Fonts"), "printer": tr("Printer"), "clock": tr("Clock"), "database": tr("Data"),
    }
    kind, _, code = name.partition(" ")
    return tr("Data of {code}", code=code) if code else words.get(kind, name)
