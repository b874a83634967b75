"""Record a mandate: who may do what for the organisation, given by whom, from when until when."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from app.domain.contract.authority import Act, Mandate, check_mandate
from app.domain.wrong_fields import missing
from ui.licences.agreement_steps import give_mandate
from ui.licences.fault_form import FaultForm, OptionalDay
from ui.panel import Shell
from ui.parts.form_dialog import day_of
from ui.words import show, tr

_FOR_AN_AGREEMENT = (Act.CONCLUDE, Act.SIGN_PROCESSING, Act.GIVE_NOTICE, Act.ACCEPT_PRICES, Act.OBJECT)


class MandateDialog(FaultForm):
    """`then` is called once it was recorded."""

    def __init__(self, parent: QWidget, shell: Shell, then: Callable[[], None]) -> None:
        super().__init__(parent, tr("Record a mandate"), tr("&Record"))
        self._shell, self._then = shell, then
        self.say(tr("Somebody who may sign for {the_organisation} gives it, in writing. Keep that paper."))
        self.holder = self.watched_line("holder", tr("&Who gets it"), value=shell.sight.actor.name)
        self.given_by = self.watched_line("given_by", tr("&Given by"))
        self.acts = {act: QCheckBox(show(act.label)) for act in _FOR_AN_AGREEMENT}
        for number, tick in enumerate(self.acts.values()):
            self.form.addRow(tr("May") if number == 0 else "", tick)
            tick.setAccessibleName(tick.text())
            tick.toggled.connect(lambda _on: self.touch("acts"))
        self.begins = self.add_date(tr("&From"), shell.sight.today)
        self.watch("from_on", self.begins)
        self.until = OptionalDay(tr("Until (that day no longer)"), shell.sight.today)
        words = QLabel(tr("Until (that day no longer)"))
        words.setBuddy(self.until)
        self.form.addRow(words, self.until)
        self.watch("until_on", self.until.edit)
        self.until.tick.toggled.connect(lambda _on: self.check())
        self.setMinimumWidth(480)
        self.check()

    def faults(self) -> Mapping[str, str]:
        given = Mandate(
            self.given_by.text().strip(), self._chosen(), day_of(self.begins),
            day_of(self.until.edit) if self.until.tick.isChecked() else None)
        wrong = [*check_mandate(given), *([] if self.holder.text().strip() else [missing("holder")])]
        return {one.field: show(one.reason) for one in wrong}

    def accept(self) -> None:
        if self.is_complete():
            give_mandate(self._shell, {
                "holder": self.holder.text().strip(), "given_by": self.given_by.text().strip(),
                "acts": sorted(self._chosen()), "from_on": day_of(self.begins).isoformat(),
                "until_on": self.until.text() or None}, self._then)
            super().accept()

    def _chosen(self) -> frozenset[Act]:
        return frozenset(act for act, tick in self.acts.items() if tick.isChecked())
