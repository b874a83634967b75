"""Permissions and reports for tests: asked, given, reported."""

from __future__ import annotations

import secrets
from typing import Any

from app.actions.desk import Desk
from app.actions.rights import ask_permission, give_permission, report_infringement
from app.domain.permissions import Role
from app.store import tables

ASKED = {
    "kind": "third_party", "what": "Het leesprogramma", "third_party": "Buurthuis West", "asked_on": "2026-11-02",
    "asked_by": "Anna de Vries",
}  # fmt: skip
GIVEN = {
    "given_on": "2026-11-10", "until_on": "2027-02-01", "proof": "brief van 10 november", "checksum": "a" * 64,
    "answered_by": "Lies Prins", "conditions": "noem de bron",
}  # fmt: skip


def asked(desk: Any, agreement: bytes, **more: Any) -> bytes:
    return bytes(desk.do(ask_permission, agreement_id=agreement, **(ASKED | more)).outcome)


def given(desk: Any, agreement: bytes, **more: Any) -> bytes:
    """Asked, and given at once."""
    made = asked(desk, agreement)
    desk.do(give_permission, permission_id=made, **(GIVEN | more))
    return made


def reported(desk: Any, what: str = "De oefeningen staan op een andere site.") -> bytes:
    return bytes(desk.do(
        report_infringement, what=what, seen_at="https://voorbeeld.example/oefening", seen_on="2026-11-19").outcome)


def licensor_of(desk: Desk, name: str = "Lies Prins", role: Role = Role.LICENSOR) -> Desk:
    """The same data through the eyes of somebody of the licensor; closed with the administrator's desk."""
    account = secrets.token_bytes(16)
    with desk.database.writing() as connection:
        connection.execute(tables.accounts.insert().values(
            id=account, role=role.value, name=name, from_on=desk.sight.today.isoformat()))
    return Desk(desk.database, desk.clock, account)
