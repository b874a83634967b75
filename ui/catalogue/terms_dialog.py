"""Record an edition of the terms that was published: which document, which file, from when, and what that comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.domain.contract.changes import ChangeEffect, ObjectionTerm
from app.domain.contract.published_terms import (
    LONGEST_BODY,
    SORTS,
    USERS,
    PublishedTerms,
    check_terms,
    effect_of,
    plain_text,
    text_checksum,
)
from app.domain.provider import NotRegulated
from app.domain.text import Text
from ui.licences.fault_form import FaultForm
from ui.licences.sources import source_words
from ui.panel import Shell
from ui.parts.card import Card
from ui.parts.facts import FactLine, Facts
from ui.parts.form_dialog import day_of
from ui.parts.headline import button_of
from ui.parts.scroll import scrolled
from ui.words import show, show_short_date, tr

if TYPE_CHECKING:
    from app.domain.sight import Sight

_DAYS = (2, 5)
_TEXT = 150


class TermsDialog(FaultForm):
    """`submit` gets what the action takes; `others` are the editions there are."""

    def __init__(
        self, parent: QWidget, shell: Shell, others: Sequence[PublishedTerms],
        submit: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, tr("New edition of the terms"), tr("&Record"), lambda: submit(self.arguments()))
        self._shell, self._others, self._checksum = shell, tuple(others), ""
        self.said = self.say("")
        self.sort = self.add_choice(tr("&Kind of document"), [(sort, show(words)) for sort, words in SORTS.items()])
        self.title = self.watched_line("title", tr("&Title"))
        self.edition = self.watched_line("edition", tr("&Edition"))
        self.file = button_of(tr("Choose the &file…"), self.choose_file)
        self.add_field(tr("File"), self.file)
        self.watch("checksum", self.file)
        self.body = QPlainTextEdit()
        self.body.setTabChangesFocus(True)
        self.body.setFixedHeight(_TEXT)
        self.add_field(tr("Te&xt"), self.body)
        self.watch("body", self.body)
        self.load = button_of(tr("&Load a text file…"), self.load_text)
        self.form.addRow("", self.load)
        self.published = self.add_date(tr("&Published on"), shell.sight.today)
        self.watch("published_on", self.published)
        self.applies = self.add_date(tr("&Applies from"), shell.sight.today)
        self.watch("applies_from", self.applies)
        self.outcome = Facts(shares=_DAYS)
        card = Card(tr("What this comes to"))
        card.fill(scrolled(self.outcome, tr("What this comes to")), 1)
        self.fill_beside(card)
        self.sort.currentIndexChanged.connect(lambda _index: self._follow_sort())
        self.published.dateChanged.connect(lambda _day: self.check())
        self.resize(920, 520)
        self._follow_sort()

    def arguments(self) -> dict[str, Any]:
        return {
            "sort": self.sort.currentData(), "title": self.title.text().strip(),
            "edition": self.edition.text().strip(), "checksum": self._checksum,
            "published_on": day_of(self.published).isoformat(), "applies_from": day_of(self.applies).isoformat(),
            "body": self._text()}

    def faults(self) -> Mapping[str, str]:
        wrong = check_terms(self._terms(), self._others, self._shell.sight.today)
        return {one.field: show(one.reason) for one in reversed(wrong)}

    def check(self) -> None:
        self.outcome.show_lines(effect_lines(self._shell.sight, self._terms()))
        super().check()

    def choose_file(self) -> None:
        from app.store.files import checksum_of

        found = self._shell.pick_files(Text("Choose the document"), "")
        if found:
            path = Path(found[0])
            self._shell.work(
                checksum_of, path, title=Text("Reading {file}", file=path.name),
                then=partial(self._show_checksum, path), steps=False)

    def _show_checksum(self, path: Path, checksum: str) -> None:
        self._checksum = checksum
        self.file.setText(f"{path.name} ({checksum[:8]}…)")
        self.file.setToolTip(tr("{file}, checksum {checksum}", file=path.name, checksum=checksum))
        if not self.title.text().strip():
            self.title.setText(path.stem)
        self.touch("checksum")

    def _terms(self) -> PublishedTerms:
        given, text = self.arguments(), self._text()
        return PublishedTerms(
            given["sort"], given["title"], given["edition"], text_checksum(text) if text else given["checksum"],
            day_of(self.published), day_of(self.applies), text)

    def _text(self) -> str:
        return plain_text(self.body.toPlainText()) if self.sort.currentData() == USERS else ""

    def _follow_sort(self) -> None:
        """What people tick is kept as a text; of any other document the checksum of its file."""
        ticked = self.sort.currentData() == USERS
        self.said.setText(tr("Whoever ticks reads this text: it is kept, and its checksum is of exactly this text.")
                          if ticked else tr(
                              "The file itself is not kept: its checksum shows later which text it was."))
        for field in (self.body, self.load):
            self.form.setRowVisible(field, ticked)
        self.form.setRowVisible(self.file, not ticked)
        self.check()

    def load_text(self) -> None:
        from app.store.files import plain_text_of

        found = self._shell.pick_files(Text("Choose the text"), tr("Text (*.txt)"))
        if found:
            path = Path(found[0])
            self._shell.work(
                plain_text_of, path, 4 * LONGEST_BODY, title=Text("Reading {file}", file=path.name),
                then=self._show_text, steps=False)

    def _show_text(self, text: str) -> None:
        self.body.setPlainText(plain_text(text))
        self.touch("body")


def effect_lines(sight: Sight, terms: PublishedTerms) -> list[FactLine]:
    """From when an edition holds, up to when it can be objected to, and what the terms do not say."""
    effect = effect_of(sight.profile, terms)
    if isinstance(effect, NotRegulated):
        return [FactLine("–", show(effect.text))]
    return [*_holds(effect), *_objection(effect), *(FactLine("–", show(one)) for one in effect.explanation)]


def _holds(effect: ChangeEffect) -> list[FactLine]:
    if effect.holds_from is None:
        return []
    said = tr("Holds from this day if nobody objects")
    return [FactLine(show_short_date(effect.holds_from), said, source_words(effect.source))]


def _objection(effect: ChangeEffect) -> list[FactLine]:
    term = effect.objection
    if isinstance(term, ObjectionTerm):
        said = tr("Last day to object, in writing") if term.written else tr("Last day to object")
        return [FactLine(show_short_date(term.deadline.last), said, source_words(term.source))]
    if isinstance(term, NotRegulated):
        return [FactLine("–", tr("The terms give no right to object."))]
    return []
