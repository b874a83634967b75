"""Orders for the tests: prepared, sent by a director and answered."""

from __future__ import annotations

from typing import Any

from app.actions.orders import accept_order, prepare_order, send_order

DIRECTOR = {"name": "S. Vermeer, directeur", "role": "representative", "mandate_id": None}


def order_given(desk: Any, **more: Any) -> dict[str, Any]:
    """A new agreement from 1 March 2030, as the action takes it."""
    return {
        "number": "B-1", "provider": getattr(desk, "desk", desk).organisation.provider, "package": "Compleet",
        "fee_cents": 3_500, "starts_on": "2030-03-01", "months": 12, "supplements_id": None, "purchase_order": "PO-9",
        "cost_centre": "K 12", **more,
    }  # fmt: skip


def parts_given(*numbers: int, location: bytes | None = None, group: bytes | None = None) -> list[dict[str, Any]]:
    return [{"location_id": location, "group_id": group, "participants": number} for number in numbers]


def prepared(desk: Any, *numbers: int, **more: Any) -> bytes:
    """An order that was prepared; gives its id."""
    done = desk.do(prepare_order, order=order_given(desk, **more), parts=parts_given(*(numbers or (10,))))
    return bytes(done.outcome)


def sent(desk: Any, *numbers: int, **more: Any) -> bytes:
    """One that was sent on 20 November 2026."""
    made = prepared(desk, *numbers, **more)
    desk.do(send_order, order_id=made, ordered_on="2026-11-20", signatory=DIRECTOR)
    return made


def accepted(desk: Any, *numbers: int, **more: Any) -> bytes:
    """One that the licensor accepted the day after, as the administrator records it."""
    made = sent(desk, *numbers, **more)
    desk.do(accept_order, order_id=made, answered_on="2026-11-21", answered_by="Verkoop", proof="e-mail")
    return made
