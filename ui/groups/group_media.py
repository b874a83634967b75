"""Extra links and materials of one group: to open from its page, and a dialog in which they come and go (O-annex 1)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton, QWidget

from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.flow import FlowLayout
from ui.parts.form_dialog import FormDialog
from ui.parts.headline import button_of
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.routes import steps
from ui.routes.link_dialog import FileDialog, LinkDialog
from ui.routes.words import host_words
from ui.theme.icons import icon
from ui.words import tr

if TYPE_CHECKING:
    from app.exchange.material_files import TakenIn
    from app.views.groups import GroupRow
    from app.views.media import GroupMedia, LinkRow, MaterialRow

_MOST, _LONGEST = 6, 40
"""How many have a button, and signs of a title on it; the dialog shows everything."""


class GroupMediaLine(QWidget):
    """A button for each link and material that opens it; `more_button`, for the dialog, stands elsewhere. It reads by
    itself.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._group: GroupRow | None = None
        self._dialog: GroupMediaDialog | None = None
        self._flow = FlowLayout(self)
        self.more_button = button_of(tr("E&xtra material…"), self.open_dialog)
        self._opening: list[QPushButton] = []
        self.hide()
        self.more_button.hide()

    def show_group(self, group: GroupRow | None) -> None:
        """Read what belongs to this group; None hides the line."""
        from app.views.media import group_media

        other = self._group is None or group is None or self._group.id != group.id
        self._group = group
        if other:
            self.hide()
            self.more_button.hide()
        if group is not None and not self._shell.sight.profile.lacks_panel("materials"):
            self._shell.read(group_media, group.id, then=self._show)

    def open_dialog(self) -> None:
        if self._group is not None:
            self._dialog = GroupMediaDialog(self, self._shell, self._group)
            self._dialog.finished.connect(self._dialog_closed)
            self._dialog.open()

    def _dialog_closed(self, _result: int) -> None:
        self._dialog = None

    def _show(self, found: GroupMedia) -> None:
        if self._group is None or self._group.id != found.group_id:
            return
        for button in self._opening:
            self._flow.removeWidget(button)
            button.setParent(None)
            button.deleteLater()
        rows: list[LinkRow | MaterialRow] = [*found.links, *found.materials]
        self._opening = [self._button(row) for row in rows[:_MOST]]
        for button in self._opening:
            self._flow.addWidget(button)
            button.show()
        self.setVisible(bool(rows))
        self.more_button.setVisible(bool(rows) or found.may_change)
        self.updateGeometry()
        if self._dialog is not None:
            self._dialog.show_media(found)

    def _button(self, row: LinkRow | MaterialRow) -> QPushButton:
        button = button_of(_short(row.title).replace("&", "&&"), partial(open_it, self._shell, row))
        button.setAccessibleName(tr("Open {title}", title=row.title))
        button.setToolTip(_below(row))
        button.setIcon(icon(_picture(row)))
        return button


class GroupMediaDialog(FormDialog):
    """What belongs to the group in a table; adding and withdrawing is for who may change the group's routes."""

    def __init__(self, parent: QWidget, shell: Shell, group: GroupRow) -> None:
        super().__init__(parent, tr("Extra material of {name}", name=group.name), tr("Close"))
        self.close_only()
        self._shell, self._group = shell, group
        self.say(tr("Everybody who follows {this_group} sees this. It is of {this_group} alone."))
        self.table = RowTable((
            Column(tr("Title"), lambda row: row.title, width=30, stretch=True, under=_below, picture=_picture),),
            tr("Extra material"), lambda row: row.id)
        self.table.horizontalHeader().hide()
        self.table.setMinimumHeight(180)
        self.table.selection_moved.connect(self._follow)
        self.table.row_opened.connect(partial(open_it, shell))
        self._place = TableOrEmpty(self.table, EmptyState(
            tr("No extra material yet"), tr("A link or a file that only {this_group} works with stands here.")))
        self.fill_table(self._place)
        self.open_button = button_of(tr("O&pen"), self._open)
        self.link_button = button_of(tr("Add a &link…"), self._add_link)
        self.file_button = button_of(tr("Add a &file…"), self._add_file)
        self.withdraw_button = button_of(tr("&Withdraw"), self._withdraw)
        foot = QWidget()
        flow = FlowLayout(foot)
        for button in (self.open_button, self.link_button, self.file_button, self.withdraw_button):
            flow.addWidget(button)
        self.fill(foot, 0)
        self.setMinimumWidth(520)
        self._may_change = False
        self._read()

    def show_media(self, found: GroupMedia) -> None:
        self._may_change = found.may_change
        for button in (self.link_button, self.file_button, self.withdraw_button):
            button.setVisible(found.may_change)
        rows: list[LinkRow | MaterialRow] = [*found.links, *found.materials]
        self._place.set_rows(rows)
        if rows and self.table.current_key() is None:
            self.table.choose(rows[0].id)
        self._follow()

    def _read(self) -> None:
        from app.views.media import group_media

        self._shell.read(group_media, self._group.id, then=while_alive(self, self.show_media))

    def _follow(self) -> None:
        chosen = self.table.current() is not None
        self.open_button.setEnabled(chosen)
        self.withdraw_button.setEnabled(chosen)

    def _open(self) -> None:
        row = self.table.current()
        if row is not None:
            open_it(self._shell, row)

    def _add_link(self) -> None:
        LinkDialog(self, self._shell, None, (), lambda given: self._added(steps.add_link, given)).open()

    def _add_file(self) -> None:
        steps.take_in(self._shell, while_alive(self, self._name))

    def _name(self, taken: TakenIn) -> None:
        FileDialog(self, taken, lambda given: self._added(steps.add_material, given | taken.arguments())).open()

    def _added(self, step: Any, given: dict[str, Any]) -> None:
        step(self._shell, given | {"group_id": self._group.id})

    def _withdraw(self) -> None:
        row = self.table.current()
        if row is not None:
            (steps.withdraw_link if _is_link(row) else steps.withdraw_material)(self._shell, row)


def open_it(shell: Shell, row: LinkRow | MaterialRow) -> None:
    if _is_link(row):
        steps.open_link(row)  # type: ignore[arg-type]
    else:
        steps.open_material(shell, row)  # type: ignore[arg-type]


def _is_link(row: Any) -> bool:
    return hasattr(row, "address")


def _picture(row: Any) -> str:
    return "link" if _is_link(row) else "document"


def _below(row: Any) -> str:
    return host_words(row) if _is_link(row) else str(row.file_name)


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST - 1]}…"
