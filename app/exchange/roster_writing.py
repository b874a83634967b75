"""Handing over groups and people: read from the desk, written in the form that was asked for, and noted in the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from app.actions.desk import Desk
from app.actions.privacy import note_export
from app.domain.errors import Refusal
from app.domain.permissions import Permission, require
from app.domain.roster import Roster
from app.domain.text import Text
from app.exchange.oneroster_writing import oneroster_zip
from app.exchange.roster_table import roster_csv, roster_rows, roster_xlsx
from app.exchange.sds_writing import sds_zip
from app.store.files import write_atomically
from app.views.roster_export import desk_roster

FORMS: Mapping[str, Callable[[Roster, str, date], bytes]] = MappingProxyType({
    "oneroster-1.2": lambda roster, language, today: oneroster_zip(roster, "1.2", today),
    "oneroster-1.1": lambda roster, language, today: oneroster_zip(roster, "1.1", today),
    "sds": lambda roster, language, today: sds_zip(roster),
    "csv": lambda roster, language, today: roster_csv(roster_rows(roster, language)),
    "xlsx": lambda roster, language, today: roster_xlsx(roster_rows(roster, language)),
})  # fmt: skip
"""Name of a form -> how a roster is written in it, for a language and a day."""
ENDINGS: Mapping[str, str] = MappingProxyType({
    "oneroster-1.2": "zip", "oneroster-1.1": "zip", "sds": "zip", "csv": "csv", "xlsx": "xlsx",
})  # fmt: skip


def write_roster(desk: Desk, form: str, target: Path, language: str = "nl") -> dict[str, int]:
    """Write everybody and every group to `target`; gives how many of each there are.

    Raises Refusal without the permission to export, where nobody is there, and where the file cannot be written; then
    what stood there is still there. The export is written to the log.
    """
    require(desk.sight.actor, Permission.EXPORT)
    roster = desk.read(desk_roster)
    if not roster.participants and not roster.coaches:
        raise Refusal(Text("There is nobody to write yet. Nothing was written. Add people first."))
    write_atomically(target, FORMS[form](roster, language, desk.sight.today))
    counts = {
        "participants": len(roster.participants), "coaches": len(roster.coaches), "groups": len(roster.groups),
    }  # fmt: skip
    desk.do(note_export, kind="roster", rows=counts)
    return counts
