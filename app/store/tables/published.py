"""What a licensor publishes: its terms by edition, and its rounds of prices."""

from __future__ import annotations

from sqlalchemy import Index, Table

from app.store.tables.columns import metadata, number, ref, row_id, tenant, text, version

terms = Table(  # one edition of a document; `checksum` is SHA-256 in hex, and `body` the text where people tick it
    "terms", metadata, row_id(), text("sort"), text("title"), text("edition"), text("checksum"), text("published_on"),
    text("applies_from"), version(), tenant(), text("body"),
    info={"personal": None},
)

price_rounds = Table(  # figures are decimal text; `series` and both months where it was indexed
    "price_rounds", metadata, row_id(), text("way"), text("announced_on"), text("applies_from"), text("source"),
    text("series"), text("base_month"), text("base_value"), text("new_month"), text("new_value"), text("percent"),
    version(), tenant(),
    info={"personal": None},
)

round_fees = Table(  # what a round makes of a fee of a package; `part` is the kind of licence
    "round_fees", metadata, row_id(), ref("round_id"), ref("package_id"), text("part"), number("old_cents"),
    number("new_cents"), version(), tenant(),
    Index("round_fees_by_round", "round_id"),
    info={"personal": None},
)
