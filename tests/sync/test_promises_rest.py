"""S9, S17, S19 and S20, and results on their way: what comes beside the rows."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from datetime import date

import pytest
from nacl.signing import VerifyKey
from sqlalchemy import func, select

from app.actions.certificates import issue_certificates
from app.actions.groups import rename_group
from app.actions.undo import undo_last
from app.domain.errors import Refusal
from app.domain.operation import Patch
from app.domain.verification import decode
from app.server import earlier
from app.server.audit import signed_text
from app.server.devices import revoke_device
from app.server.embedded import embedded
from app.server.tables import audit_heads
from app.server.tables import results as server_results
from app.store import tables
from app.store.settings import COUNTERSIGNED, set_settings, setting
from app.sync.live import Live
from app.sync.wire import AuditHead
from app.views.certificates import known_keys
from app.views.participant_rows import whole_file
from app.views.progress import EarlierAttempts, participant_progress
from tests.desks import bring_in, person, roster
from tests.lessons import DAY_US, add_programme, at_us, bring_results, exercise_iri, statement
from tests.sync.scenes import School, make_school, send
from tests.syncing import SyncedDesk, World

YEAR_US = 365 * DAY_US


def _school(world: World) -> School:
    made = make_school(world)
    bring_in(made.one.desk, roster(
        person("leerling1", "Lotte", "Les", groups=("a",), username="leerling1"), groups=("a",), complete=False))
    add_programme(made.one.desk, "P", exercises=2)
    made.sync(made.one, made.two)
    return made


@pytest.fixture
def school(world: World) -> School:
    return world.set_up(_school)


def _results(desk: SyncedDesk) -> set[bytes]:
    with desk.desk.database.reading() as connection:
        return {bytes(one) for one in connection.execute(select(tables.results.c.id)).scalars()}


def _summary(desk: SyncedDesk) -> list[tuple[object, ...]]:
    """Per person and exercise what is known of attempts and best score, by what does not differ between desks."""
    people, tasks, sums = tables.participants, tables.exercises, tables.progress
    query = (
        select(people.c.id, tasks.c.id, sums.c.attempts, sums.c.best, sums.c.done_us, sums.c.seconds)
        .join(people, people.c.local == sums.c.participant).join(tasks, tasks.c.local == sums.c.exercise))
    with desk.desk.database.reading() as connection:
        return sorted(tuple(row) for row in connection.execute(query))


def _bring(school: School, *at: int, score: int = 700) -> None:
    bring_results(school.one.desk, [
        statement("leerling1", exercise_iri("P", number % 2 + 1), moment, score=score)
        for number, moment in enumerate(at)])


def test_results_reach_the_other_desk_with_their_summaries(school: School) -> None:
    _bring(school, at_us(0), at_us(1), at_us(2))
    report = school.one.sync()
    assert report.pushed == 1
    assert school.two.sync().results == 3
    assert _results(school.two) == _results(school.one) and len(_results(school.one)) == 3
    assert _summary(school.two) == _summary(school.one) != []


def test_results_that_were_taken_back_go_everywhere(school: School) -> None:
    _bring(school, at_us(0))
    _bring(school, at_us(3), score=900)
    school.sync(school.one, school.two)
    school.one.do(undo_last)
    school.sync(school.one, school.two)
    assert len(_results(school.two)) == 1
    assert _summary(school.two) == _summary(school.one)
    with school.two.desk.database.reading() as connection:
        assert connection.execute(select(func.sum(tables.batch_days.c.results))).scalar_one() == 1


def test_a_batch_that_stopped_half_way_goes_on_and_nothing_is_doubled(school: School) -> None:
    _bring(school, *(at_us(0, hour) for hour in range(40)))
    school.one.line.faults = ["", "lost"]
    with pytest.raises(Refusal):
        school.one.sync()
    school.one.line.faults = ["twice", "twice"]
    school.sync(school.one, school.two)
    with school.world.office.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(server_results)).scalar_one() == 40
    assert _results(school.two) == _results(school.one)


def test_s9_of_older_school_years_the_sums_are_here_and_the_rows_on_request(school: School) -> None:
    old, older = at_us(0) - 2 * YEAR_US, at_us(0) - 3 * YEAR_US
    _bring(school, at_us(0), old, older)
    school.sync(school.one)
    third = school.world.join()
    third.sync()
    assert len(_results(third)) == 1
    assert _summary(third) == _summary(school.one)
    lotte = third.one("participants", given="Lotte")["id"]
    told = third.desk.read(participant_progress, lotte).earlier
    assert told == EarlierAttempts(2, date(2025, 8, 1))
    assert third.syncer.fetch_earlier([lotte]) == 2
    assert third.desk.read(participant_progress, lotte).earlier is None
    third.sync()
    assert _results(third) == _results(school.one)
    assert _summary(third) == _summary(school.one)


def test_s9_who_was_revoked_loses_the_data_at_a_request_for_older_years_too(school: School) -> None:
    _bring(school, at_us(0) - 2 * YEAR_US)
    school.sync(school.one)
    third = school.world.join()
    third.sync()
    lotte, folder = third.one("participants", given="Lotte")["id"], third.desk.folder
    office = school.world.office
    with office.database.writing() as connection:
        revoke_device(connection, office.id, third.desk.device_id, office.clock())
    with pytest.raises(Refusal) as refused:
        third.syncer.fetch_earlier([lotte])
    assert refused.value.remedy == "wiped"
    assert not folder.exists()
    school.world.desks.remove(third)


def test_s9_older_years_of_many_people_stay_whole_when_fetching_them_breaks_off(
    school: School, monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys = [f"leerling{number}" for number in range(2, 6)]
    bring_in(school.one.desk, roster(
        *(person(key, key.title(), "Les", groups=("a",), username=key) for key in keys), groups=("a",),
        complete=False))
    bring_results(school.one.desk, [statement(key, exercise_iri("P", 1), at_us(0) - 2 * YEAR_US) for key in keys])
    school.sync(school.one)
    third = school.world.join()
    third.sync()
    monkeypatch.setattr(earlier, "WHOLE_PEOPLE_AT_ONCE", 2)
    people = [third.one("participants", given=key.title())["id"] for key in keys]
    third.line.faults = ["", "lost"]
    with pytest.raises(Refusal):
        third.syncer.fetch_earlier(people)
    assert len(_results(third)) == 2
    third.sync()
    assert _summary(third) == _summary(school.one)


def test_s9_an_old_result_that_comes_later_changes_the_sums(school: School) -> None:
    third = school.world.join()
    third.sync()
    _bring(school, at_us(0) - 2 * YEAR_US)
    school.sync(school.one, third)
    assert _results(third) == set() and _summary(third) == _summary(school.one) != []


def test_s9_sums_that_must_be_read_again_are_after_a_break(school: School) -> None:
    third = school.world.join()
    third.sync()
    _bring(school, at_us(0) - 2 * YEAR_US)
    school.sync(school.one)
    third.line.faults = ["", "cut"]
    with pytest.raises(Refusal):
        third.sync()
    third.sync()
    assert _summary(third) == _summary(school.one) != []
    lotte = third.one("participants", given="Lotte")["id"]
    names = [sheet.name.template for sheet in third.desk.read(whole_file, lotte).sheets]
    assert "Earlier school years: totals only; fetch the rest" in names


@pytest.fixture
def live(school: School) -> Iterator[str]:
    with embedded(school.world.office.database) as address:
        yield address


def test_s17_an_online_desk_hears_of_a_change_and_stops_listening_at_once(school: School, live: str) -> None:
    with school.two.desk.database.writing() as connection:
        set_settings(connection, {"connected_to": live})
    clock = school.world.office.clock
    heard = threading.Event()
    listening = Live()
    school.two.desk.clock = clock
    listening.start(school.two.desk, heard.set)
    assert heard.wait(10)
    heard.clear()
    school.one.do(rename_group, group_id=school.own, name="Hoor")
    school.one.sync()
    assert heard.wait(10)
    listening.stop()


def test_s19_the_server_countersigns_where_the_chain_of_a_device_is(school: School) -> None:
    school.one.do(rename_group, group_id=school.own, name="Getekend")
    school.one.sync()
    with school.one.desk.database.reading() as connection:
        newest = select(tables.audit_events.c.number, tables.audit_events.c.hash).order_by(
            tables.audit_events.c.number.desc())
        number, head = connection.execute(newest).first() or (0, b"")
        signature = bytes.fromhex(setting(connection, COUNTERSIGNED) or "")
        server_key = bytes.fromhex(setting(connection, "sync.server_key") or "")
    text = signed_text(school.one.desk.device_id, AuditHead(number, head))
    VerifyKey(server_key).verify(text, signature)
    with school.world.office.database.reading() as connection:
        rows = connection.execute(select(audit_heads).order_by(audit_heads.c.number)).all()
    assert [row.previous for row in rows[1:]] == [row.hash for row in rows[:-1]]


def test_s20_two_desks_make_the_same_certificate_and_know_each_others_keys(school: School) -> None:
    _bring(school, at_us(0), at_us(1))
    school.sync(school.one, school.two)
    lotte = school.one.one("participants", given="Lotte")["id"]
    version = next(iter(school.one.rows("programme_versions")))
    for desk in (school.one, school.two):
        desk.do(issue_certificates, due=[(lotte, version, "Lotte Les")], place="Lindenveen",
                issued_on=desk.desk.sight.today)
    school.sync(school.one, school.two)
    (row,) = school.two.rows("certificates").values()
    school.world.agree(school.one, school.two)
    keys = school.two.desk.read(known_keys)
    assert decode(row["code"]).key_id in keys and len(keys) == 2
    with school.two.desk.database.writing() as connection:
        connection.execute(tables.devices.update().where(tables.devices.c.id == school.one.desk.device_id)
                           .values(public_key=b"x" * 32))
    assert len(school.two.desk.read(known_keys)) == 1


def test_s20_a_coach_sends_certificates_that_his_own_computer_made_and_no_others(school: School) -> None:
    _bring(school, at_us(0), at_us(1))
    school.sync(school.one)
    lotte = school.one.one("participants", given="Lotte")["id"]
    school.assign(next(row["group_id"] for row in school.one.rows("memberships").values()
                       if row["participant_id"] == lotte))
    ben = school.ben()
    version = next(iter(ben.rows("programme_versions")))
    ben.do(issue_certificates, due=[(lotte, version, "Lotte Les")], place="Lindenveen",
           issued_on=ben.desk.sight.today)
    (own,) = ben.rows("certificates").values()
    for forged in ({"name_printed": "Iemand Anders"}, {"completed_on": "2020-01-01"}, {"serial": "LS-0000"},
                   {"code": own["code"][:-4] + "AAAA"}):
        row = own | {"version": 0} | forged | {"id": secrets.token_bytes(16)}
        row.pop("version")
        answer = send(ben, "certificates.issue", [Patch("certificates", row["id"], None, 0, None, row)])
        assert answer.status == "rejected"
    ben.sync()
    assert list(school.world.server_rows("certificates")) == [own["id"]]
