"""The first tables of the server, the same on PostgreSQL and SQLite.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import BigInteger, Column, Index, LargeBinary, SmallInteger, String

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _key(name: str, kind: Any) -> Column[Any]:
    return Column(name, kind, primary_key=True)


def _id(name: str) -> Column[Any]:
    return _key(name, LargeBinary(16))


def _bytes(name: str, nullable: bool = False) -> Column[Any]:
    return Column(name, LargeBinary, nullable=nullable)


def _big(name: str, nullable: bool = False) -> Column[Any]:
    return Column(name, BigInteger, nullable=nullable, server_default=None if nullable else "0")


def _small(name: str, nullable: bool = False) -> Column[Any]:
    return Column(name, SmallInteger, nullable=nullable, server_default=None if nullable else "0")


def _text(name: str) -> Column[Any]:
    return Column(name, String, nullable=False, server_default="")


def upgrade() -> None:
    op.create_table("server", _key("name", String), _bytes("value"))
    op.create_table(
        "organisations", _id("id"), Column("code", String, nullable=False, unique=True), _text("name"),
        _text("place"), _text("provider"), _text("zone"), _big("offline_days"), _big("created_us"))
    _accounts()
    _rows()
    _records_of_what_happened()


def _accounts() -> None:
    op.create_table(
        "logins", _id("organisation_id"), _id("account_id"), _text("username"), _text("password_hash"),
        _big("created_us"), _big("disabled_us", True),
        Index("logins_by_username", "organisation_id", "username", unique=True))
    op.create_table(
        "devices", _id("organisation_id"), _id("id"), _bytes("account_id"), _bytes("instance"), _text("label"),
        _bytes("public_key"), _bytes("refresh_hash", True), _bytes("previous_hash", True), _big("created_us"),
        _big("seen_us"), _big("pulled_to"), _big("given_to"), _big("ended_us", True),
        _big("revoked_us", True), _big("wiped_us", True))
    op.create_table("attempts", _key("key", String), _big("from_us"), _big("count"))


def _rows() -> None:
    op.create_table("streams", _id("organisation_id"), _big("number"), _big("oldest"), _text("epoch"))
    op.create_table(
        "records", _id("organisation_id"), _key("kind", String), _id("id"), _bytes("unit"), _bytes("parent", True),
        _big("number"), _small("state"), _small("intended"), _bytes("fields", True), _bytes("changed", True),
        Index("records_by_number", "organisation_id", "number"),
        Index("records_by_unit", "organisation_id", "unit", "number"),
        Index("records_by_parent", "organisation_id", "kind", "parent"))
    op.create_table(
        "results", _id("organisation_id"), _id("id"), _bytes("participant_id"), _bytes("exercise_id"),
        _bytes("batch_id"), _big("at_us"), _small("offset_minutes"), _small("score", True), _small("outcome"),
        _big("seconds", True), _small("school_year"), _small("removed"), _big("number"),
        Index("results_by_number", "organisation_id", "number"),
        Index("results_by_participant", "organisation_id", "participant_id", "number"))
    op.create_table(
        "batches", _id("organisation_id"), _id("id"), _big("first"), _big("last"), _big("rows"),
        _big("undone_us", True))
    op.create_table(
        "sums", _id("organisation_id"), _id("unit"), _key("role", String), _big("rows"), _big("total"))


def _records_of_what_happened() -> None:
    op.create_table(
        "answers", _id("organisation_id"), _id("operation_id"), _key("part", BigInteger), _text("action"),
        _bytes("account_id"), _bytes("device_id"), _big("number"), _big("received_us"), _bytes("answer"))
    op.create_table(
        "erasures", _id("organisation_id"), _id("participant_id"), _big("number"), _big("at_us"),
        _bytes("account_id"))
    op.create_table(
        "audit_heads", _id("organisation_id"), _key("number", BigInteger), _bytes("device_id"),
        _big("device_number"), _bytes("device_hash"), _bytes("previous"), _bytes("hash"), _bytes("signature"),
        _big("at_us"), Index("audit_heads_by_device", "organisation_id", "device_id", "device_number"))


def downgrade() -> None:
    raise RuntimeError("A database goes back to an older version by restoring the backup made before the migration.")
