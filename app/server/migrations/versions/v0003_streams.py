"""Licensors beside organisations, whose licensor each has, how far devices read each stream, and what a role sees last.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from alembic import op
from sqlalchemy import BigInteger, Column, LargeBinary, String, column, table

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# As they were when this was written: what is added later has no rows yet, or comes with a migration of its own.
_AUDITORS = ("organisations", "locations", "agreements", "licences", "accounts")
_LICENSORS = (*_AUDITORS, "mandates", "signatures", "documents", "notices", "invoices", "invoice_lines", "bookings",
              "reminders", "figures")
_LIMIT = 1 << 63
_FAR = ("pulled_to", "given_to", "told_to")
_SUMS = table("sums", *map(column, ("organisation_id", "unit", "role", "rows", "total", "number")))


def upgrade() -> None:
    op.add_column("organisations", Column("kind", String, nullable=False, server_default="organisation"))
    op.add_column("sums", Column("number", BigInteger, nullable=False, server_default="0"))
    op.create_table(
        "licensees", _key("organisation_id"), Column("from_on", String, primary_key=True),
        _bytes("licensor_id"), Column("until_on", String, nullable=True))
    op.create_index("licensees_by_licensor", "licensees", ["licensor_id"])
    op.create_table(
        "reads", _key("organisation_id"), _key("home_id"), _key("device_id"),
        *(Column(name, BigInteger, nullable=False, server_default="0") for name in _FAR))
    op.execute(
        "INSERT INTO reads (organisation_id, home_id, device_id, pulled_to, given_to, told_to)"
        " SELECT organisation_id, organisation_id, id, pulled_to, given_to, told_to FROM devices")
    for name in _FAR:
        op.drop_column("devices", name)
    _count_anew(op.get_bind())


def _key(name: str) -> Column[bytes]:
    return Column(name, LargeBinary(16), primary_key=True)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary(), nullable=False)


def _count_anew(connection: Any) -> None:
    """The sums of what a licensor and an auditor see: the one sees more than before, the other is new."""
    connection.exec_driver_sql("DELETE FROM sums WHERE role IN ('licensor', 'auditor')")
    names = ", ".join(f"'{kind}'" for kind in (*_LICENSORS, "reviews"))
    found = connection.exec_driver_sql(
        f"SELECT organisation_id, unit, kind, id, number, fields FROM records WHERE state = 0 AND kind IN ({names})")
    sums: dict[tuple[bytes, bytes, str], list[int]] = {}
    for row in found:
        for role in _roles(row.kind, msgspec.msgpack.decode(row.fields)):
            kept = sums.setdefault((bytes(row.organisation_id), bytes(row.unit), role), [0, 0, 0])
            kept[0] += 1
            kept[1] = (kept[1] + _mark(bytes(row.id), row.number)) % _LIMIT
            kept[2] = max(kept[2], row.number)
    for (organisation_id, unit, role), (rows, total, number) in sums.items():
        op.execute(_SUMS.insert().values(
            organisation_id=organisation_id, unit=unit, role=role, rows=rows, total=total, number=number))


def _roles(kind: str, fields: dict[str, Any]) -> list[str]:
    if kind != "reviews":
        return ["licensor", *(["auditor"] if kind in _AUDITORS else [])]
    refused = not fields.get("kind")
    about_contract = fields.get("kind") in _LICENSORS and fields.get("field") != "import_secret"
    return ["licensor"] if about_contract or (refused and fields["unit"] == fields.get("lost_by")) else []


def _mark(row_id: bytes, number: int) -> int:
    digest = hashlib.blake2b(row_id + number.to_bytes(8, "big"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
