"""What must be true when everybody has synced and nothing moves any more: everybody holds the same, and no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from app.actions.outbox import PARKED, SETTLED
from app.domain.contract.kept_orders import number_from
from app.domain.contract.kept_rows import day_of, end_not_by_notice
from app.domain.contract.seat_numbers import bought_over_time, first_overfull
from app.domain.contract.seats import SeatHeld, SeatsBought
from app.domain.kinds import EVERYTHING, KINDS, Sum, hidden_from, kinds_for, may_have, unit_of
from app.domain.permissions import Role
from app.server import tables as server_tables
from app.server.accounts import today_of
from app.server.scope import reach_of
from app.server.sessions import authenticate
from app.server.tenancy import licensor_of
from app.store import tables
from app.store.streams import other_streams, stream_here
from app.store.summaries import summarise
from app.store.voided import day_named, day_number
from app.sync.state import Tally, recount
from app.sync.tokens import read_access
from tests.sync.computers import Computer, Server

Rows = Mapping[str, Mapping[bytes, Mapping[str, Any]]]
MOST_ROUNDS = 12
RESULT = ("participant_id", "exercise_id", "batch_id", "at_us", "offset_minutes", "score", "outcome", "seconds")


def settle_down(server: Server, computers: Iterable[Computer]) -> None:
    """Everybody syncs until nothing happens any more; that must not take long."""
    everybody = list(computers)
    for _ in range(MOST_ROUNDS):
        before = _place_of(server)
        reports = [one.sync() for one in everybody]
        quiet = all(one is not None and not (one.pushed or one.pulled or one.results) for one in reports)
        if quiet and _place_of(server) == before:
            return
    raise AssertionError("there is always something to sync")


def server_rows(server: Server, tenant: bytes | None = None) -> Rows:
    """Every shared row of the organisation (or of the licensor) that lives, per kind, with its number as `version`."""
    records = server_tables.records
    found: dict[str, dict[bytes, dict[str, Any]]] = {kind: {} for kind in KINDS}
    with server.database.reading() as connection:
        mine = select(records).where(records.c.organisation_id == (tenant or server.office.id), records.c.state == 0)
        for row in connection.execute(mine):
            if row.kind in KINDS:
                found[row.kind][row.id] = msgspec.msgpack.decode(row.fields) | {"version": row.number}
    return found


def assert_agrees(server: Server, computer: Computer, rows: Rows) -> None:
    """This computer shows exactly what is its account's to see, and nothing waits in it."""
    units = _units(server, computer)
    for kind in KINDS:
        wanted = _wanted(server, kind, rows[kind], units, computer.is_coach)
        assert_same(_rows(computer, kind), wanted, f"{kind} of {computer.username}")
    assert_same(_results(computer), _results_of(server, units), f"results of {computer.username}")
    _assert_summed(computer)
    _assert_nothing_waits(computer)


def ends_without_notice(rows: Rows) -> list[Any]:
    """Agreements whose last day is not the one that their standing notices give (O-11.1)."""
    notices = rows["notices"].values()
    return [
        row for agreement, row in rows["agreements"].items()
        if end_not_by_notice(row["ended_on"], [one for one in notices if one["agreement_id"] == agreement])]


def seats_beyond(rows: Rows, today: date) -> list[Any]:
    """Licences with more seats in use than bought on some day from today on (A-1.8)."""
    found = []
    for licence, row in rows["licences"].items():
        later = [number_from(one | {"id": key}) for key, one in rows["seat_numbers"].items()
                 if one["licence_id"] == licence]
        bought: tuple[SeatsBought[None], ...] = bought_over_time(
            row["seats"], None, date.fromisoformat(row["from_on"]), None, later)
        held: list[SeatHeld[bytes, None]] = [
            SeatHeld(one["participant_id"], None, date.fromisoformat(one["from_on"]), day_of(one["until_on"]))
            for one in rows["seats"].values() if one["licence_id"] == licence]
        found += [over for over in [first_overfull(held, bought, today)] if over is not None]
    return found


def assert_has_the_offer(server: Server, computer: Computer) -> None:
    """This computer of the organisation shows what its licensor offers, and nothing else of it."""
    wanted = server_rows(server, server.licensor_id)["packages"] if is_linked(server) else {}
    shown = {row["id"]: row for row in computer.rows("SELECT * FROM packages")}
    assert shown.keys() == wanted.keys() and {row["tenant"] for row in shown.values()} <= {server.licensor_id}
    for kind in ("organisations", "agreements", "links"):
        assert not computer.rows(f"SELECT id FROM {kind} WHERE tenant IS NOT NULL"), kind


def is_linked(server: Server) -> bool:
    with server.database.reading() as connection:
        day = today_of(connection, server.office.id, server.clock()).isoformat()
        return licensor_of(connection, server.office.id, day) is not None


def assert_licensor_agrees(server: Server, computer: Computer) -> None:
    """The licensor's computer shows all of its own, and of the organisation what a licensor sees, as its own rows."""
    theirs, own = server_rows(server), server_rows(server, server.licensor_id)
    linked = is_linked(server)
    for kind in KINDS:
        wanted = {row_id: dict(row) | {"tenant": None} for row_id, row in own[kind].items()}
        for row_id, row in theirs[kind].items() if linked else ():
            in_sight = kind == "infringements" or unit_of(kind, row, server.office.id) == server.office.id
            if in_sight and may_have(Role.LICENSOR, kind, row):
                hidden = hidden_from(Role.LICENSOR, kind)
                shown = {name: value for name, value in row.items() if name not in hidden}
                wanted[row_id] = shown | {"tenant": server.office.id}
        found = {
            row["id"]: {"tenant": None} | {
                name: value for name, value in row.items() if name in wanted.get(row["id"], row)}
            for row in computer.rows(f"SELECT * FROM {kind}")}
        assert_same(found, wanted, f"{kind} of {computer.username}")
    with computer.desk.database.reading() as connection:
        for stream in (b"", *(one.stream for one in other_streams(connection))):
            assert recount(connection, stream).sum == Tally.read(connection, stream).sum, stream
    _assert_nothing_waits(computer)


