"""What a licensor offers, what its organisations count, and which licensor an organisation has."""

from __future__ import annotations

from sqlalchemy import Index, Table

from app.store.tables.columns import metadata, number, period, ref, row_id, tenant, text, version

packages = Table(  # what can be ordered, in the licensor's own stream; amounts are without VAT
    "packages", metadata, row_id(), text("provider"), text("code"), text("title"), text("title_en"),
    number("school_fee_cents"), number("seat_fee_cents"), number("months"), *period(), version(), tenant(),
    info={"personal": None},
)

offered_programmes = Table(  # of a package or of all; `until_on` is the day from which it is withdrawn
    "offered_programmes", metadata, row_id(), ref("package_id", nullable=True), text("iri"), text("code"),
    text("title"), text("title_en"), number("has_certificate"), number("number"), *period(), version(), tenant(),
    Index("offered_programmes_by_package", "package_id"),
    info={"personal": None},
)

links = Table(  # which licensor an organisation has, from and until when, and how it was told so (O-13): of the server
    "links", metadata, row_id(), ref("licensor_id"), text("licensor_code"), text("licensor_name"),
    ref("organisation_id"), text("organisation_code"), text("organisation_name"), text("organisation_place"),
    *period(), version(), tenant(), text("told_on"), text("proof"),
    Index("links_by_organisation", "organisation_id"),
    info={"personal": None},
)

counts = Table(  # what the server counted of rows that are not here; `what` as in `app.domain.counting`
    "counts", metadata, tenant(), ref("licence_id", nullable=True), text("what"), number("number"), number("as_of_us"),
    Index("counts_by_tenant", "tenant"),
    info={"personal": None},
)
