"""Telling the user that something did not happen: calmly, with what to do; never a traceback."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from app.domain.errors import Refusal
from ui.words import show, tr


def refusal_box(parent: QWidget | None, refusal: Refusal, hidden: bool) -> QMessageBox:
    """The reasons as lines; while names are `hidden` only that there are reasons."""
    if hidden:
        box = _box(parent, QMessageBox.Icon.Information, tr("This cannot be done now."))
        box.setInformativeText(tr("The reason may hold names, so it is hidden. Leave presentation mode and try again."))
        return box
    reasons = [show(reason) for reason in refusal.reasons]
    box = _box(parent, QMessageBox.Icon.Information, reasons[0])
    box.setInformativeText("\n".join(reasons[1:]))
    return box


def fault_box(parent: QWidget | None, problem: BaseException, home: Path) -> QMessageBox:
    """Our own fault: what it means for the data, and the file for support."""
    box = _box(parent, QMessageBox.Icon.Warning, tr("Something went wrong in Leerspoor. Your data was not changed."))
    from ui.window.diagnosis import write_diagnosis  # late: nothing is wrong yet at the first paint

    file = write_diagnosis(home, problem)
    if file is not None:
        written = tr("What went wrong is written down, without personal data, in:\n{file}", file=str(file))
        box.setInformativeText(written)
    return box


def _box(parent: QWidget | None, icon: QMessageBox.Icon, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setWindowTitle("Leerspoor")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(icon)
    box.setText(text)
    close: QPushButton = box.addButton(tr("Close"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(close)
    box.setEscapeButton(close)
    return box
