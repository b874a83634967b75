"""Who does not fit, by name, and at once what can be done about it. Never done by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.panel import Shell
from ui.parts.card import bare
from ui.parts.fitted_dialog import sentence
from ui.parts.flow import FlowLayout
from ui.parts.headline import button_of
from ui.words import tr, tr_count

_NAMES_SHOWN = 5


class Named(Protocol):
    """Somebody: a row of any list of people."""

    @property
    def full(self) -> str: ...

    @property
    def id(self) -> bytes: ...


class SeatOutcome(QWidget):
    """`order` and `free` open what is offered where seats do not reach."""

    def __init__(self, shell: Shell, order: Callable[[], None], free: Callable[[], None]) -> None:
        super().__init__()
        self._shell = shell
        self.words = sentence("", "")
        self.ways = QWidget()
        flow = FlowLayout(self.ways)
        self.order_button = button_of(tr("Order &more…"), order)
        self.free_button = button_of(tr("Seats &not used…"), free)
        flow.addWidget(self.order_button)
        flow.addWidget(self.free_button)
        column = QVBoxLayout(self)
        bare(column, 10)
        column.addWidget(self.words)
        column.addWidget(self.ways)

    def show_outcome(
        self, left_out: Sequence[Named], elsewhere: Sequence[Named], is_full: bool, may_free: bool,
    ) -> None:
        """Say who is left out, and who belongs to another location; a way out is offered where seats do not reach."""
        said = [_left_out_sentence(self._names(left_out))] if left_out else []
        said += [_elsewhere_sentence(self._names(elsewhere))] if elsewhere else []
        self.words.setText("\n".join(said))
        self.words.setVisible(bool(said))
        self.free_button.setVisible(may_free)
        self.ways.setVisible(bool(left_out) or is_full)

    def _names(self, people: Sequence[Named]) -> list[str]:
        return [self._shell.veil.name(one.full, one.id) for one in people]


def fit_word(fits: bool) -> str:
    return tr("gets a seat") if fits else tr("does not fit")


def fit_tone(fits: bool) -> str:
    return "good" if fits else "warning"


def _elsewhere_sentence(names: list[str]) -> str:
    shown = ", ".join(names[:_NAMES_SHOWN])
    return tr("These seats are for another {location} than that of: {names}. Choose a licence of that {location}.",
              names=shown if len(names) <= _NAMES_SHOWN else f"{shown}, …")


def _left_out_sentence(names: list[str]) -> str:
    shown, more = ", ".join(names[:_NAMES_SHOWN]), len(names) - _NAMES_SHOWN
    if more > 0:
        return tr_count(
            "Does not fit: {names} and {n} other.", "Do not fit: {names} and {n} others.", more, names=shown,
        )
    return tr_count("{n} person does not fit: {names}.", "{n} people do not fit: {names}.", len(names), names=shown)
