"""Own accounts of people, the codes to activate and to link them, and to whom they were given.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import BigInteger, Column, LargeBinary, SmallInteger, String

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_accounts", _key("id"), Column("username", String, nullable=False, unique=True), _text("password_hash"),
        _text("given"), _text("prefix"), _text("family"), _text("email"), _big("created_us"),
        Column("disabled_us", BigInteger, nullable=True))
    op.create_table(
        "own_codes", _key("hash"), Column("account_id", LargeBinary, nullable=False), _text("sort"), _big("until_us"),
        Column("used_by", LargeBinary, nullable=True))
    op.create_index("own_codes_by_account", "own_codes", ["account_id", "sort"])
    op.create_table(
        "own_links", _key("organisation_id"), _key("account_id"),
        Column("participant_id", LargeBinary, nullable=False), _big("given_us"),
        Column("made", SmallInteger, nullable=False, server_default="0"))
    op.create_index("own_links_by_participant", "own_links", ["organisation_id", "participant_id"])


def _key(name: str) -> Column[Any]:
    return Column(name, LargeBinary(16), primary_key=True)


def _text(name: str) -> Column[Any]:
    return Column(name, String, nullable=False, server_default="")


def _big(name: str) -> Column[Any]:
    return Column(name, BigInteger, nullable=False, server_default="0")
