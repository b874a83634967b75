"""Questions and faults in a table and as facts, and as a letter to send by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.support import ASKED, CLOSED, UNDER_WAY
from ui.panel import Shell
from ui.parts.columns import Column
from ui.parts.facts import FactLine
from ui.words import show, show_short_date, tr

if TYPE_CHECKING:
    from app.views.support import SupportRow

_TONES = {ASKED: "info", UNDER_WAY: "warning", CLOSED: "good"}


def support_columns(shell: Shell) -> tuple[Column, ...]:
    def below(row: SupportRow) -> str:
        return tr("{sort}, by {name}", sort=show(row.sort_said), name=shell.veil.name(row.asked_by))

    return (
        Column(tr("About what"), lambda row: row.subject, width=28, stretch=True, under=below),
        Column(tr("Asked"), lambda row: show_short_date(row.asked), width=10, sort_key=lambda row: row.asked),
        Column(tr("State"), lambda row: show(row.said), width=16, tone=lambda row: _TONES[row.state]),
    )


def support_facts(shell: Shell, row: SupportRow) -> list[FactLine]:
    """Everything of one request, with its answer."""
    asked = tr("{said}, by {name}", said=show_short_date(row.asked), name=shell.veil.name(row.asked_by))
    lines = [
        FactLine(show(row.sort_said), row.body), FactLine(tr("Asked"), asked), FactLine(tr("State"), show(row.said))]
    if row.answered is not None:
        said = show_short_date(row.answered)
        lines.append(FactLine(tr("Answer"), row.answer))
        lines.append(FactLine(
            tr("Answered"), tr("{said}, by {name}", said=said, name=row.answered_by) if row.answered_by else said))
    if row.diagnosis:
        lines.append(FactLine(tr("Sent along"), diagnosis_words(row.diagnosis)))
    return lines


def as_letter(row: SupportRow, email: str) -> str:
    """What is sent by mail where the licensor does not read along; the diagnosis stands below it."""
    head = [tr("To: {email}", email=email)] if email else []
    head += [tr("Subject: {subject}", subject=row.subject), ""]
    return "\n".join([*head, row.body, "", diagnosis_words(row.diagnosis)]).rstrip() + "\n"


def diagnosis_words(diagnosis: str) -> str:
    """What was sent along, in the language of who reads it here."""
    from app.domain.diagnosis import told

    return "\n".join(show(line) for line in told(diagnosis))


def id_of(row: SupportRow) -> bytes:
    return row.id
