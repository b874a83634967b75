"""From the people to paper: choose where, give the codes, read the cards once, print them, say where they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.domain.text import Text
from ui.certificates.dialogs import open_folder
from ui.groups.cards_dialog import CardOrder, CardsDialog
from ui.panel import Shell
from ui.parts import printing
from ui.parts.form_dialog import FormDialog
from ui.parts.print_preview import told
from ui.words import language, tr, tr_count

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from app.domain.login_cards import CardPile
    from app.views.cards import CardsToGive

_PDF = "PDF (*.pdf)"


class CardsFlow:
    """One run. Printer or place are asked before a code is given: who goes back there has cancelled nothing.

    On the way to a printer the codes are in memory alone.
    """

    def __init__(self, parent: QWidget, shell: Shell, pile: str) -> None:
        self._parent, self._shell, self._pile = parent, shell, pile
        self._target, self._per_sheet, self._number = "", 8, 0
        self._printer: QPrinter | None = None

    def begin(self, people: Sequence[bytes]) -> None:
        from app.views.cards import cards_of

        self._shell.read(cards_of, tuple(people), then=self._ask)

    def _ask(self, given: CardsToGive) -> None:
        CardsDialog(self._parent, self._shell, given, self._ordered).open()

    def _ordered(self, order: CardOrder) -> None:
        self._per_sheet, self._number = order.per_sheet, len(order.people)
        if order.to_printer:
            printing.choose_printer(
                self._parent, tr("log-in cards"), 1, lambda printer: self._take(printer, order), some_pages=False)
            return
        name = f"{tr('log-in cards')} {self._shell.sight.today.isoformat()}.pdf"
        self._target = self._shell.pick_target(Text("Where should the cards be kept?"), name, _PDF)
        if self._target:
            self._give(order)

    def _take(self, printer: QPrinter, order: CardOrder) -> None:
        self._printer = printer
        self._give(order)

    def _give(self, order: CardOrder) -> None:
        from app.actions.cards import give_cards

        self._shell.act(
            give_cards, participant_ids=list(order.people), until_on=order.until, address=order.address,
            then=self._given)

    def _given(self, changes: Any) -> None:
        from app.views.cards import card_piles

        self._shell.read(card_piles, tuple(changes.outcome), self._pile, then=self._print)

    def _print(self, piles: tuple[CardPile, ...]) -> None:
        given = piles, self._shell.sight.profile.code, language(), self._shell.sight.today, self._per_sheet
        if self._printer is not None:
            self._shell.work(cards_in_memory, *given, title=Text("Printing cards"), then=self._send, steps=False)
        else:
            self._shell.work(print_cards, self._target, *given, title=Text("Printing cards"), then=self._printed,
                             steps=False)

    def _send(self, pdf: bytes) -> None:
        assert self._printer is not None
        shell = self._shell
        printing.send(shell, pdf, self._printer, lambda number: told(shell, number))

    def _printed(self, _path: Any) -> None:
        PrintedCards(self._parent, self._number, Path(self._target)).open()


def print_cards(
    target: str, piles: Sequence[CardPile], provider: str, spoken: str, day: Any, per_sheet: int,
) -> str:
    """Write the cards and give the path back. Nothing here knows Qt: it may run in the worker process."""
    from app.store.files import write_atomically

    write_atomically(Path(target), cards_in_memory(piles, provider, spoken, day, per_sheet))
    return target


def cards_in_memory(piles: Sequence[CardPile], provider: str, spoken: str, day: Any, per_sheet: int) -> bytes:
    """The cards as a PDF that touches no disk; in the worker process too."""
    from app.documents.login_cards import login_cards_pdf
    from app.store.resources import load_profile
    from app.store.texts import Translator

    per: Any = per_sheet
    return login_cards_pdf(piles, Translator(spoken, load_profile(provider).words), day, per)


class PrintedCards(FormDialog):
    """Says where the file is and that it must not lie about."""

    def __init__(self, parent: QWidget, number: int, target: Path) -> None:
        super().__init__(parent, tr("Cards printed"), tr("&Open the folder"))
        self._folder = target.parent
        self.say(tr_count("{n} card is in {file}.", "{n} cards are in {file}.", number, file=target.name), "")
        self.say(tr("Print it, hand the cards out, and delete the file: whoever has it can log in as all of them. "
                    "The codes are shown nowhere else."))
        self.cancel.setText(tr("Close"))
        self.cancel.setAccessibleName(tr("Close"))
        self.setMinimumWidth(420)

    def accept(self) -> None:
        open_folder(self._folder)
        super().accept()
