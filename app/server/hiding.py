"""Last names that a coach is not to see never leave the server (O-1): rows on their way down, what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from sqlalchemy import Connection

from app.domain.errors import Refusal
from app.domain.merging import Fields
from app.domain.names import PersonName
from app.domain.operation import Patch
from app.domain.surnames import TEXTS, Known, by_first_word, hidden_row, tells, without_surnames
from app.domain.text import Text
from app.server.batch import Batch
from app.server.records import load
from app.server.scope import Reach
from app.server.sessions import Caller

NOT_SHOWN = Text(
    "Your account shows no last names, and this change is about one. It was refused. Ask your {administrator}.")


def name_for(caller: Caller, name: PersonName) -> PersonName:
    """The name as this caller may have it."""
    return name if caller.shows_surnames else PersonName(name.given, "", f"{name.family[0]}." if name.family else "")


class Hiding:
    """Rows as this reach has them: the names are looked up once, and only where there are texts to look through."""

    def __init__(self, connection: Connection, reach: Reach) -> None:
        self._connection, self._reach = connection, reach

    def row(self, kind: str, fields: Fields) -> Fields:
        if self._reach.caller.shows_surnames:
            return fields
        return dict(hidden_row(kind, fields, self._text))

    def shortens(self, batch: Batch, patch: Patch) -> bool:
        """Whether a change is of a text that stands there with last names."""
        stands = batch.fields((patch.kind, patch.id))
        if stands is None or patch.field is None or patch.field not in TEXTS.get(patch.kind, ()):
            return False
        return bool(self.row(patch.kind, stands)[patch.field] != stands[patch.field])

    def _text(self, text: str) -> str:
        return without_surnames(text, self._names)

    @cached_property
    def _names(self) -> Mapping[str, list[Known]]:
        wanted = [("participants", person) for person in self._reach.people]
        found = load(self._connection, self._reach.caller.organisation_id, wanted)
        return by_first_word(
            PersonName(row.fields["given"], row.fields["prefix"], row.fields["family"])
            for row in found.values() if row.fields is not None)


def must_see(batch: Batch, reach: Reach, patches: Sequence[Patch]) -> None:
    """Raise Refusal where somebody writes what is hidden from him, or over a text of which he sees not all: it would
    come back as he sees it.
    """
    hiding = Hiding(batch.connection, reach)
    if not reach.caller.shows_surnames and any(tells(one) or hiding.shortens(batch, one) for one in patches):
        raise Refusal(NOT_SHOWN)
