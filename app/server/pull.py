"""Giving a desk what it does not have yet (S7, S8): pages up to a bound that was fixed on the first of them.

The units that lag furthest behind go first, until they have caught up with the next; so a unit that enters streams
whole, can stop anywhere, and goes on where it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from app.domain.kinds import EVERYTHING, TAKEN_BACK, hidden_from, kinds_for, may_have
from app.domain.permissions import Role, TenantKind
from app.server import batches, naming, stream
from app.server.counting import counts_in
from app.server.database import ServerDatabase, read_in_order
from app.server.hiding import Hiding
from app.server.looking import note_fetch
from app.server.reads import note_given
from app.server.records import ERASED_KIND, load
from app.server.result_pages import results_page
from app.server.scope import Reach as Scope
from app.server.scope import reach_of, units_apart
from app.server.sessions import Caller
from app.server.stream import Stream
from app.server.summing import sum_of_all
from app.server.tables import LIVE, REMOVED, records
from app.server.tenancy import head_of, streams_of
from app.sync.wire import Page, Pull, Reach, Removed, Rows

READ_AT_ONCE = 2_000
LEAST_ROW_BYTES = 120
"""What a row counts for at least: what takes time on a desk is how many they are."""
_MORE_THAN_ANY_PARAMETERS = 5_000


@dataclass(slots=True)
class _Found:
    """One page of rows in the making."""

    rows: dict[tuple[str, tuple[str, ...]], Rows] = field(default_factory=dict)
    removed: list[Removed] = field(default_factory=list)
    erased: list[bytes] = field(default_factory=list)
    size: int = 0


def answer(database: ServerDatabase, let_in: Callable[[Connection], Caller], asked: Pull, now_us: int) -> Page:
    """One page, from one picture of the database; what it says of the device is written down afterwards.

    Where a batch of results is going, the next rows of it go with every page that is asked for, until all are gone.
    """
    with database.reading() as connection:
        caller = let_in(connection)
        made = page(connection, caller, asked, now_us)
        going = not caller.is_guest and batches.is_going(connection, caller.organisation_id)
    if made is None:
        with database.writing() as connection:
            here = stream.lock(connection, caller.organisation_id)
            if naming.was_put_back(connection, caller, here.epoch, asked.named):  # and nobody was first to say so
                stream.change_epoch(connection, here)
        return answer(database, let_in, asked, now_us)
    pulled, given = _after(caller, asked, made)
    if (pulled, given) != (caller.pulled_to, caller.given_to) or given > caller.told_to:
        with database.writing() as connection:
            note_given(connection, caller, pulled, given)
    if not made.more and caller.is_guest and caller.role is Role.AUDITOR:
        note_fetch(database, caller, now_us)
    if going:
        batches.let_go(database, caller.organisation_id)
        return msgspec.structs.replace(made, more=True, sum=None, streams=None, heard=0, counts=None)
    return made


def page(connection: Connection, caller: Caller, asked: Pull, now_us: int) -> Page | None:
    """One page; None where the desk was told more than this server remembers: it was put back (S13).

    A desk of another life of the server, or from before the oldest tombstone, is told to start afresh (S12); so is one
    that says it has read further than it was ever brought, and one that read with last names what is now to be read
    without, or the other way round.
    """
    here = stream.look(connection, caller.organisation_id)
    shown = naming.shown(connection, caller, here.epoch, asked.named)
    if shown > caller.told_to:
        return None
    hides = not caller.shows_surnames
    if (asked.epoch not in ("", here.epoch) or _is_too_old(asked, here) or _highest(asked) > caller.given_to
            or asked.hides not in (None, hides)):
        return Page(here.number, here.epoch, now_us, more=True, enter=[EVERYTHING], hides=hides)
    scope = reach_of(connection, caller)
    units = scope.units()
    enter, leave = units_apart(units, _units(asked.rows))
    rows = _current(asked.rows, enter, leave)
    late, gone = units_apart(units if _sees_people(caller) else (), _units(asked.results))
    results = _current(asked.results, late, gone)
    bound = min(asked.bound, here.number)
    if _lagging(rows, bound)[0] is None and _lagging(results, bound)[0] is None:  # the first page, or all of it is read
        bound = here.number
    made = Page(bound, here.epoch, now_us, enter=enter, leave=leave,
                oldest=here.oldest, offline_days=caller.offline_days, hides=hides,
                removals=_removals(connection, caller, rows, bound) if bound != asked.bound else {})
    made = _filled(connection, scope, asked, made, rows, results, here)
    if not made.more:
        made = _ended(connection, caller, made)
    made = _told_why(connection, caller, made)
    told = max(caller.told_to, _reached(made))
    if told <= shown:
        return made
    return msgspec.structs.replace(made, named=naming.proven(connection, caller, here.epoch, told))


def _filled(
    connection: Connection, scope: Scope, asked: Pull, made: Page, rows: list[Reach], results: list[Reach],
    here: Stream,
) -> Page:
    caller = scope.caller
    if any(made.bound - reach.cursor > READ_AT_ONCE for reach in (*rows, *results)):
        read_in_order(connection)  # for the few rows of an ordinary sync it is not worth asking
    behind, target = _lagging(rows, made.bound)
    if behind is not None:
        found, cursor = _rows_page(connection, scope, behind, target, asked.page_bytes)
        rows = _moved(rows, behind, cursor)
        made = msgspec.structs.replace(
            made, reached=Reach(cursor, behind.units), rows=list(found.rows.values()), removed=found.removed,
            erased=found.erased, more=True)
        if found.size > asked.page_bytes // 2:
            return made
    if _lagging(rows, made.bound)[0] is not None:
        return made
    late, target = _lagging(results, made.bound)
    if late is not None:
        columns, cursor, earlier = results_page(connection, caller, late, target, asked)
        results = _moved(results, late, cursor)
        made = msgspec.structs.replace(
            made, results=columns, results_reached=Reach(cursor, late.units), earlier_of=earlier)
    more = _lagging(results, made.bound)[0] is not None
    total = sum_of_all(connection, caller) if not more and made.bound == here.number else None
    return msgspec.structs.replace(made, more=more, sum=total)


def _ended(connection: Connection, caller: Caller, made: Page) -> Page:
    """What only the last page tells: of the own stream the others there are, of those how far they are."""
    if not caller.is_guest:
        made = msgspec.structs.replace(made, streams=streams_of(connection, caller))
    else:
        made = msgspec.structs.replace(made, heard=head_of(connection, caller))
    if caller.at is TenantKind.ORGANISATION and caller.role in (Role.LICENSOR, Role.AUDITOR):
        made = msgspec.structs.replace(made, counts=counts_in(connection, caller))
    return made


def _told_why(connection: Connection, caller: Caller, made: Page) -> Page:
    """Of who leaves a desk by being erased it hears so with the leaving: later it knows no more what was theirs."""
    if not made.leave or not _sees_people(caller):
        return made
    found = load(connection, caller.organisation_id, [(ERASED_KIND, one) for one in made.leave])
    erased = dict.fromkeys([*made.erased, *(row.id for row in found.values())])
    return msgspec.structs.replace(made, erased=list(erased))


def _sees_people(caller: Caller) -> bool:
    """Who sees nobody hears of no result and of no erasure either."""
    return "participants" in kinds_for(caller.reads_as)


def _rows_page(
    connection: Connection, scope: Scope, behind: Reach, target: int, most: int
) -> tuple[_Found, int]:
    caller, hiding = scope.caller, Hiding(connection, scope)
    found, cursor = _Found(), behind.cursor
    kinds, role = kinds_for(caller.reads_as), caller.reads_as
    kinds |= {ERASED_KIND} if _sees_people(caller) else set()
    while cursor < target and found.size < most:
        rows = _read(connection, caller.organisation_id, behind.units, cursor, target)
        for row in rows:
            if row.kind in kinds:
                _put(found, row, role, hiding)
            cursor = row.number
            if found.size >= most:
                return found, cursor
        if len(rows) < READ_AT_ONCE:
            return found, target
    return found, cursor


def _read(connection: Connection, organisation_id: bytes, units: Sequence[bytes], after: int, target: int) -> list[Any]:
    columns = (records.c.kind, records.c.id, records.c.number, records.c.state, records.c.intended, records.c.fields)
    base = select(*columns).where(
        records.c.organisation_id == organisation_id, records.c.number > after, records.c.number <= target)
    if EVERYTHING in units:
        return list(connection.execute(base.order_by(records.c.number).limit(READ_AT_ONCE)))
    found: list[Any] = []
    for at in range(0, len(units), _MORE_THAN_ANY_PARAMETERS):
        some = list(units[at:at + _MORE_THAN_ANY_PARAMETERS])
        query = base.where(records.c.unit.in_(some)).order_by(records.c.number).limit(READ_AT_ONCE)
        found += connection.execute(query)
    return sorted(found, key=lambda row: row.number)[:READ_AT_ONCE]


def _put(found: _Found, row: Any, role: Role, hiding: Hiding) -> None:
    if row.kind == ERASED_KIND:
        found.erased.append(row.id)
        found.size += 20
    elif row.state != LIVE:
        found.removed.append(Removed(row.kind, row.id, row.number, bool(row.intended)))
        found.size += 30
    else:
        _put_row(found, row, role, hiding)


def _put_row(found: _Found, row: Any, role: Role, hiding: Hiding) -> None:
    fields = hiding.row(row.kind, msgspec.msgpack.decode(row.fields))
    if not may_have(role, row.kind, fields):
        if row.kind in TAKEN_BACK:
            found.removed.append(Removed(row.kind, row.id, row.number, True))
            found.size += 30
        return
    hidden = hidden_from(role, row.kind)
    names = tuple(name for name in fields if name != "id" and name not in hidden)
    rows = found.rows.get((row.kind, names))
    if rows is None:
        rows = found.rows[row.kind, names] = Rows(row.kind, list(names), [], [], [])
    rows.ids.append(row.id)
    rows.numbers.append(row.number)
    rows.values.append([fields[name] for name in names])
    found.size += max(len(row.fields) // 2, LEAST_ROW_BYTES)


def _removals(connection: Connection, caller: Caller, rows: Sequence[Reach], bound: int) -> dict[str, int]:
    """Removals to come that nobody marked as meant, per kind (S13)."""
    first = min((reach.cursor for reach in rows if reach.cursor), default=bound)
    if first >= bound:
        return {}
    units, kinds = {unit for reach in rows for unit in reach.units}, kinds_for(caller.role)
    query = select(records.c.kind, records.c.unit, func.count()).where(
        records.c.organisation_id == caller.organisation_id, records.c.number > first, records.c.number <= bound,
        records.c.state == REMOVED, records.c.intended == 0).group_by(records.c.kind, records.c.unit)
    found = Counter[str]()
    for kind, unit, count in connection.execute(query):
        if kind in kinds and (unit in units or EVERYTHING in units):
            found[kind] += count
    return found


def _after(caller: Caller, asked: Pull, made: Page) -> tuple[int, int]:
    """What is known of the device once it has this page. What it asks with it has, if it was ever brought so far."""
    pulled, given = caller.pulled_to, caller.given_to
    if asked.epoch in ("", made.epoch):
        pulled = min((reach.cursor for reach in asked.rows if reach.cursor <= given), default=0)
    return pulled, max(given, _reached(made))


def _reached(made: Page) -> int:
    return max((reach.cursor for reach in (made.reached, made.results_reached) if reach is not None), default=0)


def _highest(asked: Pull) -> int:
    return max((reach.cursor for reach in (*asked.rows, *asked.results)), default=0)


def _is_too_old(asked: Pull, here: Stream) -> bool:
    """Removed rows that it never heard of were forgotten since it was here last (S12)."""
    return asked.oldest < here.oldest and any(0 < reach.cursor < here.oldest for reach in asked.rows)


def _units(reaches: Iterable[Reach]) -> set[bytes]:
    return {unit for reach in reaches for unit in reach.units}


def _current(reaches: Sequence[Reach], enter: Sequence[bytes], leave: Sequence[bytes]) -> list[Reach]:
    """How far each unit in scope was read, those that lag furthest first."""
    by_cursor: dict[int, set[bytes]] = {0: set(enter)} if enter else {}
    for reach in reaches:
        by_cursor.setdefault(reach.cursor, set()).update(set(reach.units) - set(leave))
    return [Reach(cursor, sorted(units)) for cursor, units in sorted(by_cursor.items()) if units]


def _lagging(reaches: Sequence[Reach], bound: int) -> tuple[Reach | None, int]:
    """The units furthest behind, and how far they may go: to where the next are, or to the bound."""
    behind = [reach for reach in reaches if reach.cursor < bound]
    if not behind:
        return None, bound
    return behind[0], min(behind[1].cursor if len(behind) > 1 else bound, bound)


def _moved(reaches: Sequence[Reach], behind: Reach, cursor: int) -> list[Reach]:
    moved = [reach for reach in reaches if reach is not behind]
    return _current([*moved, Reach(cursor, behind.units)], [], [])
