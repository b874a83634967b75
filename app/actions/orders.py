"""Orders: prepared by an administrator, sent by who may bind the organisation, answered by the licensor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.contract.authority import Act, wrong_signatory
from app.domain.contract.kept_orders import order_of
from app.domain.contract.order import Order, check_order, check_overlap, wrong_addition
from app.domain.contract.order_states import (
    OrderState,
    wrong_step,
)
from app.domain.contract.seat_numbers import bought_on
from app.domain.errors import Refusal
from app.domain.permissions import Permission, Role
from app.domain.text import Text
from app.domain.wrong_fields import (
    WrongField,
    day_or_refuse,
    missing,
    only_wrong,
    refuse,
    wrong_future,
    wrong_order,
)
from app.store.agreements import signatory_of
from app.store.orders import KeptOrder, kept_order, kept_orders, running_agreements, running_of
from app.store.resources import load_profile
from app.store.seats import kept_seats, licence_rows
from app.store.tables import (
    agreements,
    belongs_to,
    licences,
    locations,
    order_parts,
    orders,
    seat_numbers,
)

Given = Mapping[str, Any]
_GONE = Text("This order does not exist any more. Nothing was recorded.")
WHOLE_ORGANISATION = "whole organisation"
_WHOLE = {"orders": set(ANY_FIELD), "order_parts": set(ANY_FIELD)}


@action("order.prepare", Permission.ORDER, _WHOLE)
def prepare_order(work: Work, order: Given, parts: Sequence[Given]) -> bytes:
    """What is to be ordered (A-1.2); binds nobody yet. Gives its id.

    `order`: number, provider, package, fee_cents (per seat without VAT, or None), starts_on, months, purchase_order,
    cost_centre, and `supplements_id` for more seats of a running agreement. `parts`: {location_id, group_id,
    participants}.
    """
    content = _content(work, order, parts)
    _check(work, content, parts)
    made = work.add(
        orders, **content, state=OrderState.PREPARED, prepared_on=work.day, prepared_by=work.sight.actor.name,
        ordered_on=None, name="", role="", mandate_id=None, answered_on=None, answered_by="", answer_proof="",
        reason="", withdrawn_on=None, agreement_id=None)
    _add_parts(work, made, parts)
    return made


@action("order.change", Permission.ORDER, _WHOLE)
def change_order(work: Work, order_id: bytes, order: Given, parts: Sequence[Given]) -> None:
    """As it should be; only while it was not sent."""
    kept = _kept(work, order_id)
    if kept.row["state"] != OrderState.PREPARED:
        raise Refusal(Text("This order was sent, so it stays as it is. Nothing was changed. Make another order."))
    content = _content(work, order, parts)
    _check(work, content, parts, order_id)
    work.change(orders, order_id, **content)
    work.change_all(order_parts, [part["id"] for part in kept.parts], participants=0)
    _add_parts(work, order_id, parts)


@action("order.send", Permission.ORDER, {"orders": {"state", "ordered_on", "name", "role", "mandate_id"}})
def send_order(work: Work, order_id: bytes, ordered_on: str, signatory: Given) -> None:
    """Sent to the licensor by `signatory` ({name, role, mandate_id}), who may bind the organisation (A-1.3, O-2.2)."""
    kept = _kept(work, order_id)
    _step(kept, OrderState.SENT)
    day = day_or_refuse("ordered_on", ordered_on)
    by = signatory_of(work.connection, dict(signatory))
    authority = load_profile(kept.row["provider"]).order.authority
    refuse(only_wrong((
        wrong_future("ordered_on", day, work.today), wrong_signatory(authority, by, Act.CONCLUDE, day, "signatory"))))
    work.change(
        orders, order_id, state=OrderState.SENT, ordered_on=ordered_on, name=by.name, role=by.role,
        mandate_id=signatory.get("mandate_id"))


@action("order.withdraw", Permission.ORDER, {"orders": {"state", "withdrawn_on", "reason"}})
def withdraw_order(work: Work, order_id: bytes, reason: str = "") -> None:
    """Before the licensor has accepted it."""
    _step(_kept(work, order_id), OrderState.WITHDRAWN)
    work.change(orders, order_id, state=OrderState.WITHDRAWN, withdrawn_on=work.day, reason=reason.strip())


_ANSWER = {"orders": {"state", "answered_on", "answered_by", "answer_proof", "reason"}}


@action("order.accept", Permission.ANSWER_ORDERS, _ANSWER)
def accept_order(work: Work, order_id: bytes, answered_on: str, answered_by: str = "", proof: str = "") -> None:
    """By the licensor itself; where none works here, by the administrator, with who answered and what shows it."""
    _answer(work, order_id, OrderState.ACCEPTED, answered_on, answered_by, proof)


@action("order.decline", Permission.ANSWER_ORDERS, _ANSWER)
def decline_order(
    work: Work, order_id: bytes, answered_on: str, reason: str, answered_by: str = "", proof: str = "",
) -> None:
    """As `accept_order`, with the reason."""
    if not reason.strip():
        refuse([missing("reason")])
    _answer(work, order_id, OrderState.DECLINED, answered_on, answered_by, proof, reason.strip())


@action(
    "agreement.extend", Permission.EDIT_LICENCES,
    {"seat_numbers": set(ANY_FIELD), "licences": set(ANY_FIELD), "orders": {"state", "agreement_id"}})
def extend_agreement(work: Work, order_id: bytes) -> bytes:
    """The seats of an accepted order come to the running agreement that it adds to; gives the agreement's id."""
    kept = _kept(work, order_id)
    if not kept.row["supplements_id"]:
        raise Refusal(Text("This order is for a new agreement. Nothing was recorded. Record the agreement."))
    _step(kept, OrderState.CONCLUDED)
    agreement_id: bytes = kept.row["supplements_id"]
    there = {row["location_id"]: row for row in licence_rows(
        work.connection, (licences.c.agreement_id == agreement_id) & (licences.c.kind == "participant"))}
    for place, number in seats_by_place(kept).items():
        row = there.get(place, there.get(None))
        if row is None:
            work.add(licences, agreement_id=agreement_id, kind="participant", seats=number, location_id=place,
                     fee_cents=kept.row["fee_cents"] or 0, from_on=kept.row["starts_on"], until_on=None)
        else:
            _raise_number(work, row, number, kept.row)
    work.change(orders, order_id, state=OrderState.CONCLUDED, agreement_id=agreement_id)
    return agreement_id


