"""People: add one, correct a field, let them leave and come back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select

from app.actions.action import ANY_FIELD, action
from app.actions.doubles import refuse_merged
from app.actions.groups import add_participants, join
from app.actions.licences import assign_seats
from app.actions.work import Row, Work
from app.domain.errors import Refusal
from app.domain.fields import NAME_COLUMNS, OPTIONAL_COLUMNS, PARTICIPANT_COLUMNS, in_words
from app.domain.figures.describing import no_value, proper_value
from app.domain.names import PersonName
from app.domain.permissions import Permission
from app.domain.text import Text
from app.store.tables import activation_codes, memberships, participants, seats

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # 32 signs, none that look alike
CODE_SIGNS = 10
LONGEST_FIELD = 256
PEOPLE = {"participants": set(ANY_FIELD), "activation_codes": set(ANY_FIELD), "memberships": set(ANY_FIELD)}


@action("participant.add", Permission.EDIT_PEOPLE, PEOPLE)
def add_participant(work: Work, fields: Mapping[str, str], group_id: bytes | None = None) -> bytes:
    """One new person with a one-time activation code; gives the id. Fields the profile does not keep are refused."""
    row = new_participant(work, PersonName("", "", ""), {}) | checked_fields(work, fields)
    row |= named(PersonName(row["given"], row["prefix"], row["family"]))
    person = work.insert(participants, [row])[0]
    work.insert(activation_codes, [new_code(work, person)])
    if group_id is not None:
        add_participants.function(work, group_id, [person])
    return person


@action(
    "participant.change",
    Permission.EDIT_PEOPLE,
    {"participants": {"sort_key", "search", *PARTICIPANT_COLUMNS.values()}},
)
def change_participant(work: Work, participant_id: bytes, fields: Mapping[str, str]) -> None:
    """Set fields by our own field names. A printed certificate keeps the name it was printed with."""
    refuse_merged(work, [participant_id])
    now = work.rows_by_id(participants, [participant_id])[participant_id]
    changed = checked_fields(work, fields)
    whole = now | changed
    name = PersonName(whole["given"], whole["prefix"], whole["family"])
    work.change(participants, participant_id, **(changed | named(name)))


@action(
    "participant.leave",
    Permission.EDIT_PEOPLE,
    {"participants": {"state"}, "memberships": {"until_on"}, "seats": {"until_on"}},
)
def leave(work: Work, participant_ids: Sequence[bytes]) -> int:
    """Leaving closes memberships and seats and keeps history, results and certificates."""
    refuse_merged(work, participant_ids)
    left = work.change_all(participants, participant_ids, state="left")
    for table in (memberships, seats):
        open_still = or_(table.c.until_on.is_(None), table.c.until_on > work.day)
        query = select(table.c.id, table.c.participant_id).where(open_still)
        wanted = set(participant_ids)
        still = [row.id for row in work.connection.execute(query) if row.participant_id in wanted]
        work.change_all(table, still, until_on=work.day)
    return left


@action("participant.suspend", Permission.EDIT_PEOPLE, {"participants": {"state"}})
def suspend(work: Work, participant_ids: Sequence[bytes]) -> int:
    """For a while, for instance on suspicion of abuse: who is suspended does not take part and loses nothing."""
    refuse_merged(work, participant_ids)
    rows = work.rows_by_id(participants, participant_ids)
    if any(row["state"] == "left" for row in rows.values()):
        raise Refusal(Text("Who left cannot be suspended. Nothing was changed."))
    return work.change_all(participants, participant_ids, state="suspended")


@action(
    "participant.revive",
    Permission.EDIT_PEOPLE,
    {"participants": {"state"}, "memberships": set(ANY_FIELD), "seats": set(ANY_FIELD)},
    version=2,
)
def revive(
    work: Work,
    participant_ids: Sequence[bytes],
    places: Sequence[tuple[bytes, bytes]] = (),
    licence_id: bytes | None = None,
) -> int:
    """Back from having left or from being suspended, with all history. Gives how many came back.

    `places` are (participant, group) that they join again; `licence_id` gives each a seat. Raises Refusal where the
    seats do not reach for all of them.
    """
    refuse_merged(work, participant_ids)
    back = work.change_all(participants, participant_ids, state="active")
    by_group: dict[bytes, list[bytes]] = {}
    for person, group in places:
        by_group.setdefault(group, []).append(person)
    for group, people in by_group.items():
        join(work, group, [person for person in people if person in set(participant_ids)])
    if licence_id is not None:
        given = assign_seats.function(work, licence_id, participant_ids)
        if given.left_out or given.elsewhere:
            raise Refusal(
                Text(
                    "There are not enough seats for everybody. Nothing was changed. "
                    "Bring them back without a seat, or order more seats."
                )
            )
    return back


def named(name: PersonName) -> Row:
    """The columns that follow from a name. Raises Refusal for a name without any sign."""
    if not (name.given or name.family):
        raise Refusal(Text("A person needs a first name or a last name. Nothing was changed."))
    return {
        "given": name.given,
        "prefix": name.prefix,
        "family": name.family,
        "sort_key": name.sort_key,
        "search": name.search,
    }


def new_participant(work: Work, name: PersonName, fields: Mapping[str, str]) -> Row:
    """A whole row with every column, so that many can be inserted at once."""
    empty: Row = dict.fromkeys(OPTIONAL_COLUMNS.values(), "")
    return empty | {
        "given": name.given,
        "prefix": name.prefix,
        "family": name.family,
        "sort_key": name.sort_key,
        "search": name.search,
        "state": "active",
        "created_us": work.now_us,
        **fields,
    }


def new_code(work: Work, participant_id: bytes) -> Row:
    """A one-time code that the person changes for a password of their own at the first log-in."""
    return {"participant_id": participant_id, "code": fresh_code(), "made_us": work.now_us}


def fresh_code() -> str:
    """Fifty bits that nobody can guess, in signs that are easily typed over."""
    return "".join(CODE_ALPHABET[byte & 31] for byte in secrets.token_bytes(CODE_SIGNS))


def checked_fields(work: Work, fields: Mapping[str, str]) -> Row:
    """The columns of these fields. Raises Refusal for one that is not kept here, too long, or no value of it."""
    row: Row = {}
    for name, value in fields.items():
        if name not in NAME_COLUMNS and not (name in OPTIONAL_COLUMNS and work.sight.keeps("participant", name)):
            raise Refusal(
                Text(
                    "The field {field} is not kept here. Nothing was changed. Switch it on under Privacy first.",
                    field=in_words([name])[0],
                )
            )
        proper = " ".join(value.split())
        if len(proper) > LONGEST_FIELD:
            raise Refusal(Text("The field {field} is too long. Nothing was changed.", field=in_words([name])[0]))
        kept = proper_value(name, proper, work.today)
        if kept is None:
            raise Refusal(no_value(name))
        row[PARTICIPANT_COLUMNS[name]] = kept
    return row
