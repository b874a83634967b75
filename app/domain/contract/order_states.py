"""How far an order has come, who may take it a step further, and what it then says (A-1.2, A-2.2, O-2.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from app.domain.permissions import Role
from app.domain.text import Text

Row = Mapping[str, Any]


class OrderState(StrEnum):
    """An administrator prepares, who may bind the organisation sends, the licensor answers."""

    PREPARED = "prepared"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CONCLUDED = "concluded"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    OrderState.PREPARED: Text("prepared"),
    OrderState.SENT: Text("sent"),
    OrderState.ACCEPTED: Text("accepted"),
    OrderState.DECLINED: Text("declined"),
    OrderState.WITHDRAWN: Text("withdrawn"),
    OrderState.CONCLUDED: Text("concluded"),
}
_NEXT: Mapping[OrderState, frozenset[OrderState]] = {
    OrderState.PREPARED: frozenset({OrderState.SENT, OrderState.WITHDRAWN}),
    OrderState.SENT: frozenset({OrderState.ACCEPTED, OrderState.DECLINED, OrderState.WITHDRAWN}),
    OrderState.ACCEPTED: frozenset({OrderState.CONCLUDED}),
}
_ANSWERS = frozenset({OrderState.ACCEPTED, OrderState.DECLINED})
_TAKING_UP = {OrderState.ACCEPTED, OrderState.CONCLUDED}
CONTENT = (
    "number", "provider", "package", "participants", "fee_cents", "starts_on", "months", "supplements_id",
    "purchase_order", "cost_centre",
)
"""What was ordered: it stays as it is once the order was sent."""


def wrong_step(before: str, now: str) -> Text | None:
    """Why an order cannot go from one state to the other, None where it can."""
    was, wanted = OrderState(before), OrderState(now)
    if was is wanted or wanted in _NEXT.get(was, frozenset()):
        return None
    return Text("This order is {state} already. Nothing was changed.", state=was.label)


def wrong_change(before: Row, now: Row, actor: Role, has_licensor: bool) -> Text | None:
    """What is wrong with a change of a kept order, whoever sends it; taking back the last step is a change too."""
    was, wanted = OrderState(before["state"]), OrderState(now["state"])
    if was is not OrderState.PREPARED and any(before[name] != now[name] for name in CONTENT):
        return Text("This order was sent, so it stays as it is. Nothing was changed. Make another order.")
    if actor is Role.LICENSOR and not (is_answer(was, wanted) or {was, wanted} == _TAKING_UP):
        return Text("Only {the_organisation} itself can do this: it would be done in its name. Nothing was recorded.")
    if was is wanted:
        answered = was in _ANSWERS and any(before[name] != now[name] for name in ("answered_on", "answered_by"))
        return wrong_answerer(actor, has_licensor) if answered else None
    wrong = wrong_step(was, wanted) and wrong_step(wanted, was)
    if wrong is not None:
        return wrong
    return wrong_answerer(actor, has_licensor) if is_answer(was, wanted) else None


def answered_elsewhere(row: Row, with_agreement: bool) -> bool:
    """Whether an order says what the licensor answered, with no agreement that shows it."""
    return row["state"] in _ANSWERS or (row["state"] == OrderState.CONCLUDED and not with_agreement)


def as_sent(row: Row) -> dict[str, Any]:
    """An order without its answer, so that it waits for the licensor's own."""
    return {**row, "state": str(OrderState.SENT), "answered_on": None, "answered_by": "", "answer_proof": "",
            "reason": "", "agreement_id": None}


def is_answer(one: OrderState, other: OrderState) -> bool:
    """Whether this step is the licensor's, forward or taken back."""
    return OrderState.SENT in (one, other) and bool({one, other} & _ANSWERS)


def wrong_answerer(actor: Role, has_licensor: bool) -> Text | None:
    """The licensor answers; where none works here the administrator records the answer that came in another way."""
    if actor is Role.LICENSOR or (actor is Role.ADMINISTRATOR and not has_licensor):
        return None
    return Text("The licensor answers this order itself. Nothing was changed. Wait for the answer.")


def has_licensor(rows: Iterable[Row], day: str) -> bool:
    """Whether an account of the licensor, or the tie to one (which names no role), stands on `day` (ISO)."""
    return any(
        row.get("role", Role.LICENSOR) == Role.LICENSOR and row["from_on"] <= day
        and (not row["until_on"] or row["until_on"] > day)
        for row in rows)
