"""Help: the keys, and whom to ask."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.parts.form_dialog import FormDialog
from ui.parts.labels import label
from ui.window.session import Session
from ui.words import tr


class HelpDialog(FormDialog):
    def __init__(self, parent: QWidget, session: Session | None) -> None:
        super().__init__(parent, tr("Keys and help"), tr("Close"))
        self.close_only()
        self.setMinimumWidth(520)
        if session is not None:
            self.fill(label(tr("Whom to ask"), "heading"), 0)
            for line in _asking(session):
                self.say_below(line, "")
        self.fill(label(tr("Keys"), "heading"), 0)
        self.fill(_table(_keys()), 0)


def _asking(session: Session) -> list[str]:
    from ui.window.help_desk import help_desk_line, whom_line

    lines = (whom_line(session.sight), help_desk_line(session.sight, session.desk.clock(), session.days_off))
    return [line for line in lines if line]


def _table(keys: tuple[tuple[str, str], ...]) -> QWidget:
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for number, (pressed, what) in enumerate(keys):
        grid.addWidget(label(_native(pressed), "key"), number, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(what), number, 1)
    return page


def _keys() -> tuple[tuple[str, str], ...]:
    return (
        ("Ctrl+K", tr("Find anybody, anything, any command")),
        ("Ctrl+Z", tr("Undo the last thing done")),
        ("Ctrl+1", tr("The first panel; Ctrl+2 the second, and so on")),
        ("F1", tr("The manual, at the page of what is in front")),
        ("F5", tr("Synchronise now, where there is a server")),
        ("Ctrl+I", tr("Import a file; dropping it on the window does the same")),
        ("Ctrl+C", tr("Copy the chosen rows of a table")),
        ("F9", tr("Hide names and scores (presentation mode)")),
        ("F10", tr("Look at one {participant} together")),
        ("Esc", tr("Close, or go back")),
    )


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
