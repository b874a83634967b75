"""The manuals: the pages at the left with a search over all of them, and at the right the one that is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QKeySequence,
    QShortcut,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from app.domain.manuals import FIRST, PAGES, Manual, pages_for
from app.domain.text import Text
from app.store.manuals import manuals
from ui.panel import Shell
from ui.parts.card import Card, bare
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.search_line import SearchLine
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.theme.fonts import sized
from ui.words import language, tr

_READING = 1.06
_LEADING = 135.0
_AROUND = 14


class _Line(NamedTuple):
    """A page in the list, with the line in which was found what was typed."""

    page: Manual
    found: str


class ManualPage(QWidget):
    """Reads the pages of who works here; a link goes to another page, Alt+Left back."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        sight, actor = shell.sight, shell.sight.actor
        lacks = frozenset(page.needs for page in PAGES if page.needs and sight.profile.lacks_panel(page.needs))
        words = sight.profile.words
        self._listed = manuals(pages_for(actor.role, actor.at, lacks), language(), words)
        self._known = {one.code: one for one in manuals(PAGES, language(), words)}
        self._shown: list[str] = []
        self.search = SearchLine(tr("Search in the manuals"), self._search)
        self.table = RowTable(
            (Column(tr("Page"), lambda line: line.page.title, width=24, stretch=True, under=lambda line: line.found),),
            tr("Pages of the manual"), lambda line: line.page.code)
        self._tall = self.table.verticalHeader().defaultSectionSize()
        self.table.horizontalHeader().hide()
        self.table.selection_moved.connect(self._chosen)
        self._place = TableOrEmpty(self.table, EmptyState(
            tr("Nothing found"), tr("Try another word, or a few letters of it."), picture="search"))
        self.browser = QTextBrowser()
        self.browser.setObjectName("reading")
        self.browser.setOpenLinks(False)
        self.browser.setAccessibleName(tr("Manual"))
        self.browser.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.browser.setFont(sized(self.browser.font(), _READING))
        self.browser.anchorClicked.connect(self._follow)
        self.back_button = button_of(tr("&Back"), self.back)
        self.paper_button = button_of(tr("This &page as PDF…"), self.save_page)
        self.whole_button = button_of(tr("&Everything as PDF…"), self.save_all)
        self._arrange()
        self._list(self._listed, "")
        self.open(self._listed[0].code if self._listed else FIRST)

    def open(self, code: str) -> None:
        """Show this page; one that does not exist shows the first."""
        if code not in self._known:
            code = FIRST
        if not self._shown or self._shown[-1] != code:
            self._shown.append(code)
        self._show(code)

    def back(self) -> None:
        """To the page that was read before."""
        if len(self._shown) > 1:
            self._shown.pop()
            self._show(self._shown[-1])

    @property
    def page(self) -> Manual:
        """The one that is read."""
        return self._known[self._shown[-1]]

    def save_page(self) -> None:
        self._save((self.page,), self.page.title)

    def save_all(self) -> None:
        self._save(self._listed, tr("Manual of Leerspoor"))

    # Arrangement

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 0)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(12)
        halves.addWidget(self._pages_card())
        halves.addWidget(self._reading_card())
        halves.setStretchFactor(1, 1)
        halves.setSizes([300, 860])
        row.addWidget(halves)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Back, self, self.back, context=within)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus, context=within)

    def _pages_card(self) -> Card:
        card = Card()
        card.edge_to_edge()
        card.fill(self.search)
        card.fill(self._place, 1)
        return card

    def _reading_card(self) -> Card:
        card = Card()
        inner = QVBoxLayout()
        bare(inner, 8)
        inner.addWidget(self.browser, 1)
        foot = QWidget()
        flow = FlowLayout(foot)
        for button in (self.back_button, self.paper_button, self.whole_button):
            flow.addWidget(button)
        inner.addWidget(foot)
        card.body.addLayout(inner, 1)
        return card

    # Reading

    def _show(self, code: str) -> None:
        self.browser.document().setMarkdown(self._known[code].markdown)
        _set_apart(self.browser)
        self.browser.moveCursor(QTextCursor.MoveOperation.Start)
        self.back_button.setEnabled(len(self._shown) > 1)
        if self.table.current_key() != code:
            self.table.choose(code)

    def _chosen(self) -> None:
        code = self.table.current_key()
        if code is not None and self._shown and code != self._shown[-1]:
            self.open(code)

    def _follow(self, link: QUrl) -> None:
        self.open(link.toString())

    def _search(self, typed: str) -> None:
        found = [one for one in self._listed if one.answers(typed)]
        self._list(found, typed)
        if found and typed.strip() and self._shown[-1] not in {one.code for one in found}:
            self.open(found[0].code)

    def _list(self, pages: Sequence[Manual], typed: str) -> None:
        """Lines are as high as they need to be: only a search has something to say below a title."""
        self.table.verticalHeader().setDefaultSectionSize(
            self._tall if typed.strip() else self.table.fontMetrics().height() + _AROUND)
        self._place.set_rows([_Line(one, one.line_with(typed)) for one in pages])

    # On paper

    def _save(self, pages: Sequence[Manual], title: str) -> None:
        from app.documents.manual_paper import write_manual

        target = self._shell.pick_target(
            Text("Where should the file be kept?"), f"{title}.pdf".replace("/", "-"), "PDF (*.pdf)")
        if target:
            self._shell.work(
                write_manual, pages, title, Path(target), language(), self._shell.sight.today,
                title=Text("Writing the file"), then=self._written, steps=False)

    def _written(self, path: Path) -> None:
        self._shell.say(Text("Written to {file}.", file=path.name))


def _heading(browser: QTextBrowser, marks: QTextCharFormat, level: int) -> QTextCharFormat:
    """Without the size that Qt gives it by its level."""
    size, weight = (1.4, QFont.Weight.Bold) if level == 1 else (1.1, QFont.Weight.DemiBold)
    marks.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
    marks.setFont(sized(browser.font(), size, weight))
    return marks


def _set_apart(browser: QTextBrowser) -> None:
    """Lines further apart than Qt sets Markdown, and headings no larger than those of the window."""
    document = browser.document()
    document.setDocumentMargin(6)
    cursor, block = QTextCursor(document), document.begin()
    while block.isValid():
        cursor.setPosition(block.position())
        shape = block.blockFormat()
        level = shape.headingLevel()
        shape.setLineHeight(_LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setBottomMargin(4.0 if level or block.textList() is not None else 8.0)
        shape.setTopMargin(10.0 if level > 1 else 0.0)
        cursor.setBlockFormat(shape)
        if level:
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(_heading(browser, cursor.charFormat(), level))
        block = block.next()
