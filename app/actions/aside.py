"""Leaving a person alone in imports: what is known here then stands, whatever a file says."""

from __future__ import annotations

import msgspec
from sqlalchemy import select

from app.actions.action import ANY_FIELD, action
from app.actions.doubles import refuse_merged
from app.actions.work import Work
from app.domain.ids import written_id
from app.domain.permissions import Permission
from app.store.aside import ALONE, BY_HAND, FOLLOWED
from app.store.merged import with_merged
from app.store.tables import import_links, participants

_NOTHING_SAID = msgspec.msgpack.encode({})


@action("import.leave_alone", Permission.EDIT_PEOPLE, {"import_links": set(ANY_FIELD)})
def leave_alone(work: Work, participant_id: bytes, alone: bool) -> None:
    """Later imports pass this person by, or follow what the files say again. A line that was left out stays so."""
    work.rows_by_id(participants, [participant_id])
    refuse_merged(work, [participant_id])
    links, was, becomes = import_links, FOLLOWED if alone else ALONE, ALONE if alone else FOLLOWED
    query = select(links.c.id).where(
        links.c.row_id.in_(with_merged(work.connection, [participant_id])), links.c.aside == was)
    found = list(work.connection.execute(query).scalars())
    work.change_all(links, found, aside=becomes)
    if alone and not found:
        work.add(
            links, source=BY_HAND, kind="participant", key=written_id(participant_id), row_id=participant_id,
            taken=_NOTHING_SAID, aside=ALONE)
