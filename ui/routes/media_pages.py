"""The pages of media links, of materials, and of all there is to learn with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from app.domain.permissions import ORGANISATION, Permission, allowed
from app.domain.text import Text
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.list_frame import foot
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.routes import steps
from ui.routes.link_dialog import FileDialog, LinkDialog
from ui.routes.words import link_columns, material_columns, row_id
from ui.words import language, show, tr

if TYPE_CHECKING:
    from app.exchange.material_files import TakenIn
    from app.views.media import LinkRow, MaterialRow
    from app.views.sheets import Sheet


class _MediaPage(QWidget):
    """A table with a tick for what was withdrawn, and buttons below; all but opening is the administrator's."""

    def __init__(
        self, shell: Shell, columns: Sequence[Column], name: str, empty: EmptyState, buttons: Sequence[QPushButton],
        words: str,
    ) -> None:
        super().__init__()
        self.shell = shell
        self.may_edit = allowed(shell.sight.actor, Permission.EDIT_ROUTES, ORGANISATION)
        self.table = RowTable(columns, name, row_id)
        self.table.selection_moved.connect(self.show_buttons)
        self.with_withdrawn = QCheckBox(tr("Also wi&thdrawn"))
        self.with_withdrawn.setAccessibleName(tr("Also withdrawn"))
        self.with_withdrawn.toggled.connect(lambda _on: self.read())
        self._place = TableOrEmpty(self.table, empty)
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(label(words, "muted", wrap=True))
        column.addWidget(self._place, 1)
        column.addWidget(foot((*buttons, self.with_withdrawn)))

    def read(self) -> None:
        raise NotImplementedError

    def show_buttons(self) -> None:
        raise NotImplementedError

    def show_rows(self, rows: Sequence[Any]) -> None:
        self._place.set_rows(rows)
        if rows and self.table.current_key() is None:
            self.table.choose(rows[0].id)
        self.show_buttons()

    def with_programmes(self, then: Callable[[list[tuple[bytes, str]]], None]) -> None:
        from app.views.routes import route_choices

        self.shell.read(route_choices, then=lambda found: then([(one.id, one.title) for one in found.programmes]))


class LinksPage(_MediaPage):
    def __init__(self, shell: Shell) -> None:
        self.new_button = button_of(tr("&New media link…"), self.new, primary=True)
        self.change_button = button_of(tr("&Change this…"), self.change)
        self.check_button = button_of(tr("Check &it"), self.check)
        self.check_button.setToolTip(tr("Asks the site once whether the page is there. Without this nothing is asked."))
        self.open_button = button_of(tr("O&pen"), self.open)
        self.withdraw_button = button_of(tr("&Withdraw"), self.withdraw)
        super().__init__(
            shell, link_columns(shell.sight.today), tr("Media links"), EmptyState(
                tr("There is no media link yet"),
                tr("A page on the web stands here: beside a {programme}, or to be a step of a learning route."),
                picture="link"),
            (self.new_button, self.change_button, self.check_button, self.open_button, self.withdraw_button),
            tr("The web is asked only when you press Check or Open; the site then sees the address of this computer."))
        for button in (self.new_button, self.change_button, self.check_button, self.withdraw_button):
            button.setVisible(self.may_edit)

    def read(self) -> None:
        from app.views.media import link_list

        self.shell.read(link_list, self.with_withdrawn.isChecked(), then=self.show_rows)

    def new(self) -> None:
        self.with_programmes(lambda found: LinkDialog(
            self, self.shell, None, found, lambda given: steps.add_link(self.shell, given)).open())

    def change(self) -> None:
        row = self.table.current()
        if row is not None:
            self.with_programmes(lambda found: self._open_change(row, found))

    def check(self) -> None:
        row = self.table.current()
        if row is not None:
            steps.check_link(self.shell, row)

    def open(self) -> None:
        row = self.table.current()
        if row is not None:
            steps.open_link(row)

    def withdraw(self) -> None:
        row = self.table.current()
        if row is not None:
            steps.withdraw_link(self.shell, row)

    def show_buttons(self) -> None:
        row: LinkRow | None = self.table.current()
        stands = row is not None and row.until is None
        for button in (self.change_button, self.check_button, self.open_button, self.withdraw_button):
            button.setEnabled(stands)

    def _open_change(self, row: LinkRow, programmes: list[tuple[bytes, str]]) -> None:
        LinkDialog(self, self.shell, row, programmes, lambda given: steps.change_link(self.shell, row, given)).open()


