"""The tables of one organisation's local database.

Every row that will sync has a 16-byte id and the `version` (the server's number) it was last confirmed with; 0 is
"never sent". Rows with time in them have `from_on` (the first day) and `until_on` (the first day no longer, or NULL):
they are closed, never overwritten (D5). There are no foreign keys and nothing is unique but ids (S11): rows pulled
from a server arrive in any order. Instants are integer UTC microseconds (`*_us`), dates are ISO text, money is integer
cents.

On a desk that reads the streams of others beside its own (D10) `tenant` says whose row it is; NULL is the desk's own.

Each table says in `info["personal"]` whose data it holds: `Personal(subject, by)` or None. Export, erasure and the
privacy panel walk these declarations; a test fails on a table without one.
"""

from __future__ import annotations

from app.store.tables.assessing import norm_rows, sittings, test_norms, test_parts, test_results, tests
from app.store.tables.billing import billing_settings, bookings, figures, invoice_lines, invoices, reminders
from app.store.tables.catalogue import counts, links, offered_programmes, packages
from app.store.tables.columns import Bytes, Personal, belongs_to, default_of, metadata, of_others
from app.store.tables.contract import (
    agreements,
    changes,
    claims,
    documents,
    end_tasks,
    insolvencies,
    licences,
    mandates,
    measures,
    new_fees,
    notices,
    order_parts,
    orders,
    seat_numbers,
    seats,
    signatures,
)
from app.store.tables.following import (
    answers,
    certificate_designs,
    goals,
    instrument_points,
    instrument_steps,
    instruments,
    learning_settings,
    named_views,
    notes,
    observations,
    talks,
)
from app.store.tables.learning import (
    activity,
    batch_days,
    certificates,
    earlier_progress,
    exercises,
    materials,
    media_links,
    programme_versions,
    programmes,
    progress,
    results,
    route_assignments,
    route_steps,
    routes,
    standings,
)
from app.store.tables.moving import (
    confirmed,
    file_chunks,
    files,
    held_removals,
    import_links,
    imports,
    operations,
    outbox,
    outbox_rows,
    reviews,
    sync_streams,
    sync_touched,
    sync_units,
)
from app.store.tables.own import (
    accounts,
    audit_events,
    confirmations,
    contacts,
    devices,
    field_switches,
    organisations,
    secrets,
    settings,
)
from app.store.tables.people import (
    acceptances,
    activation_codes,
    coach_acceptances,
    coach_assignments,
    coaches,
    consents,
    distinctions,
    erased_ids,
    groups,
    join_codes,
    locations,
    memberships,
    participants,
    placements,
    registrations,
)
from app.store.tables.published import price_rounds, round_fees, terms
from app.store.tables.rights import audit_looks, audits, infringements, permissions
from app.store.tables.talking import (
    closed_days,
    conversations,
    drafts,
    maintenances,
    messages,
    read_marks,
    support_requests,
)
from app.store.tables.turning import roll_over_choices, roll_over_coaches, roll_over_groups, roll_overs

__all__ = [
    "Bytes", "Personal", "acceptances", "accounts", "activation_codes", "activity", "agreements", "answers",
    "audit_events", "audit_looks", "audits", "batch_days", "belongs_to", "billing_settings", "bookings",
    "certificate_designs", "certificates", "changes", "claims", "closed_days", "coach_acceptances",
    "coach_assignments", "coaches", "confirmations", "confirmed", "consents", "contacts", "conversations",
    "counts", "default_of", "devices", "distinctions", "documents", "drafts", "earlier_progress", "end_tasks",
    "erased_ids", "exercises", "field_switches", "figures", "file_chunks", "files", "goals", "groups",
    "held_removals", "import_links", "imports", "infringements", "insolvencies", "instrument_points",
    "instrument_steps", "instruments", "invoice_lines", "invoices", "join_codes", "learning_settings",
    "licences", "links", "locations", "maintenances", "mandates", "materials", "measures", "media_links",
    "memberships", "messages", "metadata", "named_views", "new_fees", "norm_rows", "notes", "notices",
    "observations", "of_others", "offered_programmes", "operations", "order_parts", "orders", "organisations",
    "outbox", "outbox_rows", "packages", "participants", "permissions", "placements", "price_rounds",
    "programme_versions", "programmes", "progress", "read_marks", "registrations", "reminders", "results",
    "reviews", "roll_over_choices", "roll_over_coaches", "roll_over_groups", "roll_overs", "round_fees",
    "route_assignments", "route_steps", "routes", "seat_numbers", "seats", "secrets", "settings", "signatures",
    "sittings", "standings", "support_requests", "sync_streams", "sync_touched", "sync_units", "talks", "terms",
    "test_norms", "test_parts", "test_results", "tests",
]
