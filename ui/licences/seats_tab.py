"""Seats over time: bought against in use as a picture, per location or in total, and the numbers of today."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.domain.text import Text
from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.facts import FactLine, Facts
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.parts.labels import label
from ui.parts.scroll import scrolled
from ui.parts.side_by_side import SideBySide
from ui.parts.step_chart import StepChart
from ui.words import language, show, show_number, tr

if TYPE_CHECKING:
    from app.views.seat_picture import SeatPicture, SeatsAt

_SIDE_BY_SIDE = 860


class SeatsTab(QWidget):
    """Of the agreement that was shown last."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._wanted = b""
        self._picture: SeatPicture | None = None
        self.place = QComboBox()
        self.place.setAccessibleName(tr("{Location}"))
        self.place.currentIndexChanged.connect(lambda _index: self._show_place())
        self.chart, self.facts = StepChart(), Facts(shares=(3, 2))
        self.note = label("", "muted", wrap=True)
        self._buttons = (
            button_of(tr("Save as &rows (CSV)…"), self.save_rows),
            button_of(tr("State of the agreement (&PDF)…"), self.save_state))
        self._arrange()

    def show_agreement(self, agreement_id: bytes) -> None:
        """Read the seats of this agreement; the location that was chosen stays where it is there too."""
        from app.views.seat_picture import seat_picture

        self._wanted = agreement_id
        self._shell.read(seat_picture, agreement_id, then=lambda picture: self._show(agreement_id, picture))

    def save_rows(self) -> None:
        from app.exchange.seat_rows import write_seat_rows

        self._save(write_seat_rows, tr("seats.csv"), "CSV (*.csv)")

    def save_state(self) -> None:
        from app.documents.agreement_papers import write_state

        self._save(write_state, tr("agreement.pdf"), "PDF (*.pdf)")

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        bare(column, 8)
        column.setContentsMargins(0, 8, 0, 0)
        both = SideBySide(_SIDE_BY_SIDE)
        both.row.setSpacing(18)
        left = QWidget()
        drawn = QVBoxLayout(left)
        bare(drawn, 6)
        drawn.addWidget(self.place)
        drawn.addWidget(self.chart, 1)
        both.row.addWidget(left, 7)
        right = QWidget()
        told = QVBoxLayout(right)
        bare(told, 8)
        told.addWidget(self.facts)
        told.addWidget(self.note)
        told.addStretch(1)
        aside = scrolled(right, tr("Seats today"))
        aside.setMinimumWidth(240)
        both.row.addWidget(aside, 3)
        column.addWidget(both, 1)
        row = QWidget()
        flow = FlowLayout(row)
        for button in self._buttons:
            flow.addWidget(button)
        column.addWidget(row)

    def _show(self, agreement_id: bytes, picture: SeatPicture) -> None:
        if agreement_id != self._wanted:
            return  # another licence was chosen while this one was being read
        self._picture = picture
        chosen = self.place.currentText()
        self.place.blockSignals(True)
        self.place.clear()
        self.place.addItem(tr("All {locations} together"))
        for one in picture.places if len(picture.places) > 1 else ():
            self.place.addItem(one.name or tr("No {location} in particular"))
        self.place.setCurrentIndex(max(0, self.place.findText(chosen)))
        self.place.setVisible(self.place.count() > 1)
        self.place.blockSignals(False)
        self.facts.show_lines(self._lines(picture))
        self.note.setText(_note(picture))
        self._show_place()

    def _show_place(self) -> None:
        picture = self._picture
        if picture is None:
            return
        at = self.place.currentIndex()
        place = picture.total if at <= 0 else picture.places[at - 1]
        self.chart.show_steps(
            tr("Seats over time"), [(use.day, use.used, use.bought) for use in place.series], picture.today,
            picture.last, [(day, show(word)) for day, word in picture.edges])

    def _lines(self, picture: SeatPicture) -> list[FactLine]:
        lines = [FactLine(tr("{Location}"), tr("in use / bought"))]
        if len(picture.places) > 1:
            lines += [FactLine(one.name or tr("No {location} in particular"), _numbers(one)) for one in picture.places]
        return [*lines, FactLine(tr("Together"), _numbers(picture.total))]

    def _save(self, write: Callable[..., Any], name: str, patterns: str) -> None:
        target = self._shell.pick_target(Text("Where should the file be kept?"), name, patterns)
        if target and self._wanted:
            self._shell.work(
                write, self._shell.desk, self._wanted, Path(target), language(), title=Text("Writing the file"),
                then=lambda path: self._shell.say(Text("Written to {file}.", file=path.name)), steps=False)


def _numbers(place: SeatsAt) -> str:
    return tr("{used} / {bought}", used=show_number(place.used), bought=show_number(place.bought))


def _note(picture: SeatPicture) -> str:
    """Whether a freed seat may be used again in the same period, and whose reading that is."""
    rule = picture.profile.licence.freed_seat
    said = tr("A seat that comes free can be used again in the same period") if rule.value.reusable_within_period \
        else tr("A seat that comes free is not used again in the same period")
    return tr("Somebody counts once, in however many {groups}. {said} ({source}).", said=said,
              source=show(rule.basis.text))
