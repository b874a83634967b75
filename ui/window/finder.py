"""The finder (Ctrl+K): participants, coaches, groups, programmes and commands in one list under the search field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ui.parts.labels import label
from ui.theme.icons import icon
from ui.theme.tokens import tokens
from ui.window.commands import Command
from ui.window.search_field import SearchField
from ui.words import tr

if TYPE_CHECKING:
    from app.views.search import Hit

_PICTURES = {"participant": "together", "coach": "people", "group": "people", "programme": "document",
             "organisation": "building"}
PANEL_OF_KIND = {"participant": "progress", "coach": "groups", "group": "groups", "programme": "progress",
                 "organisation": "organisations"}
_WITH_PAGE = frozenset({"participant", "group", "organisation"})
"""Kinds that a panel can open by id; of the others the panel itself is opened."""
_MOST_COMMANDS = 8
_TALLEST = 12
_LINE = 27

Search = Callable[[str, Callable[[Any], None]], None]


class Entry(NamedTuple):
    """One line: what it says and what Enter does."""

    picture: str
    title: str
    detail: str
    kind: str
    run: Callable[[], object]


class Finder(QFrame):
    """`search(typed, then)` reads hits; it is None while names are hidden or nothing is open."""

    def __init__(
        self, parent: QWidget, field: SearchField, commands: Sequence[Command], search: Search | None,
        go: Callable[[str, bytes | None], None],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("finder")
        self._field, self._commands, self._search, self._go = field, commands, search, go
        self._entries: list[Entry] = []
        self._hits: tuple[Hit, ...] = ()
        self._before: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(2)
        self._list = _list()
        column.addWidget(self._list)
        self._note = label("", "muted", wrap=True)
        self._note.setContentsMargins(10, 4, 10, 6)
        column.addWidget(self._note)
        self._listen()
        self.hide()

    def _listen(self) -> None:
        self._field.entered.connect(self.open)
        self._field.textEdited.connect(self._typed)
        self._field.stepped.connect(self.step)
        self._field.accepted.connect(self.run_current)
        self._field.left.connect(self.leave)
        self._list.itemClicked.connect(self._clicked)
        self._field.installEventFilter(self)
        self._parent().installEventFilter(self)

    def begin(self) -> None:
        """Put the cursor into the search field, as Ctrl+K does."""
        focused = self.window().focusWidget()
        self._before = focused if focused is not self._field else self._before
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        self.open()

    def open(self) -> None:
        self._typed(self._field.text())
        self.show()
        self.raise_()
        self._place()

    def leave(self) -> None:
        """Close, empty the field, and go back to where the user was."""
        self._field.clear()
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def step(self, by: int) -> None:
        """Move the mark; it goes round."""
        if not self.isVisible():
            self.open()
        count = self._list.topLevelItemCount()
        if count:
            self._mark((self._at() + by) % count)

    def run_current(self) -> None:
        at = self._at()
        if 0 <= at < len(self._entries):
            chosen = self._entries[at]
            self.leave()
            chosen.run()

    def _at(self) -> int:
        current = self._list.currentItem()
        return self._list.indexOfTopLevelItem(current) if current is not None else -1

    def _mark(self, row: int) -> None:
        item = self._list.topLevelItem(row)
        if item is not None:
            self._list.setCurrentItem(item)

    def entries(self) -> list[Entry]:
        """What is listed now."""
        return list(self._entries)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._hide_if_left)
        elif event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _hide_if_left(self) -> None:
        if not self._field.hasFocus() and not self._list.hasFocus():
            self.hide()

    def _typed(self, typed: str) -> None:
        if not self.isVisible() and self._field.hasFocus():
            self.show()
        if not typed.strip():
            self._hits = ()
        elif self._search is not None:
            self._search(typed, self._found)
        self._show()

    def _found(self, hits: tuple[Hit, ...]) -> None:
        if self._field.text().strip():
            self._hits = hits
            self._show()

    def _show(self) -> None:
        typed = self._field.text()
        offered = [command for command in self._commands if command.answers(typed)]
        commands = [_command(command) for command in offered[:_MOST_COMMANDS]]
        self._entries = [self._hit(hit) for hit in self._hits] + commands
        self._list.clear()
        self._list.addTopLevelItems([_item(entry) for entry in self._entries])
        if self._entries:
            self._mark(0)
        self._note.setText(self._remark(typed))
        self._note.setVisible(bool(self._note.text()))
        self._place()

    def _hit(self, hit: Hit) -> Entry:
        panel, target = PANEL_OF_KIND[hit.kind], hit.id if hit.kind in _WITH_PAGE else None
        return Entry(_PICTURES[hit.kind], hit.title, hit.detail, _kind(hit.kind), lambda: self._go(panel, target))

    def _remark(self, typed: str) -> str:
        if self._search is None:
            return tr("Names are not searched now: they are hidden, or nothing is open.")
        if self._entries:
            return ""
        return tr("Nothing found for “{typed}”. A few letters of a name are enough.", typed=typed)

    def _clicked(self, item: QTreeWidgetItem) -> None:
        self._list.setCurrentItem(item)
        self.run_current()

    def _place(self) -> None:
        """Under the field, a little wider than it where there is room."""
        parent = self._parent()
        rows = min(self._list.topLevelItemCount(), _TALLEST)
        height = self._list.sizeHintForRow(0) if rows else 0
        self._list.setFixedHeight(rows * height + (4 if rows else 0))
        width = min(max(self._field.width() + 120, 560), parent.width() - 24)
        corner = self._field.mapTo(parent, QPoint(0, self._field.height() + 3))
        self.setFixedWidth(width)
        self.adjustSize()
        left = corner.x() - (width - self._field.width()) // 2
        self.move(max(12, min(left, parent.width() - width - 12)), corner.y())

    def _parent(self) -> QWidget:
        parent = self.parent()
        assert isinstance(parent, QWidget)
        return parent


def _list() -> QTreeWidget:
    made = QTreeWidget()
    made.setColumnCount(3)
    made.setHeaderHidden(True)
    made.setRootIsDecorated(False)
    made.setUniformRowHeights(True)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setAccessibleName(tr("Search results"))
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFrameShape(QFrame.Shape.NoFrame)
    header = made.header()
    header.setStretchLastSection(False)
    for column, mode in enumerate((QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.ResizeToContents,
                                   QHeaderView.ResizeMode.ResizeToContents)):
        header.setSectionResizeMode(column, mode)
    return made


def _item(entry: Entry) -> QTreeWidgetItem:
    item = QTreeWidgetItem([entry.title, entry.detail, f"  {entry.kind} "])
    item.setIcon(0, icon(entry.picture or "check", tokens().muted if entry.picture else tokens().surface))
    item.setSizeHint(0, QSize(0, _LINE))
    for column in (1, 2):
        item.setForeground(column, tokens().muted)
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item


def _command(command: Command) -> Entry:
    keys = command.keys[0] if command.keys else ""
    return Entry(command.picture, command.plain, keys, tr("command"), command.run)


def _kind(kind: str) -> str:
    words = {
        "participant": tr("{participant}"), "coach": tr("{coach}"), "group": tr("{group}"),
        "programme": tr("{programme}"), "organisation": tr("organisation"),
    }
    return words[kind]
