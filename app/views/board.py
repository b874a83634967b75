"""One organisation as its board reads it beside the others: figures without names, small numbers left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from app.domain.board import shown_count, shown_part
from app.domain.errors import Refusal
from app.domain.permissions import Role, TenantKind
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.settings import LAST_CONTACT, setting
from app.store.tables import organisations
from app.store.tables.columns import belongs_to
from app.views.wide_progress import Figures, wide_progress


@dataclass(frozen=True, slots=True)
class BoardRow:
    """None is a number that is not shown. `synced_on` is the day of the last contact with the server, None where there
    never was one; `local_since` as in `wide_progress`.
    """

    name: str
    place: str
    synced_on: date | None
    local_since: date | None
    participants: int | None
    active: int | None
    helped: int | None
    made: int | None
    attempts: int | None
    minutes: int | None
    completed: int | None
    certificates: int | None


def board_row(connection: Connection, sight: Sight, first: date, last: date) -> BoardRow:
    """From `first` up to and including `last`. Raises Refusal for who is no administrator here."""
    if not (sight.sees_all and sight.actor.role is Role.ADMINISTRATOR and sight.actor.at is TenantKind.ORGANISATION):
        raise Refusal(Text("You are not {administrator} here."))
    found = wide_progress(connection, sight, first, last)
    card = connection.execute(
        select(organisations.c.name, organisations.c.place).where(belongs_to(organisations, None))).one()
    contact = int(setting(connection, LAST_CONTACT) or 0)
    return BoardRow(card.name, card.place, sight.day_of(contact) if contact else None, found.local_since,
                    **_shown(found.whole))


def _shown(figures: Figures) -> dict[str, int | None]:
    """What few people did is not shown either: it would be known whose it is."""
    few = shown_count(figures.active) is None
    done = {name: None if few else getattr(figures, name) for name in ("made", "attempts", "minutes")}
    return {
        "participants": shown_count(figures.participants), "active": shown_part(figures.active, figures.participants),
        "helped": shown_part(figures.helped, figures.participants), **done,
        "completed": None if few else shown_count(figures.completed),
        "certificates": shown_count(figures.certificates)}
