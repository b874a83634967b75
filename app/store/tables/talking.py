"""Messages between coaches and participants, and what is asked of the provider's help desk."""

from __future__ import annotations

from sqlalchemy import Index, Table

from app.store.tables.columns import Personal, metadata, number, ref, row_id, tenant, text, version

conversations = Table(  # of a group, or with one participant
    "conversations", metadata, row_id(), ref("group_id", nullable=True), ref("participant_id", nullable=True),
    text("title"), text("state"), number("opened_us"), ref("opened_by", nullable=True),
    number("closed_us", nullable=True), ref("closed_by", nullable=True), version(),
    info={"personal": Personal("participant", "participant_id")},
)

messages = Table(  # `participant_id` wrote it, or it is one to one with; `account_id` of the staff did
    "messages", metadata, row_id(), ref("conversation_id"), ref("group_id", nullable=True),
    ref("participant_id", nullable=True), ref("account_id", nullable=True), text("body"), number("sent_us"),
    number("hidden_us", nullable=True), ref("hidden_by", nullable=True), text("hidden_reason"),
    number("reported_us", nullable=True), ref("reported_by", nullable=True), text("reported_reason"), version(),
    Index("messages_by_conversation", "conversation_id", "sent_us"),
    Index("messages_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)

drafts = Table(  # never leave the desk they were written at; `id` is that of the conversation
    "drafts", metadata, row_id(), ref("participant_id", nullable=True),
    text("body"), number("at_us"),
    info={"personal": Personal("participant", "participant_id")},
)

support_requests = Table(  # a question or a fault; `diagnosis` says how the program stood, and nothing of anybody
    "support_requests", metadata, row_id(), ref("unit"), ref("account_id"), text("asked_by"), text("asked_on"),
    text("sort"), text("subject"), text("body"), text("diagnosis"), text("state"), text("answer"), text("answered_by"),
    text("answered_on", nullable=True), version(), tenant(),
    info={"personal": Personal("customer", "id")},
)

maintenances = Table(  # announced by the licensor; instants in UTC microseconds
    "maintenances", metadata, row_id(), number("starts_us"), number("ends_us"), text("what"), text("meanwhile"),
    number("urgent"), number("published_us"), number("withdrawn_us", nullable=True), version(), tenant(),
    info={"personal": None},
)

closed_days = Table(  # on which the help desk is closed beside the holidays, said by the licensor
    "closed_days", metadata, row_id(), text("day_on"), text("what"), number("published_us"),
    number("withdrawn_us", nullable=True), version(), tenant(),
    info={"personal": None},
)

read_marks = Table(  # up to when an account has read a conversation
    "read_marks", metadata, row_id(), ref("account_id"), ref("conversation_id"), number("read_us"), version(),
    info={"personal": Personal("customer", "account_id")},
)
