"""A desk: one open organisation and the person who works with it. The only door to its data."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, case, select

from app.actions.action import Action
from app.actions.journal import append_event, record
from app.actions.work import Work
from app.domain.changes import ChangeSet
from app.domain.errors import Fault, Refusal
from app.domain.permissions import Actor, Role, TenantKind
from app.domain.sight import Sight
from app.domain.text import Text
from app.store import tables
from app.store.audits import ACCESS_ENDED, has_access
from app.store.database import Database
from app.store.forgetting import forget_received, sweep
from app.store.learning import learning_rules
from app.store.limits import keeps_nothing, own_limits
from app.store.orders import licensor_answers
from app.store.resources import load_profile
from app.store.settings import ACCOUNT, setting
from app.store.streams import stream_here
from app.store.summaries import mark_stuck

P = ParamSpec("P")
T = TypeVar("T")
Clock = Callable[[], int]
SHAPING = frozenset({
    "organisations", "devices", "accounts", "agreements", "field_switches", "coaches", "coach_assignments", "links"})
"""The kinds of rows that say who is at work here, and with what: see `look_again`."""


def system_clock() -> int:
    """Now, in UTC microseconds."""
    return time.time_ns() // 1000


@dataclass(frozen=True, slots=True)
class OpenOrganisation:
    """The organisation that is open, for the top bar and the switcher."""

    id: bytes
    code: str
    name: str
    place: str
    zone: str
    provider: str
    kind: TenantKind = TenantKind.ORGANISATION


class Desk:
    """Reads and writes for one actor. Safe to use from several threads; writes take turns in the database."""

    def __init__(
        self, database: Database, clock: Clock = system_clock, account_id: bytes | None = None, *,
        even_ended: bool = False,
    ) -> None:
        """Raises Refusal where the account has ended; with `even_ended` there then is an actor who may do nothing, for
        a window that says why.
        """
        self.database = database
        self.clock = clock
        self._even_ended = even_ended
        self._looks: set[bytes] = set()
        self._looks_lock = threading.Lock()
        with database.reading() as connection:
            self.organisation = _own_organisation(connection)
            self.device_id = device_of(connection)
            self._account_id = account_id or _first_account(connection, self.organisation.kind)
            self._sight = self._make_sight(connection)

    @property
    def folder(self) -> Path:
        return self.database.path.parent

    @property
    def sight(self) -> Sight:
        """Through whose eyes, with today's date in the organisation's zone."""
        return replace(self._sight, today=self._today())

    @property
    def is_of_another_day(self) -> bool:
        """True where a day has begun since it was looked who is at work: accounts and agreements go by days."""
        return bool(self._sight.today != self._today())

    def read(self, view: Callable[Concatenate[Connection, Sight, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a view on the last commit. A view marked `records_look` is written to the log, in batches."""
        with self.database.reading() as connection:
            seen = view(connection, self.sight, *args, **kwargs)
        if getattr(view, "records_look", False):
            self._remember_look(args[0] if args else kwargs.get("participant_id"))
        return seen

    def read_within(
        self, tenant: bytes, view: Callable[Concatenate[Connection, Sight, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same through the eyes that this account has in another tenant (D10)."""
        with self.database.reading() as connection:
            return view(connection, self._sight_in(connection, tenant), *args, **kwargs)

    def do(self, action: Action, *, within: bytes | None = None, **arguments: Any) -> ChangeSet:
        """Perform an action: permission, rule, rows, operation, audit event, all in one transaction.

        `within` is the tenant whose rows it is about where that is another than the desk's own (D10).

        Raises Refusal where the user can do something about it; then nothing was changed.
        """
        with self.database.writing() as connection:
            work = self._work(connection)
            tenant = within or action.belongs(work, **arguments)
            if tenant is not None:
                work = replace(work, sight=self._sight_in(connection, tenant))
            before = learning_rules(connection).help
            changes = record(work, action, arguments, action.perform(work, arguments))
            if "learning_settings" in changes.kinds:
                mark_stuck(connection, before)
            sight = self._make_sight(connection)
            card = _own_organisation(connection) if "organisations" in changes.kinds else self.organisation
        self._sight, self.organisation = sight, card
        if "erased_ids" in changes.kinds:
            self.database.forget_deleted()
        with suppress(Refusal):  # the action itself is safe; the looks wait for the next time
            self.flush_looks()
        return changes

    def look_again(self) -> None:
        """Who is at work and what the organisation is called, after rows came from elsewhere."""
        with self.database.reading() as connection:
            self.organisation = _own_organisation(connection)
            self.device_id = device_of(connection)
            self._sight = self._make_sight(connection)

    def flush_looks(self) -> None:
        """Write down at whom was looked since the last time (S19)."""
        with self._looks_lock:
            looked, self._looks = sorted(self._looks), set()
        if not looked:
            return
        try:
            with self.database.writing() as connection:
                append_event(self._work(connection), "participants.looked_at", {
                    "rows": {"participants": len(looked)}, "fields": [], "ids": looked})
        except BaseException:
            with self._looks_lock:
                self._looks |= set(looked)
            raise

    def close(self) -> None:
        """Where the account may keep nothing, what came from the server goes with it, whatever else goes wrong."""
        try:
            self.flush_looks()
        finally:
            try:
                if self._keeps_nothing and self.database.path.exists():  # or it was wiped
                    forget_where_nothing_is_kept(self.database, self.device_id)
            finally:
                self.database.close()

    def _work(self, connection: Connection) -> Work:
        return Work(connection, self.sight, self.device_id, self.clock())

    def _remember_look(self, participant_id: Any) -> None:
        if isinstance(participant_id, bytes):
            with self._looks_lock:
                self._looks.add(participant_id)

    def _today(self) -> date:
        return self._day_in(self.organisation.zone)

    def _day_in(self, zone: str) -> date:
        return datetime.fromtimestamp(self.clock() / 1_000_000, ZoneInfo(zone)).date()

    def _make_sight(self, connection: Connection) -> Sight:
        self._account_id = _account_of_the_desk(connection) or self._account_id
        self._keeps_nothing = keeps_nothing(connection)
        today = self._today()
        profile = load_profile(_provider_in_force(connection, today.isoformat(), self.organisation.provider))
        actor = _actor(connection, self._account_id, today.isoformat(), self.organisation.kind, self._even_ended)
        return Sight(actor, profile, today, self.organisation.zone, _switched_on(connection))

    def _sight_in(self, connection: Connection, tenant: bytes) -> Sight:
        """Who this account is in another tenant, under what is agreed there. Raises Refusal."""
        here, role = _organisation(connection, tenant), stream_here(connection, tenant).role
        if here is None or not role:
            raise Refusal(Text("These data are no longer yours to work with. Nothing was changed."))
        today = self._day_in(here.zone)
        profile = load_profile(_provider_in_force(connection, today.isoformat(), here.provider, tenant))
        own = self._sight.actor
        actor = Actor(own.account_id, Role(role), own.name, at=here.kind)
        if actor.role is Role.AUDITOR and not has_access(connection, tenant, own.account_id, today):
            raise Refusal(ACCESS_ENDED)
        return Sight(actor, profile, today, here.zone, tenant=tenant)


def forget_where_nothing_is_kept(database: Database, device_id: bytes) -> None:
    """What came from the server goes, where the account may keep none of it (O-1), and from the files too."""
    with database.reading() as connection:
        is_kept = not keeps_nothing(connection)
    if not is_kept:
        with database.writing() as connection:
            forget_received(connection, device_id)
    sweep(database)


def _own_organisation(connection: Connection) -> OpenOrganisation:
    found = _organisation(connection)
    if found is None:
        raise Fault("a database without an organisation")
    return found


def _organisation(connection: Connection, tenant: bytes | None = None) -> OpenOrganisation | None:
    table = tables.organisations
    row = connection.execute(select(table).where(tables.belongs_to(table, tenant))).first()
    if row is None:
        return None
    return OpenOrganisation(row.id, row.code, row.name, row.place, row.zone, row.provider, TenantKind(row.kind))


def device_of(connection: Connection) -> bytes:
    """The device whose desk this is."""
    value = connection.execute(select(tables.secrets.c.value).where(tables.secrets.c.name == "device_id")).scalar()
    if value is None:
        raise Fault("a database without a device")
    return bytes(value)


def _account_of_the_desk(connection: Connection) -> bytes | None:
    """Whose desk this is, once it was connected to a server (D1)."""
    value = setting(connection, ACCOUNT)
    return bytes.fromhex(value) if value else None


def _first_account(connection: Connection, kind: TenantKind) -> bytes:
    """Of a desk without a server: the first administrator, or the first of a licensor's people."""
    accounts, role = tables.accounts, Role.LICENSOR if kind is TenantKind.LICENSOR else Role.ADMINISTRATOR
    query = select(accounts.c.id).where(accounts.c.role == role, accounts.c.until_on.is_(None))
    value = _account_of_the_desk(connection) or connection.execute(query.order_by(accounts.c.from_on)).scalar()
    if value is None:
        raise Fault("an organisation without an administrator")
    return bytes(value)


def _provider_in_force(connection: Connection, today: str, otherwise: str, tenant: bytes | None = None) -> str:
    """The profile belongs to the agreement that runs today (D1); without one the organisation's first choice counts."""
    agreements = tables.agreements
    begun = agreements.c.starts_on <= today
    goes_on = agreements.c.ended_on.is_(None) | (agreements.c.ended_on >= today)
    query = select(agreements.c.provider).where(begun, goes_on, tables.belongs_to(agreements, tenant))
    return connection.execute(query.order_by(agreements.c.starts_on.desc())).scalar() or otherwise


def _actor(connection: Connection, account_id: bytes, today: str, at: TenantKind, even_ended: bool) -> Actor:
    accounts, assigned = tables.accounts, tables.coach_assignments
    row = connection.execute(select(accounts).where(accounts.c.id == account_id)).first()
    if row is None:
        raise Fault("an account that is not there")
    limits = own_limits(connection, account_id, today)
    if limits.ended_on is not None:
        if not even_ended:
            raise Refusal(Text("This account ended on {day}. Nothing was opened. Ask your {administrator}.",
                               day=limits.ended_on))
        return Actor(row.id, Role(row.role), row.name, at=at, has_ended=True)
    given = connection.execute(
        select(assigned.c.group_id, assigned.c.reads_only)
        .where(assigned.c.coach_id == row.coach_id, assigned.c.from_on <= today)
        .where(assigned.c.until_on.is_(None) | (assigned.c.until_on > today))).all() if row.coach_id else ()
    groups, works_in = ({bytes(one.group_id) for one in some} for some in (
        given, [one for one in given if not one.reads_only]))
    return Actor(
        row.id, Role(row.role), row.name, frozenset(groups), at, frozenset(groups - works_in), limits.shows_surnames,
        licensor_is_here=licensor_answers(connection, today))


def _switched_on(connection: Connection) -> frozenset[tuple[str, str]]:
    switches = tables.field_switches
    # The order of the server counts, then what is not sent yet: clocks of two desks cannot be compared.
    unsent = case((switches.c.version == 0, 1), else_=0)
    in_order = select(switches).order_by(unsent, switches.c.version, switches.c.recorded_us, switches.c.id)
    newest = {(row.subject, row.field): bool(row.is_on) for row in connection.execute(in_order)}
    return frozenset(field for field, on in newest.items() if on)
