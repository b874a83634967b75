"""Who takes part: locations, groups, participants and their coaches."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table

from app.store.tables.columns import (
    Bytes,
    Personal,
    metadata,
    number,
    period,
    ref,
    row_id,
    tenant,
    text,
    version,
)

locations = Table(
    "locations", metadata, row_id(), text("name"), *period(), version(), tenant(),
    info={"personal": None},
)

groups = Table(
    "groups", metadata, row_id(), text("name"), text("kind"), text("year_group"), ref("location_id", nullable=True),
    number("school_year", nullable=True), *period(), version(),
    info={"personal": None},
)

participants = Table(
    "participants", metadata,
    Column("local", Integer, primary_key=True), Column("id", Bytes, nullable=False, unique=True),
    text("given"), text("prefix"), text("family"), text("sort_key"), text("search"), text("state"),
    text("year_group"), text("username"), text("email"), text("postcode"), text("eckid"),
    text("birth_date"), text("gender"), text("younger_than_16_until"), number("created_us"), version(),
    Index("participants_by_name", "sort_key"),
    info={"personal": Personal("participant", "id")},
)

coaches = Table(
    "coaches", metadata, row_id(), text("given"), text("prefix"), text("family"), text("sort_key"), text("search"),
    text("kind"), text("username"), text("email"), *period(), version(),
    info={"personal": Personal("coach", "id")},
)

placements = Table(
    "placements", metadata, row_id(), ref("participant_id"), ref("location_id", nullable=True),
    number("school_year", nullable=True), text("year_group"), *period(), version(),
    Index("placements_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)

memberships = Table(
    "memberships", metadata, row_id(), ref("participant_id"), ref("group_id"), *period(), version(),
    Index("memberships_by_group", "group_id", "participant_id"),
    Index("memberships_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)

coach_assignments = Table(
    "coach_assignments", metadata, row_id(), ref("coach_id"), ref("group_id"), text("proposed_role"), *period(),
    version(),
    info={"personal": Personal("coach", "coach_id")},
)

activation_codes = Table(  # one-time; instead of a password hash for everybody who may never log in
    "activation_codes", metadata, row_id(), ref("participant_id"), text("code"), number("made_us"),
    number("used_us", nullable=True), number("withdrawn_us", nullable=True), version(),
    Index("activation_codes_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)

erased_ids = Table(
    "erased_ids", metadata, row_id(), number("at_us"),
    info={"personal": None},
)
