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

changes = Table(  # announced by the licensor; `form` is how, and of a publication `announced_on` is its day
    "changes", metadata, row_id(), ref("agreement_id"), text("kind"), text("form"), text("announced_on"),
    text("received_on", nullable=True), text("proof"), text("applies_from", nullable=True), text("title"),
    text("edition"), text("checksum"), text("objection_on", nullable=True), text("objection_form"),
    text("objection_reason"), text("objection_proof"), text("objection_name"), text("objection_role"),
    ref("objection_mandate_id", nullable=True), text("outcome"), text("chosen_on", nullable=True),
    text("ends_on", nullable=True), version(), tenant(),
    Index("changes_by_agreement", "agreement_id"),
    info={"personal": Personal("customer", "id")},
)

new_fees = Table(  # what a change of prices asks for a part of the licence; `series` is empty where nothing was indexed
    "new_fees", metadata, row_id(), ref("change_id"), ref("licence_id"), number("before_cents"), number("fee_cents"),
    text("series"), text("base_month"), text("base_value"), text("new_month"), text("new_value"), version(), tenant(),
    Index("new_fees_by_change", "change_id"),
    info={"personal": None},
)

claims = Table(  # `sort` is 'own', on the licensor, or 'third_party', of somebody against the use of the product
    "claims", metadata, row_id(), ref("agreement_id"), text("sort"), text("about"), text("claimant"),
    text("known_on"), text("could_be_known_on", nullable=True), text("sent_on", nullable=True),
    text("received_on", nullable=True), text("form"), text("proof"), number("amount_cents"), number("handling_left"),
    text("outcome"), text("outcome_on", nullable=True), text("settled_on", nullable=True), text("settlement"),
    version(), tenant(),
    Index("claims_by_agreement", "agreement_id"),
    info={"personal": Personal("customer", "id")},
)

measures = Table(  # how use stops or is paused; `last_on` is the last day of use, the day itself where `immediate`
    "measures", metadata, row_id(), ref("agreement_id"), text("ground"), text("measure"), text("told_on"),
    text("last_on"), number("immediate"), text("form"), text("reason"), text("proof"),
    text("administrator_until", nullable=True), ref("claim_id", nullable=True), ref("change_id", nullable=True),
    text("lifted_on", nullable=True), text("lifted_proof"), version(), tenant(),
    Index("measures_by_agreement", "agreement_id"),
    info={"personal": Personal("customer", "id")},
)

insolvencies = Table(  # told by the organisation itself
    "insolvencies", metadata, row_id(), ref("agreement_id"), text("sort"), text("began_on"),
    text("told_on", nullable=True), text("form"), text("proof"), version(), tenant(),
    Index("insolvencies_by_agreement", "agreement_id"),
    info={"personal": None},
)

end_tasks = Table(  # what is done around the end: the export made, sub-processors told, destruction asked for
    "end_tasks", metadata, row_id(), ref("agreement_id"), text("task"), text("done_on"), text("note"), version(),
    tenant(),
    Index("end_tasks_by_agreement", "agreement_id"),
    info={"personal": None},
)
