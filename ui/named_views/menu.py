"""The button under which a panel's own views stand: choose one, keep what is shown now, rename, remove."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.domain.named_views import LONGEST_NAME, check_name
from app.domain.permissions import Permission, allowed
from ui.licences.fault_form import FaultForm
from ui.named_views import steps
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.words import show, tr

if TYPE_CHECKING:
    from app.views.named_views import NamedView

Choices = dict[str, Any]


class ViewsButton(QPushButton):
    """`now` tells how the panel looks at this moment, `show_view` makes it look as a view was kept.

    Not there while presenting: what somebody called a view is nobody else's.
    """

    def __init__(
        self, shell: Shell, panel: str, now: Callable[[], Choices], show_view: Callable[[Choices], None],
    ) -> None:
        super().__init__(tr("Views"))
        self._shell, self._panel, self._now, self._show = shell, panel, now, show_view
        self._views: Sequence[NamedView] = ()
        self.setAccessibleName(tr("Views"))
        self.setToolTip(tr("Filters and order that you kept under a name"))
        self.setAutoDefault(False)
        self.setProperty("menu", True)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.read)
        self.setMenu(self._menu)
        self._is_offered = not shell.veil.on and allowed(shell.sight.actor, Permission.KEEP_OWN)
        self.setVisible(self._is_offered)
        self.fill()

    def read(self) -> None:
        """Whenever it opens: what was kept at another desk may have come in. What is known stands there meanwhile."""
        from app.views.named_views import named_views_of

        self.fill()
        if self._is_offered:
            self._shell.read(named_views_of, self._panel, then=while_alive(self, self._take))

    def fill(self) -> None:
        """The view that is shown now has a tick."""
        self._menu.clear()
        now = self._now()
        for view in self._views:
            entry = self._menu.addAction(_plain(view.name))
            entry.setCheckable(True)
            entry.setChecked(view.choices == now)
            entry.triggered.connect(partial(self._chosen, view))
        if not self._views:
            self._menu.addAction(tr("No view kept yet")).setEnabled(False)
        self._menu.addSeparator()
        self._menu.addAction(tr("&Keep as…")).triggered.connect(self.keep)
        for words, done in ((tr("Keep &over"), self._over), (tr("Re&name"), self._rename),
                            (tr("&Remove"), self._remove)):
            self._add_group(words, done)

    def _add_group(self, words: str, done: Callable[[NamedView], None]) -> None:
        group = self._menu.addMenu(words)
        group.setEnabled(bool(self._views))
        for view in self._views:
            group.addAction(_plain(view.name)).triggered.connect(partial(self._done, done, view))

    def _take(self, views: Sequence[NamedView]) -> None:
        if self._views != views:
            self._views = views
            self.fill()

    def _chosen(self, view: NamedView, *_checked: bool) -> None:
        self._show(dict(view.choices))

    def _done(self, done: Callable[[NamedView], None], view: NamedView, *_checked: bool) -> None:
        done(view)

    def keep(self) -> None:
        """Ask under which name what is shown now is kept."""
        choices = self._now()
        ViewDialog(self, tr("Keep this view"), tr("&Keep"), [view.name for view in self._views],
                   lambda name: steps.save(self._shell, self._panel, name, choices)).open()

    def _over(self, view: NamedView) -> None:
        steps.change(self._shell, view.id, view.name, self._now())

    def _rename(self, view: NamedView) -> None:
        others = [one.name for one in self._views if one.id != view.id]
        ViewDialog(self, tr("Rename view"), tr("&Rename"), others,
                   lambda name: steps.rename(self._shell, view.id, name), view.name).open()

    def _remove(self, view: NamedView) -> None:
        steps.remove(self._shell, view.id, view.name)


class ViewDialog(FaultForm):
    """What a view is called; `others` are the names that are taken."""

    def __init__(
        self, parent: QWidget, title: str, verb: str, others: Sequence[str], submit: Callable[[str], None],
        before: str = "",
    ) -> None:
        super().__init__(parent, title, verb, lambda: submit(" ".join(self.name.text().split())))
        self._others = others
        self.say(tr("A view keeps what was chosen, the filters and the order, for you alone and at every desk where "
                    "you log in. A name that was typed to search is not kept."))
        self.name = self.watched_line("name", tr("&Name"), value=before)
        self.name.setMaxLength(LONGEST_NAME)
        self.setMinimumWidth(440)
        self.check()

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "name"):
            return {}
        wrong = check_name(self.name.text(), self._others)
        return {"name": show(wrong.reason)} if wrong is not None else {}


def _plain(name: str) -> str:
    """In a menu an ampersand would be a letter to press."""
    return name.replace("&", "&&")
