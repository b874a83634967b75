"""Erasure on the server (S12): its own kind, it wins over every edit, and what stays is the id alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence, Set

from sqlalchemy import select

from app.domain.blacking import CHANGED_MEANWHILE, wrong_blacking
from app.domain.errors import Refusal
from app.domain.following import unit_apart
from app.domain.kinds import EVERYTHING, KINDS
from app.domain.messages import MARKS
from app.domain.operation import decode_patches, encode_patches, without_rows
from app.domain.text import Text
from app.server import batches, records
from app.server.batch import Batch, Trial
from app.server.database import one_of
from app.server.joining import REGISTRATIONS
from app.server.ledger import note_erased
from app.server.own_accounts import forget_erased
from app.server.records import ERASED_KIND, Record
from app.server.reviewing import KIND as REVIEWS
from app.server.reviewing import REFUSED
from app.server.sessions import Caller
from app.server.shapes import as_id
from app.server.tables import LIVE, erasures
from app.server.tables import records as kept_rows
from app.store.chunks import chunks
from app.sync.wire import Sent


def erase(batch: Batch, caller: Caller, sent: Sent, now_us: int) -> int:
    """Take everything about these people out of every table; gives the number under which the desks hear of it."""
    named = sent.arguments.get("participant_ids")
    wanted = [person for one in named if (person := as_id(one))] if isinstance(named, list) else []
    _refuse_others(batch, wanted)
    erase_people(batch, [*wanted, *_counted_with(batch, wanted)], caller.account_id, now_us)
    return batch.stream.number


def hold_blacked(trial: Trial) -> None:
    """Raise Refusal where a text becomes anything but what it was with pieces blacked out."""
    for key, record in trial.changes.items():
        before = trial.batch.fields(key)
        wrong = CHANGED_MEANWHILE if before is None or record.fields is None else wrong_blacking(
            key[0], before, record.fields)
        if wrong is not None:
            raise Refusal(wrong)


def _refuse_others(batch: Batch, wanted: Sequence[bytes]) -> None:
    """A unit goes as a whole, and only a person's may: not a group's, nor the organisation's."""
    keys = [(kind, one) for kind in KINDS if kind != "participants" for one in wanted]
    if EVERYTHING in wanted or records.load(batch.connection, batch.organisation_id, keys):
        raise Refusal(Text("This change has a shape that the server does not know. It was refused."))


def _counted_with(batch: Batch, people: Sequence[bytes]) -> list[bytes]:
    """Who turned out to be one of these people: the same person, who goes as a whole."""
    batch.flush()
    found = records.children(batch.connection, batch.organisation_id, "participants", people)
    return [row.id for row in found if row.id not in people]


def erase_people(batch: Batch, people: Sequence[bytes], account_id: bytes, now_us: int) -> None:
    """The same for who is known by id, in the name of this account."""
    note_erased(batch.connection, batch.organisation_id, people)
    batch.flush()
    for person in people:
        _erase_one(batch, person, account_id, now_us)
    batch.read_again()


def _erase_one(batch: Batch, person: bytes, account_id: bytes, now_us: int) -> None:
    batch.erased.add(person)
    number = batch.stream.next()
    theirs = records.load_where(batch.connection, batch.organisation_id, kept_rows.c.unit == person)
    theirs += _registrations(batch, person)
    theirs += records.children(batch.connection, batch.organisation_id, "notes", [person])
    theirs += _marks_on(batch, {row.id for row in theirs})
    units = _units_of(batch, person)
    known = {person, *(row.id for row in theirs), *_ever_in(batch, units)}
    records.delete_units(batch.connection, batch.stream, units)
    for row in theirs:
        if row.unit not in units:
            records.delete_row(batch.connection, batch.stream, row.kind, row.id)
    batches.forget(batch, person)
    forget_erased(batch.connection, batch.organisation_id, person)
    _strip_reviews(batch, known)
    row = Record(ERASED_KIND, person, batch.organisation_id, number, LIVE, {"id": person})
    records.store(batch.connection, batch.stream, [(None, row)])
    records.upsert(batch.connection, erasures, [{
        "organisation_id": batch.organisation_id, "participant_id": person, "number": number, "at_us": now_us,
        "account_id": account_id}], ("organisation_id", "participant_id"))


def _units_of(batch: Batch, person: bytes) -> set[bytes]:
    """Where rows about the person lie: also what is apart for anybody, with what was removed there or lost."""
    accounts = select(kept_rows.c.id).where(
        kept_rows.c.organisation_id == batch.organisation_id, kept_rows.c.kind == "accounts")
    return {person, *(unit_apart(person, one) for one in batch.connection.execute(accounts).scalars())}


def _ever_in(batch: Batch, units: Collection[bytes]) -> Iterator[bytes]:
    """The rows of these units, removed ones too: what was refused of those may stand somewhere yet."""
    for some in chunks(list(units)):
        yield from batch.connection.execute(select(kept_rows.c.id).where(
            kept_rows.c.organisation_id == batch.organisation_id,
            one_of(batch.connection, kept_rows.c.unit, some))).scalars()


def _registrations(batch: Batch, person: bytes) -> list[Record]:
    """That somebody once joined with a code lies with the group, and goes with the person on every desk."""
    return [
        row for row in records.load_where(batch.connection, batch.organisation_id, kept_rows.c.kind == REGISTRATIONS)
        if row.fields is not None and row.fields["participant_id"] == person]


def _marks_on(batch: Batch, rows: Set[bytes]) -> list[Record]:
    """How far anybody read a conversation with the person lies with who read it."""
    return [
        row for row in records.load_where(batch.connection, batch.organisation_id, kept_rows.c.kind == MARKS)
        if row.fields is not None and row.fields["conversation_id"] in rows]


def _strip_reviews(batch: Batch, rows: Set[bytes]) -> None:
    """What was refused may hold values of the person among those of others."""
    kept: list[tuple[Record | None, Record]] = []
    for review in records.load_where(batch.connection, batch.organisation_id, kept_rows.c.kind == REVIEWS):
        fields = review.fields or {}
        if fields.get("sort") != REFUSED or not fields.get("lost"):
            continue
        patches = decode_patches(fields["lost"])
        others = without_rows(patches, rows)
        if len(others) < len(patches):
            stripped = fields | {"lost": encode_patches(others)}
            kept.append((review, Record(
                REVIEWS, review.id, review.unit, batch.stream.next(), LIVE, stripped, review.history)))
    records.store(batch.connection, batch.stream, kept)
