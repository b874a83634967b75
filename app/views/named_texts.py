"""Where the name of a participant stands in texts that are not the participant's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.domain.blacking import FREE_TEXTS, MARK, blacked_out
from app.domain.field_words import ROW_TEXTS
from app.domain.names import PersonName
from app.domain.permissions import Permission, require
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.merged import one_person
from app.store.tables import belongs_to, metadata, participants
from app.views.reviews import KIND_TEXTS

_BEFORE, _AROUND = 40, 160


@dataclass(frozen=True, slots=True)
class NamedText:
    """One text, as it is and with the name blacked out. `surely` is false where only the first name stands in it,
    which may be somebody else's.
    """

    kind: str
    id: bytes
    field: str
    text: str
    blacked: str
    surely: bool

    @property
    def where(self) -> Text:
        """What kind of row it stands in."""
        return KIND_TEXTS.get(self.kind) or ROW_TEXTS[self.kind]

    @property
    def around(self) -> str:
        """As much of the text as shows what is meant."""
        return self.text[self._cut : self._cut + _AROUND]

    @property
    def around_blacked(self) -> str:
        return self.blacked[self._cut : self._cut + _AROUND]

    @property
    def _cut(self) -> int:
        return max(0, self.blacked.index(MARK) - _BEFORE)


def texts_naming(connection: Connection, sight: Sight, participant_id: bytes) -> tuple[NamedText, ...]:
    """Of the organisation's own rows and of those of others; those that surely name this person first."""
    require(sight.actor, Permission.SEE_PRIVACY)
    same = [one[0] for one in one_person(connection, participant_id)]
    query = select(participants).where(participants.c.id.in_(same))
    names = [PersonName(row.given, row.prefix, row.family) for row in connection.execute(query)]
    return tuple(sorted(_naming(connection, names, same), key=lambda one: not one.surely))


def _naming(connection: Connection, names: list[PersonName], same: list[bytes]) -> Iterator[NamedText]:
    for kind, columns in FREE_TEXTS.items():
        table = metadata.tables[kind]
        query = select(table.c.id, *(table.c[column] for column in columns)).where(belongs_to(table, None))
        if "participant_id" in table.c:  # what is of this person goes as a whole
            query = query.where(table.c.participant_id.not_in(same))
        for row in connection.execute(query.order_by(table.c.id)):
            for column in columns:
                found = blacked_out(getattr(row, column) or "", names)
                if found is not None:
                    yield NamedText(kind, row.id, column, getattr(row, column), found.text, found.surely)
