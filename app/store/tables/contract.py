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
    text("delivered_on", nullable=True), number("consumer"), tenant(),
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

licences = Table(
    "licences", metadata, row_id(), ref("agreement_id"), text("kind"), number("seats"),
    ref("location_id", nullable=True), number("fee_cents"), *period(), version(),
    tenant(),
    info={"personal": None},
)

seats = Table(
    "seats", metadata, row_id(), ref("licence_id"), ref("participant_id"), *period(), version(),
    Index("seats_by_licence", "licence_id", "participant_id"),
    Index("seats_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)
