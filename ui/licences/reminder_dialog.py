"""Record what was sent about an invoice that is late: a reminder, or to a consumer the letter of fourteen days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel, QWidget

from app.domain.billing.kept_rows import FORMS
from app.domain.billing.recording import SentForm, check_sent, check_sent_days
from ui.licences.fault_form import FaultForm, OptionalDay, refused_by
from ui.licences.invoice_words import form_words
from ui.panel import Shell
from ui.parts.form_dialog import day_of
from ui.words import show_short_date, tr

if TYPE_CHECKING:
    from app.views.invoices import InvoicePage

_USUAL_DAYS = timedelta(days=14)


class ReminderDialog(FaultForm):
    """`submit` gets what the action takes."""

    def __init__(
        self, parent: QWidget, shell: Shell, page: InvoicePage, submit: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, tr("Reminder of invoice {number}", number=page.row.number), tr("&Record"),
                         lambda: submit(self.arguments()))
        self._today, self._page = shell.sight.today, page
        self.say(tr("Nothing is sent here. You record what was sent, and when."))
        kinds = [("reminder", tr("written reminder"))]
        if page.kept.dunning.consumer:
            kinds.append(("letter", tr("letter of fourteen days")))
        self.kind = self.add_choice(tr("&Kind"), kinds, kinds[-1][0])
        self.way = self.add_choice(tr("&How it was sent"), [(form, form_words(form)) for form in FORMS])
        self.sent = self.add_date(tr("&Sent on"), self._today)
        self.watch("sent", self.sent)
        self.received = self._optional(tr("Received on"), 0)
        self.watch("received", self.received.edit)
        self.pay_by = self._optional(tr("Pay by, as it says"), _USUAL_DAYS.days)
        self.watch("pay_by", self.pay_by.edit)
        self.kind.currentIndexChanged.connect(lambda _index: self.check())
        self.setMinimumWidth(460)
        self.check()

    def arguments(self) -> dict[str, Any]:
        return {
            "invoice_id": self._page.row.id, "kind": self.kind.currentData(), "form": self.way.currentData(),
            "sent_on": day_of(self.sent).isoformat(), "received_on": self.received.text() or None,
            "pay_by_on": self.pay_by.text() or None,
        }

    def faults(self) -> Mapping[str, str]:
        given = self.arguments()
        form = SentForm(given["kind"], given["form"], given["sent_on"], given["received_on"], given["pay_by_on"])
        return refused_by(
            lambda: check_sent(self._page.kept.receivable, self._page.kept.dunning.consumer, form, self._today))

    def _optional(self, title: str, days: int) -> OptionalDay:
        field = OptionalDay(title, self._today + timedelta(days=days))
        words = QLabel(title)
        words.setBuddy(field)
        self.form.addRow(words, field)
        for changed in (field.tick.toggled, field.edit.dateChanged):
            changed.connect(lambda _value: self.check())
        return field


class ReceivedDialog(FaultForm):
    """The day on which the letter of fourteen days was received; the days run from the day after it."""

    def __init__(
        self, parent: QWidget, shell: Shell, letter: Any, submit: Callable[[dict[str, Any]], None],
    ) -> None:
        super().__init__(parent, tr("Letter received"), tr("&Record"), lambda: submit(
            {"reminder_id": letter.id, "received_on": day_of(self.day).isoformat()}))
        self._today, self._letter = shell.sight.today, letter
        self.say(tr("The letter was sent on {day}, {form}.", day=show_short_date(letter.sent),
                    form=form_words(letter.form)))
        self.day = self.add_date(tr("Re&ceived on"), self._today)
        self.watch("received", self.day)
        self.setMinimumWidth(420)
        self.check()

    def faults(self) -> Mapping[str, str]:
        letter, received = self._letter, day_of(self.day).isoformat()
        form = SentForm(letter.kind, letter.form, letter.sent.isoformat(), received)
        return refused_by(lambda: check_sent_days(form, self._today))
