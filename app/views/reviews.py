"""What is under "Te controleren": both values, who set them and when, and what can be chosen (S10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from app.domain import reviews as rules
from app.domain.field_words import ROW_TEXTS
from app.domain.fields import in_words
from app.domain.operation import Patch, decode_patches
from app.domain.permissions import allowed, own_scope
from app.domain.sayings import text_of
from app.domain.sight import Sight
from app.domain.text import Text
from app.store.routes import scope_of_route
from app.store.tables import outbox, reviews
from app.views.events import event_text
from app.views.naming import names_of, value_text
from app.views.people import TELLS_THE_FAMILY, visible_people

MOST_LINES = 12
_UNSHOWN = frozenset({"id", "local", "version", "sort_key", "search", "created_us", "taken", "logo"})

KIND_TEXTS = {
    "terms": Text("Terms"), "price_rounds": Text("Price rounds"), "round_fees": Text("Fees of a price round"),
    "groups": Text("{Groups}"), "locations": Text("{Locations}"), "coaches": Text("{Coaches}"),
    "programmes": Text("{Programmes}"), "routes": Text("Learning routes"), "licences": Text("Licences"),
    "media_links": Text("Media links"), "materials": Text("Materials"),
    "exercises": Text("Exercises"), "agreements": Text("Agreements"), "invoices": Text("Invoices"),
    "mandates": Text("Mandates"), "signatures": Text("Signatures"), "documents": Text("Documents"),
    "notices": Text("Notices"), "permissions": Text("Permissions"), "infringements": Text("Reports of infringement"),
    "audits": Text("Licence audits"), "audit_looks": Text("What was looked at"),
    "changes": Text("Changes"), "new_fees": Text("New fees"), "claims": Text("Claims"),
    "measures": Text("Suspension and end"), "insolvencies": Text("Bankruptcy or suspension of payment"),
    "end_tasks": Text("Steps at the end"), "contacts": Text("Contact persons"),
    "confirmations": Text("Confirmations of the data"),
    "orders": Text("Orders"), "order_parts": Text("Parts of an order"), "seat_numbers": Text("Numbers of seats"),
    "invoice_lines": Text("Lines of an invoice"), "bookings": Text("Payments and credit notes"),
    "reminders": Text("Reminders and letters"), "figures": Text("Figures with their source"),
    "packages": Text("Packages"), "offered_programmes": Text("{Programmes} on offer"),
    "billing_settings": Text("Choices about interest and costs"),
    "tests": Text("Tests"), "test_parts": Text("Parts of tests"), "test_norms": Text("Norms"),
    "norm_rows": Text("Rows of the norm"), "sittings": Text("Sittings"),
    "learning_settings": Text("Settings of progress and levels"), "named_views": Text("Own views of panels"),
    "instruments": Text("Instruments"),
    "instrument_steps": Text("Steps of a scale"), "instrument_points": Text("Points of the instrument"),
    "support_requests": Text("Questions and faults"), "maintenances": Text("Announced maintenance"),
    "closed_days": Text("Days off of the help desk"),
}


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """`stands` is how it is now, `other` the value that lost, was refused, or waits; None where there is none."""

    what: Text
    stands: Text | None
    other: Text | None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One thing to settle. `sort` is 'conflict', 'refused' or 'removals'; `choices` as in `app.domain.reviews`.

    `person` is the participant it is about, if one; instants are 0 where nobody knows. `more` lines are not shown.
    """

    id: bytes
    sort: str
    about: Text
    person: bytes | None
    what: Text
    lines: tuple[ReviewLine, ...]
    more: int
    stands_by: Text
    stands_at_us: int
    other_by: Text
    other_at_us: int
    reason: Text | None
    choices: tuple[str, ...]


def open_reviews(connection: Connection, sight: Sight) -> tuple[ReviewRow, ...]:
    """Everything that this reader may settle, the newest first."""
    parked = set(connection.execute(select(outbox.c.operation_id).where(outbox.c.state == "parked")).scalars())
    found = _in_sight(connection, sight)
    names = names_of(connection, {one for row in found for one in _ids_in(row)}, sight)
    return tuple(_shown(row, sight, names, parked) for row in found)


def open_count(connection: Connection, sight: Sight) -> int:
    return len(_in_sight(connection, sight))


def _in_sight(connection: Connection, sight: Sight) -> list[Row[Any]]:
    """A coach sees what concerns the own groups and their routes, the own account, and this desk as a whole."""
    query = select(reviews).where(reviews.c.settled_us.is_(None))
    rows = connection.execute(query.order_by(reviews.c.lost_at_us.desc(), reviews.c.id.desc())).all()
    seen = visible_people(connection, sight) if rows else None
    if seen is None:
        return list(rows)
    mine = seen | sight.actor.groups | {sight.actor.account_id}
    return [row for row in rows if not _hides(row, sight) and (
        row.unit in mine or row.sort == rules.REMOVALS or _is_of_own_route(connection, sight, row))]


def _is_of_own_route(connection: Connection, sight: Sight, row: Row[Any]) -> bool:
    if row.sort != rules.CONFLICT or row.kind not in rules.LIES_WITH_ITS_ROUTE:
        return False
    scope = scope_of_route(connection, sight.today.isoformat(), sight.actor, row.kind, row.row_id)
    return allowed(sight.actor, rules.needed_to_write(row.kind), scope)


def _hides(row: Row[Any], sight: Sight) -> bool:
    """What would tell a last name to who sees none waits for somebody else."""
    return not sight.actor.shows_surnames and (
        row.field in TELLS_THE_FAMILY or any(
            patch.field in TELLS_THE_FAMILY or (isinstance(patch.new, dict) and TELLS_THE_FAMILY & patch.new.keys())
            for patch in _patches(row)))


