"""Reports of infringement in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.contract.infringements import CLOSED, REPORTED, UNDER_WAY
from ui.panel import Shell
from ui.parts.columns import Column
from ui.words import show, show_short_date, tr

if TYPE_CHECKING:
    from app.views.rights import InfringementRow

_TONES = {REPORTED: "info", UNDER_WAY: "warning", CLOSED: "good"}


def report_columns(shell: Shell) -> tuple[Column, ...]:
    def who(row: InfringementRow) -> str:
        return shell.veil.name(row.reported_by)

    return (
        Column(tr("What"), lambda row: row.what, width=28, stretch=True, under=lambda row: row.seen_at),
        Column(tr("Seen"), lambda row: show_short_date(row.seen), width=10, sort_key=lambda row: row.seen),
        Column(tr("Reported"), lambda row: show_short_date(row.reported), width=10, under=who,
               sort_key=lambda row: row.reported),
        Column(tr("State"), lambda row: show(row.said), width=16, tone=lambda row: _TONES[row.state]),
    )
