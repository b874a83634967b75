"""The system check (A-5.1): is this computer fit, and is the data sound. The same findings as `leerspoor check`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
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
from ui.parts.scroll import scrolled
from ui.words import show, tr

if TYPE_CHECKING:
    from app.cli.checking import Finding

_WIDTH, _MARGIN = 640, 60


class SystemCheckDialog(FormDialog):
    """Checks in a thread: opening every database takes a moment. `names` says what organisations are called by code."""

    def __init__(
        self, parent: QWidget, home: Path, background: Background, trouble: Callable[[BaseException], None],
        names: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(parent, tr("System check"), tr("Close"))
        self.close_only()
        self._names = names or {}
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
            grid.addWidget(label(_name(finding.name, self._names), wrap=True), 2 * number, 0)
            grid.addWidget(label(_detail(finding), "muted", wrap=True), 2 * number, 1)
            grid.addWidget(_verdict(finding.state), 2 * number, 2)
            grid.addWidget(rule(), 2 * number + 1, 0, 1, 3)
        grid.setColumnMinimumWidth(0, 130)
        grid.setRowStretch(2 * len(findings), 1)
        self.fill(scrolled(page, tr("System check")))
        self._fit(grid)

    def _fit(self, grid: QGridLayout) -> None:
        """As high as everything needs, but never higher than the screen: Close stays in sight."""
        self.resize(max(self.width(), _WIDTH), self.height())
        wanted = grid.totalHeightForWidth(self.width() - _MARGIN)
        room = self.screen().availableGeometry().height() * 3 // 4
        self.resize(self.width(), min(self.height() + wanted, room))


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


def _detail(finding: Finding) -> str:
    """In the window the passphrase is asked for, not read from a file."""
    if finding.remedy == "passphrase":
        return tr("locked: the passphrase is asked when it is opened")
    return show(finding.detail)


def _name(name: str, organisations: Mapping[str, str]) -> str:
    words = {
        "system": tr("System"), "screen": tr("Screen"), "disk": tr("Disk"), "keyring": tr("Keyring"),
        "fonts": tr("Fonts"), "printer": tr("Printer"), "clock": tr("Clock"), "database": tr("Data"),
    }
    kind, _, code = name.partition(" ")
    return tr("Data of {code}", code=organisations.get(code, code)) if code else words.get(kind, name)