def _shown(row: Row[Any], sight: Sight, names: dict[bytes, tuple[str, str]], parked: set[bytes]) -> ReviewRow:
    lines = _lines(row, names)
    return ReviewRow(
        row.id, row.sort, _about(row, names), row.unit if names.get(row.unit, ("", ""))[0] == "participants" else None,
        _what(row), tuple(lines[:MOST_LINES]), max(0, len(lines) - MOST_LINES), _who(row.kept_by, sight, names),
        row.kept_at_us, _who(row.lost_by, sight, names), row.lost_at_us, text_of(row.reason),
        tuple(_choices(row, sight, parked)))


def _about(row: Row[Any], names: dict[bytes, tuple[str, str]]) -> Text:
    """Whom or what: the row itself, else the participant or group whose unit it lies in."""
    people = {one for one in _people_in(row) if one in names}
    if len(people) > 1:
        return Text("{n} {participant}", "{n} {participants}", n=len(people))
    for one in (*people, row.unit, row.row_id):
        if one in names and (names[one][0] != "organisations" or _is_anothers(row)):
            return Text("{name}", name=names[one][1])
    if row.sort == rules.REMOVALS:
        return Text("This computer")
    return _kind_text(row.kind) if row.kind else Text("{The_organisation}")


def _is_anothers(row: Row[Any]) -> bool:
    """Whether it is about the rows of another tenant: of a refused one `row_id` says whose."""
    return row.tenant is not None or (row.sort == rules.REFUSED and row.row_id is not None)


def _what(row: Row[Any]) -> Text:
    if row.sort == rules.REMOVALS:
        return Text("Much would go at once")
    if row.sort == rules.REFUSED:
        return event_text(row.action, None)
    return in_words([row.field])[0] if row.field else Text("Removed by a colleague")


def _who(account: bytes | None, sight: Sight, names: dict[bytes, tuple[str, str]]) -> Text:
    if account == sight.actor.account_id:
        return Text("yourself")
    name = names.get(account or b"", ("", ""))[1]
    return Text("{name}", name=name) if name else Text("a colleague")


def _choices(row: Row[Any], sight: Sight, parked: set[bytes]) -> list[str]:
    may_write = sight.sees_all
    if row.sort == rules.CONFLICT:
        may_write = allowed(sight.actor, rules.needed_to_write(row.kind), own_scope(sight.actor))
    has_values = row.sort == rules.REFUSED and not _is_anothers(row) and any(
        rules.may_be_set(one.kind, one.field) for one in _patches(row))
    return rules.choices(
        row.sort, row.kind, row.field, parked_here=row.operation_id in parked, may_write=may_write,
        has_values=has_values)


def _lines(row: Row[Any], names: dict[bytes, tuple[str, str]]) -> list[ReviewLine]:
    if row.sort == rules.REMOVALS:
        counts: dict[str, int] = _decoded(row.lost) or {}
        return [ReviewLine(_kind_text(kind), None, Text("{number}", number=counts[kind])) for kind in sorted(counts)]
    if row.sort == rules.REFUSED:
        return [line for patch in _patches(row) for line in _patch_lines(patch, names)]
    if not row.field:
        return []
    stands, other = (value_text(row.field, _decoded(value), names) for value in (row.kept, row.lost))
    return [ReviewLine(in_words([row.field])[0], stands, other)]


def _patch_lines(patch: Patch, names: dict[bytes, tuple[str, str]]) -> list[ReviewLine]:
    if patch.kind == "results":
        return [ReviewLine(_kind_text("results"), None, Text("{number}", number=abs(int(patch.new or 0))))]
    if patch.deletes:
        return [ReviewLine(_kind_text(patch.kind), None, Text("removed"))]
    values = patch.new if patch.field is None else {patch.field: patch.new}
    was = patch.old if isinstance(patch.old, dict) else {patch.field: patch.old}
    return [
        ReviewLine(
            in_words([name])[0], None if patch.inserts else value_text(name, was.get(name), names),
            value_text(name, value, names))
        for name, value in values.items()
        if name not in _UNSHOWN and not (patch.inserts and value in (None, "", 0))
    ]


def _ids_in(row: Row[Any]) -> set[bytes]:
    """Everything in this row that may be the id of something with a name."""
    found = {row.unit, row.row_id, row.kept_by, row.lost_by, *_people_in(row)}
    values = [_decoded(row.kept), _decoded(row.lost)] if row.sort == rules.CONFLICT else []
    for patch in _patches(row):
        values += patch.new.values() if isinstance(patch.new, dict) else (patch.new, patch.old)
    return {one for one in (*found, *(value for value in values if isinstance(value, bytes))) if one}


def _people_in(row: Row[Any]) -> set[bytes]:
    """The participants that a refused operation was about."""
    found: set[bytes] = set()
    for patch in _patches(row):
        whole = patch.new if isinstance(patch.new, dict) else patch.old if isinstance(patch.old, dict) else {}
        found |= {patch.id} if patch.kind == "participants" else {whole.get("participant_id") or b""}
    return found - {b""}


def _patches(row: Row[Any]) -> list[Patch]:
    return decode_patches(row.lost or b"") if row.sort == rules.REFUSED else []


def _kind_text(kind: str) -> Text:
    return ROW_TEXTS.get(kind) or KIND_TEXTS.get(kind, Text("{kind}", kind=kind))


def _decoded(value: bytes | None) -> Any:
    return msgspec.msgpack.decode(value) if value else None
