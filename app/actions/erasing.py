"""Erasing a person (S12): everything about them goes, here at once and on every desk by the next sync."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.actions.action import ANY_FIELD, action
from app.actions.work import Work
from app.domain.operation import Patch
from app.domain.permissions import Permission
from app.store.erasure import ERASE, LEDGER_FILE, erase_people, write_ledger
from app.store.merged import with_merged
from app.store.tables import participants


@action(
    ERASE,
    Permission.EDIT_PRIVACY,
    {"participants": set(ANY_FIELD), "erased_ids": set(ANY_FIELD)},
    undoable=False,
)
def erase_participants(work: Work, participant_ids: Sequence[bytes]) -> int:
    """Take out every row about these people; gives how many there were. The ids alone stay known (D4, D9).

    Who turned out to be one of them is the same person and goes as well. It cannot be undone. The ledger beside the
    database is written first, so that no backup brings them back.
    """
    there = list(work.rows_still_there(participants, with_merged(work.connection, participant_ids)))
    write_ledger(_folder(work) / LEDGER_FILE, there)
    erase_people(work.connection, there, work.now_us)
    for person in there:
        work.patches.append(Patch("participants", person, None, 0, {"id": person}, None))
        work.patches.append(Patch("erased_ids", person, None, 0, None, {"id": person}))
    return len(there)


def _folder(work: Work) -> Path:
    files = work.connection.exec_driver_sql("PRAGMA database_list").fetchall()
    return Path(next(row[2] for row in files if row[1] == "main")).parent
