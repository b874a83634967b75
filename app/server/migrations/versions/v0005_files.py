"""Contents of materials, and learning routes looked up by who has them.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

from typing import Any

import msgspec
from alembic import op
from sqlalchemy import BigInteger, Column, LargeBinary, SmallInteger, String, text

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_PARENT = text("UPDATE records SET parent = :route WHERE organisation_id = :of AND kind = :kind AND id = :id")
_KIND = "route_assignments"


def upgrade() -> None:
    op.create_table(
        "files", _tenant(), _checksum(), _big("size"),
        Column("whole", SmallInteger, nullable=False, server_default="0"),
        Column("account_id", LargeBinary, nullable=False), _big("created_us"))
    op.create_table(
        "file_chunks", _tenant(), _checksum(), Column("number", BigInteger, primary_key=True),
        Column("data", LargeBinary, nullable=False))
    _name_routes(op.get_bind())


def _tenant() -> Column[Any]:
    return Column("organisation_id", LargeBinary(16), primary_key=True)


def _checksum() -> Column[Any]:
    return Column("checksum", String, primary_key=True)


def _big(name: str) -> Column[Any]:
    return Column(name, BigInteger, nullable=False, server_default="0")


def _name_routes(connection: Any) -> None:
    """Assignments that were made before are found by their route, too."""
    found = connection.execute(text(
        "SELECT organisation_id, id, fields FROM records WHERE kind = :kind AND fields IS NOT NULL"), {"kind": _KIND})
    for row in found.fetchall():
        route = msgspec.msgpack.decode(row.fields).get("route_id")
        connection.execute(_PARENT, {"route": route, "of": row.organisation_id, "kind": _KIND, "id": row.id})
