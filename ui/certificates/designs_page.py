"""The designs of the organisation's certificates, and its logo."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.text import Text
from ui.certificates.design_dialog import PICTURES, DesignDialog, read_picture
from ui.certificates.printing import offered_designs
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.columns import Column
from ui.parts.empty import EmptyState
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.words import language, tr, tr_count

if TYPE_CHECKING:
    from app.views.designs import DesignRow


class DesignsPage(QWidget):
    """For who may set them up; Enter or a double click changes the chosen one."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._shipped: tuple[tuple[str, str, str], ...] = ()
        self._programmes: tuple[tuple[bytes, str], ...] = ()
        self.table = RowTable(self._columns(), tr("Designs"), lambda row: row.id)
        self.table.selection_moved.connect(self._follow)
        self.new = button_of(tr("&New design…"), self.add)
        self.change = button_of(tr("C&hange…"), self.edit)
        self.end = button_of(tr("No lon&ger offer"), self.stop)
        self.logo = button_of(tr("&Logo…"), self.choose_logo)
        self.problem = label("", "error", wrap=True)
        self._place = TableOrEmpty(self.table, EmptyState(
            tr("No design of your own yet"),
            tr("A design says who signs a certificate and how long it is valid. Without one the layouts that come with "
               "the program are used, with a line to sign on."), picture="star"))
        self._arrange()
        self._follow()

    def refresh(self) -> None:
        from app.views import designs

        self._shell.read(offered_designs, then=self._take_shipped)
        self._shell.read(designs.programme_choices, then=self._take_programmes)
        self._shell.read(designs.design_list, then=self._show)

    def add(self) -> None:
        DesignDialog(self, self._shell, None, self._shipped, self._programmes, self._add).open()

    def edit(self) -> None:
        row = self._chosen()
        if row is not None:
            DesignDialog(
                self, self._shell, row, self._shipped, self._programmes, partial(self._change, row.id)).open()

    def stop(self) -> None:
        from app.actions.designs import end_design

        row = self._chosen()
        if row is not None:
            self._act(end_design, Text("The design is not offered any more."), design_id=row.id)

    def choose_logo(self) -> None:
        from app.actions.designs import set_logo

        path = next(iter(self._shell.pick_files(Text("Logo for what is printed"), PICTURES)), "")
        if not path:
            return
        data, problem = read_picture(Path(path))
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if data:
            self._act(set_logo, Text("The logo is printed from now on."), logo=data)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 10, 0, 0)
        column.addWidget(self._place, 1)
        column.addWidget(self.problem)
        self.problem.hide()
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for button in (self.new, self.change, self.end, self.logo):
            flow.addWidget(button)
        column.addWidget(buttons)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(tr("Name"), lambda row: row.name, width=24, stretch=True),
            Column(tr("Layout"), self._layout_name, width=16),
            Column(tr("For"), lambda row: row.programme or tr("Every {programme}"), width=26),
            Column(tr("Valid"), _validity, width=14),
            Column(tr("Signed by"), lambda row: row.signer_name or "–", width=26, under=lambda row: row.signer_role),
        )

    def _layout_name(self, row: DesignRow) -> str:
        found = next((one for one in self._shipped if one[0] == row.design), None)
        return row.design if found is None else found[1] if language() == "nl" else found[2]

    def _take_shipped(self, shipped: tuple[tuple[str, str, str], ...]) -> None:
        self._shipped = shipped

    def _take_programmes(self, programmes: tuple[tuple[bytes, str], ...]) -> None:
        self._programmes = programmes

    def _show(self, rows: Sequence[DesignRow]) -> None:
        self._place.set_rows(rows)
        self._follow()

    def _follow(self) -> None:
        for button in (self.change, self.end):
            button.setEnabled(self._chosen() is not None)

    def _chosen(self) -> DesignRow | None:
        return next(iter(self.table.chosen()), None)

    def _add(self, given: dict[str, Any]) -> None:
        from app.actions.designs import add_design

        self._act(add_design, Text("The design was added."), **given)

    def _change(self, design_id: bytes, given: dict[str, Any]) -> None:
        from app.actions.designs import change_design

        self._act(change_design, Text("The design was changed."), design_id=design_id, **given)

    def _act(self, action: Any, said: Text, **given: Any) -> None:
        self._shell.act(action, **given, then=lambda _changes: self._shell.say(said, undoable=True))


def _validity(row: DesignRow) -> str:
    if row.valid_months is None:
        return tr("for ever")
    return tr_count("{n} month", "{n} months", row.valid_months)
