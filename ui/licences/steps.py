"""What the licences panel asks the program to do; the toast says what happened and offers to undo it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.domain.text import Text
from ui.panel import Shell

if TYPE_CHECKING:
    from app.domain.changes import ChangeSet


def assign(
    shell: Shell, licence_id: bytes, people: Sequence[bytes], then: Callable[[Any], None] | None = None,
) -> None:
    """Give seats to these people, as far as they go."""
    from app.actions.licences import assign_seats

    def told(changes: ChangeSet) -> None:
        given, left_out = changes.outcome.given, len(changes.outcome.left_out)
        shell.say(Text("{n} seat assigned.", "{n} seats assigned.", n=given), undoable=True)
        if left_out:
            shell.say(_left_out(given, left_out), undoable=True)
        if then is not None:
            then(changes.outcome)

    shell.act(assign_seats, licence_id=licence_id, participant_ids=list(people), then=told)


def record(shell: Shell, arguments: dict[str, Any]) -> None:
    """Write down an agreement that was concluded."""
    from app.actions.licences import conclude_agreement

    def told(_changes: ChangeSet) -> None:
        shell.say(Text("Agreement {number} was recorded.", number=arguments["number"]), undoable=True)

    shell.act(conclude_agreement, **arguments, then=told)


def free(shell: Shell, licence_id: bytes, people: Sequence[bytes], not_used: bool = False) -> None:
    """Take the seats of these people back; `not_used`: because nobody saw them for long."""
    from app.actions.licences import free_seats

    def told(_changes: ChangeSet) -> None:
        shell.say(Text("{n} seat is free again.", "{n} seats are free again.", n=len(people)), undoable=True)

    because = {"not_used": True} if not_used else {}
    shell.act(free_seats, licence_id=licence_id, participant_ids=list(people), **because, then=told)


def _left_out(given: int, left_out: int) -> Text:
    return Text(
        "{given} seats assigned. {n} person did not fit.", "{given} seats assigned. {n} people did not fit.",
        n=left_out, given=given,
    )
