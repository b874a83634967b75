"""Where certificates go: straight to a printer, to one file for it, or to a file each, signed or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.text import Text
from ui.panel import Shell
from ui.words import show, tr

if TYPE_CHECKING:
    from datetime import date

    from app.domain.seals import SealFacts

PRINTER, ONE_FILE, FILE_EACH, SIGNED = "printer", "one file", "file each", "signed"


def ways(seal: SealFacts | None, today: date) -> list[tuple[str, str]]:
    """(code, words) of those that there are; `seal` is with what this computer signs."""
    found = [
        (PRINTER, tr("Straight to the printer")), (ONE_FILE, tr("One file for the printer")),
        (FILE_EACH, tr("One file per {participant}"))]
    if seal is not None and seal.standing(today).signs:
        found.append((SIGNED, tr("One file per {participant}, digitally signed")))
    return found


def ask_target(shell: Shell, way: str, day: date) -> str:
    """Where the files are to come; '' where the user went back. Not for the printer."""
    if way == ONE_FILE:
        proposal = f"{show(Text('certificates'))}-{day.isoformat()}.pdf"
        return shell.pick_target(Text("Where should the file for the printer be kept?"), proposal, "PDF (*.pdf)")
    return shell.pick_folder(Text("In which folder should the certificates be kept?"))
