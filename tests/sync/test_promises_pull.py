"""S7 to S9 and S12 to S16: what a desk gets, what goes from it, and what it does with a server that changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.actions.desk import Desk
from app.actions.erasing import erase_participants
from app.actions.founding import open_desk
from app.actions.groups import create_group, move_participants, remove_participants, rename_group
from app.actions.participants import change_participant
from app.actions.reviews import settle_review
from app.actions.routes import add_route
from app.domain.errors import Refusal
from app.domain.kinds import KINDS
from app.domain.operation import Patch
from app.server import stream
from app.server.database import ServerDatabase
from app.server.maintenance import erasures_of, maintain
from app.server.records import load_where, write_rows
from app.server.tables import REMOVED, records, streams
from app.store.erasure import LEDGER_FILE, read_ledger
from app.store.home import Home
from app.store.settings import SCHEMA, set_settings, setting
from app.store.tables import erased_ids, metadata, outbox, participants, results, sync_units
from app.sync import state
from app.sync.connect import connect, log_in_again
from app.sync.state import Tally
from app.sync.wire import Named
from tests.desks import CODE, bring_in, person, roster, unlock
from tests.lines import Line
from tests.servers import PASSWORD
from tests.sync.scenes import School, make_school, open_reviews, send
from tests.syncing import SyncedDesk, World

DAY_US = 86_400_000_000


@pytest.fixture
def school(world: World) -> School:
    return make_school(world)


def _names(desk: SyncedDesk) -> set[str]:
    return {row["given"] for row in desk.rows("participants").values()}


def _everywhere(desk: SyncedDesk, text: str) -> list[str]:
    """The tables of a desk in which this text stands, in any column, packed or not."""
    found = []
    with desk.desk.database.reading() as connection:
        for table in metadata.tables.values():
            for row in connection.execute(select(table)):
                if any(text.encode() in (bytes(one) if isinstance(one, bytes) else str(one).encode()) for one in row):
                    found.append(table.name)
    return found


def test_s7_a_pull_that_is_cut_anywhere_goes_on(school: School) -> None:
    bring_in(school.one.desk, roster(*(person(str(n), f"N{n}", "T", groups=("a",)) for n in range(300)), groups=("a",)))
    school.one.sync()
    third = school.world.join()
    for _ in range(3):
        third.line.faults = ["", "lost"]
        with pytest.raises(Refusal):
            third.sync()
    third.sync()
    school.world.agree()


def test_s7_the_bound_of_a_pull_is_fixed_on_its_first_page(school: School) -> None:
    school.two.sync()
    school.one.do(rename_group, group_id=school.own, name="Nu")
    school.one.sync()
    school.two.sync()
    with school.two.desk.database.reading() as connection:
        (reach,) = state.reaches(connection, state.ROWS)
    with school.world.office.database.reading() as connection:
        assert reach.cursor == stream.look(connection, school.world.office.id).number


def test_s8_a_coach_gets_the_own_groups_and_nothing_else(school: School) -> None:
    school.assign(school.own)
    ben = school.ben()
    assert _names(ben) == {"Amira"}
    assert {row["participant_id"] for row in ben.rows("memberships").values()} == {school.amira}
    assert ben.rows("import_links") == {} and ben.rows("seats") == {} and ben.rows("activation_codes") == {}
    assert ben.one("organisations")["import_secret"] == b""
    assert {row["id"] for row in ben.rows("accounts").values()} == {school.world.office.accounts["ben"]}
    assert _everywhere(ben, "Bram") == []


def test_s8_who_enters_and_leaves_the_scope_comes_and_goes_without_being_deleted(school: School) -> None:
    school.assign(school.own)
    ben = school.ben()
    school.one.do(move_participants, from_group_id=school.other, to_group_id=school.own, participant_ids=[school.bram])
    school.one.sync()
    ben.sync()
    assert _names(ben) == {"Amira", "Bram"}
    school.one.do(remove_participants, group_id=school.own, participant_ids=[school.amira])
    school.one.sync()
    ben.sync()
    assert _names(ben) == {"Bram"} and _everywhere(ben, "Amira") == []
    assert school.amira in school.world.server_rows("participants")


def test_s8_work_done_without_a_network_is_judged_by_the_scope_of_that_moment(school: School) -> None:
    row = school.assign(school.own)
    ben = school.ben()
    account = school.world.office.accounts["ben"]
    ben.do(add_route, name="Lezen", programme_ids=[], group_ids=[school.own])
    school.assign(school.own, until="2026-11-21", row_id=row)
    ben.sync()
    assert any(one["name"] == "Lezen" for one in school.world.server_rows("routes").values())
    assert _names(ben) == set()
    with pytest.raises(Refusal):
        ben.do(add_route, name="Schrijven", programme_ids=[], group_ids=[school.own])
    assert ben.desk.sight.actor.account_id == account


def test_s8_an_answer_to_what_was_sent_brings_nobody_further(school: School) -> None:
    row = school.assign(school.own)
    ben = school.ben()
    ben.do(add_route, name="Lezen", programme_ids=[], group_ids=[school.own])
    school.assign(school.own, until="2026-11-21", row_id=row)
    ben.line.faults += ["", "cut"]  # what waits is sent and answered, but nothing is read
    with pytest.raises(Refusal):
        ben.sync()
    ben.do(add_route, name="Schrijven", programme_ids=[], group_ids=[school.own])
    ben.sync()
    assert {"Lezen", "Schrijven"} <= {one["name"] for one in school.world.server_rows("routes").values()}
    assert open_reviews(ben) == []


def test_s8_a_scope_that_ended_is_not_revived_by_a_new_computer(school: School) -> None:
    row = school.assign(school.own)
    school.ben()
    school.assign(school.own, until="2026-11-21", row_id=row)
    fresh = school.world.join("ben")
    patches = [
        Patch("routes", b"r" * 16, None, 0, None, {"name": "Terug", "from_on": "2026-11-21"}),
        Patch("route_assignments", b"a" * 16, None, 0, None, {
            "route_id": b"r" * 16, "group_id": school.own, "participant_id": None, "from_on": "2026-11-21"})]
    assert send(fresh, "route.add", patches, arguments={"group_ids": [school.own]}).status == "rejected"
    fresh.sync()
    assert send(fresh, "route.add", patches, arguments={"group_ids": [school.own]}).status == "rejected"


def test_s8_what_a_coach_may_not_do_is_refused_and_goes_to_the_administrator(school: School) -> None:
    school.assign(school.own)
    ben = school.ben()
    for action, patches in (
        ("participant.change", [Patch("participants", school.amira, "given", 99, "Amira", "Gehackt")]),
        ("group.rename", [Patch("groups", school.own, "name", 99, "Dinsdag", "Gehackt")]),
        ("route.add", [Patch("routes", b"r" * 16, None, 0, None, {"name": "Gehackt", "from_on": "2026-11-21"})]),
        ("undo", [Patch("participants", school.bram, None, 99, {"id": school.bram}, None)]),
    ):
        assert send(ben, action, patches).status == "rejected"
    school.one.sync()
    assert len([one for one in open_reviews(school.one) if one["sort"] == "refused"]) == 4
    assert "Gehackt" not in str(school.world.server_rows("participants"))
    assert school.bram in school.world.server_rows("participants")


def test_a_licensor_sees_what_was_agreed_and_nobody_who_takes_part(school: School) -> None:
    lies = school.world.join("lies")
    lies.sync()
    assert lies.rows("participants") == {} and lies.rows("memberships") == {} and lies.rows("groups") == {}
    assert lies.one("organisations")["name"] == "De Proef"


def test_s12_an_erasure_wins_over_an_edit_made_elsewhere_before_and_after(school: School) -> None:
    school.two.do(change_participant, participant_id=school.amira, fields={"family_name": "Verstopt"})
    school.one.do(erase_participants, participant_ids=[school.amira])
    school.sync(school.one, school.two)
    school.two.do(create_group, name="Verder")
    school.sync(school.one, school.two)
    for desk in (school.one, school.two):
        assert _everywhere(desk, "Amira") == [] and _everywhere(desk, "Verstopt") == []
        assert school.amira in desk.rows("erased_ids")
        assert school.amira in read_ledger(desk.desk.folder / LEDGER_FILE)
    assert school.amira not in school.world.server_rows("participants")
    with school.world.office.database.reading() as connection:
        assert b"Amira" not in b"".join(
            row.fields or b"" for row in connection.execute(select(records.c.fields)))
    school.world.agree(school.one, school.two)


def test_s12_every_device_confirms_and_a_silent_one_is_named_and_revoked(school: School) -> None:
    office = school.world.office
    school.one.do(erase_participants, participant_ids=[school.amira])
    school.sync(school.one)
    with office.database.reading() as connection:
        (erasure,) = erasures_of(connection, office.id)
    assert erasure.participant_id == school.amira and erasure.waiting == (school.two.desk.device_id,)
    office.clock.forward(31)
    school.one.sync()
    assert maintain(office.database, office.clock()).revoked == 1
    with pytest.raises(Refusal) as gone:
        school.two.sync()
    assert gone.value.remedy == "wiped"
    assert not school.two.desk.folder.exists()
    school.world.desks.remove(school.two)


def test_s12_who_comes_from_before_the_oldest_tombstone_starts_afresh_and_keeps_the_outbox(school: School) -> None:
    office = school.world.office
    group = school.one.do(create_group, name="Weg").outcome
    school.sync(school.one, school.two)
    from app.actions.undo import undo_last

    school.one.do(undo_last)
    school.one.sync()
    school.two.do(rename_group, group_id=school.own, name="Bewaard")
    office.clock.forward(400)
    school.one.do(create_group, name="Later")
    school.one.sync()
    office.clock.forward(1)
    assert maintain(office.database, office.clock()).forgotten >= 0
    with office.database.writing() as connection:
        number = stream.look(connection, office.id).number
        connection.execute(records.delete().where(records.c.state == REMOVED))
        connection.execute(streams.update().values(oldest=number))
    school.two.sync()
    assert group not in school.two.rows("groups")
    assert school.world.server_rows("groups")[school.own]["name"] == "Bewaard"
    school.world.agree(school.one, school.two)


@pytest.mark.parametrize(("choice", "left"), [("apply", 12), ("keep", 82)])
def test_s13_removals_that_nobody_meant_wait_until_somebody_looked(school: School, choice: str, left: int) -> None:
    bring_in(school.one.desk, roster(*(person(str(n), f"N{n}", "T") for n in range(80))))
    school.sync(school.one, school.two)
    office = school.world.office
    with office.database.writing() as connection:
        here = stream.lock(connection, office.id)
        rows = load_where(connection, office.id, records.c.kind == "participants")[:70]
        from dataclasses import replace

        from app.server.records import store

        store(connection, here, [
            (row, replace(row, number=here.next(), state=REMOVED, fields=None)) for row in rows])
        stream.keep(connection, here)
    school.one.do(rename_group, group_id=school.own, name="Gaat door")
    school.one.sync()
    school.two.sync()
    assert len(school.two.rows("participants")) == 82
    assert school.two.one("groups", id=school.own)["name"] == "Gaat door"
    (review,) = [one for one in open_reviews(school.two) if one["sort"] == "removals"]
    assert review["lost"] == {"participants": 70}
    school.two.do(settle_review, review_id=review["id"], choice=choice)
    school.two.sync()
    assert len(school.two.rows("participants")) == left
    assert len(school.world.server_rows("participants")) == left


def test_s13_a_difference_is_found_by_the_sum_and_read_again(school: School) -> None:
    school.sync(school.one, school.two)
    with school.two.desk.database.writing() as connection:
        connection.execute(participants.delete().where(participants.c.id == school.bram))
        state.recount(connection).keep(connection)
    school.two.sync()
    school.two.sync()
    assert _names(school.two) == {"Amira", "Bram"}
    with school.two.desk.database.reading() as connection:
        assert Tally.read(connection).sum == state.recount(connection).sum


def _epoch(school: School) -> str:
    with school.world.office.database.reading() as connection:
        return stream.look(connection, school.world.office.id).epoch


def test_s13_a_lower_number_than_before_does_not_hide_that_a_server_was_put_back(school: School) -> None:
    school.sync(school.one)
    with school.one.desk.database.writing() as connection:
        named = state.named(connection)
        assert named is not None
        state.keep_named(connection, _epoch(school), Named(named.number - 1, b"p" * 16))
        assert state.named(connection) == named
        state.keep_named(connection, "another life", Named(1, b"q" * 16))
        assert state.named(connection) == Named(1, b"q" * 16)


def test_s13_a_copied_database_becomes_a_device_of_its_own(school: School, tmp_path: Path) -> None:
    school.one.do(create_group, name="Kopie")
    school.one.desk.database.forget_deleted()
    folder = tmp_path / "elders" / "organisations" / CODE
    shutil.copytree(school.one.desk.folder, folder)
    line = Line(school.world.app)
    epoch = _epoch(school)
    copy = school.world._at(open_desk(Home(tmp_path / "elders"), CODE, unlock, school.world.office.clock), line)
    log_in_again(copy.desk, PASSWORD, make_wire=lambda _address: line)
    assert copy.desk.device_id != school.one.desk.device_id
    copy.sync()
    school.one.sync()
    assert [row["name"] for row in school.two.rows("groups").values()].count("Kopie") == 0
    school.two.sync()
    assert [row["name"] for row in school.two.rows("groups").values()].count("Kopie") == 1
    school.world.agree()
    assert _epoch(school) == epoch


def test_s14_a_desk_that_has_not_reached_its_server_locks_and_deletes_nothing(school: School) -> None:
    school.one.sync()
    folder, clock = school.one.desk.folder, school.world.office.clock
    school.one.desk.close()
    school.world.desks.remove(school.one)
    clock.forward(31)
    with pytest.raises(Refusal) as locked:
        open_desk(Home(folder.parent.parent), CODE, unlock, clock)
    assert locked.value.remedy == "sync"
    assert (folder / "leerspoor.db").exists()
    open_desk(Home(folder.parent.parent), CODE, unlock, clock, even_locked=True).close()


def test_s15_after_an_upgrade_the_rows_are_read_again(school: School) -> None:
    school.one.sync()
    with school.one.desk.database.writing() as connection:
        set_settings(connection, {SCHEMA: "0001"})
    school.one.syncer.close()
    assert school.one.sync().pulled > 5
    school.world.agree(school.one, school.two)


def test_s16_a_filled_organisation_takes_no_second_beginning(school: School, desk: Desk) -> None:
    line = Line(school.world.app)
    with pytest.raises(Refusal) as filled:
        connect(desk, "http://127.0.0.1:1", CODE, "anna", PASSWORD, make_wire=lambda _address: line)
    line.end()
    assert filled.value.remedy == "fresh"
    with desk.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(outbox)).scalar_one() == 0
        assert setting(connection, "connected_to") is None


def test_another_organisation_is_never_seen(school: School, server_database: ServerDatabase) -> None:
    from tests.servers import make_office

    other = make_office(server_database, school.world.office.clock, "ander")
    with server_database.writing() as connection:
        write_rows(connection, other.id, [("groups", {"id": b"g" * 16, "name": "Geheim", "from_on": "2026-08-01"})],
                   other.accounts["anna"], 1)
    school.one.sync()
    assert "Geheim" not in str(school.one.rows("groups"))
    answer = send(school.one, "group.rename", [Patch("groups", b"g" * 16, "name", 99, "Geheim", "Gestolen")])
    assert answer.status == "rejected"
    with server_database.reading() as connection:
        (row,) = load_where(connection, other.id, records.c.kind == "groups")
    assert row.fields is not None and row.fields["name"] == "Geheim"


def test_the_kinds_are_those_of_the_tables() -> None:
    for kind, described in KINDS.items():
        columns = metadata.tables[kind].c
        named = {*described.units, *described.hidden, *described.derived, *described.kept, described.parent} - {""}
        assert named <= set(columns.keys()), kind
    assert {erased_ids.name, results.name, sync_units.name}.isdisjoint(KINDS)
