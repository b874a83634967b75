"""What each action about own accounts is given."""

from __future__ import annotations

from app.store import tables
from tests.actions.conftest import Stage
from tests.actions.scenes.contract import Arguments

ACCOUNT, PERSON = b"o" * 16, b"p" * 16


def linked(stage: Stage) -> bytes:
    """Amira has an own account."""
    with stage.desk.database.writing() as connection:
        connection.execute(tables.participants.update().where(
            tables.participants.c.id == stage.people["Amira"]).values(own_account_id=ACCOUNT))
    return stage.people["Amira"]


def _link(stage: Stage) -> Arguments:
    return {"own_account_id": ACCOUNT, "participant_id": PERSON, "group_id": stage.groups["Dinsdag"],
            "given": "Nour", "prefix": "el", "family": "Haddad"}


SCENES = {
    "own_account.link": _link,
    "own_account.unlink": lambda stage: {"participant_id": linked(stage)},
    "own_account.note": lambda stage: {
        "accounts": [(stage.people["Amira"], ACCOUNT), (stage.people["Chi"], bytes(reversed(ACCOUNT[:-1] + b"x")))]},
}
