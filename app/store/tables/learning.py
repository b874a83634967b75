"""Programmes, routes, what came of them, and certificates."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table

from app.store.tables.columns import (
    Bytes,
    Personal,
    metadata,
    number,
    period,
    ref,
    row_id,
    text,
    version,
)

programmes = Table(
    "programmes", metadata, row_id(), text("code"), text("iri"), text("title"), text("title_en"),
    number("has_certificate"), text("provider"), version(),
    info={"personal": None},
)

programme_versions = Table(
    "programme_versions", metadata, row_id(), ref("programme_id"), number("number"), *period(), version(),
    info={"personal": None},
)

exercises = Table(
    "exercises", metadata,
    Column("local", Integer, primary_key=True), Column("id", Bytes, nullable=False, unique=True),
    ref("programme_version_id"), text("iri"), text("title"), number("position"), version(),
    Index("exercises_by_programme", "programme_version_id", "position"),
    info={"personal": None},
)

routes = Table(  # `copied_from`: the route or template that this one was made from, for somebody apart
    "routes", metadata, row_id(), text("name"), *period(), version(), text("introduction"), number("is_template"),
    ref("copied_from", nullable=True),
    info={"personal": None},
)

route_steps = Table(  # a programme or a part of it, a link or a material; `starts_on` and `due_on` are days or ''
    "route_steps", metadata, row_id(), ref("route_id"), ref("programme_id", nullable=True), number("position"),
    version(), ref("exercise_id", nullable=True), ref("media_link_id", nullable=True),
    ref("material_id", nullable=True), text("starts_on"), text("due_on"),
    info={"personal": None},
)

route_assignments = Table(
    "route_assignments", metadata, row_id(), ref("route_id"), ref("group_id", nullable=True),
    ref("participant_id", nullable=True), *period(), version(),
    info={"personal": Personal("participant", "participant_id")},
)

media_links = Table(  # on the web; `check_state` is what came of looking whether it is there
    "media_links", metadata, row_id(), text("title"), text("address"), ref("programme_id", nullable=True),
    number("checked_us", nullable=True), text("check_state"), *period(), version(), ref("group_id", nullable=True),
    info={"personal": None},
)

materials = Table(  # a file of the organisation's own; `checksum` is SHA-256 in hex and finds its content
    "materials", metadata, row_id(), text("title"), text("file_name"), text("media_type"), number("size"),
    text("checksum"), ref("programme_id", nullable=True), *period(), version(), ref("group_id", nullable=True),
    info={"personal": None},
)

# One million rows are ordinary here, so references are local integers and the rows lie clustered by participant:
# 51 bytes a row, against 93 with a rowid and two indexes (both measured with the same million rows).
results = Table(
    "results", metadata,
    Column("participant", Integer, primary_key=True), Column("exercise", Integer, primary_key=True),
    Column("at_us", Integer, primary_key=True), Column("id", Bytes, primary_key=True),
    number("offset_minutes"), number("score", nullable=True), number("outcome"),
    number("seconds", nullable=True), number("batch"),
    info={"personal": Personal("participant", "local")}, sqlite_with_rowid=False,
)

progress = Table(  # kept summary of results, one row per participant and exercise that was tried
    "progress", metadata,
    Column("participant", Integer, primary_key=True), Column("exercise", Integer, primary_key=True),
    number("attempts"), number("failed"), number("best", nullable=True), number("done_us", nullable=True),
    number("last_us"), number("seconds"),
    info={"personal": Personal("participant", "local")}, sqlite_with_rowid=False,
)

standings = Table(  # kept summary of progress, one row per participant and programme version
    "standings", metadata,
    Column("participant", Integer, primary_key=True), Column("programme_version_id", Bytes, primary_key=True),
    number("done"), number("tried"), number("attempts"), number("last_us"), number("completed_us", nullable=True),
    number("stuck"),  # exercises that ask for help (`app.domain.progress.needs_help`)
    info={"personal": Personal("participant", "local")}, sqlite_with_rowid=False,
)

activity = Table(  # kept summary of results, one row per participant and day on which something was done
    # `day` counts from 1970 by the clock where it was done; `made` are exercises made for the first time
    "activity", metadata,
    Column("participant", Integer, primary_key=True), Column("day", Integer, primary_key=True),
    number("visits"), number("attempts"), number("made"), number("seconds"),
    info={"personal": Personal("participant", "local")}, sqlite_with_rowid=False,
)

earlier_progress = Table(  # S9: of school years that are not here, only the sums
    "earlier_progress", metadata,
    Column("participant", Integer, primary_key=True), Column("exercise", Integer, primary_key=True),
    number("attempts"), number("failed"), number("best", nullable=True), number("done_us", nullable=True),
    number("last_us"), number("seconds"),
    info={"personal": Personal("participant", "local")}, sqlite_with_rowid=False,
)

batch_days = Table(  # results per day of each batch, so that a batch taken back takes its figures with it
    "batch_days", metadata,
    Column("batch", Integer, primary_key=True), Column("day", String, primary_key=True), number("results"),
    info={"personal": None}, sqlite_with_rowid=False,
)

certificates = Table(
    "certificates", metadata, row_id(), text("serial"), ref("participant_id"), ref("programme_version_id"),
    text("name_printed"), text("programme_printed"), text("organisation_printed"), text("place"),
    text("issued_on"), text("completed_on"), text("language"), text("design"), text("code"),
    Column("logo", Bytes, nullable=True), number("correction"), number("issued_us"),
    number("revoked_us", nullable=True), text("revoked_reason"), ref("replaced_by", nullable=True), version(),
    text("valid_until"), text("signer_name"), text("signer_role"), Column("signature", Bytes, nullable=True),
    Index("certificates_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)
