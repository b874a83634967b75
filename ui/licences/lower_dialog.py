"""Fewer seats from a day on: the new number, and who gives up a seat. Nobody loses one without being chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from app.domain.calendar import DAY
from app.domain.contract.seats import check_reduction, seats_too_many
from app.domain.wrong_fields import missing
from ui.licences.fault_form import FaultForm
from ui.licences.seats import matcher, name_key, person_columns
from ui.panel import Shell
from ui.parts.form_dialog import day_of
from ui.parts.pick_table import PickTable
from ui.parts.search_line import people_search
from ui.words import show, show_date, tr, tr_count

if TYPE_CHECKING:
    from app.views.licences import LicenceDetail, SeatHolder

Submit = Callable[[dict[str, Any]], None]


class LowerDialog(FaultForm):
    """`submit` gets what the action takes, and `day` as it is said. It opens on the first day of the next period."""

    def __init__(
        self, parent: QWidget, shell: Shell, detail: LicenceDetail, holders: Sequence[SeatHolder], submit: Submit,
    ) -> None:
        super().__init__(parent, tr("Fewer seats: {licence}", licence=detail.row.package), tr("&Record"),
                         lambda: submit(self.arguments()))
        self._shell, self._detail, self._today = shell, detail, shell.sight.today
        self._everybody = holders
        self.say(tr("Record here what was agreed. Account, results and certificates of {participants} stay."))
        self.number = QSpinBox()
        self.number.setRange(0, max(0, detail.row.bought - 1))
        self.number.setValue(max(0, min(detail.row.used, detail.row.bought - 1)))
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.add_field(tr("&Number of seats"), self.number)
        self.watch("seats", self.number)
        self.day = self.add_date(tr("&From (at the renewal or another day)"), max(self._today, detail.row.ends + DAY))
        self.watch("from_on", self.day)
        self.proof = QLineEdit()
        self.add_field(tr("A&greed in"), self.proof)
        self.proof.setPlaceholderText(tr("such as a letter or an e-mail with its date"))
        self.watch("proof", self.proof)
        self.asked = self.say_below("", "")
        self.search = people_search(shell.veil, tr("Search by name or {group}"), self._search)
        self.fill(self.search, 0)
        self.table = PickTable(person_columns(shell, with_since=True), tr("Who gives up a seat"), _person_of)
        self.table.setMinimumHeight(170)
        self.fill_table(self.table)
        self.outcome = self.say_below("", "")
        self.table.picks_moved.connect(self.check)
        self.number.valueChanged.connect(lambda _value: self.check())
        self.day.dateChanged.connect(lambda _day: self._show_holders())
        self.resize(800, 640)
        self._show_holders()

    def arguments(self) -> dict[str, Any]:
        """As the action takes it, with the day as it is said."""
        return {
            "licence_id": self._detail.row.id, "number": self.number.value(), "proof": self.proof.text().strip(),
            "from_on": day_of(self.day).isoformat(), "participant_ids": self._chosen(), "day": day_of(self.day),
        }

    def faults(self) -> Mapping[str, str]:
        if not hasattr(self, "outcome"):
            return {}
        found = {}
        if day_of(self.day) < self._today:
            found["from_on"] = tr("{day} has been. Choose today or a later day.", day=show_date(day_of(self.day)))
        if not self.proof.text().strip():
            found["proof"] = show(missing("proof").reason)
        wrong = check_reduction(self.number.value(), [one.participant_id for one in self._holders()], self._chosen())
        return found | {one.field: show(one.reason) for one in wrong}

    def check(self) -> None:
        if hasattr(self, "outcome"):
            self._say()
        super().check()

    def _holders(self) -> list[SeatHolder]:
        """Who still has a seat on the day itself."""
        day = day_of(self.day)
        return [one for one in self._everybody if one.until is None or one.until > day]

    def _chosen(self) -> list[bytes]:
        return [one.participant_id for one in self.table.picked()]

    def _show_holders(self) -> None:
        self.table.set_rows(sorted(self._holders(), key=name_key))
        self.check()

    def _say(self) -> None:
        """How many have to be chosen, and what then happens when."""
        too_many = seats_too_many(self.number.value(), [one.participant_id for one in self._holders()])
        chosen = len(self._chosen())
        for part in (self.search, self.table):
            part.setEnabled(bool(too_many or chosen))
        self.asked.setText(_asked(too_many))
        wrong = self.faults().get("chosen", "")
        self.outcome.setText(wrong if wrong else _preview(chosen, self.number.value(), day_of(self.day)))

    def _search(self, typed: str) -> None:
        self.table.set_filter(matcher(typed) if typed.strip() else None)


def _person_of(holder: SeatHolder) -> bytes:
    return holder.participant_id


def _asked(too_many: int) -> str:
    if not too_many:
        return tr("Everybody with a seat keeps it.")
    return tr_count("Choose {n} person who gives up a seat.", "Choose {n} people who give up a seat.", too_many)


def _preview(chosen: int, number: int, day: date) -> str:
    seats = tr_count("From {day} there is {n} seat.", "From {day} there are {n} seats.", number, day=show_date(day))
    if not chosen:
        return seats
    closed = tr_count("{n} seat ends on that day, not before.", "{n} seats end on that day, not before.", chosen)
    return f"{seats} {closed}"
