"""Hand over everything about one participant. The one place where this panel meets the export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.text import Text
from ui.panel import Shell
from ui.words import language, tr

if TYPE_CHECKING:
    from app.views.privacy import ParticipantFile


def export_file(shell: Shell, file: ParticipantFile, then: Callable[[str], None]) -> None:
    """Ask where to, write a ZIP with JSON and CSV, and give its path; nothing happens where no place is chosen."""
    from app.exchange.export import export_participant

    proposal = f"{tr('personal data')} {shell.sight.today.isoformat()}.zip"
    target = shell.pick_target(Text("Where should the data of {the_participant} be kept?"), proposal, "ZIP (*.zip)")
    if not target:
        return

    def done(_outcome: Any) -> None:
        then(target)

    shell.work(
        export_participant, shell.desk, file.participant_id, Path(target), language(),
        title=Text("Exporting the data of {a_participant}"), then=done, steps=False)
