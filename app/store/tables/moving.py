"""What came in from files and what goes to and from the server."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from app.store.tables.columns import (
    Bytes,
    Personal,
    metadata,
    number,
    ref,
    row_id,
    tenant,
    text,
    version,
)

imports = Table(
    "imports", metadata, Column("local", Integer, primary_key=True),
    Column("id", Bytes, nullable=False, unique=True), number("at_us"), text("format"), text("source"),
    text("digest"), number("visible"), ref("operation_id", nullable=True), text("undo_state"),
    info={"personal": None},
)

import_links = Table(  # which row a source's key made, and what the file said last: what differs was changed by hand;
    # `aside`: later imports leave this row as it is
    "import_links", metadata, row_id(), text("source"), text("kind"), text("key"), ref("row_id"),
    Column("taken", Bytes, nullable=False), version(), number("aside"),
    Index("import_links_by_row", "row_id"),
    info={"personal": Personal("participant", "row_id")},
)

operations = Table(  # what sync sends and undo reads: patches hold old and new values, emptied by erasure
    "operations", metadata,
    Column("number", Integer, primary_key=True), Column("id", Bytes, nullable=False, unique=True),
    text("action"), number("action_version"), Column("arguments", Bytes, nullable=False),
    Column("patches", Bytes, nullable=False), Column("depends_on", Bytes, nullable=False),
    ref("actor_id"), ref("device_id"), number("at_us"), ref("undoes", nullable=True),
    ref("undone_by", nullable=True), tenant(),
    info={"personal": Personal("participant", "")},
)

outbox = Table(  # stays empty until the database is first connected to a server (S2)
    "outbox", metadata, Column("operation_id", Bytes, primary_key=True), text("state"),
    number("attempts"), Column("answer", Text, nullable=True), number("seen"), text("epoch"),
    number("parts", default=1), number("parts_done"), number("number"), number("results_sent"),
    Index("outbox_by_state", "state"), Index("outbox_by_results", "results_sent"),
    info={"personal": None},
)

outbox_rows = Table(  # which rows an operation that is not settled yet touches
    "outbox_rows", metadata, Column("row_id", Bytes, primary_key=True),
    Column("operation_id", Bytes, primary_key=True), text("kind"),
    Index("outbox_rows_by_operation", "operation_id"),
    info={"personal": None}, sqlite_with_rowid=False,
)

confirmed = Table(  # the server's row under what waits, only while something waits (S3); NULL: the server has none
    "confirmed", metadata, Column("id", Bytes, primary_key=True), text("kind"),
    Column("fields", Bytes, nullable=True), version(), tenant(),
    info={"personal": Personal("participant", "")},
)

sync_streams = Table(  # how far the sync of each stream is: the own one (stream b"") and those of others (D10)
    "sync_streams", metadata, Column("stream", Bytes, primary_key=True), text("role"), text("code"), text("name"),
    text("epoch"), number("seen"), number("oldest"), number("heard"),
    text("named_epoch"), number("named"), ref("proof", nullable=True), number("rows"), number("total"),
    number("differed_us"), text("afresh"), number("forgetting"),
    info={"personal": None}, sqlite_with_rowid=False,
)

sync_units = Table(  # S8: how far each unit of a stream has been read; lane 'rows' or 'results'
    "sync_units", metadata, Column("stream", Bytes, primary_key=True), Column("unit", Bytes, primary_key=True),
    Column("lane", String, primary_key=True), number("cursor"),
    info={"personal": None}, sqlite_with_rowid=False,
)

sync_touched = Table(  # participants (local numbers) whose summaries must still be made again
    "sync_touched", metadata, Column("participant", Integer, primary_key=True),
    info={"personal": Personal("participant", "local")},
)

held_removals = Table(  # S13: more removals at once than can be right wait until somebody has looked
    "held_removals", metadata, Column("id", Bytes, primary_key=True), text("kind"), number("number"), tenant(),
    info={"personal": None},
)

files = Table(  # D11: contents by their checksum; `state` says whether it is here, must still be sent, or fetched
    "files", metadata, Column("checksum", String, primary_key=True), number("size"), number("chunks"), text("state"),
    info={"personal": None},
)

file_chunks = Table(
    "file_chunks", metadata, Column("checksum", String, primary_key=True),
    Column("number", Integer, primary_key=True), Column("data", Bytes, nullable=False),
    info={"personal": None},
)

reviews = Table(  # "Te controleren": a value that lost, or an operation that was refused; `lost`/`kept` in msgpack
    "reviews", metadata, row_id(), text("sort"), ref("unit"), ref("operation_id", nullable=True), text("action"),
    text("kind"), ref("row_id", nullable=True), text("field"), Column("kept", Bytes, nullable=True),
    Column("lost", Bytes, nullable=True), ref("kept_by", nullable=True), number("kept_at_us"),
    ref("lost_by", nullable=True), number("lost_at_us"), text("reason"), number("settled_us", nullable=True),
    ref("settled_by", nullable=True), text("choice"), version(), tenant(),
    info={"personal": Personal("participant", "unit")},
)
