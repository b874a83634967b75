"""The panels of one session: built when first shown, read again when their data changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.changes import ChangeSet
from app.domain.text import Text
from ui.panel import Panel
from ui.parts.empty import EmptyState
from ui.window.panels import PanelPlace, panel_class
from ui.window.shell import PanelShell
from ui.words import show, tr


class Deck:
    """`shell` makes the shell of one panel."""

    def __init__(self, stack: QStackedWidget, places: Sequence[PanelPlace], shell: Callable[[], PanelShell]) -> None:
        self._stack = stack
        self._places = {place.code: place for place in places}
        self._shell = shell
        self._panels: dict[str, Panel | QWidget] = {}
        self._stale: set[str] = set()
        self.code = ""

    def show(self, code: str) -> None:
        """Bring a panel to the front; it reads when it is new or when its data changed meanwhile."""
        is_new = code not in self._panels
        if is_new:
            self._panels[code] = self._build(self._places[code])
            self._stack.addWidget(self._panels[code])
        self.code = code
        self._stack.setCurrentWidget(self._panels[code])
        if is_new or code in self._stale:
            self._refresh(code)

    def has(self, code: str) -> bool:
        return code in self._places

    def current(self) -> Panel | None:
        """The panel in front, if it is there."""
        panel = self._panels.get(self.code)
        return panel if isinstance(panel, Panel) else None

    def spread(self, changes: ChangeSet) -> None:
        """Let the panels that show what changed read again: the one in front now, the others when they are shown."""
        for code, panel in self._panels.items():
            if isinstance(panel, Panel) and changes.touches(panel.kinds):
                self._stale.add(code)
        if self.code in self._stale:
            self._refresh(self.code)

    def _refresh(self, code: str) -> None:
        self._stale.discard(code)
        panel = self._panels[code]
        if isinstance(panel, Panel):
            panel.refresh()

    def _build(self, place: PanelPlace) -> QWidget:
        made = panel_class(place)
        if made is None:
            return _missing(place.title)
        shell = self._shell()
        panel = made(shell)
        shell.owner = panel
        panel.setAccessibleName(show(place.title))
        layout = panel.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        return panel


def _missing(title: Text) -> QWidget:
    return EmptyState(show(title), tr("This part is not in this version of Leerspoor."))
