"""The organisation's own card: what it is called, where it is, and the name of the administrator who works here."""

from __future__ import annotations

from app.actions.action import action
from app.actions.work import Work
from app.domain.errors import Refusal
from app.domain.permissions import Permission
from app.domain.text import Text
from app.store.tables import accounts, organisations


@action(
    "organisation.change",
    Permission.EDIT_ORGANISATION,
    {"organisations": {"name", "place"}, "accounts": {"name"}},
)
def change_organisation(work: Work, organisation_id: bytes, name: str, place: str, administrator: str) -> None:
    """Set the name and place of the organisation, and the own name of who does it. What is empty stays empty."""
    if not name.strip():
        raise Refusal(Text("{The_organisation} must have a name. Nothing was changed. Fill in the name."))
    work.change(organisations, organisation_id, name=name.strip(), place=place.strip())
    work.change(accounts, work.sight.actor.account_id, name=administrator.strip())
