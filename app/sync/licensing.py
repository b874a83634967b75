"""What a licensor's desk asks of the server for its organisations; the rows come with the next sync."""

from __future__ import annotations

from datetime import date

from app.sync.engine import Syncer
from app.sync.wire_licensors import Assigned, AssignOrganisation, FirstPassword, MakeOrganisation, NewPassword


def make_organisation(syncer: Syncer, asked: MakeOrganisation) -> FirstPassword:
    """Keep `asked` until there is an answer: the same one sent again makes no second organisation. Raises Refusal."""
    return syncer.ask("/v1/organisations", asked, FirstPassword)


def new_password(syncer: Syncer, organisation_id: bytes, username: str) -> FirstPassword:
    """Another first password for an administrator, while nobody there has logged in yet. Raises Refusal."""
    return syncer.ask("/v1/first-password", NewPassword(organisation_id, username), FirstPassword)


def assign_organisation(
    syncer: Syncer, organisation_id: bytes, licensor: str, from_on: date, told_on: str = "", proof: str = "",
) -> Assigned:
    """Hand it over to the licensor of this code, from a day that is today or later (O-13). Raises Refusal.

    `told_on` and `proof` are of the written notice to the organisation.
    """
    asked = AssignOrganisation(organisation_id, licensor, from_on.isoformat(), told_on, proof)
    return syncer.ask("/v1/assign", asked, Assigned)
