"""Make a learning route, copy one or change one: its name, for whom it is, and its steps in order with their days."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QWidget

from app.domain.routes import check_days, check_route
from ui.licences.fault_form import FaultForm, OptionalDay
from ui.panel import Shell
from ui.parts.card import Card, bare
from ui.parts.empty import EmptyState
from ui.parts.fitted_dialog import sentence
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.table_or_empty import TableOrEmpty
from ui.routes import steps
from ui.routes.draft import Draft, of_file, of_link
from ui.routes.link_dialog import FileDialog, LinkDialog
from ui.routes.pick_dialog import StepsDialog
from ui.routes.step_table import StepTable
from ui.words import show, tr

if TYPE_CHECKING:

    from app.exchange.material_files import TakenIn
    from app.views.routes import RouteChoices

TEMPLATE, NOBODY = "template", "nobody"
_INTRODUCTION = 62
_TABLE = 190


@dataclass(frozen=True, slots=True)
class RouteForm:
    """What a form begins with. `for_whom` are (key, words) to choose from, none where that is settled already: a key
    is TEMPLATE, NOBODY or the id of a group.
    """

    title: str
    verb: str
    choices: RouteChoices
    for_whom: Sequence[tuple[object, str]] = ()
    name: str = ""
    introduction: str = ""
    drafts: Sequence[Draft] = ()
    words: str = ""


class RouteDialog(FaultForm):
    """`submit` gets {name, introduction, steps} and for whom: {group_ids} or {is_template}."""

    def __init__(
        self, parent: QWidget, shell: Shell, form: RouteForm, submit: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, form.title, form.verb, lambda: submit(self.arguments()))
        self._shell, self._form, self._today = shell, form, shell.sight.today
        if form.words:
            self.say(form.words)
        self.name = self.watched_line("name", tr("&Name"), value=form.name)
        self.whom = self.add_choice(tr("For &whom"), form.for_whom) if form.for_whom else None
        self.introduction = QPlainTextEdit(form.introduction)
        self.introduction.setTabChangesFocus(True)
        self.introduction.setFixedHeight(_INTRODUCTION)
        self.introduction.setPlaceholderText(tr("may stay empty; who has the route reads this first"))
        self.add_field(tr("&Introduction"), self.introduction)
        self.watch("introduction", self.introduction)
        self.table = StepTable()
        self.table.setMinimumHeight(_TABLE)
        self._arrange_steps()
        self.table.show_drafts(list(form.drafts))
        self.table.selection_moved.connect(self._show_days)
        self.table.changed.connect(self._steps_changed)
        self.resize(760, 640)
        self._steps_changed()
        if form.for_whom:
            self.name.selectAll()

    def arguments(self) -> dict[str, Any]:
        given: dict[str, Any] = {
            "name": self.name.text().strip(), "introduction": self.introduction.toPlainText().strip(),
            "steps": [draft.arguments() for draft in self.table.drafts()]}
        key = self.whom.currentData() if self.whom is not None else None
        if isinstance(key, bytes):
            given["group_ids"] = [key]
        elif key == TEMPLATE:
            given["is_template"] = True
        return given

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "due"):
            return {}
        found = {one.field: show(one.reason) for one in reversed(check_route(
            self.name.text(), self.introduction.toPlainText(), [_rule_of(one) for one in self.table.drafts()]))}
        days = check_days(self.starts.text(), self.due.text()) if self.table.current() is not None else None
        elsewhere = next((words for name, words in found.items() if name.startswith("steps")), "")
        return {name: words for name, words in found.items() if not name.startswith("steps")} | (
            {"due_on": show(days.reason)} if days is not None else {"": elsewhere} if elsewhere else {})

    def check(self) -> None:
        super().check()
        if hasattr(self, "wrong"):
            words = self.faults().get("", "")
            self.wrong.setText(words)
            self.wrong.setVisible(bool(words))

    # The steps

    def _arrange_steps(self) -> None:
        card = Card()
        card.edge_to_edge()
        self._place = TableOrEmpty(self.table, EmptyState(
            tr("There is no step yet"), tr("Press Add and choose {programmes}, parts of them, links and materials.")))
        card.fill(self._place)
        self.fill(card)
        self.up = button_of(tr("&Up"), lambda: self.table.move_by(-1))
        self.down = button_of(tr("D&own"), lambda: self.table.move_by(1))
        self.out = button_of(tr("&Take out"), self.table.take_out)
        for button, words in ((self.up, tr("Alt with the arrow up")), (self.down, tr("Alt with the arrow down")),
                              (self.out, tr("Delete"))):
            button.setToolTip(words)
        row = QWidget()
        flow = FlowLayout(row)
        media = (button_of(tr("New &link…"), self._new_link), button_of(tr("Fil&e…"), self._new_file))
        with_media = not self._shell.sight.profile.lacks_panel("materials")
        adding = (button_of(tr("&Add…"), self._pick), *(media if with_media else ()))
        for button in (*adding, self.up, self.down, self.out):
            flow.addWidget(button)
        row.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.fill(row, 0)
        self._arrange_days()

    def _arrange_days(self) -> None:
        self.wrong = sentence("", "error")
        self.wrong.hide()
        self.below.addWidget(self.wrong)
        self.days = QWidget()
        line = QHBoxLayout(self.days)
        bare(line, 14)
        self.starts, self.due = (
            OptionalDay(title.replace("&", ""), self._today) for title in (tr("&Begins on"), tr("Done b&y")))
        for title, field_ in ((tr("&Begins on"), self.starts), (tr("Done b&y"), self.due)):
            words = _buddy(title, field_)
            line.addWidget(words)
            line.addWidget(field_, 1)
            field_.tick.toggled.connect(lambda _on: self._days_typed())
            field_.edit.dateChanged.connect(lambda _day: self._days_typed())
            self.heed_day(field_.edit)
        self.fill(self.days, 0)
        self.day_wrong = sentence("", "error")
        self.day_wrong.hide()
        self.below.addWidget(self.day_wrong)
        self.watch("due_on", self.due.edit, self.day_wrong)

    def _steps_changed(self) -> None:
        at, several = self.table.currentIndex().row(), len(self.table.drafts())
        self._place.setCurrentIndex(0 if several else 1)
        chosen = self.table.current() is not None
        self.up.setEnabled(chosen and at > 0)
        self.down.setEnabled(chosen and at < several - 1)
        self.out.setEnabled(chosen)
        self._show_days()

    def _show_days(self) -> None:
        """The days of the step that is chosen, without taking that for typing."""
        draft = self.table.current()
        self.days.setEnabled(draft is not None)
        for field_, day in ((self.starts, draft.starts_on if draft else ""), (self.due, draft.due_on if draft else "")):
            for part in (field_.tick, field_.edit):
                part.blockSignals(True)
            field_.tick.setChecked(bool(day))
            field_.edit.setEnabled(bool(day))
            if day:
                field_.edit.setDate(_qdate(day))
            for part in (field_.tick, field_.edit):
                part.blockSignals(False)
        at = self.table.currentIndex().row()
        self.up.setEnabled(draft is not None and at > 0)
        self.down.setEnabled(draft is not None and at < len(self.table.drafts()) - 1)
        self.check()

    def _days_typed(self) -> None:
        draft = self.table.current()
        if draft is not None:
            self.table.put(draft.with_days(self.starts.text(), self.due.text()))
        self.touch("due_on")

    def _append(self, drafts: Sequence[Draft]) -> None:
        """After the step that is chosen, or at the end."""
        now, at = self.table.drafts(), self.table.currentIndex().row()
        place = at + 1 if self.table.current() is not None else len(now)
        self.table.show_drafts([*now[:place], *drafts, *now[place:]], drafts[-1] if drafts else None)

    def _pick(self) -> None:
        StepsDialog(self, self._form.choices, self._append).open()

    def _new_link(self) -> None:
        LinkDialog(self, self._shell, None, (), lambda given: self._append([of_link(given["title"], given["address"])]),
                   ).open()  # fmt: skip

    def _new_file(self) -> None:
        from ui.parts.alive import while_alive

        steps.take_in(self._shell, while_alive(self, self._name_file))

    def _name_file(self, taken: TakenIn) -> None:
        FileDialog(self, taken, lambda given: self._append([of_file(given["title"], taken)])).open()


def _rule_of(draft: Draft) -> dict[str, Any]:
    """As the rules look at it: what comes with its step counts as there."""
    new = {"media_link_id": b"new"} if "link" in draft.given else {"material_id": b"new"} if (
        "material" in draft.given) else {}
    return draft.arguments() | new


def _buddy(title: str, field_: OptionalDay) -> QWidget:
    from PySide6.QtWidgets import QLabel

    words = QLabel(title)
    words.setBuddy(field_)
    return words


def _qdate(day: str) -> Any:
    from PySide6.QtCore import QDate

    return QDate.fromString(day, "yyyy-MM-dd")
