"""The tables of one organisation's local database.

Every row that will sync has a 16-byte id and the `version` (the server's number) it was last confirmed with; 0 is
"never sent". Rows with time in them have `from_on` (the first day) and `until_on` (the first day no longer, or NULL):
they are closed, never overwritten (D5). There
are no foreign keys and nothing is unique but ids (S11): rows pulled from a server arrive in any order. Instants are
integer UTC microseconds (`*_us`), dates are ISO text, money is integer cents.

Each table says in `info["personal"]` whose data it holds: `Personal(subject, by)` or None. Export, erasure and the
privacy panel walk these declarations; a test fails on a table without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.types import UserDefinedType

metadata = MetaData()


class Bytes(UserDefinedType[bytes]):
    """A BLOB that goes to and from the driver as it is: the driver takes bytes, so nothing needs converting."""

    cache_ok = True

    def get_col_spec(self, **_kw: Any) -> str:
        return "BLOB"


@dataclass(frozen=True, slots=True)
class Personal:
    """`subject` is 'participant', 'coach' or 'customer'; `by` is the column that names the person.

    With `by` = 'local' the column holds the participant's local integer; with '' the person is named inside values.
    """

    subject: str
    by: str


def _id() -> Column[bytes]:
    return Column("id", Bytes, primary_key=True)


def _ref(name: str, nullable: bool = False) -> Column[bytes]:
    return Column(name, Bytes, nullable=nullable)


def _text(name: str, nullable: bool = False) -> Column[str]:
    return Column(name, String, nullable=nullable, server_default=None if nullable else "")


def _number(name: str, nullable: bool = False, default: int | None = 0) -> Column[int]:
    given = None if nullable or default is None else str(default)
    return Column(name, Integer, nullable=nullable, server_default=given)


def _period() -> tuple[Column[str], Column[str]]:
    return Column("from_on", String, nullable=False), Column("until_on", String, nullable=True)


def _version() -> Column[int]:
    return _number("version")


organisations = Table(
    "organisations", metadata, _id(), _text("code"), _text("name"), _text("place"), _text("provider"),
    _text("zone"), Column("import_secret", Bytes, nullable=False),
    Column("logo", Bytes, nullable=True), _number("created_us"), _version(),
    info={"personal": None},
)
accounts = Table(
    "accounts", metadata, _id(), _text("role"), _text("name"), _ref("coach_id", nullable=True), *_period(), _version(),
    info={"personal": Personal("customer", "id")},
)
devices = Table(
    "devices", metadata, _id(), _text("label"), Column("public_key", Bytes, nullable=False),
    _number("created_us"), _version(), Column("endorsement", Bytes, nullable=True),
    info={"personal": None},
)
secrets = Table(  # never leaves the device: the device's own signing key
    "secrets", metadata, Column("name", String, primary_key=True), Column("value", Bytes, nullable=False),
    info={"personal": None},
)
settings = Table(  # of this database, not of the person at the keyboard
    "settings", metadata, Column("name", String, primary_key=True), _text("value"),
    info={"personal": None},
)

locations = Table(
    "locations", metadata, _id(), _text("name"), *_period(), _version(),
    info={"personal": None},
)
groups = Table(
    "groups", metadata, _id(), _text("name"), _text("kind"), _text("year_group"), _ref("location_id", nullable=True),
    _number("school_year", nullable=True), *_period(), _version(),
    info={"personal": None},
)
participants = Table(
    "participants", metadata,
    Column("local", Integer, primary_key=True), Column("id", Bytes, nullable=False, unique=True),
    _text("given"), _text("prefix"), _text("family"), _text("sort_key"), _text("search"), _text("state"),
    _text("year_group"), _text("username"), _text("email"), _text("postcode"), _text("eckid"),
    _text("birth_date"), _text("gender"), _text("younger_than_16_until"), _number("created_us"), _version(),
    Index("participants_by_name", "sort_key"),
    info={"personal": Personal("participant", "id")},
)
coaches = Table(
    "coaches", metadata, _id(), _text("given"), _text("prefix"), _text("family"), _text("sort_key"), _text("search"),
    _text("kind"), _text("username"), _text("email"), *_period(), _version(),
    info={"personal": Personal("coach", "id")},
)
placements = Table(
    "placements", metadata, _id(), _ref("participant_id"), _ref("location_id", nullable=True),
    _number("school_year", nullable=True), _text("year_group"), *_period(), _version(),
    Index("placements_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)
memberships = Table(
    "memberships", metadata, _id(), _ref("participant_id"), _ref("group_id"), *_period(), _version(),
    Index("memberships_by_group", "group_id", "participant_id"),
    Index("memberships_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)
coach_assignments = Table(
    "coach_assignments", metadata, _id(), _ref("coach_id"), _ref("group_id"), _text("proposed_role"), *_period(),
    _version(),
    info={"personal": Personal("coach", "coach_id")},
)
activation_codes = Table(  # one-time; instead of a password hash for everybody who may never log in
    "activation_codes", metadata, _id(), _ref("participant_id"), _text("code"), _number("made_us"),
    _number("used_us", nullable=True), _number("withdrawn_us", nullable=True), _version(),
    Index("activation_codes_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)

agreements = Table(
    "agreements", metadata, _id(), _text("number"), _text("provider"), _text("package"), _text("concluded_on"),
    _text("starts_on"), _number("months"), _text("ended_on", nullable=True), _version(),
    _text("delivered_on", nullable=True), _number("consumer"),
    info={"personal": None},
)
mandates = Table(  # `acts` are the codes of what may be done by it, with a comma between
    "mandates", metadata, _id(), _text("holder"), _text("given_by"), _text("acts"), *_period(), _version(),
    info={"personal": Personal("customer", "id")},
)
signatures = Table(  # who bound the organisation, by what: the agreement, deviating terms, the processing agreement
    "signatures", metadata, _id(), _ref("agreement_id"), _text("kind"), _text("signed_on"), _text("name"),
    _text("role"), _ref("mandate_id", nullable=True), _text("form"), _version(),
    Index("signatures_by_agreement", "agreement_id"),
    info={"personal": Personal("customer", "id")},
)
documents = Table(  # what was signed, in the version that was accepted; `checksum` is SHA-256 in hex
    "documents", metadata, _id(), _ref("signature_id"), _number("position"), _text("title"), _text("edition"),
    _text("checksum"), _version(),
    Index("documents_by_signature", "signature_id", "position"),
    info={"personal": None},
)
notices = Table(  # `ends_on` is the last day by the rule; a notice is withdrawn, only undo removes one
    "notices", metadata, _id(), _ref("agreement_id"), _text("party"), _text("received_on"), _text("form"),
    _text("proof"), _text("name"), _text("role"), _ref("mandate_id", nullable=True), _text("ends_on"),
    _text("withdrawn_on", nullable=True), _text("withdrawn_proof"), _version(),
    Index("notices_by_agreement", "agreement_id"),
    info={"personal": Personal("customer", "id")},
)
licences = Table(
    "licences", metadata, _id(), _ref("agreement_id"), _text("kind"), _number("seats"),
    _ref("location_id", nullable=True), _number("fee_cents"), *_period(), _version(),
    info={"personal": None},
)
seats = Table(
    "seats", metadata, _id(), _ref("licence_id"), _ref("participant_id"), *_period(), _version(),
    Index("seats_by_licence", "licence_id", "participant_id"),
    Index("seats_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)

# Quantities, percentages and figures are decimal text, as exact as they were typed.
invoices = Table(
    "invoices", metadata, _id(), _ref("agreement_id"), _text("number"), _text("invoiced_on"),
    _text("received_on", nullable=True), _text("pay_by_on", nullable=True), _text("currency"), _number("consumer"),
    _text("purchase_order"), _text("cost_centre"), _text("oin"), _text("customer_street"), _text("customer_postcode"),
    _text("customer_place"), _text("seller_street"), _text("seller_postcode"), _text("seller_place"),
    _text("seller_kvk"), _text("seller_vat"), _text("seller_iban"), _version(),
    Index("invoices_by_agreement", "agreement_id"),
    info={"personal": None},
)
invoice_lines = Table(  # a correction withdraws a line, only undo removes one
    "invoice_lines", metadata, _id(), _ref("invoice_id"), _number("position"), _text("description"), _text("quantity"),
    _number("unit_cents"), _text("vat_percent"), _number("withdrawn_us", nullable=True), _version(),
    Index("invoice_lines_by_invoice", "invoice_id", "position"),
    info={"personal": None},
)
bookings = Table(  # a payment received or a credit note
    "bookings", metadata, _id(), _ref("invoice_id"), _text("kind"), _text("booked_on"), _number("amount_cents"),
    _text("reference"), _version(),
    Index("bookings_by_invoice", "invoice_id"),
    info={"personal": None},
)
reminders = Table(  # a written reminder, or the letter that gives a consumer fourteen days
    "reminders", metadata, _id(), _ref("invoice_id"), _text("kind"), _text("form"), _text("sent_on"),
    _text("received_on", nullable=True), _text("pay_by_on", nullable=True), _version(),
    Index("reminders_by_invoice", "invoice_id"),
    info={"personal": None},
)
figures = Table(  # rows of the organisation itself over the tables that ship; of one day what was read last counts
    "figures", metadata, _id(), _text("kind"), _text("series"), _text("begins_on"), _text("value"), _text("source"),
    _text("read_on"), _number("confirmed"), _version(),
    info={"personal": None},
)

programmes = Table(
    "programmes", metadata, _id(), _text("code"), _text("iri"), _text("title"), _text("title_en"),
    _number("has_certificate"), _text("provider"), _version(),
    info={"personal": None},
)
programme_versions = Table(
    "programme_versions", metadata, _id(), _ref("programme_id"), _number("number"), *_period(), _version(),
    info={"personal": None},
)
exercises = Table(
    "exercises", metadata,
    Column("local", Integer, primary_key=True), Column("id", Bytes, nullable=False, unique=True),
    _ref("programme_version_id"), _text("iri"), _text("title"), _number("position"), _version(),
    Index("exercises_by_programme", "programme_version_id", "position"),
    info={"personal": None},
)
routes = Table(
    "routes", metadata, _id(), _text("name"), *_period(), _version(),
    info={"personal": None},
)
route_steps = Table(
    "route_steps", metadata, _id(), _ref("route_id"), _ref("programme_id"), _number("position"), _version(),
    info={"personal": None},
)
route_assignments = Table(
    "route_assignments", metadata, _id(), _ref("route_id"), _ref("group_id", nullable=True),
    _ref("participant_id", nullable=True), *_period(), _version(),
    info={"personal": Personal("participant", "participant_id")},
)

# One million rows are ordinary here, so references are local integers and the rows lie clustered by participant:
# 51 bytes a row, against 93 with a rowid and two indexes (both measured with the same million rows).
results = Table(
    "results", metadata,
    Column("participant", Integer, primary_key=True), Column("exercise", Integer, primary_key=True),
    Column("at_us", Integer, primary_key=True), Column("id", Bytes, primary_key=True),
    _number("offset_minutes"), _number("score", nullable=True), _number("outcome"),
    _number("seconds", nullable=True), _number("batch"),
    info={"personal": Personal("participant", "local")}, sqlite_with_rowid=False,
)
progress = Table(  # kept summary of results, one row per participant and exercise that was tried
    "progress", metadata,
    Column("participant", Integer, primary_key=True), Column("exercise", Integer, primary_key=True),
    _number("attempts"), _number("failed"), _number("best", nullable=True), _number("done_us", nullable=True),
    _number("last_us"), _number("seconds"),
    info={"personal": Personal("participant", "local")}, sqlite_with_rowid=False,
)
standings = Table(  # kept summary of progress, one row per participant and programme version
    "standings", metadata,
    Column("participant", Integer, primary_key=True), Column("programme_version_id", Bytes, primary_key=True),
    _number("done"), _number("tried"), _number("attempts"), _number("last_us"), _number("completed_us", nullable=True),
    info={"personal": Personal("participant", "local")}, sqlite_with_rowid=False,
)
batch_days = Table(  # results per day of each batch, so that a batch taken back takes its figures with it
    "batch_days", metadata,
    Column("batch", Integer, primary_key=True), Column("day", String, primary_key=True), _number("results"),
    info={"personal": None}, sqlite_with_rowid=False,
)

certificates = Table(
    "certificates", metadata, _id(), _text("serial"), _ref("participant_id"), _ref("programme_version_id"),
    _text("name_printed"), _text("programme_printed"), _text("organisation_printed"), _text("place"),
    _text("issued_on"), _text("completed_on"), _text("language"), _text("design"), _text("code"),
    Column("logo", Bytes, nullable=True), _number("correction"), _number("issued_us"),
    _number("revoked_us", nullable=True), _text("revoked_reason"), _ref("replaced_by", nullable=True), _version(),
    Index("certificates_by_participant", "participant_id"),
    info={"personal": Personal("participant", "participant_id")},
)

field_switches = Table(  # D6: what the organisation switched on, on what ground; the newest row counts
    "field_switches", metadata, _id(), _text("subject"), _text("field"), _number("is_on"), _text("purpose"),
    _text("ground"), _text("retention"), _text("addition_on"), _number("recorded_us"),
    _ref("recorded_by", nullable=True), _version(),
    info={"personal": None},
)

imports = Table(
    "imports", metadata, Column("local", Integer, primary_key=True),
    Column("id", Bytes, nullable=False, unique=True), _number("at_us"), _text("format"), _text("source"),
    _text("digest"), _number("visible"), _ref("operation_id", nullable=True), _text("undo_state"),
    info={"personal": None},
)
import_links = Table(  # which row a source's key made, and what the file said last: what differs was changed by hand
    "import_links", metadata, _id(), _text("source"), _text("kind"), _text("key"), _ref("row_id"),
    Column("taken", Bytes, nullable=False), _version(),
    Index("import_links_by_row", "row_id"),
    info={"personal": Personal("participant", "row_id")},
)
erased_ids = Table(
    "erased_ids", metadata, _id(), _number("at_us"),
    info={"personal": None},
)

operations = Table(  # what sync sends and undo reads: patches hold old and new values, emptied by erasure
    "operations", metadata,
    Column("number", Integer, primary_key=True), Column("id", Bytes, nullable=False, unique=True),
    _text("action"), _number("action_version"), Column("arguments", Bytes, nullable=False),
    Column("patches", Bytes, nullable=False), Column("depends_on", Bytes, nullable=False),
    _ref("actor_id"), _ref("device_id"), _number("at_us"), _ref("undoes", nullable=True),
    _ref("undone_by", nullable=True),
    info={"personal": Personal("participant", "")},
)
outbox = Table(  # stays empty until the database is first connected to a server (S2)
    "outbox", metadata, Column("operation_id", Bytes, primary_key=True), _text("state"),
    _number("attempts"), Column("answer", Text, nullable=True), _number("seen"), _text("epoch"),
    _number("parts", default=1), _number("parts_done"), _number("number"), _number("results_sent"),
    Index("outbox_by_state", "state"), Index("outbox_by_results", "results_sent"),
    info={"personal": None},
)
outbox_rows = Table(  # which rows an operation that is not settled yet touches
    "outbox_rows", metadata, Column("row_id", Bytes, primary_key=True),
    Column("operation_id", Bytes, primary_key=True), _text("kind"),
    Index("outbox_rows_by_operation", "operation_id"),
    info={"personal": None}, sqlite_with_rowid=False,
)
confirmed = Table(  # the server's row under what waits, only while something waits (S3); NULL: the server has none
    "confirmed", metadata, Column("id", Bytes, primary_key=True), _text("kind"),
    Column("fields", Bytes, nullable=True), _version(),
    info={"personal": Personal("participant", "")},
)
sync_units = Table(  # S8: how far each unit has been read; lane 'rows' or 'results'
    "sync_units", metadata, Column("unit", Bytes, primary_key=True), Column("lane", String, primary_key=True),
    _number("cursor"),
    info={"personal": None}, sqlite_with_rowid=False,
)
sync_touched = Table(  # participants (local numbers) whose summaries must still be made again
    "sync_touched", metadata, Column("participant", Integer, primary_key=True),
    info={"personal": Personal("participant", "local")},
)
held_removals = Table(  # S13: more removals at once than can be right wait until somebody has looked
    "held_removals", metadata, Column("id", Bytes, primary_key=True), _text("kind"), _number("number"),
    info={"personal": None},
)
earlier_progress = Table(  # S9: of school years that are not here, only the sums
    "earlier_progress", metadata,
    Column("participant", Integer, primary_key=True), Column("exercise", Integer, primary_key=True),
    _number("attempts"), _number("failed"), _number("best", nullable=True), _number("done_us", nullable=True),
    _number("last_us"), _number("seconds"),
    info={"personal": Personal("participant", "local")}, sqlite_with_rowid=False,
)
reviews = Table(  # "Te controleren": a value that lost, or an operation that was refused; `lost`/`kept` in msgpack
    "reviews", metadata, _id(), _text("sort"), _ref("unit"), _ref("operation_id", nullable=True), _text("action"),
    _text("kind"), _ref("row_id", nullable=True), _text("field"), Column("kept", Bytes, nullable=True),
    Column("lost", Bytes, nullable=True), _ref("kept_by", nullable=True), _number("kept_at_us"),
    _ref("lost_by", nullable=True), _number("lost_at_us"), _text("reason"), _number("settled_us", nullable=True),
    _ref("settled_by", nullable=True), _text("choice"), _version(),
    info={"personal": Personal("participant", "unit")},
)
audit_events = Table(  # S19: a chain per device; erasing empties salt and payload and the chain still verifies
    "audit_events", metadata,
    Column("number", Integer, primary_key=True), Column("id", Bytes, nullable=False, unique=True),
    _ref("device_id"), _ref("actor_id"), _number("at_us"), _text("action"),
    Column("salt", Bytes, nullable=True), Column("payload", Bytes, nullable=True),
    Column("commitment", Bytes, nullable=False), Column("previous", Bytes, nullable=False),
    Column("hash", Bytes, nullable=False),
    info={"personal": Personal("participant", "")},
)
