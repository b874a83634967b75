"""The turn of the school year as it is prepared: which groups there will be, and where everybody goes."""

from __future__ import annotations

from sqlalchemy import Index, Table

from app.store.tables.columns import Personal, metadata, number, ref, row_id, text, version

roll_overs = Table(  # prepared from May, done from the day it takes effect; `school_year` is the new one
    "roll_overs", metadata, row_id(), number("school_year", nullable=True), text("state"), text("effective_on"),
    text("hand_over_on"), number("early_sight"), number("prepared_us"), ref("prepared_by", nullable=True),
    number("done_us", nullable=True), version(),
    info={"personal": None},
)

roll_over_groups = Table(  # a group of the new year; `group_id` is the one of this year that goes on as it, if any
    "roll_over_groups", metadata, row_id(), ref("roll_over_id"), ref("group_id", nullable=True), text("name"),
    text("kind"), text("year_group"), ref("location_id", nullable=True), number("dropped"), version(),
    Index("roll_over_groups_by_roll_over", "roll_over_id"),
    info={"personal": None},
)

roll_over_coaches = Table(
    "roll_over_coaches", metadata, row_id(), ref("roll_over_group_id"), ref("coach_id"), number("dropped"), version(),
    Index("roll_over_coaches_by_group", "roll_over_group_id"),
    info={"personal": Personal("coach", "coach_id")},
)

roll_over_choices = Table(  # what becomes of one person; `to_id` is a group of the new year
    "roll_over_choices", metadata, row_id(), ref("roll_over_id"), ref("participant_id"), text("choice"),
    ref("to_id", nullable=True), text("year_group"), version(),
    Index("roll_over_choices_by_roll_over", "roll_over_id"),
    info={"personal": Personal("participant", "participant_id")},
)
