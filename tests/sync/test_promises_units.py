"""S13: the unit that differs is read again, and no other; a server that always differs keeps nobody reading."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, insert, select

from app.actions.outbox import write_rows
from app.actions.participants import add_participant, change_participant
from app.actions.reviews import settle_review
from app.domain.errors import Refusal
from app.domain.kinds import KINDS, kinds_for, unit_of
from app.domain.permissions import Role
from app.server import tables as server_tables
from app.store.streams import stream_here
from app.store.tables import exercises, memberships, participants, results, reviews
from app.sync import state
from app.sync.http import Reply
from app.sync.pulling import pull_all
from tests.desks import bring_in, person, roster
from tests.lessons import add_programme, bring_results, exercise_iri, statement
from tests.sync.scenes import School, make_school, open_reviews
from tests.syncing import SyncedDesk, World

EXTRA = b"x" * 16
Damage = Callable[[Connection, School], object]


def _with_ben(world: World) -> School:
    school = make_school(world)
    school.assign(school.own)
    for name in ("Chris", "Dina"):
        school.one.do(add_participant, fields={"given_name": name, "family_name": "Vos"}, group_id=school.own)
    school.sync(school.one)
    school.coach = school.ben()
    return school


@pytest.fixture
def school(world: World, request: pytest.FixtureRequest) -> School:
    return world.set_up(_with_ben) if "ben" in request.fixturenames else make_school(world)


@pytest.fixture
def ben(school: School) -> SyncedDesk:
    """The coach, with three people in the own group, each a unit."""
    assert school.coach is not None
    return school.coach


def _changed(connection: Connection, school: School) -> None:
    row = participants.c.id == school.amira
    connection.execute(participants.update().where(row).values(given="Kapot", version=participants.c.version + 1))


def _missing(connection: Connection, school: School) -> None:
    connection.execute(memberships.delete().where(memberships.c.participant_id == school.amira))


def _person_missing(connection: Connection, school: School) -> None:
    connection.execute(participants.delete().where(participants.c.id == school.amira))


def _too_many(connection: Connection, school: School) -> None:
    connection.execute(insert(memberships).values(
        id=EXTRA, participant_id=school.amira, group_id=school.own, from_on="2026-08-01", version=3))


def _moved(connection: Connection, school: School) -> None:
    """To a unit that is on no desk."""
    row = memberships.c.participant_id == school.amira
    connection.execute(memberships.update().where(row).values(participant_id=EXTRA, version=memberships.c.version - 1))


def _damage(desk: SyncedDesk, school: School, damage: Damage) -> None:
    with desk.desk.database.writing() as connection:
        damage(connection, school)
        state.recount(connection).keep(connection)


def _shown(desk: SyncedDesk) -> dict[str, dict[bytes, dict[str, object]]]:
    return {kind: desk.rows(kind) for kind in KINDS}


def _in_unit(school: School, unit: bytes) -> set[bytes]:
    records = server_tables.records
    with school.world.office.database.reading() as connection:
        found = connection.execute(select(records.c.id).where(
            records.c.unit == unit, records.c.kind.in_(kinds_for(Role.COACH))))
        return set(found.scalars())


@pytest.mark.parametrize("damage", [_changed, _missing, _person_missing, _too_many, _moved])
def test_s13_only_the_unit_that_differs_is_read_again(school: School, ben: SyncedDesk, damage: Damage) -> None:
    before = _shown(ben)
    _damage(ben, school, damage)
    assert _shown(ben) != before
    report = ben.sync()
    assert _shown(ben) == before
    wanted = _in_unit(school, school.amira)
    assert len(wanted) >= 2 and report.pulled == len(wanted)
    assert set().union(*report.changes.kinds.values()) == wanted
    quiet = ben.sync()
    assert (quiet.requests, quiet.pulled) == (1, 0)


def _without_emma(connection: Connection, _school: School) -> None:
    emma = connection.execute(select(participants.c.id).where(participants.c.given == "Emma")).scalar_one()
    write_rows(connection, "participants", [(emma, None, 0)])


def _without_exercises(connection: Connection, _school: School) -> None:
    connection.execute(exercises.delete())
    connection.execute(results.delete())


@pytest.mark.parametrize("damage", [_without_emma, _without_exercises])
def test_s13_results_come_back_with_what_they_rest_on(school: School, damage: Damage) -> None:
    add_programme(school.one.desk, "koken")
    bring_in(school.one.desk, roster(person("1", "Emma", "Vos", groups=("a",)), groups=("a",), complete=False))
    bring_results(school.one.desk, [statement("1", exercise_iri("koken", number)) for number in (1, 2)])
    school.sync(school.one)
    school.assign(school.one.one("groups", name="Groep a")["id"])
    ben = school.ben()
    before = _results(ben)
    assert len(before) == 2
    _damage(ben, school, damage)
    assert _results(ben) == set()
    ben.sync()
    assert _results(ben) == before


def _results(desk: SyncedDesk) -> set[tuple[bytes, bytes, bytes]]:
    """Results with the person and the exercise that they belong to."""
    query = (
        select(results.c.id, participants.c.id, exercises.c.id)
        .join(participants, participants.c.local == results.c.participant)
        .join(exercises, exercises.c.local == results.c.exercise))
    with desk.desk.database.reading() as connection:
        return {(row[0], row[1], row[2]) for row in connection.execute(query)}


def _older(connection: Connection, school: School) -> None:
    for table, unit in ((participants, participants.c.id), (memberships, memberships.c.participant_id),
                        (reviews, reviews.c.unit)):
        connection.execute(table.update().where(unit == school.amira).values(version=1))


def test_s13_what_waits_on_a_unit_that_is_read_again_stays(school: School, ben: SyncedDesk) -> None:
    for desk, name in ((school.one, "Amina"), (school.two, "Amara")):
        desk.do(change_participant, participant_id=school.amira, fields={"given_name": name})
    school.sync(school.one, school.two, ben)
    (review,) = open_reviews(ben)
    _damage(ben, school, _older)
    ben.line.faults = ["", "", "cut"]  # read, asked for the sums, and then the line went
    with pytest.raises(Refusal):
        ben.sync()
    assert ben.line.paths[-3:] == ["/v1/pull", "/v1/sums", "/v1/pull"]
    ben.do(settle_review, review_id=review["id"], choice="keep")
    pulled = pull_all(ben.syncer._talking(), ben.desk.folder, ben.desk.sight, ben.desk.clock, _quiet, lambda: False)
    assert pulled.arrived.rows == len(_in_unit(school, school.amira)) == 3
    assert open_reviews(ben) == [] and len(open_reviews(school.one)) == 1
    school.world.agree(school.one)
    assert open_reviews(school.one) == open_reviews(ben) == []
    assert ben.sync().requests == 1


def _quiet(_name: str, _done: int, _total: int) -> None: ...


@pytest.mark.parametrize("username", ["ben", "anna"])
def test_s13_a_server_whose_sums_never_fit_keeps_no_desk_reading(
    school: School, ben: SyncedDesk, username: str
) -> None:
    desk = ben if username == "ben" else school.two
    desk.sync()
    with school.world.office.database.writing() as connection:
        connection.execute(server_tables.sums.update().values(total=server_tables.sums.c.total - 1))
    assert desk.sync().pulled > 0
    before = len(desk.line.paths)
    assert (desk.sync().pulled, desk.sync().pulled) == (0, 0)
    assert desk.line.paths[before:] == ["/v1/pull"] * 2
    school.world.office.clock.forward(2)
    assert desk.sync().pulled > 0


def test_s13_what_came_before_a_unit_is_read_again_is_told_too(school: School, ben: SyncedDesk) -> None:
    add_programme(school.one.desk, "koken")
    bring_in(school.one.desk, roster(person("1", "Emma", "Vos", groups=("a",)), groups=("a",), complete=False))
    school.assign(school.one.one("groups", name="Groep a")["id"])
    school.sync(school.one, ben)
    bring_results(school.one.desk, [statement("1", exercise_iri("koken", 1))])
    school.sync(school.one)
    _damage(ben, school, _changed)
    report = ben.sync()
    assert report.results == 1 and "results" in report.changes.kinds
    assert report.pulled == len(_in_unit(school, school.amira))


def test_s13_a_unit_is_mended_while_others_go_on_writing(
    school: School, ben: SyncedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, send, names = ben.rows("participants"), ben.line.send, ["Bruno"]

    def meanwhile(path: str, headers: dict[str, str], body: bytes) -> Reply:
        if path == "/v1/sums" and names:
            school.one.do(change_participant, participant_id=school.bram, fields={"given_name": names.pop()})
            school.one.sync()
        return send(path, headers, body)

    _damage(ben, school, _changed)
    monkeypatch.setattr(ben.line, "send", meanwhile)
    assert ben.sync().pulled == len(_in_unit(school, school.amira))
    assert ben.line.paths.count("/v1/sums") == 2
    assert ben.rows("participants") == before


def test_s13_units_are_those_of_the_server(school: School, ben: SyncedDesk) -> None:
    """Desk and server must mean the same unit, or a difference would be looked for where it is not."""
    held = {kind: {row_id: unit_of(kind, row, school.world.office.id) for row_id, row in ben.rows(kind).items()}
            for kind in KINDS}
    records = server_tables.records
    with school.world.office.database.reading() as connection:
        for row in connection.execute(select(records.c.kind, records.c.id, records.c.unit)):
            assert held.get(row.kind, {}).get(row.id, row.unit) == row.unit


def test_who_stops_half_way_through_reading_again_loses_nothing(school: School, ben: SyncedDesk) -> None:
    """What has not come yet is not what the server does not have."""
    before = _shown(ben)
    with ben.desk.database.writing() as connection:
        state.start_afresh(connection, stream_here(connection).epoch, state.STALE)
    ben.syncer.sync(cancelled=lambda: True)
    assert {kind: rows.keys() for kind, rows in _shown(ben).items()} == {
        kind: rows.keys() for kind, rows in before.items()}
    ben.sync()
    assert _shown(ben) == before
