"""The newest number a device was told, apart from how far it was brought: only the last says what it can know (S8);
and batches that were taken back are found without looking at all others.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("devices", Column("told_to", BigInteger, nullable=False, server_default="0"))
    op.execute("UPDATE devices SET told_to = given_to")
    op.create_index("batches_by_undone", "batches", ["organisation_id", "undone_us"])
