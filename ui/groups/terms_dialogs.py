"""Accepting the user terms: a signed paper that is recorded, or a tick by the person who sits at this screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from app.domain.acceptance import UserTerms, check_paper
from ui.licences.fault_form import FaultForm
from ui.parts.form_dialog import FormDialog, day_of
from ui.parts.labels import label
from ui.words import show, tr, tr_count

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

_LARGE = 14
"""What an adult participant reads is at least so many points."""
_TEXT = 260


class PaperTermsDialog(FaultForm):
    """`record` gets the date on the paper, as it is kept."""

    def __init__(
        self, parent: QWidget, terms: UserTerms, number: int, today: date, record: Callable[[str], None],
    ) -> None:
        super().__init__(parent, tr("Signed user terms"), tr("Record"))
        self._today, self._record = today, record
        self.say(terms_title(terms), "")
        self.say(tr_count(
            "Record this only for somebody who signed the paper in person. It is kept with your name.",
            "Record this only for people who each signed the paper in person ({n}). It is kept with your name.",
            number))
        self.day = self.add_date(tr("&Date on the paper"), today)
        self.watch("accepted_on", self.day)
        self.setMinimumWidth(440)
        self.check()

    def faults(self) -> dict[str, str]:
        return {one.field: show(one.reason) for one in check_paper(day_of(self.day), self._today)}

    def accept(self) -> None:
        if self.is_complete():
            day = day_of(self.day).isoformat()
            super().accept()
            self._record(day)


class TickDialog(FormDialog):
    """Whoever accepts sits at this screen. `accepted` is called after the tick was set and the verb pressed; the tick
    is never set beforehand.
    """

    def __init__(
        self, parent: QWidget, title: str, name: str, terms: UserTerms, words: tuple[str, str],
        accepted: Callable[[], None],
    ) -> None:
        super().__init__(parent, title, tr("&Ready"))
        self._accepted = accepted
        explained, sentence = words
        for text, role in ((name, "title"), (explained, ""), (terms_title(terms), "heading")):
            if text:
                self.above.addWidget(_large(label(text, role, wrap=True)))
        if terms.body:
            self.fill(_large(_read_only(terms.body)))
        self.tick = QCheckBox(sentence)
        self.tick.setAccessibleName(sentence.replace("&", ""))
        _large(self.tick)
        self.tick.toggled.connect(lambda _on: self.check())
        self.fill(self.tick, 0)
        self.setMinimumWidth(560)
        self.check()

    def is_complete(self) -> bool:
        return self.tick.isChecked()

    def accept(self) -> None:
        if self.is_complete():
            super().accept()
            self._accepted()


def hand_over(parent: QWidget, name: str, terms: UserTerms, accepted: Callable[[], None]) -> TickDialog:
    """The page for which the keyboard is handed over: it speaks to the participant."""
    return TickDialog(
        parent, tr("Hand over the keyboard"), tr("Hello {name}", name=name), terms, (
            tr("Read these rules first. Ask for help if you do not understand them. "
               "Do you not want this? Then press Cancel. Nothing happens then."),
            tr("I have read the &rules and I agree.")), accepted)


class ReadTermsDialog(FormDialog):
    """The text of an edition that somebody accepted, to be read again."""

    def __init__(self, parent: QWidget, title: str, accepted: str, body: str) -> None:
        super().__init__(parent, tr("User terms"), tr("Close"))
        self.close_only()
        self.say(title, "heading")
        self.say(accepted)
        self.fill(_read_only(body))
        self.setMinimumWidth(560)


def terms_title(terms: UserTerms) -> str:
    if not terms.edition:
        return terms.title
    return tr("{title}, edition {edition}", title=terms.title, edition=terms.edition)


def _read_only(body: str) -> QPlainTextEdit:
    text = QPlainTextEdit(body)
    text.setReadOnly(True)
    text.setTabChangesFocus(True)
    text.setMinimumHeight(_TEXT)
    text.setAccessibleName(tr("Text of the user terms"))
    return text


def _large(widget: QWidget) -> QWidget:
    font: QFont = widget.font()
    font.setPointSize(max(_LARGE, font.pointSize()))
    widget.setFont(font)
    return widget
