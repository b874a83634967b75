"""The views that whoever works here keeps of a panel; nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.domain.named_views import choices_of
from app.domain.sight import Sight
from app.store.named_views import views_of


@dataclass(frozen=True, slots=True)
class NamedView:
    """`choices` as in `app.domain.named_views.CHOICES`."""

    id: bytes
    name: str
    choices: dict[str, Any]


def named_views_of(connection: Connection, sight: Sight, panel: str) -> tuple[NamedView, ...]:
    """In the order in which they were first kept."""
    return tuple(
        NamedView(row["id"], row["name"], choices_of(panel, row["choices"]))
        for row in views_of(connection, sight.actor.account_id, panel))
