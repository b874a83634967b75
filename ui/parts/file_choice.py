"""Where files are asked for: the dialogs of the system, begun in the user's documents."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget


def documents() -> Path:
    """The folder of the program itself is no place for a user's files, and often cannot be written."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return folder if folder.is_dir() else Path.home()


def ask_target(parent: QWidget | None, title: str, proposal: str, patterns: str) -> str:
    """Ask where to; '' when given up. A name typed without an ending gets that of the proposal."""
    dialog = QFileDialog(parent, title, str(documents()), patterns)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(proposal).suffix)
    dialog.selectFile(proposal)
    target = dialog.selectedFiles()[0] if dialog.exec() else ""
    dialog.deleteLater()
    return target


def ask_file(parent: QWidget | None, title: str, patterns: str) -> str:
    """Ask for one file that is there; '' when given up."""
    return QFileDialog.getOpenFileName(parent, title, str(documents()), patterns)[0]


def ask_files(parent: QWidget | None, title: str, patterns: str) -> list[str]:
    """Ask for files that are there; none when given up."""
    return QFileDialog.getOpenFileNames(parent, title, str(documents()), patterns)[0]


def ask_folder(parent: QWidget | None, title: str) -> str:
    """Ask for a folder; '' when given up."""
    return QFileDialog.getExistingDirectory(parent, title, str(documents()))
