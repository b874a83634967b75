"""Seats: given to people who take part, counted once per person, freed without losing anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.errors import Refusal
from app.domain.licence import seat_plan, seats_needed
from app.domain.permissions import Permission
from app.domain.text import Text
from app.store.tables import agreements, licences, seats


@dataclass(frozen=True, slots=True)
class SeatsGiven:
    """`given` people got a seat; `left_out` ids did not fit, in the order asked."""

    given: int
    left_out: tuple[bytes, ...]


@action("agreement.conclude", Permission.EDIT_LICENCES, {"agreements": set(ANY_FIELD), "licences": set(ANY_FIELD)})
def conclude_agreement(
    work: Work,
    number: str,
    provider: str,
    package: str,
    concluded_on: str,
    starts_on: str,
    months: int,
    parts: Sequence[dict[str, object]],
    concluded_by: str = "",
) -> bytes:
    """An agreement with its licence parts ({kind, seats, location_id, fee_cents}); gives its id (A-1.2, A-1.8).

    `concluded_by` is who bound the organisation; it goes into the operation, not into the agreement.
    """
    if months < 1:
        raise Refusal(Text("An agreement lasts one month or longer. Nothing was changed."))
    if not package.strip() or not number.strip():
        raise Refusal(Text("An agreement has a number and a package. Nothing was changed. Fill in both."))
    if any(not isinstance(part["seats"], int) or part["seats"] < 1 for part in parts):
        raise Refusal(Text("An agreement is for one seat or more. Nothing was changed. Fill in how many seats."))
    agreement = work.add(
        agreements,
        number=number,
        provider=provider,
        package=package,
        concluded_on=concluded_on,
        starts_on=starts_on,
        months=months,
    )
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


@action("seats.assign", Permission.EDIT_LICENCES, {"seats": set(ANY_FIELD)})
def assign_seats(work: Work, licence_id: bytes, participant_ids: Sequence[bytes]) -> SeatsGiven:
    """Give a seat to each who has none, as far as they go; nobody gets two. Who did not fit is told, not refused."""
    bought = work.rows_by_id(licences, [licence_id])[licence_id]["seats"]
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


@action("seats.free", Permission.EDIT_LICENCES, {"seats": {"until_on"}})
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
