"""What is done with an order; the toast says what happened and offers to undo it."""

from __future__ import annotations

from typing import Any

from app.domain.text import Text
from ui.panel import Shell


def prepare(shell: Shell, order: dict[str, Any], parts: list[dict[str, Any]]) -> None:
    from app.actions.orders import prepare_order

    _act(shell, prepare_order, Text("Order {number} was prepared.", number=order["number"]), order=order, parts=parts)


def change(shell: Shell, order_id: bytes, order: dict[str, Any], parts: list[dict[str, Any]]) -> None:
    from app.actions.orders import change_order

    _act(shell, change_order, Text("Order {number} was changed.", number=order["number"]),
         order_id=order_id, order=order, parts=parts)


def send(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.orders import send_order

    _act(shell, send_order, Text("The order was recorded as sent."), **given)


def withdraw(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.orders import withdraw_order

    _act(shell, withdraw_order, Text("The order was withdrawn."), **given)


def accept(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.orders import accept_order

    _act(shell, accept_order, Text("The order was accepted."), **given)


def decline(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.orders import decline_order

    _act(shell, decline_order, Text("The order was declined."), **given)


def extend(shell: Shell, order_id: bytes) -> None:
    """The seats of an accepted order come to the agreement that it adds to."""
    from app.actions.orders import extend_agreement

    _act(shell, extend_agreement, Text("The seats were added to the agreement."), order_id=order_id)


def lower(shell: Shell, given: dict[str, Any]) -> None:
    from app.actions.licences import lower_seats

    _act(shell, lower_seats, Text("From {day} there are {n} seats.", day=given.pop("day"), n=given["number"]), **given)


def _act(shell: Shell, action: Any, said: Text, **given: Any) -> None:
    shell.act(action, **given, then=lambda _changes: shell.say(said, undoable=True))
