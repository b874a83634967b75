"""The licensor gives somebody access to a licence administration, and ends it at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.domain.contract.rights import AuditAccess, check_audit_access
from app.domain.text import Text
from app.domain.wrong_fields import missing
from ui.licences.fault_form import FaultForm
from ui.panel import Shell
from ui.parts.form_dialog import FormDialog, day_of
from ui.words import show, show_date, tr

if TYPE_CHECKING:
    from app.views.audits import Auditor, AuditRow

_PROPOSED = timedelta(days=14)


class OpenAuditDialog(FaultForm):
    """Who, from when until when, what for. The auditors to choose from are accounts of the licensor."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent, tr("Give access for a licence audit"), tr("&Give access"))
        self._shell = shell
        self.say(tr("The {administrator} of {the_organisation} sees at once who may look, at what and until when, and "
                    "every time that was looked."))
        self.who = self.add_choice(tr("&Who"), [(None, tr("nobody yet"))])
        self.watch("auditor", self.who)
        self.outside = QCheckBox(tr("Does not work at the &licensor"))
        self.form.addRow("", self.outside)
        self.watch("outside_licensor", self.outside)
        today = shell.sight.today
        self.begins = self.add_date(tr("&From"), today)
        self.until = self.add_date(tr("&Until (that day no longer)"), today + _PROPOSED)
        self.watch("until_on", self.until)
        self.purpose = QLineEdit()
        self.purpose.setPlaceholderText(tr("such as the yearly check"))
        self.add_field(tr("What f&or"), self.purpose)
        self.watch("purpose", self.purpose)
        self.who.currentIndexChanged.connect(lambda _index: self.check())
        self.outside.toggled.connect(lambda _on: self.check())
        self.begins.dateChanged.connect(lambda _day: self.check())
        self.setMinimumWidth(540)
        from app.views.audits import auditors

        shell.read(auditors, then=self._offer)
        self.check()

    def arguments(self) -> dict[str, Any]:
        auditor: Auditor | None = self.who.currentData()
        return {
            "organisation_id": self._shell.sight.tenant or self._shell.desk.organisation.id,
            "account_id": auditor.account_id if auditor else b"", "auditor": auditor.name if auditor else "",
            "from_on": day_of(self.begins).isoformat(), "until_on": day_of(self.until).isoformat(),
            "purpose": self.purpose.text().strip(), "outside": self.outside.isChecked(),
        }

    def faults(self) -> Mapping[str, str]:
        given = self.arguments()
        access = AuditAccess(given["auditor"], self._shell.sight.actor.name, ("all",), day_of(self.begins),
                             day_of(self.until), given["outside"])
        wrong = [*check_audit_access(self._shell.sight.profile.audit, access),
                 *([] if given["purpose"] else [missing("purpose")])]
        return {one.field: show(one.reason) for one in wrong}

    def accept(self) -> None:
        if self.is_complete():
            from app.actions.audits import open_audit

            self._shell.act(open_audit, **self.arguments(), then=lambda _changes: self._shell.say(
                Text("Access was given. The {administrator} sees it.")))
            super().accept()

    def _offer(self, found: tuple[Auditor, ...]) -> None:
        self.who.clear()
        for auditor in found:
            self.who.addItem(auditor.name, auditor)
        if not found:
            self.who.addItem(tr("nobody yet"), None)
        self.check()


class EndAuditDialog(FormDialog):
    """Says what it means, and ends it."""

    def __init__(self, parent: QWidget, shell: Shell, row: AuditRow) -> None:
        super().__init__(parent, tr("End the access"), tr("&End it now"))
        self._shell, self._row = shell, row
        self.say(tr("{name} has access until {day}.", name=row.auditor, day=show_date(row.until)))
        self.say(tr("From now on {name} sees nothing any more. What is on the computer of {name} is wiped at its next "
                    "contact, and locked before. This cannot be undone; you can give access again.", name=row.auditor))
        self.setMinimumWidth(460)

    def accept(self) -> None:
        from app.actions.audits import end_audit

        self._shell.act(end_audit, audit_id=self._row.id, then=lambda _changes: self._shell.say(
            Text("The access was ended.")))
        super().accept()
