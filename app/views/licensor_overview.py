"""How a licensor stands: its organisations, seats, orders and money, and what asks for attention over all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from app.domain.billing.computation import euros
from app.domain.calendar import DAY
from app.domain.contract.reminders import Urgency
from app.domain.contract.timeline import EntryKind
from app.domain.sight import Sight
from app.domain.support import ASKED
from app.domain.text import Text
from app.store.tables import audits, of_others, support_requests
from app.views.attention import TONE_OF, TONES, Attention
from app.views.organisations import ENDING, RUNNING, LateInvoice, Organisations, Reminding, all_organisations
from app.views.overview import RecentChange, recent_changes
from app.views.sync import is_coming_in

AUDIT_ENDS_DAYS = 14
LONG_LATE_DAYS = 30
"""Our own choice: from here on a late invoice is urgent."""


@dataclass(frozen=True, slots=True)
class LicensorOverview:
    """`running` organisations have an agreement that runs today; amounts are in cents with VAT."""

    organisations: int
    running: int
    bought: int
    used: int
    orders: int
    orders_of: int
    open_cents: int
    late_cents: int
    attention: tuple[Attention, ...]
    recent: tuple[RecentChange, ...]
    is_coming_in: bool = False


def licensor_overview(connection: Connection, sight: Sight) -> LicensorOverview:
    """Nobody who takes part is in it."""
    every = all_organisations(connection, sight)
    rows = every.rows
    asked = sorted((*_asked(connection, every), *attention_over_all(every),
                    *_ending_audits(connection, sight, every)), key=_pressing)
    return LicensorOverview(
        len(rows), sum(row.state in (RUNNING, ENDING) for row in rows), sum(row.bought for row in rows),
        sum(row.used or 0 for row in rows), sum(row.orders for row in rows), sum(row.orders > 0 for row in rows),
        sum(row.open_cents for row in rows), sum(row.late_cents for row in rows), tuple(asked),
        recent_changes(connection, sight), is_coming_in(connection))


def attention_over_all(every: Organisations) -> tuple[Attention, ...]:
    """The most urgent first; of one tone in the order: orders, money, dates."""
    found = [*_orders(every), *_late(every), *_dates(every), *_without(every)]
    return tuple(sorted(found, key=_pressing))


def _pressing(one: Attention) -> int:
    return TONES.index(one.tone)


def _asked(connection: Connection, every: Organisations) -> Iterator[Attention]:
    """What was asked of the help desk and has no answer yet."""
    query = select(support_requests.c.tenant, func.count()).where(
        of_others(support_requests), support_requests.c.state == ASKED).group_by(support_requests.c.tenant)
    for tenant, number in connection.execute(query.order_by(support_requests.c.tenant)):
        yield _at(
            tenant, "support", "warning",
            Text("{name}: {n} question or fault waits", "{name}: {n} questions or faults wait",
                 name=every.name_of(tenant), n=number),
            Text("Answer it"))


def _ending_audits(connection: Connection, sight: Sight, every: Organisations) -> Iterator[Attention]:
    """Access to a licence audit that runs and ends soon (O-12)."""
    soon = (sight.today + timedelta(days=AUDIT_ENDS_DAYS)).isoformat()
    today = sight.today.isoformat()
    query = select(audits).where(audits.c.from_on <= today, audits.c.until_on > today, audits.c.until_on <= soon)
    for row in connection.execute(query.order_by(audits.c.until_on, audits.c.id)):
        until = date.fromisoformat(row.until_on)
        yield _at(
            row.organisation_id, "audit", "info",
            Text("{name}: access for an audit ends in {n} day", "{name}: access for an audit ends in {n} days",
                 name=every.name_of(row.organisation_id), n=(until - sight.today).days),
            Text("{auditor}, up to and including {day}", auditor=row.auditor, day=until - DAY))


def _orders(every: Organisations) -> Iterator[Attention]:
    for row in every.rows:
        if row.orders:
            yield _at(
                row.first_order or row.id, "orders", "warning",
                Text("{name}: {n} order waits", "{name}: {n} orders wait", name=row.name, n=row.orders),
                Text("Accept or decline it"))


def _late(every: Organisations) -> Iterator[Attention]:
    """Of each organisation the invoice that is late longest."""
    seen: set[bytes] = set()
    for late in every.late:
        if late.organisation_id not in seen:
            seen.add(late.organisation_id)
            yield _late_invoice(every, late)


def _late_invoice(every: Organisations, late: LateInvoice) -> Attention:
    row = next(one for one in every.rows if one.id == late.organisation_id)
    return _at(
        row.id, "late", "danger" if late.days > LONG_LATE_DAYS else "warning",
        Text("{name}: € {money} was not paid in time", name=row.name, money=euros(row.late_cents)),
        Text("Invoice {number}, {n} day over its last day", "Invoice {number}, {n} days over its last day",
             number=late.number, n=late.days))


def _dates(every: Organisations) -> Iterator[Attention]:
    for one in every.reminding:
        yield _reminded(every, one)


def _reminded(every: Organisations, one: Reminding) -> Attention:
    entry, left = one.reminder.entry, one.reminder.days_left
    name = every.name_of(one.organisation_id)
    if entry.kind is EntryKind.NOTICE:
        title = Text(
            "{name}: notice can be given for {n} more day", "{name}: notice can be given for {n} more days",
            name=name, n=left)
    else:
        title = Text("{name}: {what}, {n} more day", "{name}: {what}, {n} more days", name=name, what=entry.what,
                     n=left)
    # A date of one organisation out of many is no emergency for the licensor: the organisation decides on it.
    tone = TONE_OF[min(one.reminder.urgency, Urgency.SOON)]
    return _at(one.organisation_id, str(entry.kind), tone, title,
               Text("{package}: {day}", package=one.package, day=entry.last))


def _without(every: Organisations) -> Iterator[Attention]:
    for row in every.rows:
        if row.state == "none":
            yield _at(row.id, "none", "info", Text("{name} has no agreement yet", name=row.name),
                      Text("Record it as soon as it is concluded"))


def _at(target: bytes, kind: str, tone: str, title: Text, detail: Text) -> Attention:
    return Attention(kind, tone, title, detail, Text("Look"), "organisations", target)
