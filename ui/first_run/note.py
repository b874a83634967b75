"""The recovery key on paper or in a file of the user's choice."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from app.store.files import write_atomically
from ui.parts.file_choice import ask_target
from ui.words import tr


def print_note(parent: QWidget, note: str) -> None:
    """Ask which printer, and print the note as plain text."""
    printer = QPrinter()
    if QPrintDialog(printer, parent).exec() == QDialog.DialogCode.Accepted:
        document = QTextDocument()
        document.setPlainText(note)
        document.print_(printer)


def save_note(parent: QWidget, note: str) -> str:
    """Ask where to, and write the note for this user only; gives the file, '' where the user thought better of it.

    Raises Refusal where it cannot be written.
    """
    title, proposal, patterns = tr("Save the recovery key"), tr("recovery-key.txt"), tr("Text (*.txt)")
    target = ask_target(parent, title, proposal, patterns)
    if target:
        write_atomically(Path(target), note.encode(), private=True)
    return target