def take_up(work: Work, order_id: bytes, agreement_id: bytes) -> None:
    """An accepted order became this agreement."""
    kept = _kept(work, order_id)
    if kept.row["supplements_id"]:
        raise Refusal(Text(
            "This order adds seats to a running agreement. Nothing was recorded. Add its seats instead."))
    _step(kept, OrderState.CONCLUDED)
    work.change(orders, order_id, state=OrderState.CONCLUDED, agreement_id=agreement_id)


def seats_by_place(kept: KeptOrder) -> dict[bytes | None, int]:
    """How many seats were ordered for each location."""
    found: dict[bytes | None, int] = {}
    for part in kept.parts:
        found[part["location_id"]] = found.get(part["location_id"], 0) + part["participants"]
    return found


def _raise_number(work: Work, licence: Mapping[str, Any], more: int, order: Mapping[str, Any]) -> None:
    """From the first day of the order on, and in every number that was planned for later."""
    begins = date.fromisoformat(order["starts_on"])
    bought = kept_seats(work.connection, [dict(licence)]).bought
    days = [begins, *(part.from_on for part in bought if part.from_on > begins)]
    work.insert(seat_numbers, [
        {"licence_id": licence["id"], "seats": bought_on(bought, day) + more, "fee_cents": order["fee_cents"],
         "order_id": order["id"], "proof": "", "from_on": day.isoformat()}
        for day in days])


