"""What the groups panel asks the program to do; the toast says what happened and offers to undo it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.domain.text import Text
from ui.licences.steps import assign
from ui.panel import Shell

Then = Callable[[Any], None]


def create(
    shell: Shell, name: str, kind: str, year_group: str, school_year: int | None, location_id: bytes | None, then: Then,
) -> None:
    from app.actions.groups import create_group

    at = {} if location_id is None else {"location_id": location_id}
    shell.act(
        create_group, name=name, kind=kind, year_group=year_group, school_year=school_year, **at,
        then=_told(shell, Text("{name} is made.", name=name), then),
    )


def rename(shell: Shell, group_id: bytes, name: str) -> None:
    from app.actions.groups import rename_group

    shell.act(rename_group, group_id=group_id, name=name, then=_told(shell, Text("Renamed to {name}.", name=name)))


def close(shell: Shell, group_id: bytes, name: str) -> None:
    from app.actions.groups import close_group

    shell.act(close_group, group_id=group_id, then=_told(shell, Text("{name} is closed.", name=name)))


def add(
    shell: Shell, group_id: bytes, people: Sequence[bytes], name: str, licence_id: bytes | None = None,
    seatless: Sequence[bytes] = (),
) -> None:
    """Put these people into a group as well; who of them is `seatless` gets a seat of the licence, as far as they go.

    Two steps, as a seat that the server refuses leaves everybody in the group (S11).
    """
    from app.actions.groups import add_participants

    def give(_changes: Any) -> None:
        if licence_id is not None and seatless:
            assign(shell, licence_id, seatless)

    said = Text("{n} {participant} added to {name}.", "{n} {participants} added to {name}.", n=len(people), name=name)
    shell.act(add_participants, group_id=group_id, participant_ids=list(people), then=_told(shell, said, give))


def move(shell: Shell, origin: bytes, target: bytes, people: Sequence[bytes], name: str) -> None:
    """Take these people from one group to another."""
    from app.actions.groups import move_participants

    said = Text("{n} {participant} moved to {name}.", "{n} {participants} moved to {name}.", n=len(people), name=name)
    shell.act(
        move_participants, from_group_id=origin, to_group_id=target, participant_ids=list(people),
        then=_told(shell, said))


def remove(shell: Shell, group_id: bytes, people: Sequence[bytes], name: str) -> None:
    """Take these people out of a group; they stay with the organisation."""
    from app.actions.groups import remove_participants

    said = Text(
        "{n} {participant} taken out of {name}.", "{n} {participants} taken out of {name}.",
        n=len(people), name=name)
    shell.act(remove_participants, group_id=group_id, participant_ids=list(people), then=_told(shell, said))


def leave(shell: Shell, people: Sequence[bytes]) -> None:
    from app.actions.participants import leave as leave_action

    said = Text("{n} {participant} marked as left.", "{n} {participants} marked as left.", n=len(people))
    shell.act(leave_action, participant_ids=list(people), then=_told(shell, said))


def revive(
    shell: Shell, people: Sequence[bytes], places: Sequence[tuple[bytes, bytes]], licence_id: bytes | None
) -> None:
    """Bring these people back, into these groups (participant, group), with a seat of this licence."""
    from app.actions.participants import revive as revive_action

    said = Text("{n} {participant} is back.", "{n} {participants} are back.", n=len(people))
    shell.act(
        revive_action, participant_ids=list(people), places=list(places), licence_id=licence_id,
        then=_told(shell, said))


def suspend(shell: Shell, people: Sequence[bytes]) -> None:
    from app.actions.participants import suspend as suspend_action

    said = Text("{n} {participant} suspended.", "{n} {participants} suspended.", n=len(people))
    shell.act(suspend_action, participant_ids=list(people), then=_told(shell, said))


def put_together(shell: Shell, kept: bytes, gone: bytes) -> None:
    """Two rows that are one person."""
    from app.actions.doubles import merge_people

    shell.act(merge_people, kept_id=kept, gone_id=gone, then=_told(shell, Text("Put together as one person.")))


def tell_apart(shell: Shell, one: bytes, other: bytes) -> None:
    """Two people who only look alike."""
    from app.actions.doubles import tell_apart as tell_apart_action

    shell.act(
        tell_apart_action, one_id=one, other_id=other,
        then=_told(shell, Text("Noted: two different people. You are not asked again.")))


def take_apart(shell: Shell, gone: bytes) -> None:
    """Two after all."""
    from app.actions.doubles import take_apart as take_apart_action

    shell.act(
        take_apart_action, gone_id=gone,
        then=_told(shell, Text("Taken apart. Give {a_group} and a seat to who was taken out.")))


def leave_alone(shell: Shell, participant_id: bytes, alone: bool) -> None:
    """Let imports pass somebody by, or follow the files again."""
    from app.actions.aside import leave_alone as leave_alone_action

    said = Text("Imports change this {participant} again.")
    if alone:
        said = Text("Imports leave this {participant} alone.")
    shell.act(leave_alone_action, participant_id=participant_id, alone=alone, then=_told(shell, said))


def add_person(shell: Shell, fields: Mapping[str, str], group_id: bytes | None, then: Then) -> None:
    """Record somebody new, in a group if one is open."""
    from app.actions.participants import add_participant

    shell.act(
        add_participant, fields=dict(fields), group_id=group_id,
        then=_told(shell, Text("{Participant} added."), then))


def change_person(shell: Shell, participant_id: bytes, fields: Mapping[str, str]) -> None:
    from app.actions.participants import change_participant

    shell.act(
        change_participant, participant_id=participant_id, fields=dict(fields),
        then=_told(shell, Text("Changes saved.")))


def _told(shell: Shell, said: Text, then: Then | None = None) -> Then:
    """Say it with the possibility to undo, then go on."""
    def told(changes: Any) -> None:
        shell.say(said, undoable=True)
        if then is not None:
            then(changes)

    return told
