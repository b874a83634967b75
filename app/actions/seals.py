"""The certificate to sign documents with: kept on this computer, in its encrypted database, and nowhere else.

It is never sent to the server. The log says that there is another, and whose it is stands in no log.
"""

from __future__ import annotations

from typing import Any

from app.actions.action import action
from app.actions.journal import append_event
from app.actions.work import Work
from app.domain.errors import Refusal
from app.domain.permissions import Permission
from app.domain.seals import Seal, SealStanding
from app.domain.text import Text
from app.store import seals

_NOTHING: dict[str, Any] = {"rows": {}, "fields": [], "ids": []}


@action("seal.keep", Permission.SET_UP_FOLLOWING, {}, recorded=lambda _given: {}, undoable=False)
def keep_seal(work: Work, seal: Seal) -> None:
    """From now on documents can be signed with this one; the one before it is forgotten."""
    if seal.facts.standing(work.today) is SealStanding.ENDED:
        raise Refusal(Text("This certificate ended on {day}. Nothing was changed. Choose another file.",
                           day=seal.until_on))
    seals.keep(work.connection, seal)
    append_event(work, "seal.keep", _NOTHING)


@action("seal.remove", Permission.SET_UP_FOLLOWING, {}, undoable=False)
def remove_seal(work: Work) -> None:
    """Nothing is signed any more. What was signed stays signed."""
    if not seals.forget(work.connection):
        raise Refusal(Text("There is no certificate to sign with here. Nothing was changed."))
    append_event(work, "seal.remove", _NOTHING)
