"""How a coach follows somebody: notes, goals, talks, observations, and what was set for looking at progress."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table

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

notes = Table(  # `unit` is where it lies: with the person, or apart for its writer; `about_on` is the day it is about
    "notes", metadata, row_id(), ref("unit"), ref("participant_id"), ref("account_id", nullable=True), text("category"),
    text("about_on"), text("body"), number("written_us"), number("changed_us", nullable=True), version(),
    Index("notes_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)

goals = Table(  # `due_on` is a day or ''
    "goals", metadata, row_id(), ref("participant_id"), ref("account_id", nullable=True), text("body"), text("set_on"),
    text("due_on"), text("state"), text("settled_on", nullable=True), text("remark"), version(),
    Index("goals_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)

talks = Table(  # planned, then held; `begins_at` is a time of the day (HH:MM) or ''
    "talks", metadata, row_id(), ref("participant_id"), ref("account_id", nullable=True), text("subject"),
    text("with_whom"), text("planned_on"), text("begins_at"), text("held_on", nullable=True),
    text("cancelled_on", nullable=True), text("report"), version(),
    Index("talks_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)

instruments = Table(  # for observing; an edition that was used is never changed, `copied_from` is the one before it
    "instruments", metadata, row_id(), text("title"), text("edition"), text("year_groups"), text("source"), *period(),
    version(), ref("copied_from", nullable=True),
    info={"personal": None},
)

instrument_steps = Table(  # of the scale, in order: words, never a figure
    "instrument_steps", metadata, row_id(), ref("instrument_id"), number("position"), text("title"), version(),
    Index("instrument_steps_by_instrument", "instrument_id", "position"),
    info={"personal": None},
)

instrument_points = Table(  # what is looked at, under the area that it belongs to
    "instrument_points", metadata, row_id(), ref("instrument_id"), number("position"), text("area"), text("title"),
    version(),
    Index("instrument_points_by_instrument", "instrument_id", "position"),
    info={"personal": None},
)

observations = Table(  # no step: only a remark was made
    "observations", metadata, row_id(), ref("participant_id"), ref("instrument_id"), ref("point_id"),
    ref("step_id", nullable=True), text("remark"), text("observed_on"), ref("group_id", nullable=True),
    ref("account_id", nullable=True), number("recorded_us"), version(),
    Index("observations_by_participant", "participant_id"), Index("observations_by_instrument", "instrument_id"),
    info={"personal": Personal("participant", "participant_id")},
)

named_views = Table(  # of one account: a panel as it was filtered and sorted; `choices` is JSON and names nobody
    "named_views", metadata, row_id(), ref("account_id"), text("panel"), text("name"), text("choices"),
    number("saved_us"), version(),
    info={"personal": Personal("customer", "account_id")},
)

learning_settings = Table(  # thresholds and what else the organisation chose; of one setting the newest counts
    "learning_settings", metadata, row_id(), text("setting"), text("value"), number("decided_us"),
    ref("decided_by", nullable=True), version(),
    info={"personal": None},
)

answers = Table(  # what somebody answered in an attempt, where the programme told it; `id` is that of the result
    "answers", metadata, row_id(), ref("participant_id"), text("given"), text("expected"), version(),
    Index("answers_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)

certificate_designs = Table(  # how the organisation lays out its certificates; `design` is one that ships
    "certificate_designs", metadata, row_id(), text("name"), text("design"), ref("programme_id", nullable=True),
    text("language"), number("valid_months", nullable=True), text("signer_name"), text("signer_role"),
    Column("signature", Bytes, nullable=True), *period(), version(),
    info={"personal": None},
)
