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
    number("school_year", nullable=True), *period(), version(), text("introduction"), text("course_kind"),
    text("course_type"),
    info={"personal": None},
)

participants = Table(  # `merged_into` is the person this one turned out to be: both histories are then theirs;
    # `own_account_id` is the account that somebody keeps for oneself, whatever organisation one takes part in
    "participants", metadata,
    Column("local", Integer, primary_key=True), Column("id", Bytes, nullable=False, unique=True),
    text("given"), text("prefix"), text("family"), text("sort_key"), text("search"), text("state"),
    text("year_group"), text("username"), text("email"), text("postcode"), text("eckid"),
    text("birth_date"), text("gender"), text("younger_than_16_until"), number("created_us"), version(),
    ref("merged_into", nullable=True), text("birth_year"), text("mother_tongue"),
    ref("own_account_id", nullable=True),
    Index("participants_by_name", "sort_key"), Index("participants_by_merged", "merged_into"),
    info={"personal": Personal("participant", "id")},
)

coaches = Table(  # `kind` as in `app.domain.coaches`; `confidential_on` is the date of the statement that was signed
    "coaches", metadata, row_id(), text("given"), text("prefix"), text("family"), text("sort_key"), text("search"),
    text("kind"), text("username"), text("email"), *period(), version(), text("confidential_on"),
    number("keeps_offline", default=1), number("shows_surnames", default=1),
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

coach_assignments = Table(  # `reads_only`: who had the group, or will have it, and only looks
    "coach_assignments", metadata, row_id(), ref("coach_id"), ref("group_id"), text("proposed_role"), *period(),
    version(), number("reads_only"),
    info={"personal": Personal("coach", "coach_id")},
)

activation_codes = Table(  # one-time; instead of a password hash for who may never log in; `until_on`: last day
    "activation_codes", metadata, row_id(), ref("participant_id"), text("code"), number("made_us"),
    number("used_us", nullable=True), number("withdrawn_us", nullable=True), version(), text("until_on"),
    Index("activation_codes_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)

acceptances = Table(  # of the user terms, by the person: a tick of their own, or paper with its date (O-6.2)
    "acceptances", metadata, row_id(), ref("participant_id"), text("title"), text("edition"), text("checksum"),
    text("way"), text("accepted_on"), ref("recorded_by", nullable=True), number("recorded_us"), version(),
    Index("acceptances_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)

coach_acceptances = Table(
    "coach_acceptances", metadata, row_id(), ref("coach_id"), text("title"), text("edition"), text("checksum"),
    text("way"), text("accepted_on"), ref("recorded_by", nullable=True), number("recorded_us"), version(),
    Index("coach_acceptances_by_coach", "coach_id"),
    info={"personal": Personal("coach", "coach_id")},
)

consents = Table(  # of a legal representative, or of the participant from sixteen on; only where consent is the ground
    "consents", metadata, row_id(), ref("participant_id"), text("purpose"), text("given_by"), text("relation"),
    text("form"), text("given_on"), text("proof"), ref("recorded_by", nullable=True), number("recorded_us"),
    text("withdrawn_on", nullable=True), text("withdrawn_by"), version(),
    Index("consents_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)

distinctions = Table(  # two people who look like one and are not; kept at either of them
    "distinctions", metadata, row_id(), ref("participant_id"), ref("other_id"), text("decided_on"),
    ref("decided_by", nullable=True), version(),
    Index("distinctions_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)

join_codes = Table(  # with which people put themselves down for a group
    "join_codes", metadata, row_id(), ref("group_id"), text("code"), *period(), version(),
    Index("join_codes_by_group", "group_id"),
    info={"personal": None},
)

registrations = Table(  # who put themselves down; `participant_id` is who they will be, and answered it holds no name
    "registrations", metadata, row_id(), ref("group_id"), ref("participant_id"), text("given"),
    text("prefix"), text("family"), text("username"), text("email"), number("asked_us"), text("state"),
    number("answered_us", nullable=True), ref("answered_by", nullable=True), version(),
    Index("registrations_by_group", "group_id"),
    info={"personal": Personal("participant", "participant_id")},
)

erased_ids = Table(
    "erased_ids", metadata, row_id(), number("at_us"),
    info={"personal": None},
)
