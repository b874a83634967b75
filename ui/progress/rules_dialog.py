"""When somebody needs help: the rules in force, with their signs, and where an administrator sets them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox, QWidget

from app.domain.learning_rules import BOUNDS, PROPOSED, check_rules
from app.domain.permissions import Permission, allowed
from app.domain.text import Text
from ui.licences.fault_form import FaultForm
from ui.panel import Shell
from ui.parts.alive import while_alive
from ui.parts.form_dialog import NoticeDialog
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.matrix_tiles import BEHIND, CALLS, LATE, UNSEEN
from ui.words import show, show_date, tr

if TYPE_CHECKING:
    from app.views.help_rules import HelpRules
    from app.views.progress import GroupMatrix


def signs_with_rules(matrix: GroupMatrix) -> list[tuple[str, str]]:
    """Per sign the rule it stands for; of a sign that nobody here has nothing is said, but for the first."""
    found = [(CALLS, show(matrix.rules.help.text))]
    if any(row.behind is not None for row in matrix.rows):
        found.append((BEHIND, show(matrix.rules.behind.text)))
    if any(row.inactive for row in matrix.rows):
        found.append((UNSEEN, show(matrix.rules.inactive.text)))
    if any(row.late for row in matrix.rows):
        found.append((LATE, tr("Late with a step of the learning route")))
    return found


def open_rules(parent: QWidget, shell: Shell) -> None:
    """An administrator may change them; anybody else reads them."""
    from app.views.help_rules import help_rules

    def opened(found: HelpRules) -> None:
        if allowed(shell.sight.actor, Permission.SET_UP_FOLLOWING):
            RulesDialog(parent, shell, found).open()
        else:
            NoticeDialog(parent, tr("When somebody needs help"), [
                *(show(text) for text in found.rules.texts), chosen_words(shell, found),
                tr("Ask your {administrator} to change this.")]).open()

    shell.read(help_rules, then=while_alive(parent, opened))


def chosen_words(shell: Shell, found: HelpRules) -> str:
    """Who chose it so, and when."""
    if found.as_proposed or found.decided_us is None:
        return tr("This is how the program proposes it.")
    day = show_date(shell.sight.day_of(found.decided_us))
    if not found.decided_by:
        return tr("Chosen on {day}.", day=day)
    return tr("Chosen on {day} by {name}.", day=day, name=found.decided_by)


class RulesDialog(FaultForm):
    """Three questions, each with its numbers, and the way back to what the program proposes."""

    def __init__(self, parent: QWidget, shell: Shell, found: HelpRules) -> None:
        super().__init__(parent, tr("When somebody needs help"), tr("&Record"), self._record)
        self._shell, self._before = shell, found.rules.values
        self._boxes: dict[str, QSpinBox] = {}
        self.say(tr("This counts for everybody who works here, wherever help is asked for. Results stay as they are."))
        self.say(chosen_words(shell, found))
        self._ask_stuck()
        self._heading(tr("Not seen"))
        self._number("unseen_days", tr("After so many &days without a visit or a result"))
        with self.beside():
            self._ask_behind()
        self.back = button_of(tr("As the program &proposes"), self._propose)
        self.below.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.touch_all()  # every field holds something, and one may become wrong by what another becomes

    def values(self) -> dict[str, int]:
        return {name: box.value() for name, box in self._boxes.items()}

    def faults(self) -> Mapping[str, str]:
        if len(self._boxes) < len(BOUNDS):
            return {}
        return {one.field: show(one.reason) for one in check_rules(self.values())}

    def is_complete(self) -> bool:
        """The verb waits until something is another number than it was."""
        return super().is_complete() and len(self._boxes) == len(BOUNDS) and self.values() != self._before

    def _ask_stuck(self) -> None:
        self._heading(tr("Stuck with an exercise"))
        self._number("attempts", tr("After so many &attempts, not done or done badly"))
        self._number("pass_mark", tr("Badly is a best score &under"), " %")
        self._number("low_attempts", tr("&Sooner, after so many attempts"))
        self._number("low_score", tr("with a best sc&ore under"), " %")

    def _ask_behind(self) -> None:
        self._heading(tr("Far behind the {group}"))
        percent = self._number("behind_percent", tr("&Less than this part of what the middle one has done"), " %")
        percent.setSpecialValueText(tr("do not compare"))
        self._number("behind_exercises", tr("and at least so many &exercises fewer"))
        self._number("behind_people", tr("Only with so &many people or more"))
        self._number("behind_weeks", tr("who are in the {group} for so many &weeks"))
        self.form.addRow(label(tr("In a general {group} nobody is compared: people come there by themselves."),
                                   "muted", wrap=True))

    def _heading(self, words: str) -> None:
        self.form.addRow(label(words, "heading"))

    def _number(self, name: str, title: str, suffix: str = "") -> QSpinBox:
        box = QSpinBox()
        box.setRange(*BOUNDS[name])
        box.setSuffix(suffix)
        box.setValue(self._before[name])
        self._boxes[name] = box
        self.add_field(title, box)
        self.watch(name, box)
        return box

    def _propose(self) -> None:
        """Only filled in: it counts once it is recorded."""
        for name, number in PROPOSED.values.items():
            self._boxes[name].setValue(number)

    def _record(self) -> None:
        from app.actions.learning_rules import choose_help_rules, reset_help_rules

        values = self.values()
        if values == PROPOSED.values:
            self._act(reset_help_rules, {})
        else:
            self._act(choose_help_rules, {name: one for name, one in values.items() if one != self._before[name]})

    def _act(self, action: Any, given: dict[str, int]) -> None:
        shell = self._shell
        shell.act(action, then=lambda _changes: shell.say(
            Text("From now on help is asked for by these rules."), undoable=True), **given)
