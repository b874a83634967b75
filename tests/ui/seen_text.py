"""Everything of a widget that can be seen or heard: painted text, and what assistive technology is told.

`painted_text` draws the widget as SVG and reads the text elements, so that text which C++ paints from a model is seen
too. Text that is painted into a picture beforehand cannot be read this way. `accessible_text` walks the accessible
tree and adds what only shows on hovering, in menus, or in cells that are scrolled out of sight.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QIODevice, QModelIndex, QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QWidget

_SVG_TEXT = "{http://www.w3.org/2000/svg}text"
_KINDS = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help)
_MOST_CELLS = 20_000
_ROLES = tuple(role for role in Qt.ItemDataRole if role <= Qt.ItemDataRole.UserRole)


def painted_text(widget: QWidget) -> set[str]:
    """Every piece of text that the widget and its children paint now, as they paint it (elided where elided)."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(widget.width(), widget.height()))
    generator.setViewBox(widget.rect())
    painter = QPainter(generator)
    widget.render(painter, QPoint())
    painter.end()
    root = ElementTree.fromstring(buffer.data().data().decode())
    return {text for element in root.iter(_SVG_TEXT) if (text := "".join(element.itertext()).strip())}


def accessible_text(widget: QWidget) -> set[str]:
    """Names, descriptions, values and help of the accessible tree, and the widgets' own hidden texts."""
    found = set(_told(QAccessible.queryAccessibleInterface(widget)))
    for one in (widget, *widget.findChildren(QWidget)):
        found.update(_own(one))
    for action in widget.findChildren(QAction):
        found.update((action.text(), action.toolTip(), action.statusTip(), action.whatsThis()))
    return {text.strip() for text in found if text and text.strip()}


def seen_text(widget: QWidget) -> set[str]:
    return painted_text(widget) | accessible_text(widget)


def seen_in_all_windows() -> set[str]:
    """Of every window that is visible now: dialogs and menus too."""
    found: set[str] = set()
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            found |= seen_text(window)
    return found


def nameless(widget: QWidget) -> list[str]:
    """The visible widgets that take the focus and have no accessible name; a good window has none."""
    return [
        f"{type(one).__name__} {one.objectName()}".strip()
        for one in (widget, *widget.findChildren(QWidget))
        if one.isVisible() and one.focusPolicy() != Qt.FocusPolicy.NoFocus and one.focusProxy() is None
        and not _is_inside_another(one) and not _name(one)
    ]


def _name(widget: QWidget) -> str:
    told = QAccessible.queryAccessibleInterface(widget)
    return told.text(QAccessible.Text.Name).strip() if told is not None else ""


def _is_inside_another(widget: QWidget) -> bool:
    """Viewports, headers and the line of an editable field are spoken as part of what they belong to."""
    parent = widget.parentWidget()
    return widget.objectName().startswith("qt_") or (
        isinstance(parent, QAbstractItemView) and not isinstance(widget, QLineEdit))


def _told(told: QAccessibleInterface | None, depth: int = 0) -> Iterator[str]:
    if told is None or not told.isValid() or depth > 40:
        return
    yield from (told.text(kind) for kind in _KINDS)
    for number in range(min(told.childCount(), _MOST_CELLS)):
        yield from _told(told.child(number), depth + 1)


def _own(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.statusTip(), widget.whatsThis(), widget.accessibleName())
    yield from (widget.accessibleDescription(), widget.windowTitle())
    for name in ("text", "placeholderText", "title", "currentText", "toPlainText"):
        value = getattr(widget, name, None)
        if callable(value):
            yield str(value())
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _model_text(widget, QModelIndex())


def _model_text(view: QAbstractItemView, parent: QModelIndex) -> Iterator[str]:
    """All texts of all roles that Qt has a name for, whether shown or not; `itemData` asks for 250 more each time."""
    model = view.model()
    for row in range(min(model.rowCount(parent), _MOST_CELLS)):
        for column in range(model.columnCount(parent)):
            index = model.index(row, column, parent)
            for role in _ROLES:
                value = index.data(role)
                if isinstance(value, str):
                    yield value
            if column == 0 and model.rowCount(index):
                yield from _model_text(view, index)
