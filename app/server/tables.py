"""The tables of the server: the tenant first in every key and index (D10), the same on PostgreSQL and SQLite.

Rows of desks lie as `records`: one table for all small kinds, so that a stream is one index and a newer desk's column
needs no migration here. Results, the one large kind, have a table of their own. `number` is the place in the
organisation's stream (S5): handed out under the lock of its row in `streams`, so that number order is commit order.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Index, LargeBinary, MetaData, SmallInteger, String, Table

metadata = MetaData()

LIVE, REMOVED = 0, 1


class Bytes(LargeBinary):
    """Bytes that go to and from the driver as they are: both drivers take and give bytes, so nothing is converted."""

    cache_ok = True

    def bind_processor(self, dialect: Any) -> None:
        return None

    def result_processor(self, dialect: Any, coltype: object) -> None:
        return None


def _tenant() -> Column[bytes]:
    return Column("organisation_id", Bytes(16), primary_key=True)


def _key(name: str) -> Column[bytes]:
    return Column(name, Bytes(16), primary_key=True)


def _bytes(name: str, nullable: bool = False) -> Column[bytes]:
    return Column(name, Bytes, nullable=nullable)


def _big(name: str, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable, server_default=None if nullable else "0")


def _small(name: str, nullable: bool = False) -> Column[int]:
    return Column(name, SmallInteger, nullable=nullable, server_default=None if nullable else "0")


def _text(name: str) -> Column[str]:
    return Column(name, String, nullable=False, server_default="")


server = Table("server", metadata, Column("name", String, primary_key=True), _bytes("value"))

organisations = Table(
    "organisations", metadata, Column("id", Bytes(16), primary_key=True),
    Column("code", String, nullable=False, unique=True), _text("name"), _text("place"), _text("provider"),
    _text("zone"), _big("offline_days"), _big("created_us"),
    Column("kind", String, nullable=False, server_default="organisation"),
)
streams = Table(  # `oldest`: cursors before it start afresh, since tombstones up to there are gone
    "streams", metadata, _tenant(), _big("number"), _big("oldest"), _text("epoch"),
)
logins = Table(  # `one_time`: a first password that another made; empty until used, then the device that it let in
    "logins", metadata, _tenant(), _key("account_id"), _text("username"), _text("password_hash"),
    _big("created_us"), _big("disabled_us", nullable=True), _bytes("one_time", nullable=True),
    Index("logins_by_username", "organisation_id", "username", unique=True),
)
devices = Table(
    "devices", metadata, _tenant(), _key("id"), _bytes("account_id"), _bytes("instance"), _text("label"),
    _bytes("public_key"), _bytes("refresh_hash", nullable=True), _bytes("previous_hash", nullable=True),
    _big("created_us"), _big("seen_us"), _big("ended_us", nullable=True),
    _big("revoked_us", nullable=True), _big("wiped_us", nullable=True),
)
reads = Table(  # how far a device of an organisation or licensor (`home_id`) has read the stream of this tenant
    "reads", metadata, _tenant(), _key("home_id"), _key("device_id"), _big("pulled_to"), _big("given_to"),
    _big("told_to"),
)
licensees = Table(  # whose licensor each organisation has on which days (O-13); one at a time
    "licensees", metadata, _tenant(), Column("from_on", String, primary_key=True), _bytes("licensor_id"),
    Column("until_on", String, nullable=True),
    Index("licensees_by_licensor", "licensor_id"),
)
attempts = Table(  # rate limits, for who is not known yet
    "attempts", metadata, Column("key", String, primary_key=True), _big("from_us"), _big("count"),
)
records = Table(
    "records", metadata, _tenant(), Column("kind", String, primary_key=True), _key("id"), _bytes("unit"),
    _bytes("parent", nullable=True), _big("number"), _small("state"), _small("intended"),
    _bytes("fields", nullable=True), _bytes("changed", nullable=True),
    Index("records_by_number", "organisation_id", "number"),
    Index("records_by_unit", "organisation_id", "unit", "number"),
    Index("records_by_parent", "organisation_id", "kind", "parent"),
)
results = Table(
    "results", metadata, _tenant(), _key("id"), _bytes("participant_id"), _bytes("exercise_id"), _bytes("batch_id"),
    _big("at_us"), _small("offset_minutes"), _small("score", nullable=True), _small("outcome"),
    _big("seconds", nullable=True), _small("school_year"), _small("removed"), _big("number"),
    Index("results_by_number", "organisation_id", "number"),
    Index("results_by_participant", "organisation_id", "participant_id", "number"),
)
batches = Table(  # where in the stream a batch of results lies, so that it can go as a whole
    "batches", metadata, _tenant(), _key("id"), _big("first"), _big("last"), _big("rows"),
    _big("undone_us", nullable=True),
    Index("batches_by_undone", "organisation_id", "undone_us"),
)
answers = Table(
    "answers", metadata, _tenant(), _key("operation_id"), Column("part", BigInteger, primary_key=True),
    _text("action"), _bytes("account_id"), _bytes("device_id"), _big("number"), _big("received_us"), _bytes("answer"),
)
sums = Table(  # S13, per unit and for whom it is counted; `number` is the newest of what that role sees or has counted
    "sums", metadata, _tenant(), _key("unit"), Column("role", String, primary_key=True), _big("rows"), _big("total"),
    _big("number"),
)
erasures = Table(
    "erasures", metadata, _tenant(), _key("participant_id"), _big("number"), _big("at_us"), _bytes("account_id"),
)
own_accounts = Table(  # of people by themselves: of no organisation, and nothing here tells which one made it (O-11.5)
    "own_accounts", metadata, _key("id"), Column("username", String, nullable=False, unique=True),
    _text("password_hash"), _text("given"), _text("prefix"), _text("family"), _text("email"), _big("created_us"),
    _big("disabled_us", nullable=True),
)
own_codes = Table(  # to activate an account, or to link it: known by a keyed hash alone, good once and until an instant
    "own_codes", metadata, Column("hash", Bytes(16), primary_key=True), _bytes("account_id"), _text("sort"),
    _big("until_us"), _bytes("used_by", nullable=True),
    Index("own_codes_by_account", "account_id", "sort"),
)
own_links = Table(  # for which participant an own account was given to an organisation: by its owner, or `made` there
    "own_links", metadata, _tenant(), _key("account_id"), _bytes("participant_id"), _big("given_us"), _small("made"),
    Index("own_links_by_participant", "organisation_id", "participant_id"),
)
files = Table(  # contents of materials (D11); `whole` once every piece is there and the checksum fits
    "files", metadata, _tenant(), Column("checksum", String, primary_key=True), _big("size"), _small("whole"),
    _bytes("account_id"), _big("created_us"),
)
file_chunks = Table(
    "file_chunks", metadata, _tenant(), Column("checksum", String, primary_key=True),
    Column("number", BigInteger, primary_key=True), _bytes("data"),
)
audit_heads = Table(
    "audit_heads", metadata, _tenant(), Column("number", BigInteger, primary_key=True), _bytes("device_id"),
    _big("device_number"), _bytes("device_hash"), _bytes("previous"), _bytes("hash"), _bytes("signature"),
    _big("at_us"),
    Index("audit_heads_by_device", "organisation_id", "device_id", "device_number"),
)
