"""Working a window by keyboard alone: the ring of Tab, and the letters that Alt reaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QScrollArea, QTabBar, QWidget
from pytestqt.qtbot import QtBot

_MOST = 120
_PARTS = 4
"""Day, month and year of a date are stops of their own; after the last one Tab must go on."""


def ring(
    qtbot: QtBot, window: QWidget, back: bool = False, seen: Callable[[QWidget], object] = lambda _at: None,
) -> list[QWidget]:
    """What Tab (or Shift+Tab) reaches, in order, until it is round; fails where it never comes round.

    `seen` hears each as soon as it has the focus.
    """
    begin = QApplication.focusWidget()
    assert begin is not None and window.isAncestorOf(begin)
    found, at = [begin], begin
    modifier = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
    while len(found) < _MOST:
        for _ in range(_PARTS):
            qtbot.keyClick(at, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab, modifier)
            if (following := QApplication.focusWidget()) is not at:
                break
        assert following is not None and (following is not at or at is begin), f"Tab stays in {_name(at)}"
        at = following
        seen(at)
        if at is begin:
            return found
        assert at not in found, f"Tab goes round without {_name(begin)}, from {_name(at)}"
        found.append(at)
    raise AssertionError("Tab never comes back to where it began")


def stops(window: QWidget) -> set[QWidget]:
    """Every enabled field and button that can be seen, or scrolled to."""
    return {
        one for one in window.findChildren(QWidget)
        if one.isVisibleTo(window) and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None and not one.objectName().startswith("qt_")
        and not isinstance(one.parentWidget(), QAbstractItemView) and not isinstance(one, QScrollArea)
        and not _is_in_line(one)}


def letters(window: QWidget) -> dict[str, list[str]]:
    """Per letter what Alt reaches with it."""
    found: dict[str, list[str]] = {}
    for text in _marked(window):
        sequence = QKeySequence.mnemonic(text).toString()
        if sequence:
            found.setdefault(sequence, []).append(text)
    return found


def clashes(window: QWidget, beside: Iterator[str] | tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Letters that reach more than one thing; `beside` are marked texts that hold in the same window."""
    found = letters(window)
    for text in beside:
        found.setdefault(QKeySequence.mnemonic(text).toString(), []).append(text)
    return {letter: texts for letter, texts in found.items() if len(texts) > 1}


def _marked(window: QWidget) -> Iterator[str]:
    for one in window.findChildren(QWidget):
        if not one.isVisibleTo(window):
            continue
        if isinstance(one, QAbstractButton) or (isinstance(one, QLabel) and one.buddy() is not None):
            yield one.text()
        elif isinstance(one, QTabBar):
            yield from (one.tabText(at) for at in range(one.count()) if one.isTabVisible(at))


def _name(one: QWidget) -> str:
    return one.accessibleName() or repr(one)


def _is_in_line(one: QWidget) -> bool:
    """The line inside a field for a number or a day."""
    parent = one.parentWidget()
    return parent is not None and one.focusPolicy() is not None and parent.focusProxy() is one


def twice(words: list[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]