def assert_same(found: Mapping[bytes, Any], wanted: Mapping[bytes, Any], what: str) -> None:
    """Fails with the rows that differ: what is here, and what the server has."""
    differing = {one: (found.get(one), wanted.get(one)) for one in found.keys() | wanted.keys()
                 if found.get(one) != wanted.get(one)}
    assert not differing, f"{what}: {differing}"


def _place_of(server: Server) -> list[tuple[Any, ...]]:
    streams = server_tables.streams
    with server.database.reading() as connection:
        ours = streams.c.organisation_id.in_([server.office.id, server.licensor_id])
        return sorted(tuple(row) for row in connection.execute(select(streams).where(ours)))


def _units(server: Server, computer: Computer) -> frozenset[bytes]:
    with computer.desk.database.reading() as connection:
        token = read_access(connection)
    with server.database.reading() as connection:
        return reach_of(connection, authenticate(connection, token, server.clock())).units()


def _wanted(
    server: Server, kind: str, rows: Mapping[bytes, Mapping[str, Any]], units: frozenset[bytes], is_coach: bool
) -> dict[bytes, dict[str, Any]]:
    role = Role.COACH if is_coach else Role.ADMINISTRATOR
    hidden = hidden_from(role, kind)
    return {
        row_id: {name: value for name, value in row.items() if name not in hidden}
        for row_id, row in rows.items()
        if kind in kinds_for(role) and (EVERYTHING in units or unit_of(kind, row, server.office.id) in units)}


def _rows(computer: Computer, kind: str) -> dict[bytes, dict[str, Any]]:
    without = {"local", "tenant"} | (hidden_from(Role.COACH, kind) if computer.is_coach else frozenset())
    return {row["id"]: {name: value for name, value in row.items() if name not in without}
            for row in computer.rows(f"SELECT * FROM {kind} WHERE {_own(kind)}")}


def _own(kind: str) -> str:
    return "tenant IS NULL" if "tenant" in tables.metadata.tables[kind].c else "1"


def _results(computer: Computer) -> dict[bytes, tuple[Any, ...]]:
    """Results by id; those of people or exercises that are not here stand under their local number."""
    found = {}
    with computer.desk.database.reading() as connection:
        for row in connection.exec_driver_sql(
            "SELECT r.id, coalesce(p.id, r.participant), coalesce(e.id, r.exercise), i.id, r.at_us, r.offset_minutes,"
            " r.score, r.outcome, r.seconds FROM results r LEFT JOIN participants p ON p.local = r.participant"
            " LEFT JOIN exercises e ON e.local = r.exercise LEFT JOIN imports i ON i.local = r.batch"
        ):
            assert row[0] not in found, "a result that is here twice"
            found[row[0]] = tuple(row[1:])
    return found


def _results_of(server: Server, units: frozenset[bytes]) -> dict[bytes, tuple[Any, ...]]:
    results = server_tables.results
    with server.database.reading() as connection:
        living = select(results).where(results.c.organisation_id == server.office.id, results.c.removed == 0)
        return {row["id"]: tuple(row[name] for name in RESULT) for row in connection.execute(living).mappings()
                if EVERYTHING in units or row["participant_id"] in units}


def _assert_summed(computer: Computer) -> None:
    """Sums carried along are what counting gives: of rows, of progress, of results a day."""
    recount = Sum()
    queries = [f"SELECT id, version FROM {kind} WHERE version > 0 AND {_own(kind)}" for kind in KINDS]
    for row in computer.rows(" UNION ALL ".join(queries)):
        recount.add(row["id"], row["version"])
    with computer.desk.database.reading() as connection:
        assert recount == Tally.read(connection).sum, computer.username
        days = {(row.batch, row.day): row.results for row in connection.execute(select(tables.batch_days))}
        counted = Counter(
            (row.batch, day_named(day_number(row.at_us, row.offset_minutes)))
            for row in connection.execute(select(tables.results)))
    assert {key: count for key, count in days.items() if count} == counted, (computer.username, days, counted)
    with computer.desk.database.writing() as connection:
        before = _summaries(connection)
        summarise(connection, connection.execute(select(tables.participants.c.local)).scalars())
        assert _summaries(connection) == before, computer.username


def _summaries(connection: Connection) -> list[list[tuple[Any, ...]]]:
    return [sorted(map(tuple, connection.execute(select(table))))
            for table in (tables.progress, tables.standings, tables.activity)]


def _assert_nothing_waits(computer: Computer) -> None:
    with computer.desk.database.reading() as connection:
        states = set(connection.execute(select(tables.outbox.c.state)).scalars())
        assert states <= {PARKED, SETTLED}, computer.username
        for table in (tables.confirmed, tables.outbox_rows, tables.held_removals, tables.sync_touched):
            assert not connection.execute(select(table)).all(), (computer.username, table.name)
        assert not stream_here(connection).afresh, "the sums differ for good"
