"""What was agreed with the licensor, by whom, and which seats it gives."""

from __future__ import annotations

from sqlalchemy import Index, Table

from app.store.tables.columns import (
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

agreements = Table(
    "agreements", metadata, row_id(), text("number"), text("provider"), text("package"), text("concluded_on"),
    text("starts_on"), number("months"), text("ended_on", nullable=True), version(),
    text("delivered_on", nullable=True), number("consumer"), tenant(), ref("supplements_id", nullable=True),
    info={"personal": None},
)

mandates = Table(  # `acts` are the codes of what may be done by it, with a comma between
    "mandates", metadata, row_id(), text("holder"), text("given_by"), text("acts"), *period(), version(),
    tenant(),
    info={"personal": Personal("customer", "id")},
)

signatures = Table(  # who bound the organisation, by what: the agreement, deviating terms, the processing agreement
    "signatures", metadata, row_id(), ref("agreement_id"), text("kind"), text("signed_on"), text("name"),
    text("role"), ref("mandate_id", nullable=True), text("form"), version(), tenant(),
    Index("signatures_by_agreement", "agreement_id"),
    info={"personal": Personal("customer", "id")},
)

documents = Table(  # what was signed, in the version that was accepted; `checksum` is SHA-256 in hex
    "documents", metadata, row_id(), ref("signature_id"), number("position"), text("title"), text("edition"),
    text("checksum"), version(), tenant(),
    Index("documents_by_signature", "signature_id", "position"),
    info={"personal": None},
)

notices = Table(  # `ends_on` is the last day by the rule; a notice is withdrawn, only undo removes one
    "notices", metadata, row_id(), ref("agreement_id"), text("party"), text("received_on"), text("form"),
    text("proof"), text("name"), text("role"), ref("mandate_id", nullable=True), text("ends_on"),
    text("withdrawn_on", nullable=True), text("withdrawn_proof"), version(), tenant(),
    Index("notices_by_agreement", "agreement_id"),
    info={"personal": Personal("customer", "id")},
)

orders = Table(  # `participants` is the sum of the parts; `agreement_id` is what it was concluded into
    "orders", metadata, row_id(), text("number"), text("provider"), text("package"), number("participants"),
    number("fee_cents", nullable=True), text("starts_on"), number("months"), ref("supplements_id", nullable=True),
    text("purchase_order"), text("cost_centre"), text("state"), text("prepared_on"), text("prepared_by"),
    text("ordered_on", nullable=True), text("name"), text("role"), ref("mandate_id", nullable=True),
    text("answered_on", nullable=True), text("answered_by"), text("answer_proof"), text("reason"),
    text("withdrawn_on", nullable=True), ref("agreement_id", nullable=True), version(), tenant(),
    info={"personal": Personal("customer", "id")},
)

order_parts = Table(  # how many people where; a part that was left out again has none
    "order_parts", metadata, row_id(), ref("order_id"), number("position"), ref("location_id", nullable=True),
    ref("group_id", nullable=True), number("participants"), version(), tenant(),
    Index("order_parts_by_order", "order_id", "position"),
    info={"personal": None},
)

licences = Table(
    "licences", metadata, row_id(), ref("agreement_id"), text("kind"), number("seats"),
    ref("location_id", nullable=True), number("fee_cents"), *period(), version(),
    tenant(),
    info={"personal": None},
)

seat_numbers = Table(  # how many seats a licence has from a day on, after the number that it began with
    "seat_numbers", metadata, row_id(), ref("licence_id"), number("seats"), number("fee_cents", nullable=True),
    ref("order_id", nullable=True), text("proof"), text("from_on"), version(), tenant(),
    Index("seat_numbers_by_licence", "licence_id"),
    info={"personal": None},
)

seats = Table(
    "seats", metadata, row_id(), ref("licence_id"), ref("participant_id"), *period(), version(),
    Index("seats_by_licence", "licence_id", "participant_id"),
    Index("seats_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)
