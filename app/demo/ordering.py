"""The orders of a demo organisation: prepared and sent on their own days, as far as those have come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.actions.desk import Desk
from app.actions.orders import prepare_order, send_order
from app.demo.organisation import DemoOrder, DemoOrganisation
from app.views.orders import OrderBasis, order_basis

GoTo = Callable[[date], None]


def order(desk: Desk, go_to: GoTo, told: DemoOrganisation, today: date) -> None:
    """`go_to` sets the clock of the demo to a day; what is later than `today` did not happen yet."""
    for one in told.orders:
        if one.day <= today:
            go_to(one.day)
            _order(desk, go_to, told, one, today)


def _order(desk: Desk, go_to: GoTo, told: DemoOrganisation, one: DemoOrder, today: date) -> None:
    basis = desk.read(order_basis)
    parts = _parts(basis, one)
    if not parts:
        return  # a demo made for measuring may have no groups
    adds = next((each.id for each in basis.adds_to if each.number == told.agreement.number), None)
    made = desk.do(prepare_order, order={
        "number": one.number, "provider": told.provider, "package": told.agreement.package,
        "fee_cents": told.licences[-1].fee_per_seat_cents, "starts_on": one.starts_on.isoformat(),
        "months": told.agreement.months, "supplements_id": adds if one.seats else None,
        "purchase_order": one.purchase_order,
    }, parts=parts).outcome
    if one.sent_on is not None and one.sent_on <= today:
        go_to(one.sent_on)
        desk.do(send_order, order_id=made, ordered_on=one.sent_on.isoformat(),
                signatory={"name": one.sent_by, "role": "representative", "mandate_id": None})


def _parts(basis: OrderBasis, one: DemoOrder) -> list[dict[str, Any]]:
    """So many at these locations; without any, as many as there are in each group."""
    return [
        {"location_id": place.location_id, "group_id": place.group_id, "participants": number}
        for place in basis.places
        if (number := (0 if place.group_id else one.seats.get(place.location, 0)) if one.seats
            else (place.members if place.group_id else 0))]
