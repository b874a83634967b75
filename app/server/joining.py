"""What a coach may do to people who put themselves down: let them into an own group, and take that back; no more.

And one open code of one text, whoever makes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from app.domain.errors import Refusal
from app.domain.joining import ANSWERED_MEANWHILE, CODE_IS_TAKEN, RegistrationState, is_newcomer, lets_in_twice
from app.domain.merging import BORN
from app.domain.operation import Patch
from app.domain.text import Text
from app.server import records
from app.server.batch import Batch, Trial
from app.server.sessions import Caller
from app.server.tables import records as records_table

APPROVE = "registration.approve"
_NOT_LET_IN = frozenset({RegistrationState.DECLINED, RegistrationState.LAPSED})
PEOPLE, MEMBERSHIPS, REGISTRATIONS = "participants", "memberships", "registrations"
JOIN_CODES = "join_codes"


def read_beside(batch: Batch, patches: Sequence[Patch]) -> None:
    """Every code there is, where one is made or opened again."""
    if any(patch.kind == JOIN_CODES for patch in patches):
        batch.know(records.load_where(
            batch.connection, batch.organisation_id, records_table.c.kind == JOIN_CODES))


def hold_codes(trial: Trial, today: date) -> None:
    """Raise Refusal for a code that another group has open already: who typed it would come among strangers."""
    rows = trial.batch.stands | trial.changes
    for (kind, row_id), record in trial.changes.items():
        if kind != JOIN_CODES or record.fields is None:
            continue
        others = [row.fields for (of, one), row in rows.items()
                  if of == JOIN_CODES and one != row_id and row.lives and row.fields is not None]
        if lets_in_twice(record.fields, others, today):
            raise Refusal(CODE_IS_TAKEN)


def groups_of_newcomers(batch: Batch, patches: Sequence[Patch]) -> Mapping[bytes, frozenset[bytes]]:
    """People who begin with this operation are reached through the groups that it puts them in."""
    born = {patch.id for patch in patches if patch.kind == PEOPLE and patch.inserts
            and batch.stands.get((PEOPLE, patch.id)) is None}
    found: dict[bytes, frozenset[bytes]] = {}
    for patch in patches:
        if patch.kind == MEMBERSHIPS and patch.inserts and patch.new["participant_id"] in born:
            person = patch.new["participant_id"]
            found[person] = found.get(person, frozenset()) | {patch.new["group_id"]}
    return found


def goes_again(batch: Batch, caller: Caller, patch: Patch) -> bool:
    """A row that goes again, and that this account made."""
    stands = batch.stands.get((patch.kind, patch.id))
    born = stands.history.get(BORN) if stands is not None else None
    return patch.deletes and born is not None and born.account_id == caller.account_id


def must_have_registered(batch: Batch, caller: Caller, patches: Sequence[Patch]) -> None:
    """Raise Refusal for anybody who did not put themselves down for that very group, and for any change of somebody
    who was there already, for more than who asks can have filled in, and for whom a colleague declined or whose time
    was over; whom a colleague let in too is let in once. Taking back is for the rows that this account made.
    """
    stand = [row for patch in patches if patch.kind == REGISTRATIONS
             if (row := batch.fields((REGISTRATIONS, patch.id))) is not None]
    if any(row["state"] in _NOT_LET_IN for row in stand):
        raise Refusal(ANSWERED_MEANWHILE)
    asked = {(row["participant_id"], row["group_id"]) for row in stand}
    people = {person for person, _ in asked}
    for patch in patches:
        newcomer = patch.inserts and patch.id in people and is_newcomer(patch.new)
        if patch.kind == PEOPLE and not (newcomer or goes_again(batch, caller, patch)):
            raise _beyond()
        if patch.kind == MEMBERSHIPS and not (
                (patch.inserts and (patch.new["participant_id"], patch.new["group_id"]) in asked)
                or goes_again(batch, caller, patch)):
            raise _beyond()


def _beyond() -> Refusal:
    return Refusal(Text("This change touches more than its kind of change may. It was refused."))
