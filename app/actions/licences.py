"""Agreements are concluded; seats are given to who takes part, once per person, and freed without losing anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.actions.action import ANY_FIELD, action
from app.actions.concluding import keep_conclusion
from app.actions.orders import take_up
from app.actions.using import must_be_usable
from app.actions.work import Work
from app.domain.contract.kept_rows import agreement_of
from app.domain.contract.order import Order, check_overlap, check_terms
from app.domain.contract.periods import renews_silently
from app.domain.contract.seat_numbers import bought_on, counted_from, holders_on, is_elsewhere, room
from app.domain.contract.seats import check_reduction, may_be_freed
from app.domain.errors import Refusal
from app.domain.licence import seat_plan, seats_needed
from app.domain.permissions import Permission
from app.domain.provider import ProviderProfile
from app.domain.text import Text
from app.domain.wrong_fields import WrongField, day_or_refuse, refuse, wrong_order
from app.store.orders import running_agreements
from app.store.resources import load_profile
from app.store.seats import in_use_on, places_of, seats_in_use, seats_of_licence
from app.store.tables import agreements, licences, seat_numbers, seats

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SeatsGiven:
    """`given` people got a seat; `left_out` ids did not fit, in the order asked; `elsewhere` belong elsewhere."""

    given: int
    left_out: tuple[bytes, ...]
    elsewhere: tuple[bytes, ...] = ()


@action(
    "agreement.conclude",
    Permission.EDIT_LICENCES,
    {name: set(ANY_FIELD) for name in ("agreements", "licences", "signatures", "documents")}
    | {"orders": {"state", "agreement_id"}},
    version=3,
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
    supplements_id: bytes | None = None,
    order_id: bytes | None = None,
) -> bytes:
    """An agreement with its licence parts ({kind, seats, location_id, fee_cents}); gives its id (A-1.2, A-1.8).

    `conclusion` is how it was concluded, as `keep_conclusion` takes it; None where nobody knows that any more.
    `consumer`: the licensee is a natural person outside profession or business. `supplements_id` is the agreement
    that this one is meant to run beside; `order_id` the accepted order that it comes from.
    """
    refuse(_wrong_in_order(number, package, months, parts))
    _refuse_terms(work, _as_order(work, number, package, starts_on, months, parts, supplements_id), provider)
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
        supplements_id=supplements_id,
    )
    if order_id is not None:
        take_up(work, order_id, agreement)
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


def _as_order(
    work: Work, number: str, package: str, starts_on: str, months: int, parts: Sequence[dict[str, Any]],
    supplements_id: bytes | None,
) -> Order:
    seats_agreed = [part for part in parts if part["kind"] == "participant"]
    places = {part.get("location_id") for part in seats_agreed}
    known = tuple(place.hex() for place in places if place)
    beside = work.rows_by_id(agreements, [supplements_id])[supplements_id]["number"] if supplements_id else ""
    fees = [part.get("fee_cents") or 0 for part in parts]
    return Order(
        number, package, sum(part["seats"] for part in seats_agreed) or 1, (), known if len(known) == len(places)
        else (), max(fees, default=0, key=abs), day_or_refuse("starts_on", starts_on), months, beside)


def _refuse_terms(work: Work, order: Order, provider: str) -> None:
    load_profile(provider)  # one that is not known is refused before anything else
    refuse(check_terms(order))
    refuse(check_overlap(provider, order, running_agreements(work.connection, work.tenant)))


@action("seats.assign", Permission.EDIT_SEATS, {"seats": set(ANY_FIELD)})
def assign_seats(work: Work, licence_id: bytes, participant_ids: Sequence[bytes]) -> SeatsGiven:
    """Give a seat to each who has none, as far as they go; nobody gets two. Who did not fit is told, not refused.

    Use is bound to locations where the terms say so: who belongs to another place is told too, and gets none.
    """
    licence = work.rows_by_id(licences, [licence_id])[licence_id]
    must_be_usable(work, licence["agreement_id"])
    kept, profile, made = seats_of_licence(work.connection, licence_id), *_terms(work, licence)
    holding = holders_on(kept.held, work.today)
    own = places_of(work.connection, participant_ids, work.day) if licence["location_id"] else {}
    elsewhere = tuple(
        one for one in dict.fromkeys(participant_ids)
        if is_elsewhere(profile.access.locations, licence["location_id"], own.get(one, ())) and one not in holding)
    wanted = seats_needed([*holding, *elsewhere], participant_ids)
    period = agreement_of(made).period_on(work.today, renews_silently(profile.duration))
    plan = seat_plan(room(profile.licence, period, kept.held, kept.bought, work.today), wanted)
    if not plan.fits:
        _refuse_all(plan.left_out, elsewhere, bought_on(kept.bought, counted_from(kept.bought, work.today)))
    work.insert(
        seats,
        [
            {"licence_id": licence_id, "participant_id": person, "from_on": work.day, "until_on": None}
            for person in plan.fits
        ],
    )
    return SeatsGiven(len(plan.fits), plan.left_out, elsewhere)


def _refuse_all(left_out: tuple[bytes, ...], elsewhere: tuple[bytes, ...], bought: int) -> None:
    """Where nobody at all can get one."""
    if left_out:
        raise Refusal(
            Text(
                "All {n} seats are in use. Nothing was changed. "
                "Order more seats, or free seats that are not used any more.",
                n=bought,
            ),
            remedy="free seats",
        )
    if elsewhere:
        raise Refusal(
            Text(
                "These seats are for another {location}. Nothing was changed. Choose a licence of the own {location}."
            ),
            remedy="location",
        )


def _terms(work: Work, licence: Row) -> tuple[ProviderProfile, Row]:
    """The profile under which the seats of this licence are given, and its agreement."""
    made = work.rows_by_id(agreements, [licence["agreement_id"]])[licence["agreement_id"]]
    return load_profile(made["provider"]), made


@action("seats.free", Permission.EDIT_SEATS, {"seats": {"until_on"}}, version=2)
def free_seats(work: Work, licence_id: bytes, participant_ids: Sequence[bytes], not_used: bool = False) -> int:
    """Take seats back; account, results and certificates stay.

    With `not_used` only because nobody saw them for as long as the terms say: refused where somebody was seen since,
    or is a pupil.
    """
    if not_used:
        _refuse_used(work, licence_id, participant_ids)
    return work.change_all(seats, _held_by(work, licence_id, set(participant_ids), work.day), until_on=work.day)


def _refuse_used(work: Work, licence_id: bytes, people: Sequence[bytes]) -> None:
    profile, _ = _terms(work, work.rows_by_id(licences, [licence_id])[licence_id])
    held = seats_in_use(work.connection, work.sight, licence_id)
    last = {one.participant_id: one.last_on for one in held if one.participant_id in set(people)}
    free = set(may_be_freed(profile.licence, last.items(), work.today))
    kept = {one.participant_id for one in held if one.is_pupil} & set(last) | set(last) - free
    if kept:
        raise Refusal(Text(
            "{n} person was seen meanwhile, or keeps the seat by the terms. Nothing was changed. Choose anew.",
            "{n} people were seen meanwhile, or keep their seat by the terms. Nothing was changed. Choose anew.",
            n=len(kept)), remedy="participant_ids")


@action("seats.lower", Permission.EDIT_SEATS, {"seats": {"until_on"}, "seat_numbers": set(ANY_FIELD)})
def lower_seats(
    work: Work, licence_id: bytes, number: int, from_on: str, proof: str, participant_ids: Sequence[bytes],
) -> int:
    """So many seats from that day on, as was agreed; these people were chosen to give up theirs on that day.

    Their seats close when the day comes, not before. Gives how many. RefusedFields where too few or too many were
    chosen: nobody loses a seat without being chosen.
    """
    kept, day = seats_of_licence(work.connection, licence_id), day_or_refuse("from_on", from_on)
    refuse(_wrong_lowering(work, bought_on(kept.bought, day), number, day, proof))
    refuse(check_reduction(number, holders_on(kept.held, day), participant_ids))
    work.add(seat_numbers, licence_id=licence_id, seats=number, fee_cents=None, order_id=None, proof=proof.strip(),
             from_on=from_on)
    return work.change_all(seats, _held_by(work, licence_id, set(participant_ids), from_on), until_on=from_on)


def _wrong_lowering(work: Work, bought: int, number: int, day: date, proof: str) -> Iterator[WrongField]:
    early = wrong_order("from_on", work.today, day)
    if early is not None:
        yield WrongField("from_on", Text("{day} has been. Nothing was recorded. Choose today or a later day.", day=day))
    if number >= bought:
        yield WrongField("seats", Text(
            "On that day there are {n} seats already. Nothing was recorded. Fill in a lower number, or order more.",
            n=bought))
    if not proof.strip():
        yield WrongField("proof", Text("Say where this was agreed. Nothing was recorded."))


def _held_by(work: Work, licence_id: bytes, people: set[bytes], day: str) -> list[bytes]:
    """The rows of the seats that these people have on `day`."""
    query = select(seats.c.id, seats.c.participant_id).where(seats.c.licence_id == licence_id, in_use_on(day))
    return [row.id for row in work.connection.execute(query) if row.participant_id in people]
