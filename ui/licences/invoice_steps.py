"""What is done with invoices; the toast says what happened and offers to undo it."""

from __future__ import annotations

from typing import Any

from app.domain.text import Text
from ui.panel import Shell


def record(shell: Shell, agreement_id: bytes, head: dict[str, Any], lines: list[dict[str, Any]]) -> None:
    from app.actions.invoices import record_invoice

    _act(shell, record_invoice, Text("Invoice {number} was recorded.", number=head["number"]),
         agreement_id=agreement_id, head=head, lines=lines)


def correct(shell: Shell, invoice_id: bytes, head: dict[str, Any], lines: list[dict[str, Any]]) -> None:
    from app.actions.invoices import correct_invoice

    _act(shell, correct_invoice, Text("Invoice {number} was corrected.", number=head["number"]),
         invoice_id=invoice_id, head=head, lines=lines)


def book_on(shell: Shell, given: dict[str, Any]) -> None:
    """A payment or a credit note."""
    from app.actions.invoices import book

    said = Text("The payment was recorded.") if given["kind"] == "payment" else Text("The credit note was recorded.")
    _act(shell, book, said, **given)


def remind_of(shell: Shell, given: dict[str, Any]) -> None:
    """A reminder, or the letter of fourteen days."""
    from app.actions.invoices import remind

    said = Text("The reminder was recorded.") if given["kind"] == "reminder" else Text("The letter was recorded.")
    _act(shell, remind, said, **given)


def tell_received(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.invoices import letter_received

    _act(shell, letter_received, Text("The day of receipt was recorded."), **given)


def enter(shell: Shell, given: dict[str, Any]) -> None:
    """A rate or an index."""
    from app.actions.invoices import enter_figure

    _act(shell, enter_figure, Text("The figure was recorded with its source."), **given)


def withdraw_mistake(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.corrections import withdraw

    _act(shell, withdraw, Text("The mistake was withdrawn. It stays to be seen."), **given)


def credit(shell: Shell, given: dict[str, Any]) -> None:
    """The whole invoice."""
    from app.actions.corrections import credit_whole

    _act(shell, credit_whole, Text("The credit note was recorded."), **given)


def keep_choices(shell: Shell, chosen: dict[str, str]) -> None:
    """About interest and costs."""
    from app.actions.choices import choose

    _act(shell, choose, Text("Your choices hold from now on."), chosen=chosen)


def _act(shell: Shell, action: Any, said: Text, **given: Any) -> None:
    shell.act(action, **given, then=lambda _changes: shell.say(said, undoable=True))
