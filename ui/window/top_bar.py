"""The bar at the top: whose data this is, search, the state of the connection, presentation."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from ui.parts.labels import label
from ui.theme.icons import icon
from ui.theme.tokens import tokens
from ui.window.indicator import Indicator
from ui.window.search_field import SearchField
from ui.words import tr

_NARROW = 1100
Switch = Callable[[str], None]
"""Gets the code of an organisation, or '' for the page with all ways to begin."""


class TopBar(QFrame):
    """`organisations` maps the codes in this home to names; with several, the name opens a switcher. `search` says what
    can be found.
    """

    def __init__(
        self, organisation: str, organisations: Mapping[str, str], switch: Switch,
        present: Callable[[], None], presenting: bool, connection: Indicator, search: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.organisation = organisation
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 12, 7)
        row.setSpacing(12)
        row.addWidget(label("Leerspoor", "brand"))
        self.switcher = self._organisation(organisation, organisations, switch)
        row.addWidget(self.switcher)
        row.addStretch(1)
        self.search = SearchField(search)
        row.addWidget(self.search, 6)
        row.addStretch(3)
        self.connection = connection
        row.addWidget(self.connection)
        self.presenting = _presentation_button(present, presenting)
        row.addWidget(self.presenting)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.connection.make_room(self.width() < _NARROW)

    def set_ready(self, ready: bool) -> None:
        """Before anything is open there is nothing to find or to hide."""
        self.search.setEnabled(ready)
        self.presenting.setVisible(ready)
        self.connection.setVisible(ready)

    def _organisation(self, organisation: str, organisations: Mapping[str, str], switch: Switch) -> QWidget:
        if len(organisations) < 2:
            return label(organisation, "muted")
        button = QToolButton()
        button.setText(organisation)
        button.setProperty("menu", True)
        button.setAccessibleName(tr("Switch {organisation}: {name}", name=organisation))
        button.setToolTip(tr("Switch {organisation}"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(switch_menu(button, organisations, organisation, switch))
        return button


def switch_menu(parent: QWidget, organisations: Mapping[str, str], current: str, switch: Switch) -> QMenu:
    """One entry per organisation in this home, the open one ticked, and one for all other ways to begin."""
    menu = QMenu(parent)
    for code, name in organisations.items():
        entry = menu.addAction(name.replace("&", "&&"))
        entry.setCheckable(True)
        entry.setChecked(name == current)
        entry.triggered.connect(lambda _checked=False, code=code: switch(code))
    menu.addSeparator()
    menu.addAction(tr("New, restore or demo…")).triggered.connect(lambda _checked=False: switch(""))
    return menu


def _presentation_button(present: Callable[[], None], presenting: bool) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon("eye-off", checked=tokens().accent))
    button.setIconSize(QSize(18, 18))
    button.setText(f" {tr('Present')}")
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setCheckable(True)
    button.setChecked(presenting)
    button.setAccessibleName(tr("Presentation mode"))
    button.setToolTip(tr("Hide names and scores from whoever looks on (F9)"))
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    button.clicked.connect(lambda: present())
    return button
