"""Orders and numbers of seats as they are kept: read into what the rules take, and what must hold whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.domain.contract.order import (
    LARGEST_FEE_CENTS,
    LONGEST_MONTHS,
    MOST_PARTICIPANTS,
    Order,
)
from app.domain.contract.order_states import OrderState
from app.domain.contract.seat_numbers import NumberFrom

Row = Mapping[str, Any]
_SIGNERS = ("representative", "administrator")
_BEFORE_SENDING = (OrderState.PREPARED, OrderState.WITHDRAWN)
_ANSWERED = (OrderState.ACCEPTED, OrderState.DECLINED, OrderState.CONCLUDED)


def order_of(row: Row, parts: Iterable[Row], supplements: str = "") -> Order:
    """A row of `orders` with its parts; `supplements` is the number of the agreement that it adds to."""
    kept = list(parts)
    return Order(
        row["number"], row["package"], row["participants"],
        tuple(part["group_id"].hex() for part in kept if part.get("group_id")),
        tuple(dict.fromkeys(part["location_id"].hex() for part in kept if part.get("location_id"))),
        row["fee_cents"], date.fromisoformat(row["starts_on"]), row["months"], supplements)


def number_from(row: Row) -> NumberFrom:
    """A row of `seat_numbers`."""
    return NumberFrom(row["seats"], date.fromisoformat(row["from_on"]), row["id"])


def proper_order(row: Row) -> bool:
    if row["state"] not in set(OrderState):
        return False
    state = OrderState(row["state"])
    return _proper_content(row) and _proper_sending(state, row) and _proper_answer(state, row)


def _proper_content(row: Row) -> bool:
    fee = row["fee_cents"]
    return bool(
        row["number"].strip() and row["package"].strip() and row["starts_on"]
        and 1 <= row["participants"] <= MOST_PARTICIPANTS and 1 <= row["months"] <= LONGEST_MONTHS
        and (fee is None or 0 <= fee <= LARGEST_FEE_CENTS))


def _proper_sending(state: OrderState, row: Row) -> bool:
    if not row["ordered_on"]:
        return state in _BEFORE_SENDING
    return bool(row["name"].strip() and row["role"] in _SIGNERS)


def _proper_answer(state: OrderState, row: Row) -> bool:
    if state not in _ANSWERED:
        return state is not OrderState.WITHDRAWN or bool(row["withdrawn_on"])
    whole = row["answered_on"] and row["answered_by"].strip() and row["answered_on"] >= (row["ordered_on"] or "")
    reasoned = state is not OrderState.DECLINED or row["reason"].strip()
    return bool(whole and reasoned) and (state is not OrderState.CONCLUDED or bool(row["agreement_id"]))


def proper_part(row: Row) -> bool:
    """One without participants was left out again."""
    return bool(0 <= row["participants"] <= MOST_PARTICIPANTS)


def proper_number(row: Row) -> bool:
    fee = row["fee_cents"]
    return bool(
        row["from_on"] and 0 <= row["seats"] <= MOST_PARTICIPANTS and (fee is None or 0 <= fee <= LARGEST_FEE_CENTS))
