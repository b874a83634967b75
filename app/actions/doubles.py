"""Two rows that are one person put together, taken apart again, or told apart for good.

The facts of both stay as they are, each under its own id (results, certificates, what is over). What is open goes over
to the person who is kept, without doubling.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, select

from app.actions.action import ANY_FIELD, action
from app.actions.using import must_be_usable
from app.actions.work import Row, Work
from app.domain.doubles import MERGED, flattened, merge_refused
from app.domain.errors import Refusal
from app.domain.permissions import Permission
from app.domain.text import Text
from app.store.merged import counted_with
from app.store.summaries import summarise
from app.store.tables import (
    activation_codes,
    distinctions,
    licences,
    memberships,
    participants,
    placements,
    route_assignments,
    seats,
)

MERGES = {
    "participants": {"state", "merged_into"}, "memberships": set(ANY_FIELD), "placements": set(ANY_FIELD),
    "route_assignments": set(ANY_FIELD), "seats": set(ANY_FIELD), "activation_codes": set(ANY_FIELD),
}


@action("participant.merge", Permission.EDIT_PEOPLE, MERGES)
def merge_people(work: Work, kept_id: bytes, gone_id: bytes) -> None:
    """`gone` turned out to be `kept`: from now on both are one. Who was counted with `gone` goes along.

    Raises Refusal where one of them is counted with somebody else already. A seat that both had is freed.
    """
    rows = work.rows_by_id(participants, [kept_id, gone_id])
    refused = merge_refused(rows[kept_id], rows[gone_id])
    if refused is not None:
        raise Refusal(refused)
    standing: dict[bytes, bytes | None] = {gone_id: None, **counted_with(work.connection, [gone_id])}
    work.change(participants, gone_id, state=MERGED)  # before the pointer: with it a state of their own is over
    pointers = flattened(gone_id, kept_id, standing)
    work.change_each(participants, {one: {"merged_into": target} for one, target in pointers.items()})
    for table, by in (
        (memberships, ("group_id",)), (placements, ()), (route_assignments, ("route_id", "group_id")),
    ):
        _bring_over(work, table, by, kept_id, gone_id)
    _bring_seats(work, kept_id, gone_id)
    _bring_code(work, kept_id, gone_id)
    _summarise(work, kept_id)


@action("participant.take_apart", Permission.EDIT_PEOPLE, {"participants": {"state", "merged_into"}})
def take_apart(work: Work, gone_id: bytes) -> None:
    """They are two after all. Results and certificates go back to whom they are of; groups and a seat come anew."""
    row = work.rows_by_id(participants, [gone_id])[gone_id]
    if row["merged_into"] is None:
        raise Refusal(Text("This person is not counted with anybody else. Nothing was changed."))
    work.change(participants, gone_id, merged_into=None)
    work.change(participants, gone_id, state="active")
    _summarise(work, row["merged_into"], gone_id)


@action("participant.tell_apart", Permission.EDIT_PEOPLE, {"distinctions": set(ANY_FIELD)})
def tell_apart(work: Work, one_id: bytes, other_id: bytes) -> None:
    """These two are not the same person: nobody is asked again."""
    work.rows_by_id(participants, [one_id, other_id])
    if not is_told_apart(work, one_id, other_id):
        work.add(
            distinctions, participant_id=one_id, other_id=other_id, decided_on=work.day,
            decided_by=work.sight.actor.account_id)


def is_told_apart(work: Work, one_id: bytes, other_id: bytes) -> bool:
    both = (one_id, other_id)
    query = select(distinctions.c.id).where(
        distinctions.c.participant_id.in_(both), distinctions.c.other_id.in_(both))
    return work.connection.execute(query).first() is not None


def refuse_merged(work: Work, people: Sequence[bytes]) -> None:
    """Raise Refusal where one of these is counted with somebody else: it is that person who is meant."""
    rows = work.rows_still_there(participants, people).values()
    if any(row["merged_into"] for row in rows):
        raise Refusal(Text(
            "This person was put together with somebody else. Nothing was changed. Do it for the person who was kept."))


def _bring_over(work: Work, table: Table, by: tuple[str, ...], kept: bytes, gone: bytes) -> None:
    """What is open of `gone` is closed today and opened for `kept`, but for what that person has already."""
    mine, theirs = _open(work, table, kept), _open(work, table, gone)
    there = {tuple(row[name] for name in by) for row in mine}
    work.change_all(table, [row["id"] for row in theirs], until_on=work.day)
    new = [row for row in theirs if tuple(row[name] for name in by) not in there]
    work.insert(table, [_as_of_today(work, row, kept) for row in new])


def _bring_seats(work: Work, kept: bytes, gone: bytes) -> None:
    """One seat of each licence is enough; one of a licence that is over goes nowhere."""
    mine, theirs = _open(work, seats, kept), _open(work, seats, gone)
    held = {row["licence_id"] for row in mine}
    work.change_all(seats, [row["id"] for row in theirs], until_on=work.day)
    kinds = work.rows_by_id(licences, [row["licence_id"] for row in theirs])
    new = [row for row in theirs if row["licence_id"] not in held and _runs(work, kinds[row["licence_id"]])]
    for row in new:
        must_be_usable(work, kinds[row["licence_id"]]["agreement_id"])
    work.insert(seats, [_as_of_today(work, row, kept) for row in new])


def _runs(work: Work, licence: Row) -> bool:
    return licence["until_on"] is None or licence["until_on"] > work.day


def _bring_code(work: Work, kept: bytes, gone: bytes) -> None:
    """A code that was handed out and not used yet lets in the person who is kept, where that one has none."""
    codes = activation_codes
    unused = select(codes).where(codes.c.used_us.is_(None), codes.c.withdrawn_us.is_(None))
    query = unused.where(codes.c.participant_id == gone).order_by(codes.c.made_us)
    theirs = [dict(row) for row in work.connection.execute(query).mappings()]
    has_one = work.connection.execute(select(codes.c.id).where(
        codes.c.participant_id == kept, codes.c.withdrawn_us.is_(None))).first() is not None
    work.change_all(codes, [row["id"] for row in theirs], withdrawn_us=work.now_us)
    if theirs and not has_one:
        row = theirs[-1]
        work.add(codes, participant_id=kept, code=row["code"], made_us=row["made_us"], until_on=row["until_on"])


def _open(work: Work, table: Table, person: bytes) -> list[Row]:
    query = select(table).where(table.c.participant_id == person, table.c.until_on.is_(None))
    return [dict(row) for row in work.connection.execute(query).mappings()]


def _as_of_today(work: Work, row: Row, person: bytes) -> Row:
    over: dict[str, Any] = {name: value for name, value in row.items() if name not in ("id", "version")}
    return over | {"participant_id": person, "from_on": work.day}


def _summarise(work: Work, *people: bytes) -> None:
    query = select(participants.c.local).where(participants.c.id.in_(people))
    summarise(work.connection, work.connection.execute(query).scalars())
