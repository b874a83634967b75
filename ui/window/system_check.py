"""The system check (A-5.1): does this computer do, and what runs on it."""

from __future__ import annotations

import platform
import shutil
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app import __version__
from ui.parts.facts import FactLine, Facts
from ui.parts.form_dialog import FormDialog
from ui.words import show_number, tr

SMALLEST_WIDTH, SMALLEST_HEIGHT = 1024, 600
_ROOM = 500 * 1024 * 1024


class SystemCheckDialog(FormDialog):
    """Every line has its verdict in words."""

    def __init__(self, parent: QWidget, home: Path) -> None:
        super().__init__(parent, tr("System check"), tr("Close"))
        self.cancel.hide()
        self.setMinimumWidth(560)
        self.fill(Facts((_versions(), _system(), _screen(), _room(home), _place(home))), 0)


def _versions() -> FactLine:
    return FactLine(tr("Program"), f"Leerspoor {__version__}, Python {platform.python_version()}, Qt {qVersion()}")


def _system() -> FactLine:
    return FactLine(tr("System"), f"{platform.system()} {platform.release()}, {platform.machine()}")


def _screen() -> FactLine:
    screen = QGuiApplication.primaryScreen()
    size, scale = screen.availableSize(), round(100 * screen.devicePixelRatio())
    shown = tr("{width} by {height} at {scale} %", width=str(size.width()), height=str(size.height()), scale=scale)
    fits = size.width() >= SMALLEST_WIDTH and size.height() >= SMALLEST_HEIGHT
    return FactLine(tr("Screen"), shown if fits else tr("{screen}: rather small; choose a lower scale", screen=shown))


def _room(home: Path) -> FactLine:
    there = next((folder for folder in (home, *home.parents) if folder.exists()), home)
    free = shutil.disk_usage(there).free
    shown = tr("{gigabytes} GB free", gigabytes=show_number(free / 1024**3, 1))
    return FactLine(tr("Room on the disk"), shown if free >= _ROOM else tr("{room}: too little; free some space", room=shown))


def _place(home: Path) -> FactLine:
    return FactLine(tr("The data are in"), str(home))
