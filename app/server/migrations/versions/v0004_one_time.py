"""A first password works once: on which device it did stands with the login, until its person chose another.

Passwords made before count as chosen: whether their person has one of the own is not known.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, LargeBinary

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("logins", Column("one_time", LargeBinary, nullable=True))
