"""Building the demo: two organisations, founded and filled through the ordinary actions and the ordinary import."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from app.actions.catalogue import add_programmes, add_route
from app.actions.certificates import issue_certificates
from app.actions.desk import Clock, Desk, system_clock
from app.actions.founding import found_organisation
from app.actions.importing import apply_plan
from app.actions.licences import assign_seats, conclude_agreement
from app.demo import files
from app.demo.organisation import DemoOrganisation
from app.domain.sight import Sight
from app.exchange.importing import plan_files
from app.store.home import Home
from app.store.protection import DEMO
from app.store.tables import groups, licences, locations, participants, programmes
from app.views.certificates import DueCertificate, due_certificates

Say = Callable[[str], None]
# Certificates of programmes finished before this many weeks ago were printed already; the rest is waiting.
WAITING_WEEKS = 6


def build_demo(
    home: Home, clock: Clock = system_clock, participants: int | None = None, results: int | None = None,
    say: Say = lambda line: None,
) -> tuple[str, ...]:
    """Make the demo organisations that are not here yet; gives the codes of those made.

    With `participants` or `results` only the first organisation is made, at that size, for measuring.
    """
    wanted = files.CODES if participants is None and results is None else files.CODES[:1]
    made = tuple(code for code in wanted if code not in home.codes())
    for code in made:
        say(code)
        _build(home, code, clock, participants, results)
    return made


def _build(home: Home, code: str, clock: Clock, people: int | None, results: int | None) -> None:
    told = files.demo_organisation(code)
    desk, _ = found_organisation(
        home, code, told.name, told.provider, DEMO, place=told.place, administrator=told.administrator.name.full,
        logo=files.logo(code), clock=clock)
    try:
        _fill(desk, told, people, results)
    finally:
        desk.close()


def _fill(desk: Desk, told: DemoOrganisation, people: int | None, results: int | None) -> None:
    desk.do(add_programmes, provider=told.provider, programmes=[
        {"code": one.code, "iri": one.iri, "title": one.title["nl"], "title_en": one.title["en"],
         "certificate": one.certificate,
         "exercises": [(one.exercise_iri(number), title) for number, title in enumerate(one.exercises, 1)]}
        for one in told.programmes])
    with tempfile.TemporaryDirectory() as folder:
        _import(desk, _source(told, people, Path(folder)))
        _agree(desk, told)
        _make_routes(desk, told)
        _import(desk, _results(desk, told, people, results, Path(folder)))
    _issue_the_older(desk, told)


def _source(told: DemoOrganisation, people: int | None, folder: Path) -> Path:
    if people is None:
        return files.shipped_source(told.code)
    path = folder / told.source
    path.write_bytes(files.source(told.code, people))
    return path


def _results(desk: Desk, told: DemoOrganisation, people: int | None, count: int | None, folder: Path) -> Path:
    path = folder / "results.jsonl"
    with path.open("wb") as file:
        for line in files.results(told.code, desk.sight.today, people, count):
            file.write(line.rstrip(b"\n") + b"\n")
    return path


def _import(desk: Desk, path: Path) -> None:
    for plan in plan_files(desk, [path]):
        apply_plan(desk, plan)


def _agree(desk: Desk, told: DemoOrganisation) -> None:
    """The agreement, with seats enough for a demo of any size, and a seat for everybody who takes part."""
    active = desk.read(_active)
    places = dict(desk.read(_named, locations))
    terms = told.agreement
    desk.do(
        conclude_agreement, number=terms.number, provider=told.provider, package=terms.package,
        concluded_on=terms.concluded_on.isoformat(), starts_on=terms.starts_on.isoformat(), months=terms.months,
        parts=[{"kind": part.kind, "seats": part.seats if part.kind != "participant" else max(part.seats, len(active)),
                "location_id": places.get(part.location), "fee_cents": part.fee_per_seat_cents}
               for part in told.licences])
    for licence_id, kind in desk.read(_licences):
        if kind == "participant":
            desk.do(assign_seats, licence_id=licence_id, participant_ids=active)


def _make_routes(desk: Desk, told: DemoOrganisation) -> None:
    by_code, in_order = dict(desk.read(_programmes)), desk.read(_named, groups)
    for route in told.routes:
        desk.do(
            add_route, name=route.name, programme_ids=[by_code[code] for code in route.programmes],
            group_ids=[group for name, group in in_order if route.covers(name)])


def _issue_the_older(desk: Desk, told: DemoOrganisation) -> None:
    """What was finished longer ago was printed at the end of that month, so that there is a history to look at."""
    before = desk.sight.today - timedelta(weeks=WAITING_WEEKS)
    by_month: dict[date, list[DueCertificate]] = {}
    for due in desk.read(due_certificates):
        if due.completed_on < before:
            by_month.setdefault(_end_of_month(due.completed_on), []).append(due)
    for day, dues in sorted(by_month.items()):
        desk.do(
            issue_certificates, due=[(one.participant_id, one.programme_version_id, one.full) for one in dues],
            place=told.place, issued_on=min(day, desk.sight.today))


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _active(connection: Connection, sight: Sight) -> list[bytes]:
    query = select(participants.c.id).where(participants.c.state == "active").order_by(participants.c.sort_key)
    return [bytes(one) for one in connection.execute(query).scalars()]


def _named(connection: Connection, sight: Sight, table: object) -> list[tuple[str, bytes]]:
    return [(row.name, row.id) for row in connection.execute(select(table))]  # type: ignore[call-overload]


def _programmes(connection: Connection, sight: Sight) -> Iterable[tuple[str, bytes]]:
    return [(row.code, row.id) for row in connection.execute(select(programmes))]


def _licences(connection: Connection, sight: Sight) -> list[tuple[bytes, str]]:
    return [(row.id, row.kind) for row in connection.execute(select(licences))]
