"""What the page of the new year asks the program to do; the toast says what happened and offers to undo it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from app.domain.rollover.kept import Choice, Fate
from app.domain.text import Text
from ui.panel import Shell


def prepare(shell: Shell, effective_on: date | None = None) -> None:
    from app.actions.rollover import prepare_roll_over

    day = effective_on.isoformat() if effective_on is not None else ""
    shell.act(prepare_roll_over, effective_on=day, then=_told(shell, Text("The new {groups} are prepared.")))


def set_days(shell: Shell, roll_over_id: bytes, begins: date, hand_over: date | None, early: bool) -> None:
    from app.actions.rollover import set_roll_over

    shell.act(
        set_roll_over, roll_over_id=roll_over_id, effective_on=begins.isoformat(),
        hand_over_on=hand_over.isoformat() if hand_over is not None else "", early_sight=early,
        then=_told(shell, Text("The days of the new {groups} are changed.")))


def add(shell: Shell, roll_over_id: bytes, name: str, year_group: str) -> None:
    from app.actions.rollover import add_new_group

    shell.act(
        add_new_group, roll_over_id=roll_over_id, name=name, year_group=year_group,
        then=_told(shell, Text("{name} will be made.", name=name)))


def change(shell: Shell, new_group_id: bytes, name: str, year_group: str) -> None:
    from app.actions.rollover import change_new_group

    shell.act(
        change_new_group, new_group_id=new_group_id, name=name, year_group=year_group,
        then=_told(shell, Text("{name} is changed.", name=name)))


def settle(shell: Shell, new_groups: Sequence[bytes], fate: Fate) -> None:
    from app.actions.rollover import settle_groups

    said = {
        Fate.GOES_ON: _going_on(len(new_groups)), Fate.ENDS: _ended(len(new_groups)),
        Fate.STAYS: Text("{n} {group} stays as it is.", "{n} {groups} stay as they are.", n=len(new_groups)),
    }[fate]
    shell.act(settle_groups, new_group_ids=list(new_groups), fate=int(fate), then=_told(shell, said))


def take_in(shell: Shell, roll_over_id: bytes, group_ids: Sequence[bytes], ends: bool) -> None:
    """Groups that would have stayed as they are go on as new ones, or end."""
    from app.actions.rollover import take_in as take_in_action

    shell.act(
        take_in_action, roll_over_id=roll_over_id, group_ids=list(group_ids), ends=ends,
        then=_told(shell, _ended(len(group_ids)) if ends else _going_on(len(group_ids))))


def choose(
    shell: Shell, roll_over_id: bytes, people: Sequence[bytes], choice: Choice, to_id: bytes | None = None,
) -> None:
    from app.actions.rollover import choose_places

    said = Text("Chosen for {n} {participant}.", "Chosen for {n} {participants}.", n=len(people))
    shell.act(
        choose_places, roll_over_id=roll_over_id, participant_ids=list(people), choice=str(choice), to_id=to_id,
        then=_told(shell, said))


def coaches(shell: Shell, wanted: Sequence[tuple[bytes, Sequence[bytes]]]) -> None:
    from app.actions.rollover import set_coaches

    said = Text("{Coaches} of {n} {group} chosen.", "{Coaches} of {n} {groups} chosen.", n=len(wanted))
    shell.act(set_coaches, wanted=[(group, list(people)) for group, people in wanted], then=_told(shell, said))


def drop(shell: Shell, roll_over_id: bytes) -> None:
    from app.actions.rollover import drop_roll_over

    said = Text("The new {groups} are not prepared any more.")
    shell.act(drop_roll_over, roll_over_id=roll_over_id, then=_told(shell, said))


def roll_over(shell: Shell, roll_over_id: bytes, then: Callable[[], None]) -> None:
    """Make the new groups."""
    from app.actions.rolling_over import roll_over as action

    def done(changes: Any) -> None:
        made = changes.outcome
        shell.say(Text(
            "The new {groups} are made: {groups_made}, with {placed} {participants}; {left} left.",
            groups_made=made["groups"], placed=made["placed"], left=made["left"]), undoable=True)
        then()

    shell.act(action, roll_over_id=roll_over_id, then=done)


def _going_on(number: int) -> Text:
    return Text("{n} {group} goes on.", "{n} {groups} go on.", n=number)


def _ended(number: int) -> Text:
    return Text("{n} {group} will not go on.", "{n} {groups} will not go on.", n=number)


def _told(shell: Shell, said: Text) -> Callable[[Any], None]:
    return lambda _changes: shell.say(said, undoable=True)
