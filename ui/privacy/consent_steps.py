"""What is asked of the program about consents, from the page of a person and from Privacy alike."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.domain.text import Text
from ui.panel import Shell
from ui.privacy.consent_dialogs import ConsentDialog, WithdrawConsentDialog
from ui.words import language, tr

if TYPE_CHECKING:
    from app.views.consents import ConsentLine


def ask_record(parent: QWidget, shell: Shell, lines: Sequence[ConsentLine]) -> None:
    """`lines` are those of one person, one per purpose."""
    from app.actions.consents import record_consent

    person = lines[0].participant_id

    def record(given: dict[str, Any]) -> None:
        shell.act(record_consent, participant_id=person, **given, then=_told(shell, Text("Consent recorded.")))

    name = shell.veil.name(lines[0].full, person)
    ConsentDialog(parent, name, lines, shell.sight.today, record).open()


def ask_withdraw(parent: QWidget, shell: Shell, line: ConsentLine) -> None:
    from app.actions.consents import withdraw_consent

    def withdraw(day: str, by: str) -> None:
        shell.act(withdraw_consent, consent_id=line.consent_id, withdrawn_on=day, withdrawn_by=by,
                  then=_told(shell, Text("Consent withdrawn.")))

    name = shell.veil.name(line.full, line.participant_id)
    WithdrawConsentDialog(parent, line, name, shell.sight.today, withdraw).open()


def save_list(shell: Shell) -> None:
    """The list on first request, on paper."""
    from app.documents.people_papers import write_consents

    target = shell.pick_target(Text("Where should the file be kept?"), tr("consents.pdf"), "PDF (*.pdf)")
    if target:
        shell.work(write_consents, shell.desk, Path(target), language(), title=Text("Writing the file"),
                   then=lambda path: shell.say(Text("Written to {file}.", file=Path(path).name)), steps=False)


def save_table(shell: Shell, rows: list[list[str]]) -> None:
    """What the screen shows, for a spreadsheet."""
    from app.exchange.shown_table import write_shown_table

    target = shell.pick_target(Text("Where should the file be kept?"), tr("consents.csv"), "CSV (*.csv)")
    if target:
        shell.work(write_shown_table, Path(target), rows, title=Text("Writing the file"),
                   then=lambda path: shell.say(Text("Written to {file}.", file=Path(path).name)), steps=False)


def _told(shell: Shell, said: Text) -> Any:
    return lambda _changes: shell.say(said, undoable=True)