class MaterialsPage(_MediaPage):
    def __init__(self, shell: Shell) -> None:
        self.add_button = button_of(tr("&Add a file…"), self.add, primary=True)
        self.change_button = button_of(tr("&Change this…"), self.change)
        self.open_button = button_of(tr("O&pen"), self.open)
        self.withdraw_button = button_of(tr("&Withdraw"), self.withdraw)
        super().__init__(
            shell, material_columns(), tr("Materials"), EmptyState(
                tr("There is no material yet"),
                tr("A PDF, image, sound or document stands here: beside a {programme}, or to be a step of a learning "
                   "route."), picture="document"),
            (self.add_button, self.change_button, self.open_button, self.withdraw_button),
            tr("Files lie encrypted with your other data. Open shows a copy, which goes when {the_organisation} is "
               "closed here."))
        for button in (self.add_button, self.change_button, self.withdraw_button):
            button.setVisible(self.may_edit)

    def read(self) -> None:
        from app.views.media import material_list

        self.shell.read(material_list, self.with_withdrawn.isChecked(), then=self.show_rows)

    def add(self) -> None:
        from ui.parts.alive import while_alive

        steps.take_in(self.shell, while_alive(self, self._name))

    def change(self) -> None:
        row = self.table.current()
        if row is not None:
            self.with_programmes(lambda found: FileDialog(
                self, row, lambda given: steps.change_material(self.shell, row, given), found, row.title).open())

    def open(self) -> None:
        row = self.table.current()
        if row is not None:
            steps.open_material(self.shell, row)

    def withdraw(self) -> None:
        row = self.table.current()
        if row is not None:
            steps.withdraw_material(self.shell, row)

    def show_buttons(self) -> None:
        row: MaterialRow | None = self.table.current()
        for button in (self.change_button, self.open_button, self.withdraw_button):
            button.setEnabled(row is not None and row.until is None)

    def _name(self, taken: TakenIn) -> None:
        self.with_programmes(lambda found: FileDialog(
            self, taken, lambda given: steps.add_material(self.shell, given | taken.arguments()), found).open())


class OverviewPage(QWidget):
    """All there is to learn with, as it goes on paper and into a file."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.table = RowTable((
            Column(tr("Belongs to"), lambda row: row[0], width=24, bold=True),
            Column(tr("Kind"), lambda row: row[1], width=12),
            Column(tr("Title"), lambda row: row[2], width=26, stretch=True),
            Column(tr("Where"), lambda row: row[3], width=30, muted=True),
        ), tr("Overview of all materials"), _line_key)
        self._place = TableOrEmpty(self.table, EmptyState(
            tr("There is nothing to learn with yet"), tr("{Programmes} with their parts, links and materials stand "
                                                         "here."), picture="route"))
        self.paper_button = button_of(tr("&Save as PDF…"), self.save_paper)
        self.rows_button = button_of(tr("Save as &CSV…"), self.save_rows)
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self._place, 1)
        column.addWidget(foot((self.paper_button, self.rows_button)))

    def read(self) -> None:
        from app.views.media import learning_material

        self.shell.read(learning_material, then=self._show)

    def save_paper(self) -> None:
        from app.documents.materials_paper import materials_pdf
        from app.exchange.material_overview import write_paper

        self._save(write_paper, "pdf", "PDF (*.pdf)", materials_pdf)

    def save_rows(self) -> None:
        from app.exchange.material_overview import write_rows

        self._save(write_rows, "csv", "CSV (*.csv)")

    def _save(self, write: Callable[..., Path], ending: str, patterns: str, *given: Any) -> None:
        name = f"{tr('overview of materials')} {self.shell.sight.today.isoformat()}.{ending}"
        target = self.shell.pick_target(Text("Where should the file be kept?"), name, patterns)
        if target:
            self.shell.work(write, self.shell.desk, *given, Path(target), language(), title=Text("Writing the file"),
                            then=self._written, steps=False)

    def _written(self, path: Path) -> None:
        self.shell.say(Text("Written to {file}.", file=path.name))

    def _show(self, sheets: tuple[Sheet, ...]) -> None:
        rows = []
        for sheet in sheets:
            title = show(sheet.title)
            lines = [tuple(show(cell) if isinstance(cell, Text) else str(cell) for cell in row) for row in sheet.rows]
            rows += [(title, *line) for line in lines or [("", "", "")]]
        self._place.set_rows([(*row, number) for number, row in enumerate(rows)])


def _line_key(row: tuple[Any, ...]) -> Any:
    return row[-1]