def _answer(
    work: Work, order_id: bytes, state: OrderState, answered_on: str, answered_by: str, proof: str, reason: str = "",
) -> None:
    kept, actor = _kept(work, order_id), work.sight.actor
    _step(kept, state)
    by_licensor = actor.role is Role.LICENSOR
    who = actor.name if by_licensor else answered_by.strip()
    day = day_or_refuse("answered_on", answered_on)
    refuse(only_wrong((
        wrong_future("answered_on", day, work.today),
        wrong_order("answered_on", date.fromisoformat(kept.row["ordered_on"]), day),
        None if who else missing("answered_by"), None if by_licensor or proof.strip() else missing("proof"))))
    work.change(
        orders, order_id, state=state, answered_on=answered_on, answered_by=who, answer_proof=proof.strip(),
        reason=reason)


def _content(work: Work, order: Given, parts: Sequence[Given]) -> dict[str, Any]:
    """What stands in the row; more seats are of the package and duration of the agreement that they are added to."""
    adds = order.get("supplements_id")
    running = work.rows_by_id(agreements, [adds])[adds] if adds else None
    terms = {name: (running or order)[name] for name in ("provider", "package", "months")}
    return {
        "number": order["number"].strip(), "provider": terms["provider"], "package": terms["package"].strip(),
        "participants": sum(part["participants"] for part in parts), "fee_cents": order.get("fee_cents"),
        "starts_on": day_or_refuse("starts_on", order["starts_on"]).isoformat(), "months": terms["months"],
        "supplements_id": adds, "purchase_order": order.get("purchase_order", "").strip(),
        "cost_centre": order.get("cost_centre", "").strip(),
    }


def _check(work: Work, content: Mapping[str, Any], parts: Sequence[Given], itself: bytes = b"") -> None:
    supplements = ""
    if content["supplements_id"]:
        running = work.rows_by_id(agreements, [content["supplements_id"]])[content["supplements_id"]]
        supplements = running["number"]
        there = running_of(running, ())
        refuse(only_wrong([wrong_addition(there, date.fromisoformat(content["starts_on"]))]))
    order = order_of(content, parts, supplements)
    refuse([
        *check_order(load_profile(content["provider"]).order, _placed(work, order)), *_wrong_parts(parts),
        *_wrong_number(work, content["number"], itself)])
    refuse(check_overlap(content["provider"], order, running_agreements(work.connection, work.tenant)))


def _placed(work: Work, order: Order) -> Order:
    """Who has recorded no locations orders for the only place there is."""
    own = select(locations.c.id).where(belongs_to(locations, work.tenant))
    somewhere = work.connection.execute(own.limit(1)).first()
    return order if somewhere is not None else replace(order, locations=(WHOLE_ORGANISATION,))


def _wrong_number(work: Work, number: str, itself: bytes) -> Iterator[WrongField]:
    there = kept_orders(work.connection, work.tenant)
    if any(one.row["number"] == number and one.row["id"] != itself for one in there):
        yield WrongField("number", Text("This number was recorded already. Nothing was recorded."))


def _wrong_parts(parts: Sequence[Given]) -> Iterator[WrongField]:
    if any(part["participants"] < 1 for part in parts):
        yield WrongField("participants", Text(
            "Every part of an order is for one person or more. Nothing was recorded. Leave out what is not ordered."))


def _add_parts(work: Work, order_id: bytes, parts: Sequence[Given]) -> None:
    work.insert(order_parts, [
        {"order_id": order_id, "position": at, "location_id": part.get("location_id"),
         "group_id": part.get("group_id"), "participants": part["participants"]}
        for at, part in enumerate(parts, 1)])


def _step(kept: KeptOrder, state: OrderState) -> None:
    wrong = wrong_step(kept.row["state"], state)
    if wrong is None and kept.row["state"] != state:
        return
    raise Refusal(wrong or Text("This order is {state} already. Nothing was changed.", state=state.label))


def _kept(work: Work, order_id: bytes) -> KeptOrder:
    kept = kept_order(work.connection, order_id, work.tenant)
    if kept is None:
        raise Refusal(_GONE)
    return kept
