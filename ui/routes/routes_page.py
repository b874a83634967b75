"""The learning routes at the left; the steps of the chosen one, and who has it, at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.permissions import ORGANISATION, Permission, allowed, own_scope
from ui.panel import Shell
from ui.parts.badge import Badge
from ui.parts.card import Card, bare
from ui.parts.empty import EmptyState
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.list_frame import foot
from ui.parts.page_beside import read_page_of, settle_choice
from ui.parts.side_by_side import in_two
from ui.parts.table import RowTable
from ui.parts.table_or_empty import TableOrEmpty
from ui.routes import steps
from ui.routes.draft import of_line
from ui.routes.pick_dialog import GiveDialog
from ui.routes.route_dialog import NOBODY, TEMPLATE, RouteDialog, RouteForm
from ui.routes.words import holder_columns, route_columns, row_id, state_words, step_columns
from ui.words import tr, tr_count

if TYPE_CHECKING:
    from app.views.groups import GroupRow
    from app.views.people import ParticipantRow
    from app.views.routes import RouteChoices, RoutePage, RouteRow

_SIDE_BY_SIDE = 860
_HOLDERS = 130


class RoutesPage(QWidget):
    """Reads by itself; the panel tells it when."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        actor = shell.sight.actor
        self._may_add = allowed(actor, Permission.EDIT_ROUTES, own_scope(actor))
        self._may_all = allowed(actor, Permission.EDIT_ROUTES, ORGANISATION)
        self._page: RoutePage | None = None
        self._wanted: bytes | None = None
        self.table = RowTable(route_columns(), tr("Learning routes"), row_id)
        self.table.selection_moved.connect(self._read_page)
        self.table.row_opened.connect(lambda _row: self.change())
        self.with_withdrawn = QCheckBox(tr("Also wi&thdrawn"))
        self.with_withdrawn.setAccessibleName(tr("Also withdrawn"))
        self.with_withdrawn.toggled.connect(lambda _on: self.read())
        self._place = TableOrEmpty(self.table, self._empty())
        self.steps = RowTable(step_columns(), tr("Steps"), lambda step: step.id)
        self.steps.horizontalHeader().setSectionsClickable(False)
        self.holders = RowTable(holder_columns(shell), tr("Who has it"), lambda one: one.assignment_id, several=True)
        self.holders.setMinimumHeight(_HOLDERS)
        self.holders.selection_moved.connect(self._show_buttons)
        self.badge, self.about = Badge(""), label("", "muted", wrap=True)
        self.introduction = label("", "", wrap=True)
        self._make_buttons()
        self._arrange()
        self._show_page(None)

    def read(self) -> None:
        from app.views.routes import route_list

        self._shell.read(route_list, self.with_withdrawn.isChecked(), then=self._show_list)

    def show_target(self, route_id: bytes) -> None:
        self._wanted = route_id
        self.read()

    # What is done

    def new(self) -> None:
        """A route for a group, for nobody yet, or a template."""
        self._with_choices(self._open_new)

    def change(self) -> None:
        """The chosen route, for everybody who has it."""
        if self._page is not None and self._page.row.may_change:
            self._with_choices(partial(self._open_change, self._page))

    def copy(self) -> None:
        """Another route that begins as the chosen one."""
        if self._page is not None and self._may_add:
            self._with_choices(partial(self._open_copy, self._page))

    def give(self) -> None:
        """The chosen route, or a copy of it, to groups and people."""
        from app.views.groups import all_participants, group_list

        page = self._page
        if page is not None and self._may_add:
            self._shell.read(group_list, then=lambda groups: self._shell.read(
                all_participants, False, then=lambda people: self._open_give(page, groups, people)))

    def end(self) -> None:
        """For those that are chosen among who has it."""
        chosen = self.holders.chosen()
        if chosen:
            steps.end(self._shell, [one.assignment_id for one in chosen])

    def withdraw(self) -> None:
        if self._page is not None and self._page.row.may_change:
            steps.withdraw(self._shell, self._page.row.id, self._page.row.name)

    # Building

    def _make_buttons(self) -> None:
        self.new_button = button_of(tr("&New learning route…"), self.new, primary=True)
        self.change_button = button_of(tr("&Change this…"), self.change)
        self.copy_button = button_of(tr("Cop&y…"), self.copy)
        self.give_button = button_of(tr("&Give…"), self.give)
        self.end_button = button_of(tr("En&d"), self.end)
        self.end_button.setToolTip(tr("Those chosen under Who has it do not have the learning route any more."))
        self.withdraw_button = button_of(tr("&Withdraw"), self.withdraw)

    def _arrange(self) -> None:
        in_two(self, self._left(), self._right(), _SIDE_BY_SIDE)

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        bare(column, 8)
        column.addWidget(self._place, 1)
        column.addWidget(foot((*((self.new_button,) if self._may_add else ()), self.with_withdrawn)))
        return left

    def _right(self) -> QWidget:
        self.card = Card(" ")
        self.card.add_beside_heading(self.badge)
        self.card.fill(self.about)
        self.card.fill(self.introduction)
        self.card.fill(self.steps, 3)
        self.card.fill(label(tr("Who has it"), "heading"))
        self.nobody = label("", "muted", wrap=True)
        self.card.fill(self.nobody)
        self.card.fill(self.holders, 1)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for button in (self.change_button, self.copy_button, self.give_button, self.end_button, self.withdraw_button):
            flow.addWidget(button)
        buttons.setVisible(self._may_add)
        self.card.fill(buttons)
        return self.card

    def _empty(self) -> EmptyState:
        if not self._may_add:
            return EmptyState(tr("There is no learning route yet"), tr("Ask your {administrator} to make one."),
                              picture="route")
        return EmptyState(
            tr("There is no learning route yet"),
            tr("Put {programmes}, parts of them, links and materials in order, with days if you like, and give that to "
               "{groups} and {participants}."), picture="route")

    # Showing

    def _show_list(self, rows: tuple[RouteRow, ...]) -> None:
        self._place.set_rows(rows)
        self.card.setVisible(bool(rows))
        settle_choice(self.table, self._wanted)
        self._wanted = None
        self._read_page()

    def _read_page(self) -> None:
        from app.views.routes import route_page

        read_page_of(self, self._shell, self.table, route_page, self._show_page)

    def _show_page(self, page: RoutePage | None) -> None:
        self._page = page
        if page is not None:
            self.card.set_heading(page.row.name)
            self.badge.show_state(state_words(page.row), "good" if page.holders else "neutral")
            self.about.setText(_history(page))
            self.about.setVisible(bool(self.about.text()))
            self.introduction.setText(page.introduction)
            self.introduction.setVisible(bool(page.introduction))
            self.steps.set_rows(page.steps)
            self.holders.set_rows(page.holders)
            self.holders.setVisible(bool(page.holders))
            self.nobody.setVisible(not page.holders)
            self.nobody.setText(_nobody(page))
        self._show_buttons()

    def _show_buttons(self) -> None:
        from app.views.routes import TEMPLATE as IS_TEMPLATE
        from app.views.routes import WITHDRAWN

        page = self._page
        mine = page is not None and page.row.may_change
        stands = page is not None and page.row.state != WITHDRAWN
        self.change_button.setEnabled(mine)
        self.copy_button.setEnabled(page is not None)
        self.give_button.setEnabled(stands)
        self.end_button.setEnabled(bool(self.holders.chosen()) and stands)
        self.end_button.setVisible(page is None or page.row.state != IS_TEMPLATE)
        self.withdraw_button.setEnabled(mine)

    # Dialogs

    def _with_choices(self, then: Any) -> None:
        from app.views.groups import group_list
        from app.views.routes import route_choices

        self._shell.read(group_list, then=lambda groups: self._shell.read(
            route_choices, then=lambda choices: then(groups, choices)))

    def _for_whom(self, groups: tuple[GroupRow, ...]) -> list[tuple[object, str]]:
        """A coach makes routes for the own groups; what is for everybody is the administrator's."""
        everybody = [(NOBODY, tr("nobody yet")), (TEMPLATE, tr("a template, to be copied"))] if self._may_all else []
        return [*everybody, *((row.id, row.name) for row in groups)]

    def _open_new(self, groups: tuple[GroupRow, ...], choices: RouteChoices) -> None:
        form = RouteForm(tr("New learning route"), tr("&Record"), choices, self._for_whom(groups))
        RouteDialog(self, self._shell, form, lambda given: steps.add(self._shell, given, self._made)).open()

    def _open_change(self, page: RoutePage, _groups: tuple[GroupRow, ...], choices: RouteChoices) -> None:
        several = len(page.holders)
        form = RouteForm(
            tr("Change {name}", name=page.row.name), tr("&Record"), choices, (), page.row.name, page.introduction,
            [of_line(step) for step in page.steps], self._reach(page) if several else "")
        RouteDialog(self, self._shell, form, lambda given: steps.change(
            self._shell, {"route_id": page.row.id} | given)).open()

    def _reach(self, page: RoutePage) -> str:
        names = ", ".join(page.row.groups)
        people = tr_count("{n} {participant} alone", "{n} {participants} alone", page.row.people)
        whom = ", ".join([*([names] if names else []), *([people] if page.row.people else [])])
        said = tr("Changes it for everybody who has it: {whom}. To change it for some of them, give those a copy.",
                  whom=whom)
        if self._may_all:
            return said
        return said + " " + tr("Where {groups} of others have it too, the server does not take the change.")

    def _open_copy(self, page: RoutePage, groups: tuple[GroupRow, ...], choices: RouteChoices) -> None:
        form = RouteForm(
            tr("Copy of {name}", name=page.row.name), tr("&Record"), choices, self._for_whom(groups),
            tr("{name} (copy)", name=page.row.name), page.introduction, [of_line(step) for step in page.steps])
        RouteDialog(self, self._shell, form, partial(self._copy_to, page, {})).open()

    def _open_give(
        self, page: RoutePage, groups: tuple[GroupRow, ...], people: tuple[ParticipantRow, ...],
    ) -> None:
        from app.views.routes import TEMPLATE as IS_TEMPLATE

        GiveDialog(
            self, self._shell, tr("Give {name}", name=page.row.name), groups, people, partial(self._given, page),
            only_copies=page.row.state == IS_TEMPLATE).open()

    def _given(self, page: RoutePage, groups: list[bytes], people: list[bytes], as_copy: bool) -> None:
        if not as_copy:
            steps.assign(self._shell, page.row.id, groups, people)
            return
        self._with_choices(lambda _groups, choices: self._open_own(page, groups, people, choices))

    def _open_own(self, page: RoutePage, groups: list[bytes], people: list[bytes], choices: RouteChoices) -> None:
        parts = (
            tr_count("{n} {group}", "{n} {groups}", len(groups)) if groups else "",
            tr_count("{n} {participant}", "{n} {participants}", len(people)) if people else "")
        form = RouteForm(
            tr("Copy of {name}", name=page.row.name), tr("&Record"), choices, (), page.row.name, page.introduction,
            [of_line(step) for step in page.steps],
            tr("For {whom}, in place of {name}. For everybody else that stays as it is.",
               whom=", ".join(filter(None, parts)), name=page.row.name))
        whom = {"group_ids": groups, "participant_ids": people}
        RouteDialog(self, self._shell, form, partial(self._copy_to, page, whom)).open()

    def _copy_to(self, page: RoutePage, whom: dict[str, Any], given: dict[str, Any]) -> None:
        steps.copy(self._shell, {"route_id": page.row.id} | given | whom, self._made)

    def _made(self, changes: Any) -> None:
        self.show_target(changes.outcome)


def _history(page: RoutePage) -> str:
    made_from = tr("Made from {name}.", name=page.made_from) if page.made_from else ""
    copies = tr("Copies: {names}.", names=", ".join(page.copies)) if page.copies else ""
    return " ".join(filter(None, (made_from, copies)))


def _nobody(page: RoutePage) -> str:
    from app.views.routes import TEMPLATE as IS_TEMPLATE

    if page.row.state == IS_TEMPLATE:
        return tr("Nobody: a template is copied. Press Give and choose who gets a copy.")
    return tr("Nobody yet. Press Give and choose {groups} or {participants}.")
