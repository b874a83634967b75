"""Agreements are concluded; seats are given to who takes part, once per person, and freed without losing anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.actions.action import ANY_FIELD, action
from app.actions.concluding import keep_conclusion
from app.actions.using import must_be_usable
from app.actions.work import Work
from app.domain.errors import Refusal
from app.domain.licence import seat_plan, seats_needed
from app.domain.permissions import Permission
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, refuse
from app.store.resources import load_profile
from app.store.tables import agreements, licences, seats


@dataclass(frozen=True, slots=True)
class SeatsGiven:
    """`given` people got a seat; `left_out` ids did not fit, in the order asked."""

    given: int
    left_out: tuple[bytes, ...]


@action(
    "agreement.conclude",
    Permission.EDIT_LICENCES,
    {name: set(ANY_FIELD) for name in ("agreements", "licences", "signatures", "documents")},
    version=2,
)
def conclude_agreement(
    work: Work,
    number: str,
    provider: str,
    package: str,
    concluded_on: str,
    starts_on: str,
    months: int,
    parts: Sequence[dict[str, object]],
    consumer: bool = False,
    conclusion: Mapping[str, Any] | None = None,
) -> bytes:
    """An agreement with its licence parts ({kind, seats, location_id, fee_cents}); gives its id (A-1.2, A-1.8).

    `conclusion` is how it was concluded, as `keep_conclusion` takes it; None where nobody knows that any more.
    `consumer`: the licensee is a natural person outside profession or business.
    """
    refuse(_wrong_in_order(number, package, months, parts))
    agreement = work.add(
        agreements,
        number=number,
        provider=provider,
        package=package,
        concluded_on=concluded_on,
        starts_on=starts_on,
        months=months,
        ended_on=None,
        delivered_on=None,
        consumer=int(consumer),
    )
    if conclusion is not None:
        keep_conclusion(work, load_profile(provider), agreement, concluded_on, conclusion)
    work.insert(
        licences,
        [
            {
                "agreement_id": agreement,
                "kind": part["kind"],
                "seats": part["seats"],
                "location_id": part.get("location_id"),
                "fee_cents": part.get("fee_cents", 0),
                "from_on": starts_on,
                "until_on": None,
            }
            for part in parts
        ],
    )
    return agreement


def _wrong_in_order(
    number: str, package: str, months: int, parts: Sequence[dict[str, object]]
) -> Iterator[WrongField]:
    if months < 1:
        yield WrongField("months", Text("An agreement lasts one month or longer. Nothing was changed."))
    for field, value in (("number", number), ("package", package)):
        if not value.strip():
            reason = Text("An agreement has a number and a package. Nothing was changed. Fill in both.")
            yield WrongField(field, reason)
    if any(not isinstance(part["seats"], int) or part["seats"] < 1 for part in parts):
        reason = Text("An agreement is for one seat or more. Nothing was changed. Fill in how many seats.")
        yield WrongField("seats", reason)


@action("seats.assign", Permission.EDIT_SEATS, {"seats": set(ANY_FIELD)})
def assign_seats(work: Work, licence_id: bytes, participant_ids: Sequence[bytes]) -> SeatsGiven:
    """Give a seat to each who has none, as far as they go; nobody gets two. Who did not fit is told, not refused."""
    licence = work.rows_by_id(licences, [licence_id])[licence_id]
    must_be_usable(work, licence["agreement_id"])
    bought = licence["seats"]
    holding = _holders(work, licence_id)
    plan = seat_plan(bought - len(holding), seats_needed(holding, participant_ids))
    if plan.left_out and not plan.fits:
        raise Refusal(
            Text(
                "All {n} seats are in use. Nothing was changed. "
                "Order more seats, or free seats that are not used any more.",
                n=bought,
            ),
            remedy="free seats",
        )
    work.insert(
        seats,
        [
            {"licence_id": licence_id, "participant_id": person, "from_on": work.day, "until_on": None}
            for person in plan.fits
        ],
    )
    return SeatsGiven(len(plan.fits), plan.left_out)


@action("seats.free", Permission.EDIT_SEATS, {"seats": {"until_on"}})
def free_seats(work: Work, licence_id: bytes, participant_ids: Sequence[bytes]) -> int:
    """Take seats back; account, results and certificates stay."""
    query = select(seats.c.id, seats.c.participant_id).where(
        seats.c.licence_id == licence_id, seats.c.until_on.is_(None)
    )
    wanted = set(participant_ids)
    held = [row.id for row in work.connection.execute(query) if row.participant_id in wanted]
    return work.change_all(seats, held, until_on=work.day)


def _holders(work: Work, licence_id: bytes) -> set[bytes]:
    query = select(seats.c.participant_id).where(seats.c.licence_id == licence_id, seats.c.until_on.is_(None))
    return {bytes(person) for person in work.connection.execute(query).scalars()}
