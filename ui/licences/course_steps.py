"""What is done about changes, claims, measures and the end; the toast says what happened and offers to undo it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.text import Text
from ui.panel import Shell

if TYPE_CHECKING:
    from app.views.course import AgreementCourse


def announce(shell: Shell, arguments: dict[str, Any]) -> None:
    from app.actions.changes import announce_change

    _act(shell, announce_change, Text("The change was recorded."), arguments)


def object_to(shell: Shell, arguments: dict[str, Any]) -> None:
    from app.actions.changes import object_to_change

    _act(shell, object_to_change, Text("The objection was recorded. Now the licensor chooses."), arguments)


def choose(shell: Shell, arguments: dict[str, Any]) -> None:
    from app.actions.changes import record_choice

    _act(shell, record_choice, Text("The choice of the licensor was recorded."), arguments)


def log(shell: Shell, arguments: dict[str, Any]) -> None:
    from app.actions.claims import log_claim

    _act(shell, log_claim, Text("The claim was recorded."), arguments)


def tell(shell: Shell, arguments: dict[str, Any]) -> None:
    from app.actions.claims import tell_claim

    _act(shell, tell_claim, Text("That the licensor was told was recorded."), arguments)


def outcome(shell: Shell, arguments: dict[str, Any]) -> None:
    from app.actions.claims import record_outcome

    _act(shell, record_outcome, Text("The outcome was recorded."), arguments)


def settle(shell: Shell, arguments: dict[str, Any]) -> None:
    from app.actions.claims import settle_claim

    _act(shell, settle_claim, Text("The claim was settled."), arguments)


def measure(shell: Shell, arguments: dict[str, Any]) -> None:
    from app.actions.measures import record_measure

    _act(shell, record_measure, Text("The measure was recorded."), arguments)


def lift(shell: Shell, arguments: dict[str, Any]) -> None:
    from app.actions.measures import lift_measure

    _act(shell, lift_measure, Text("Lifted: the licence can be used again."), arguments)


def insolvency(shell: Shell, arguments: dict[str, Any]) -> None:
    from app.actions.measures import record_insolvency

    _act(shell, record_insolvency, Text("It was recorded."), arguments)


def tell_of_insolvency(shell: Shell, arguments: dict[str, Any]) -> None:
    from app.actions.measures import tell_insolvency

    _act(shell, tell_insolvency, Text("That the licensor was told was recorded."), arguments)


def done(shell: Shell, arguments: dict[str, Any]) -> None:
    from app.actions.measures import task_done

    _act(shell, task_done, Text("The step was recorded."), arguments)


def export_at_the_end(shell: Shell, course: AgreementCourse) -> None:
    """Make the whole export and record that it was made (O-11.5)."""
    from app.exchange.export import export_at_end

    code = shell.desk.organisation.code
    target = shell.pick_target(Text("Where should the export be kept?"), f"{code}.zip", "ZIP (*.zip)")
    if target:
        said = Text("Everything was exported to {file} and that was recorded. It is not encrypted: keep it safe.",
                    file=Path(target).name)
        shell.work(
            export_at_end, shell.desk, Path(target), course.agreement_id, title=Text("Exporting"),
            then=lambda _changes: shell.say(said), steps=False)


def _act(shell: Shell, action: Any, said: Text, arguments: dict[str, Any]) -> None:
    shell.act(action, **arguments, then=lambda _changes: shell.say(said, undoable=True))
